"""Structured logs: JSON lines on standard error.

A request is one line with its method, path, status, duration and request id. What people submit
(statements, query strings, bodies) never reaches a log line, and no API key does, wherever in a
request somebody put it.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final, TextIO

import structlog
from structlog.typing import EventDict, FilteringBoundLogger, Processor

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

QUIET_PATHS: Final = frozenset({"/livez", "/readyz"})
"""Probes call these every few seconds; they are logged only when they fail."""

SERVER_ERROR: Final = 500

_COMMON: Final[list[Processor]] = [
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]
_as_json: Final = structlog.processors.JSONRenderer(ensure_ascii=False)
_API_KEY: Final = re.compile(r"fck_\w+", re.ASCII)


def _render(log: Any, method: str, event: EventDict) -> str:
    """The line, in which nothing that looks like an API key is left."""
    line = str(_as_json(log, method, event))
    return _API_KEY.sub("fck_…", line) if "fck_" in line else line


def configure_logs(level: str, stream: TextIO | None = None) -> None:
    """Send every log line of this process as JSON to ``stream`` (default: standard error).

    Lines of libraries take the same form, from ``warning`` upward.
    """
    out = stream if stream is not None else sys.stderr
    structlog.configure(
        processors=[*_COMMON, _render],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(file=out),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(json_formatter())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


def json_formatter() -> logging.Formatter:
    """What gives the log lines of libraries the form of our own."""
    return structlog.stdlib.ProcessorFormatter(processor=_render, foreign_pre_chain=_COMMON)


def logger() -> FilteringBoundLogger:
    """The log of the service."""
    log: FilteringBoundLogger = structlog.get_logger()
    return log


class RequestLog:
    """WSGI middleware that writes one line when the last byte of an answer has been handed over.

    ``timer`` gives seconds that only ever grow. The request id is the answer's ``X-Request-ID``.
    """

    def __init__(self, app: WSGIApplication, *, timer: Callable[[], float]) -> None:
        self._app = app
        self._timer = timer

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        began = self._timer()
        status = SERVER_ERROR
        request_id: str | None = None

        def note(code: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
            nonlocal status, request_id
            status = int(code.split(" ", 1)[0])
            request_id = next((v for k, v in headers if k.lower() == "x-request-id"), None)
            return start_response(code, headers, *exc_info)

        def write() -> None:
            path = environ.get("PATH_INFO", "")
            if path in QUIET_PATHS and status < SERVER_ERROR:
                return
            logger().info(
                "request",
                method=environ.get("REQUEST_METHOD"),
                path=path,
                status=status,
                duration_ms=round((self._timer() - began) * 1000, 1),
                request_id=request_id,
            )

        return _Closing(self._app(environ, note), write)


class _Closing:
    """An answer's body that says when it has been closed."""

    def __init__(self, body: Iterable[bytes], on_close: Callable[[], None]) -> None:
        self._body = body
        self._on_close = on_close

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._body)

    def close(self) -> None:
        try:
            close = getattr(self._body, "close", None)
            if close is not None:
                close()
        finally:
            self._on_close()
