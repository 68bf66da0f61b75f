"""docs/drafts.md tells the truth: its tables are complete, and its options and fields exist."""

from __future__ import annotations

import click
import pytest

from schemas.drafts import DraftRequestSchema
from service.cli_draft import draft
from service.domain.drafts import PassedOverCode, Worth
from service.drafts import DraftBudget
from tests.serving import ROOT

PAGE = (ROOT / "docs" / "drafts.md").read_text("utf-8")


@pytest.mark.parametrize("name", [*PassedOverCode, *Worth, *DraftRequestSchema().fields])
def test_every_code_reason_and_field_is_named(name: str) -> None:
    assert f"`{name}`" in PAGE


def test_every_option_of_the_command_is_told() -> None:
    options = [one.opts[-1] for one in draft.params if isinstance(one, click.Option)]
    assert [name for name in options if name not in PAGE] == []


def test_the_seconds_that_a_draft_may_take_are_told() -> None:
    budget = DraftBudget()
    assert f"After {budget.seconds_with_model:.0f} seconds" in PAGE
    assert f"after {budget.seconds:.0f} it is not checked" in PAGE
