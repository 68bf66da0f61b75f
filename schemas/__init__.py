"""The wire formats: what a request may say, and how domain objects look as JSON.

Everything here loads into, or dumps from, objects of ``service.domain``; unknown fields are
refused, and no schema asks a store anything.
"""
