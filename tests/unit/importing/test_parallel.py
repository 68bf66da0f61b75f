"""Processes that read texts: light, and no failure of theirs goes unheard."""

from __future__ import annotations

import os
import sys

import pytest

from service.importing.parallel import WorkerLost, by_processes
from tests.factories import make_claim


def loaded_modules(_text: str, _speaker: str | None) -> tuple[str, ...]:
    return tuple(sys.modules)


def stumbling(text: str, _speaker: str | None) -> tuple[str, ...]:
    raise ValueError(f"cannot read {text!r}")


def dying(_text: str, _speaker: str | None) -> tuple[str, ...]:
    os._exit(1)


def test_a_process_reads_texts_alone_and_imports_no_program() -> None:
    with by_processes(loaded_modules, processes=1) as index_many:
        (modules,) = index_many([make_claim()])

    assert "service.term_worker" in modules
    assert not {"service.cli", "flask", "sqlalchemy"} & set(modules)


def test_terms_come_in_the_order_of_the_claims_whoever_reads_them() -> None:
    claims = [make_claim(id=f"c{n}", text=str(n)) for n in range(450)]

    with by_processes(echo, processes=3) as index_many:
        assert list(index_many(claims)) == [(str(n),) for n in range(450)]


def echo(text: str, _speaker: str | None) -> tuple[str, ...]:
    return (text,)


def test_what_reading_a_text_raises_is_raised_where_it_was_asked() -> None:
    with (
        by_processes(stumbling, processes=2) as index_many,
        pytest.raises(ValueError, match="cannot read 'rain'"),
    ):
        list(index_many([make_claim(text="rain")]))


def test_a_process_that_dies_ends_the_import_that_asked_it() -> None:
    with by_processes(dying, processes=1) as index_many, pytest.raises(WorkerLost):
        list(index_many([make_claim()]))
