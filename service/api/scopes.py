"""Which scope each endpoint asks for, which changes are audited, which answers are kept.

One table for all routes, those to come included: the first rule that fits decides, and a test
fails where none does. Paths may be written as Flask or as OpenAPI has them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from service.domain.keys import Scope

_READS: Final = frozenset({"GET", "HEAD"})
_WRITES: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeRule:
    """What the methods on the paths of this pattern need; None for everybody."""

    methods: frozenset[str]
    path: str
    scope: Scope | None


RULES: Final = (
    ScopeRule(methods=_READS, path=r"/|/livez|/readyz|/openapi\.yaml|/docs(/[^/]+)?", scope=None),
    # A sentence in, an answer out, nothing saved: the same as GET /v1/check.
    ScopeRule(methods=frozenset({"POST"}), path="/", scope=Scope.READ),
    ScopeRule(methods=_READS | _WRITES, path=r"/v1/(webhooks|keys|audit)(/.*)?", scope=Scope.ADMIN),
    ScopeRule(methods=_READS, path=r"/v1/.+|/v1alpha1/.+|/metrics", scope=Scope.READ),
    ScopeRule(methods=_WRITES, path=r"/v1/(.+/)?reviews?(/.*)?", scope=Scope.CURATE),
    ScopeRule(methods=_WRITES, path=r"/v1/(checks|drafts|jobs)(/.*)?", scope=Scope.CHECK),
    ScopeRule(methods=_WRITES, path=r"/v1/(sources|claims|imports)(/.*)?", scope=Scope.CURATE),
)

# Made anew each time: a draft is read, not kept.
_NEVER_KEPT: Final = frozenset({"/v1/drafts"})


@cache
def scope_of(method: str, path: str) -> Scope | None:
    """The scope that an endpoint asks for, None if it is open to everybody.

    Raises LookupError where no rule fits, so that a forgotten endpoint is closed and not open.
    """
    for rule in RULES:
        if method in rule.methods and re.fullmatch(rule.path, path):
            return rule.scope
    raise LookupError(f"{method} {path} has no scope; see service/api/scopes.py")


@cache
def is_audited(method: str, path: str) -> bool:
    """Whether the endpoint changes what others rely on; to save a check changes nothing of it."""
    if method not in _WRITES or path == "/":
        return False
    return method == "DELETE" or scope_of(method, path) in {Scope.CURATE, Scope.ADMIN}


@cache
def keeps_answer(method: str, path: str) -> bool:
    """Whether an Idempotency-Key counts: where something is created."""
    return method == "POST" and path.startswith("/v1/") and path not in _NEVER_KEPT
