"""Whole articles into claim records: their layout, speakers, references, standing and origin."""
