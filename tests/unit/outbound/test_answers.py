"""The client on a real server: what it follows, reads, and when it gives up."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from service.domain.errors import TargetFailed, TargetRefused
from service.outbound import OutboundClient
from tests.outbound_steps import LOOPBACK, client, dripping, hanging
from tests.receiving import Answer, Receiver, answering, closed_port, receiver

HTML = "text/html; charset=UTF-8"


@pytest.fixture
def running() -> Iterator[Receiver]:
    with receiver(answering(200, b"<p>hello", Content_Type=HTML)) as running:
        yield running


def test_a_redirect_is_followed_to_the_page(running: Receiver) -> None:
    with receiver(answering(301, Location=f"{running.url}/moved")) as first:
        page = client().fetch(f"{first.url}/old")

    assert page.final_url == f"{running.url}/moved"


def test_a_redirect_may_hold_letters_and_spaces_as_they_are(running: Receiver) -> None:
    moved = f"{running.url}/küste und meer".encode().decode("latin-1")
    with receiver(answering(301, Location=moved)) as first:
        client().fetch(first.url)

    assert running.received[0].path == "/k%C3%BCste%20und%20meer"


@pytest.mark.parametrize(
    "location", ["http://10.0.0.1/", "http://meta.test/", "file:///etc/passwd", "http://u:p@x/"]
)
def test_a_redirect_to_where_we_must_not_go_is_refused(location: str) -> None:
    with (
        receiver(answering(302, Location=location)) as first,
        pytest.raises(TargetRefused),
    ):
        client(meta_test=["169.254.169.254"]).fetch(first.url)


def test_redirects_without_an_end_are_given_up(running: Receiver) -> None:
    running.answer = answering(302, Location="/again")

    with pytest.raises(TargetFailed, match="redirects more than 5 times"):
        client().fetch(running.url)
    assert len(running.received) == 6


def test_a_redirect_of_a_posted_body_is_its_answer(running: Receiver) -> None:
    with receiver(answering(307, Location=running.url)) as first:
        assert client().post(first.url, headers={}, body=b"{}").status == 307
    assert running.received == []


@pytest.mark.parametrize("status", [204, 304, 404, 500])
def test_an_answer_that_is_no_page_is_named(running: Receiver, status: int) -> None:
    running.answer = answering(status)

    with pytest.raises(TargetFailed, match=f"status {status}"):
        client().fetch(running.url)


def compressed(body: bytes, coding: str) -> bytes:
    return gzip.compress(body) if coding == "gzip" else zlib.compress(body)


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_compressed_page_is_read(running: Receiver, coding: str) -> None:
    running.answer = answering(200, compressed(b"news", coding), Content_Encoding=coding)
    assert client().fetch(running.url).body == b"news"


def test_a_chunked_page_is_read(running: Receiver) -> None:
    def chunked(handler: BaseHTTPRequestHandler) -> None:
        handler.protocol_version = "HTTP/1.1"
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(b"2\r\nne\r\n2\r\nws\r\n0\r\n\r\n")

    running.answer = chunked
    assert client().fetch(running.url).body == b"news"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (answering(200, b"x" * 1_001), "longer than 1,000"),
        (answering(200, gzip.compress(bytes(50_000_000)), Content_Encoding="gzip"), "longer than"),
        (answering(200, b"no gzip", Content_Encoding="gzip"), "cannot be decompressed"),
        (answering(200, gzip.compress(b"a" * 99)[:-9], Content_Encoding="gzip"), "ends in the"),
        (answering(200, b"x", Content_Encoding="br"), "not asked for"),
    ],
)
def test_a_body_that_is_too_much_or_broken_is_refused(
    running: Receiver, answer: Answer, reason: str
) -> None:
    running.answer = answer
    with pytest.raises(TargetFailed, match=reason):
        client().fetch(running.url, max_bytes=1_000)


def test_a_body_of_no_declared_length_is_cut_off(running: Receiver) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            handler.wfile.write(b"x" * 10_000)

    running.answer = endless
    with pytest.raises(TargetFailed, match="longer than"):
        client().fetch(running.url, max_bytes=100_000)


@pytest.mark.parametrize(
    "answer", [hanging, dripping(before_headers=True), dripping(before_headers=False)]
)
def test_a_server_that_takes_its_time_is_given_up(running: Receiver, answer: Answer) -> None:
    running.answer = answer
    with pytest.raises(TargetFailed, match="in time"):
        client().fetch(running.url, seconds=0.3)


def test_a_resolver_that_does_not_answer_is_given_up(running: Receiver) -> None:
    def slow(_host: str, _seconds: float) -> Sequence[str]:
        raise TimeoutError

    with pytest.raises(TargetFailed, match="not resolved in time"):
        OutboundClient(LOOPBACK, resolve=slow).fetch("http://a.test/")


def test_a_name_that_nobody_has_and_a_port_that_nobody_listens_on_are_named() -> None:
    def unknown(_host: str, _seconds: float) -> Sequence[str]:
        raise OSError("no such name")

    with pytest.raises(TargetFailed, match=r"'a\.test' cannot be resolved"):
        OutboundClient(LOOPBACK, resolve=unknown).check("http://a.test/")
    with pytest.raises(TargetFailed, match="takes no connection"):
        client().fetch(f"http://127.0.0.1:{closed_port()}/")


@pytest.mark.parametrize("said", [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 2x0 no\r\n\r\n"])
def test_an_answer_that_is_not_http_is_named(running: Receiver, said: bytes) -> None:
    def say(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(said)

    running.answer = say
    with pytest.raises(TargetFailed, match="not HTTP"):
        client().fetch(running.url)


def test_no_proxy_and_no_password_of_the_environment_is_used(
    running: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{closed_port()}")

    client().fetch(running.url)

    assert "authorization" not in running.received[0].headers
