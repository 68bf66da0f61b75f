"""Structured logs: JSON lines on standard error.

A request is one line with its method, route, status, duration, bytes and ids. What people submit
(statements, query strings, paths, bodies) reaches no log line, and no API key does, wherever in a
request somebody put it. The messages of exceptions may quote what was submitted, so that a
traceback has its frames and the names of its exceptions, and the messages of those alone that are
known to quote nothing. At the level ``debug`` all messages and the paths of requests are written.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from typing import Any, Final, TextIO

import structlog
from structlog.typing import EventDict, FilteringBoundLogger, Processor

from service.domain.errors import ModelUnusable, SettingsInvalid, StoreUnavailable

_OURS: Final = (ModelUnusable, SettingsInvalid, StoreUnavailable)

_as_json: Final = structlog.processors.JSONRenderer(ensure_ascii=False)
_API_KEY: Final = re.compile(r"fck_\w+", re.ASCII)


def _render(log: Any, method: str, event: EventDict) -> str:
    """The line, in which nothing that looks like an API key is left."""
    line = str(_as_json(log, method, event))
    return _API_KEY.sub("fck_…", line) if "fck_" in line else line


def _processors(level: str) -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(
            _with_messages if level == "debug" else _without_messages
        ),
    ]


def configure_logs(level: str, stream: TextIO | None = None) -> None:
    """Send every log line of this process as JSON to ``stream`` (default: standard error).

    Lines of libraries take the same form, from ``warning`` upward.
    """
    out = stream if stream is not None else sys.stderr
    structlog.configure(
        processors=[*_processors(level), _render],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(file=out),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(json_formatter(level))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


def json_formatter(level: str = "info") -> logging.Formatter:
    """What gives the log lines of libraries the form of our own."""
    return structlog.stdlib.ProcessorFormatter(
        processor=_render, foreign_pre_chain=_processors(level)
    )


def logger() -> FilteringBoundLogger:
    """The log of the service."""
    log: FilteringBoundLogger = structlog.get_logger()
    return log


def name_in_every_line(**ids: str) -> None:
    """Put these ids into every line of this thread, and none that were put there before."""
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(**ids)


def forget_names() -> None:
    """Put no ids into the lines of this thread any more."""
    structlog.contextvars.clear_contextvars()


class QuotationsLeftOut(logging.Filter):
    """Takes out of gunicorn's lines what they quote of a request that cannot be read or answered."""

    _OPENINGS: Final = ("Invalid request", "Error handling request", "WSGI app sent")

    def filter(self, record: logging.LogRecord) -> bool:
        """Leave the address of such a line, and nothing behind it."""
        message = str(record.msg)
        if message.startswith(self._OPENINGS):
            record.msg, record.args = re.split(r": |\s*%[sdr]", message, maxsplit=1)[0], ()
        return True


def _with_messages(exc_info: Any) -> str:
    return "".join(traceback.format_exception(*exc_info)).rstrip("\n")


def _without_messages(exc_info: Any) -> str:
    """A traceback whose exceptions are named, and quoted only where that quotes no caller."""
    lines: list[str] = []
    error: BaseException | None = exc_info[1]
    told: set[int] = set()
    while error is not None and id(error) not in told:
        told.add(id(error))
        lines += traceback.format_tb(error.__traceback__)
        name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
        lines.append(f"{name}: {error}\n" if _quotes_nobody(error) else f"{name}\n")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if error is not None:
            lines.append("from\n")
    return "".join(lines).rstrip("\n")


def _quotes_nobody(error: BaseException) -> bool:
    """Whether the message is of our wording, or names a file, an address or a module at most."""
    of_the_system = isinstance(error, OSError) and error.errno is not None
    return of_the_system or isinstance(error, (ImportError, *_OURS))
