from __future__ import annotations

import pytest
from marshmallow import ValidationError

from schemas.articles import MAX_ARTICLE, Article, ArticleSchema

BODY = {"id": "ferry", "title": "61 dead", "text": "38 people are missing."}


def test_an_article_needs_no_more_than_id_title_and_text() -> None:
    article = ArticleSchema().load(BODY)

    assert isinstance(article, Article)
    assert article.source.origin == "ferry"
    assert article.source.language == "en"
    assert article.source.published_at is None
    assert article.text == BODY["text"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "with a blank"),
        ("id", "x" * 191),
        ("title", " "),
        ("url", "ftp://example.org"),
        ("published_at", "Thursday"),
        ("kind", "claim"),
        ("text", ""),
        ("text", "x" * (MAX_ARTICLE + 1)),
        ("text", "\ud800"),
        ("author", "Anna"),
    ],
)
def test_a_wrong_field_is_named(field: str, value: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ArticleSchema().load({**BODY, field: value})

    assert list(refused.value.messages_dict) == [field]
