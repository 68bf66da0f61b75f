"""Answers kept by what they depend on: the corpus, the engine and the request."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import OrderedDict
from datetime import UTC, datetime
from functools import cached_property
from typing import Protocol

from schemas.answers import AnswerSchema
from schemas.dumping import dumper
from service.domain.check import Answer, CheckRequest, Engine
from service.domain.corpus import CorpusState
from service.observation import UNOBSERVED, Observer

# Made once: a schema copies all its fields, which takes longer than to dump an answer.
_dumped = dumper(AnswerSchema())


class StatementChecker(Protocol):
    """The use case that answers a request; pure but for reading the corpus."""

    @property
    def engine(self) -> Engine: ...

    def state(self) -> CorpusState: ...

    def check(self, request: CheckRequest, *, now: datetime) -> Answer: ...


class Answered:
    """An answer, and its JSON once somebody has asked for that."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    @cached_property
    def json(self) -> str:
        return answer_json(self.answer)


def answer_json(answer: Answer) -> str:
    """The answer as JSON, without the identity of a check."""
    return json.dumps(_dumped(answer), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def answer_key(request: CheckRequest, *, revision: int, engine: Engine, now: datetime) -> str:
    """A fingerprint that is equal where the answers must be equal, byte for byte.

    Without ``as_of``, "yesterday" is resolved against today: the day is then part of the key.
    """
    moment = request.as_of.isoformat() if request.as_of else str(now.astimezone(UTC).date())
    filters = request.filters
    parts = [
        [revision, engine.version, engine.model],
        [request.statement, request.as_of is None, moment, request.limit],
        [filters.publishers, filters.sources, filters.published_from, filters.published_to],
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


class AnswerCache:
    """The most recently used answers; shared by the threads of one process."""

    def __init__(self, *, capacity: int) -> None:
        self._capacity = capacity
        self._answers: OrderedDict[str, Answered] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> Answered | None:
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def put(self, key: str, answered: Answered) -> None:
        with self._lock:
            self._answers[key] = answered
            self._answers.move_to_end(key)
            while len(self._answers) > self._capacity:
                self._answers.popitem(last=False)


class Answering:
    """Answers requests that save nothing, from the cache where it can."""

    def __init__(
        self, checker: StatementChecker, *, cache: AnswerCache, observer: Observer = UNOBSERVED
    ) -> None:
        self._checker = checker
        self._cache = cache
        self._observer = observer

    def key(self, request: CheckRequest, *, now: datetime) -> str:
        """The key of the answer that the corpus would give at this moment."""
        revision = self._checker.state().revision
        return answer_key(request, revision=revision, engine=self._checker.engine, now=now)

    def answer(
        self, request: CheckRequest, *, key: str, now: datetime
    ) -> tuple[Answered, str | None]:
        """The answer and its key, which is a later one if the corpus has moved on.

        A partial answer has no key and is not kept: the next one may be whole.
        """
        kept = self._cache.get(key)
        self._observer.looked_in_cache(found=kept is not None)
        if kept is not None:
            return kept, key
        answer = self._checker.check(request, now=now)
        if answer.partial is not None:
            return Answered(answer), None
        true_key = answer_key(
            request, revision=answer.corpus.revision, engine=answer.engine, now=now
        )
        answered = Answered(answer)
        self._cache.put(true_key, answered)
        return answered, true_key
