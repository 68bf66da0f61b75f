from __future__ import annotations

import io
import itertools
import json
import logging
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
import structlog
from werkzeug.test import Client

from service.domain.errors import StoreUnavailable
from service.domain.keys import write_key
from service.exchanges import ExchangeWatch, RequestLog, notes_of
from service.logs import (
    QuotationsLeftOut,
    configure_logs,
    json_formatter,
    logger,
    name_in_every_line,
)

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything that this process logs during the test."""
    stream = io.StringIO()
    handlers = logging.root.handlers[:]
    configure_logs("info", stream)
    yield stream
    structlog.reset_defaults()
    logging.root.handlers[:] = handlers


def answering(status: str, *, level: str = "info", **noted: str) -> ExchangeWatch:
    """An application that gives one answer, with a timer that moves 250 ms a look."""

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        notes = notes_of(environ)
        for name, value in noted.items():
            setattr(notes, name, value)
        start_response(status, [])
        return [b"an ", b"answer"]

    seconds = itertools.count(0, 0.25)
    return ExchangeWatch(application, [RequestLog(level=level)], timer=lambda: next(seconds))


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_request_is_one_line_with_what_an_operator_asks_for(written: io.StringIO) -> None:
    noted = {
        "route": "/v1/claims/<claim_id>",
        "request_id": "req_1",
        "trace_id": "0af7651916cd43dd8448eb211c80319c",
        "key_id": "key_1",
    }

    Client(answering("404 Not Found", **noted)).get("/v1/claims/none", buffered=True)

    (line,) = lines(written)
    assert line.pop("timestamp")
    assert line == {
        "event": "request",
        "level": "info",
        "method": "GET",
        "route": "/v1/claims/<claim_id>",
        "status": 404,
        "duration_ms": 250.0,
        "bytes": 9,
        "request_id": "req_1",
        "trace_id": "0af7651916cd43dd8448eb211c80319c",
        "key": "key_1",
    }


def test_neither_path_nor_query_nor_body_nor_method_is_written(written: io.StringIO) -> None:
    Client(answering("200 OK")).open(
        "/secret?statement=secret", method="SECRET", data="secret", buffered=True
    )
    assert "secret" not in written.getvalue().lower()


def test_the_path_is_written_where_everything_is_to_be_known(written: io.StringIO) -> None:
    Client(answering("200 OK", level="debug")).get("/v1/claims/c1", buffered=True)
    assert lines(written)[0]["path"] == "/v1/claims/c1"


@pytest.mark.parametrize(("status", "count"), [("200 OK", 0), ("503 Service Unavailable", 1)])
@pytest.mark.parametrize("route", ["/livez", "/readyz", "/metrics"])
def test_a_probe_is_written_only_when_it_fails(
    written: io.StringIO, route: str, status: str, count: int
) -> None:
    Client(answering(status, route=route)).get(route, buffered=True)
    assert len(lines(written)) == count


def test_a_path_cannot_forge_a_line(written: io.StringIO) -> None:
    Client(answering("200 OK", level="debug")).get('/x%0A{"event":"forged"}', buffered=True)
    assert [line["event"] for line in lines(written)] == ["request"]


def breaking_off(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [])
    yield b"the beginning"
    raise RuntimeError


def breaking_down(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    raise RuntimeError


@pytest.mark.parametrize(("application", "sent"), [(breaking_off, 13), (breaking_down, 0)])
def test_an_answer_that_breaks_off_has_failed(
    written: io.StringIO, application: WSGIApplication, sent: int
) -> None:
    watch = ExchangeWatch(application, [RequestLog(level="info")], timer=lambda: 0.0)
    with pytest.raises(RuntimeError):
        Client(watch).get("/", buffered=True)
    (line,) = lines(written)
    assert (line["status"], line["bytes"]) == (500, sent)


def test_lines_within_a_request_bear_its_ids(written: io.StringIO) -> None:
    name_in_every_line(request_id="req_1")
    logging.getLogger("library").warning("slow")
    logger().warning("slow, too")
    Client(answering("200 OK", request_id="req_1")).get("/", buffered=True)
    logger().warning("of nobody")
    assert [line.get("request_id") for line in lines(written)] == ["req_1"] * 3 + [None]


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


def fail_over(word: str) -> None:
    try:
        raise ValueError(word)
    except ValueError as error:
        raise KeyError(word) from error


def test_a_traceback_names_its_exceptions_and_quotes_no_caller(written: io.StringIO) -> None:
    word = "zebra" + "fish"
    try:
        fail_over(word)
    except KeyError:
        logger().exception("failed")
        logging.getLogger("library").exception("failed")
    assert len(lines(written)) == 2
    for line in lines(written):
        assert "in fail_over" in line["exception"]
        assert {"KeyError", "ValueError"} <= set(line["exception"].splitlines())
    assert "zebrafish" not in written.getvalue()


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (FileNotFoundError(2, "No such file", "weights.onnx"), "weights.onnx"),
        (StoreUnavailable("the database does not answer: it is locked"), "it is locked"),
        (OSError("the body was zebrafish"), "OSError"),
    ],
)
def test_a_message_that_quotes_nobody_is_kept(
    written: io.StringIO, error: Exception, told: str
) -> None:
    try:
        raise error
    except type(error):
        logger().exception("failed")
    assert told in lines(written)[0]["exception"]
    assert "zebrafish" not in written.getvalue()


def test_at_the_level_debug_a_traceback_tells_everything() -> None:
    record = logging.LogRecord("library", logging.ERROR, __file__, 1, "failed", (), None)
    try:
        fail_over("zebrafish")
    except KeyError:
        record.exc_info = sys.exc_info()
    assert "KeyError: 'zebrafish'" in json_formatter("debug").format(record)


@pytest.mark.parametrize(
    ("message", "args", "left"),
    [
        ("Invalid request from ip=127.0.0.1: zebrafish", (), "Invalid request from ip=127.0.0.1"),
        ("Error handling request %s %s", ("GET", "/?q=zebrafish"), "Error handling request"),
        ("Worker (pid:%s) was sent %s!", (7, "SIGKILL"), "Worker (pid:7) was sent SIGKILL!"),
    ],
)
def test_what_gunicorn_quotes_is_left_out(message: str, args: tuple[Any, ...], left: str) -> None:
    record = logging.LogRecord("gunicorn.error", logging.WARNING, "", 1, message, args, None)
    assert QuotationsLeftOut().filter(record)
    assert record.getMessage() == left


def test_no_key_reaches_a_log_line_wherever_it_was_put(written: io.StringIO) -> None:
    key = write_key("0123456789abcdef", bytes(range(32)))
    Client(answering("200 OK", request_id=f"a-{key}", level="debug")).get(
        f"/v1/claims/{key}", buffered=True
    )
    logging.getLogger("library").warning("bad header %r", {"Authorization": f"Bearer {key}"})
    try:
        raise ValueError(key)
    except ValueError:
        logger().exception("failed", given=key)
    assert len(lines(written)) == 3
    assert key[21:] not in written.getvalue()
