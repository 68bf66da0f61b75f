"""Data in, weights out: everything that makes the stance model. Nothing imports this package."""
