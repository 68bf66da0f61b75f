from __future__ import annotations

import io
import itertools
import json
import logging
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
import structlog
from werkzeug.test import Client

from service.domain.keys import write_key
from service.logs import RequestLog, configure_logs, logger

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything that this process logs during the test."""
    stream = io.StringIO()
    handlers = logging.root.handlers[:]
    configure_logs("info", stream)
    yield stream
    structlog.reset_defaults()
    logging.root.handlers[:] = handlers


def answering(status: str, headers: list[tuple[str, str]]) -> RequestLog:
    """An application that gives one answer, with a timer that moves 250 ms a look."""

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response(status, headers)
        return [b"an answer"]

    seconds = itertools.count(0, 0.25)
    return RequestLog(application, timer=lambda: next(seconds))


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_request_is_one_line_with_status_duration_and_id(written: io.StringIO) -> None:
    Client(answering("404 Not Found", [("x-request-id", "req_1")])).get(
        "/v1/claims/none", buffered=True
    )
    (line,) = lines(written)
    assert line.pop("timestamp")
    assert line == {
        "event": "request",
        "level": "info",
        "method": "GET",
        "path": "/v1/claims/none",
        "status": 404,
        "duration_ms": 250.0,
        "request_id": "req_1",
    }


def test_neither_query_nor_body_is_written(written: io.StringIO) -> None:
    Client(answering("200 OK", [])).post("/v1/check?statement=secret", data="secret", buffered=True)
    assert "secret" not in written.getvalue()


@pytest.mark.parametrize(("status", "count"), [("200 OK", 0), ("503 Service Unavailable", 1)])
def test_a_probe_is_written_only_when_it_fails(
    written: io.StringIO, status: str, count: int
) -> None:
    Client(answering(status, [])).get("/readyz", buffered=True)
    assert len(lines(written)) == count


def test_a_path_cannot_forge_a_line(written: io.StringIO) -> None:
    Client(answering("200 OK", [])).get('/x%0A{"event":"forged"}', buffered=True)
    assert [line["event"] for line in lines(written)] == ["request"]


def test_lines_below_the_level_are_left_out() -> None:
    stream = io.StringIO()
    handlers = logging.root.handlers[:]
    configure_logs("error", stream)
    logger().warning("hidden")
    logger().error("seen")
    structlog.reset_defaults()
    logging.root.handlers[:] = handlers
    assert [line["event"] for line in lines(stream)] == ["seen"]


def test_libraries_log_in_the_same_form(written: io.StringIO) -> None:
    logging.getLogger("library").warning("it is %s", "late")
    (line,) = lines(written)
    assert (line["event"], line["level"]) == ("it is late", "warning")


def test_an_exception_is_part_of_its_line(written: io.StringIO) -> None:
    try:
        raise ZeroDivisionError
    except ZeroDivisionError:
        logger().exception("failed")
    (line,) = lines(written)
    assert "ZeroDivisionError" in line["exception"]


def test_no_key_reaches_a_log_line_wherever_it_was_put(written: io.StringIO) -> None:
    key = write_key("0123456789abcdef", bytes(range(32)))
    Client(answering("200 OK", [("X-Request-ID", f"a-{key}")])).get(
        f"/v1/claims/{key}", buffered=True
    )
    logging.getLogger("library").warning("bad header %r", {"Authorization": f"Bearer {key}"})
    try:
        raise ValueError(key)
    except ValueError:
        logger().exception("failed", given=key)
    assert len(lines(written)) == 3
    assert key[21:] not in written.getvalue()
