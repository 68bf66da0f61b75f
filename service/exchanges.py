"""Each request with its answer, as the log and the counters see it: never what was submitted.

What only the inside of the application knows (the route, the caller) it notes in the WSGI
environment, by ``note``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from service.logs import forget_names, logger

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER_METHOD: Final = "other"
NO_ROUTE: Final = "none"
SERVER_ERROR: Final = 500
QUIET_ROUTES: Final = frozenset({"/livez", "/readyz", "/metrics"})
"""Probes and Prometheus call these every few seconds; they are logged only when they fail."""

_NOTES: Final = "factcheck.notes"


@dataclass(slots=True, kw_only=True)
class Notes:
    """What the application says of the request at hand."""

    route: str = NO_ROUTE
    request_id: str | None = None
    trace_id: str | None = None
    key_id: str | None = None


def notes_of(environ: WSGIEnvironment) -> Notes:
    """Where to note; what is noted on a request that nobody listens to is lost."""
    noted = environ.get(_NOTES)
    return noted if isinstance(noted, Notes) else Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request that was answered. ``path`` is as the caller wrote it; it goes nowhere by default."""

    method: str
    path: str
    status: int
    seconds: float
    sent_bytes: int
    notes: Notes


class Listener:
    """Is told of requests; ``began`` before each, ``ended`` after its last byte."""

    def began(self) -> None:
        """A request has arrived."""

    def ended(self, exchange: Exchange) -> None:
        """It was answered, or its answer broke off."""


class ExchangeWatch:
    """WSGI middleware that tells the listeners of each request.

    ``timer`` gives seconds that only ever grow.
    """

    def __init__(
        self, app: WSGIApplication, listeners: Iterable[Listener], *, timer: Callable[[], float]
    ) -> None:
        self._app = app
        self._listeners = tuple(listeners)
        self._timer = timer

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        began = self._timer()
        for listener in self._listeners:
            listener.began()
        notes = environ[_NOTES] = Notes()
        status = SERVER_ERROR

        def note(code: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
            nonlocal status
            status = int(code.split(" ", 1)[0])
            return start_response(code, headers, *exc_info)

        def end(sent_bytes: int, *, broken: bool) -> None:
            method = environ.get("REQUEST_METHOD", "")
            exchange = Exchange(
                method=method if method in METHODS else OTHER_METHOD,
                path=environ.get("PATH_INFO", ""),
                # Whatever its first line said, an answer that breaks off has failed.
                status=SERVER_ERROR if broken else status,
                seconds=self._timer() - began,
                sent_bytes=sent_bytes,
                notes=notes,
            )
            for listener in self._listeners:
                listener.ended(exchange)

        try:
            body = self._app(environ, note)
        except BaseException:
            end(0, broken=True)
            raise
        return _Watched(body, end)


class _Watched:
    """An answer's body that counts its bytes, and says when it has been closed."""

    def __init__(self, body: Iterable[bytes], end: Callable[..., None]) -> None:
        self._body = body
        self._end = end
        self._sent = 0
        self._broken = False

    def __iter__(self) -> Iterator[bytes]:
        try:
            for chunk in self._body:
                self._sent += len(chunk)
                yield chunk
        except Exception:
            self._broken = True
            raise

    def close(self) -> None:
        try:
            close = getattr(self._body, "close", None)
            if close is not None:
                close()
        finally:
            self._end(self._sent, broken=self._broken)


class RequestLog(Listener):
    """Writes a line for each request."""

    def __init__(self, *, level: str) -> None:
        self._with_path = level == "debug"

    def ended(self, exchange: Exchange) -> None:
        """Write the line, and forget the ids of the request."""
        forget_names()
        notes = exchange.notes
        if notes.route in QUIET_ROUTES and exchange.status < SERVER_ERROR:
            return
        path = {"path": exchange.path} if self._with_path else {}
        logger().info(
            "request",
            method=exchange.method,
            route=notes.route,
            **path,
            status=exchange.status,
            duration_ms=round(exchange.seconds * 1000, 1),
            bytes=exchange.sent_bytes,
            request_id=notes.request_id,
            trace_id=notes.trace_id,
            key=notes.key_id,
        )
