"""Statements short and plain enough to be read from end to end."""

from __future__ import annotations

from service.parsing.analysis import Analysis, once

# Letters. What is longer says more than how two things compare.
_LONGEST = 300


@once
def is_plain(analysis: Analysis) -> bool:
    """Whether a text is one short assertion in its own voice: in no one's mouth, and not denied."""
    return (
        analysis.attribution is None and analysis.denied is None and len(analysis.text) <= _LONGEST
    )
