"""Builders of domain objects: name only what the test is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from service.domain.check import CheckRequest
from service.domain.corpus import Claim, Locator, Source, Standing
from service.domain.keys import ApiKey, Scope

_SOURCE = Source(
    id="kz-dpa",
    publisher="dpa",
    title="Kazakhstan: arrests after the unrest",
    url=None,
    published_at="2022-01-07",
    language="en",
    origin="dpa",
)
_CLAIM = Claim(
    id="kz-dpa-07",
    source_id="kz-dpa",
    text="More than 3,700 people were arrested.",
    quote=None,
    speaker=None,
    standing=Standing.ASSERTED,
    event_at="2022-01-07",
    locator=Locator(paragraph=4),
)
_KEY = ApiKey(
    id="key_0123456789abcdef",
    name="the newsroom",
    digest="0" * 64,
    scopes=frozenset({Scope.READ}),
    rate=None,
    created_at=datetime(2022, 1, 1, tzinfo=UTC),
    expires_at=None,
)
_STATEMENT = CheckRequest(statement="More than 5,000 people were arrested in Kazakhstan.")


def make_source(**overrides: Any) -> Source:
    """A source that names its publisher and its day."""
    return replace(_SOURCE, **overrides)


def make_claim(**overrides: Any) -> Claim:
    """A claim of ``make_source()``, in the outlet's own voice."""
    return replace(_CLAIM, **overrides)


def make_statement(**overrides: Any) -> CheckRequest:
    """A request with nothing but its statement set."""
    return replace(_STATEMENT, **overrides)


def make_key(**overrides: Any) -> ApiKey:
    """A key that reads and does not expire; nobody knows its text."""
    return replace(_KEY, **overrides)
