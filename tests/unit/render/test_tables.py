"""Lists as CSV: whole for a program, harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.corpus import Locator, Retraction
from service.domain.mentions import Span
from service.importing.csv_rows import read_csv
from service.importing.ndjson import Found
from service.render.tables import claims_table, harmless_cell, sources_table
from tests.factories import make_claim, make_source


@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\x00")))
def test_a_reader_gets_each_cell_back(text: str) -> None:
    table = claims_table([make_claim(text=text)])

    header, row = csv.reader(io.StringIO(table, newline=""))
    assert row[header.index("text")] == harmless_cell(text)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_a_cell_is_never_a_formula(sign: str) -> None:
    assert harmless_cell(f"{sign}1+1") == f"'{sign}1+1"


def test_other_cells_are_as_they_were() -> None:
    assert [harmless_cell(value) for value in ("a=b", "", "'x", 3, 0.5, None)] == [
        *("a=b", "", "'x", 3, 0.5, None)
    ]


def test_lines_end_as_the_standard_says() -> None:
    table = sources_table([make_source(title='A "title", of two\nlines')])

    assert table == (
        "kind,id,publisher,title,url,published_at,language,origin\r\n"
        'source,kz-dpa,dpa,"A ""title"", of two\nlines",,2022-01-07,en,dpa\r\n'
    )


def test_an_import_reads_the_table_of_a_list() -> None:
    claim = make_claim(
        locator=Locator(paragraph=4, span=Span(start=2, end=9)),
        retracted=Retraction(at="2022-02-01", reason="Withdrawn."),
        quote="More than 3,700",
    )
    source = make_source(url="https://example.org")

    for table, record in ((claims_table([claim]), claim), (sources_table([source]), source)):
        (found,) = read_csv([table.encode()])
        assert isinstance(found, Found)
        assert found.record == record
