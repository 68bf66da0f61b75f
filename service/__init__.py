"""The fact-check service: reads statements, finds claims, says who reports what on which side."""

__version__ = "1.0.0"
