"""Answers kept by what they depend on: the corpus, the engine, the request and its form."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import OrderedDict
from datetime import UTC, datetime
from typing import Protocol

from schemas.answers import AnswerSchema
from service.api.negotiation import Media
from service.domain.check import Answer, CheckRequest, Engine
from service.domain.corpus import CorpusState
from service.render.text import render_text

# Made once: a schema copies all its fields, which takes longer than to dump an answer.
_ANSWER = AnswerSchema()


class StatementChecker(Protocol):
    """The use case that answers a request; pure but for reading the corpus."""

    @property
    def engine(self) -> Engine: ...

    def state(self) -> CorpusState: ...

    def check(self, request: CheckRequest, *, now: datetime) -> Answer: ...


def answer_text(answer: Answer, media: Media) -> str:
    """The answer in one of its forms, without the identity of a check."""
    if media is Media.TEXT:
        return render_text(answer)
    return json.dumps(
        _ANSWER.dump(answer), ensure_ascii=False, allow_nan=False, separators=(",", ":")
    )


def answer_key(
    request: CheckRequest, *, revision: int, engine: Engine, now: datetime, media: Media
) -> str:
    """A fingerprint that is equal where the answers must be equal, byte for byte.

    Without ``as_of``, "yesterday" is resolved against today: the day is then part of the key.
    """
    moment = request.as_of.isoformat() if request.as_of else str(now.astimezone(UTC).date())
    filters = request.filters
    parts = [
        [revision, engine.version, engine.model, media.value],
        [request.statement, request.as_of is None, moment, request.limit],
        [filters.publishers, filters.sources, filters.published_from, filters.published_to],
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


class AnswerCache:
    """The most recently used answers, as text; shared by the threads of one process."""

    def __init__(self, *, capacity: int) -> None:
        self._capacity = capacity
        self._texts: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> str | None:
        with self._lock:
            if key in self._texts:
                self._texts.move_to_end(key)
            return self._texts.get(key)

    def put(self, key: str, text: str) -> None:
        with self._lock:
            self._texts[key] = text
            self._texts.move_to_end(key)
            while len(self._texts) > self._capacity:
                self._texts.popitem(last=False)


class Answering:
    """Answers requests that save nothing, from the cache where it can."""

    def __init__(self, checker: StatementChecker, *, cache: AnswerCache) -> None:
        self._checker = checker
        self._cache = cache

    def key(self, request: CheckRequest, media: Media, *, now: datetime) -> str:
        """The key of the answer that the corpus would give at this moment."""
        revision = self._checker.state().revision
        engine = self._checker.engine
        return answer_key(request, revision=revision, engine=engine, now=now, media=media)

    def answer(
        self, request: CheckRequest, media: Media, *, key: str, now: datetime
    ) -> tuple[str, str | None]:
        """The answer as text and its key, which is a later one if the corpus has moved on.

        A partial answer has no key and is not kept: the next one may be whole.
        """
        kept = self._cache.get(key)
        if kept is not None:
            return kept, key
        answer = self._checker.check(request, now=now)
        if answer.partial is not None:
            return answer_text(answer, media), None
        true_key = answer_key(
            request,
            revision=answer.corpus.revision,
            engine=answer.engine,
            now=now,
            media=media,
        )
        text = answer_text(answer, media)
        self._cache.put(true_key, text)
        return text, true_key
