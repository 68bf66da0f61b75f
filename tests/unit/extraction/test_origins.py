from __future__ import annotations

from pathlib import Path

from service.domain.corpus import Source
from service.extraction.intake import import_article
from service.extraction.origins import shared_origin
from service.parsing.indexing import index_terms
from service.storage.memory import MemoryCorpus

EVENTS = Path(__file__).parents[2] / "benchmarks" / "events"
WIRE = (
    "The ship left the port of Celveth at about 6:40 pm on Tuesday, bound for the island of Brisk.",
    "It sent a distress call at 7:52 pm and turned over some 11 kilometres off the lighthouse.",
)


def source(identifier: str, *, origin: str | None = None) -> Source:
    return Source(
        id=identifier,
        publisher=None,
        title=identifier,
        url=None,
        published_at="2023-03-16",
        language="en",
        origin=origin or identifier,
    )


def test_a_text_with_the_sentences_of_another_has_its_origin() -> None:
    existing = [(source("wire", origin="agency"), passage) for passage in WIRE]

    assert shared_origin(WIRE[::-1], existing) == "agency"


def test_a_quotation_in_common_is_no_common_origin() -> None:
    quoted = '"She went over in less than ten minutes," said survivor Mirela Oskand.'
    existing = [(source("wire"), passage) for passage in (*WIRE, quoted)]

    assert shared_origin(["The town mourns its dead.", quoted], existing) is None


def test_of_two_earlier_sources_the_one_that_shares_more_gives_the_origin() -> None:
    existing = [(source("first"), WIRE[0]), *((source("second"), passage) for passage in WIRE)]

    assert shared_origin(WIRE, existing) == "second"


def test_an_edited_wire_report_takes_over_the_origin_of_the_earlier_one() -> None:
    corpus = MemoryCorpus()
    origins = {}
    for name in ("ferry-wire", "ferry-herald", "ferry-courier", "ferry-radio"):
        text = (EVENTS / "ferry" / f"{name}.txt").read_text(encoding="utf-8")

        done = import_article(corpus, corpus, source(name), text, index_terms=index_terms)

        origins[name] = done.extraction.source.origin
    assert origins == {
        "ferry-wire": "ferry-wire",
        "ferry-herald": "ferry-wire",
        "ferry-courier": "ferry-courier",
        "ferry-radio": "ferry-radio",
    }


def test_an_origin_that_was_given_is_kept() -> None:
    corpus = MemoryCorpus()
    import_article(corpus, corpus, source("wire"), "\n".join(WIRE), index_terms=index_terms)

    done = import_article(
        corpus, corpus, source("copy", origin="desk"), "\n".join(WIRE), index_terms=index_terms
    )

    assert done.extraction.source.origin == "desk"
