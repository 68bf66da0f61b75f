"""The client on a real server: what it refuses, follows, reads, and when it gives up."""

from __future__ import annotations

import gzip
import os
import shutil
import ssl
import subprocess
import time
import zlib
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_network
from pathlib import Path

import pytest

from service.domain.errors import TargetFailed, TargetRefused
from service.outbound import OutboundClient, OutboundPolicy
from service.outbound.resolving import Resolver
from tests.receiving import Answer, Receiver, answering, closed_port, receiver

LOOPBACK = OutboundPolicy(allowed=(ip_network("127.0.0.0/8"),))
HTML = "text/html; charset=UTF-8"


def names(**known: Sequence[str]) -> Resolver:
    """A resolver that knows these names, with ``_`` for a dot, and reads addresses as they are."""
    table = {name.replace("_", "."): list(addresses) for name, addresses in known.items()}
    return lambda host, _seconds: table.get(host, [host])


def client(**known: Sequence[str]) -> OutboundClient:
    return OutboundClient(LOOPBACK, resolve=names(**known))


def hanging(handler: BaseHTTPRequestHandler) -> None:
    """Says nothing until the caller hangs up."""
    handler.connection.recv(1)


def dripping(*, before_headers: bool) -> Answer:
    """Sends one byte after another, each well before any timeout for one read."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if not before_headers:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        while True:
            handler.wfile.write(b"H")
            time.sleep(0.02)

    return answer


@pytest.fixture
def running() -> Iterator[Receiver]:
    with receiver(answering(200, b"<p>hello", Content_Type=HTML)) as running:
        yield running


def test_a_page_is_fetched_with_its_type(running: Receiver) -> None:
    page = client(paper_test=["127.0.0.1"]).fetch(f"http://paper.test:{running.port}/a?b=c#d")

    assert page.final_url == f"http://paper.test:{running.port}/a?b=c"
    assert (page.media, page.charset, page.body) == ("text/html", "utf-8", b"<p>hello")
    (asked,) = running.received
    assert (asked.method, asked.path) == ("GET", "/a?b=c")
    assert asked.headers["host"] == f"paper.test:{running.port}"


def test_a_body_is_posted_with_its_headers(running: Receiver) -> None:
    running.answer = answering(503, b"busy", Retry_After="120")

    answer = client().post(f"{running.url}/hook", headers={"webhook-id": "evt_1"}, body=b"{}")

    assert (answer.status, answer.retry_after) == (503, "120")
    (asked,) = running.received
    assert (asked.method, asked.body, asked.headers["webhook-id"]) == ("POST", b"{}", "evt_1")
    assert "accept-encoding" not in asked.headers or "gzip" not in asked.headers["accept-encoding"]


@pytest.mark.parametrize(
    "url",
    [
        "ftp://paper.test/",
        "file:///etc/passwd",
        "gopher://paper.test/",
        "javascript:alert(1)",
        "//paper.test/",
        "paper.test",
        "http:///path",
        "http://",
        "",
        "http://user:secret@paper.test/",
        "http://user@paper.test/",
        "http://paper.test\\@127.0.0.1/",
        "http://paper.test/ HTTP/1.1\r\nX: y",
        "http://paper.test/\x00",
        "http://paper.test/\ud800",
        "http://paper.test:99999/",
        "http://paper.test:port/",
        "http://[::1/",
        "http://*.test/",
        "http://" + "a" * 3_000,
        "http://" + "ä" * 300 + "/",
    ],
)
def test_what_is_no_plain_url_of_the_web_is_refused(url: str) -> None:
    with pytest.raises(TargetRefused):
        client(paper_test=["127.0.0.1"]).check(url)


def test_a_scheme_that_the_operator_leaves_out_is_refused() -> None:
    careful = OutboundClient(OutboundPolicy(schemes=("https",)), resolve=names())

    with pytest.raises(TargetRefused, match="begin with https"):
        careful.check("http://8.8.8.8/")
    careful.check("https://8.8.8.8/")


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "localhost", "[::1]"]
)
def test_this_machine_is_not_called_by_any_of_its_names(running: Receiver, host: str) -> None:
    public = OutboundClient(OutboundPolicy(ports=range(65_536)))

    for act in (public.check, public.fetch):
        with pytest.raises((TargetRefused, TargetFailed)):
            act(f"http://{host}:{running.port}/")
    assert running.received == []


def test_a_name_is_refused_if_one_of_its_addresses_is(running: Receiver) -> None:
    careful = OutboundClient(
        OutboundPolicy(ports=range(65_536)), resolve=names(a_test=["8.8.8.8", "10.0.0.1"])
    )

    with pytest.raises(TargetRefused) as refused:
        careful.fetch(f"http://a.test:{running.port}/")
    assert "10.0.0.1" not in str(refused.value)


def test_a_name_is_resolved_once_and_called_at_what_was_checked(running: Receiver) -> None:
    asked: list[str] = []

    def rebinding(host: str, _seconds: float) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    page = OutboundClient(LOOPBACK, resolve=rebinding).fetch(f"http://a.test:{running.port}/")

    assert page.body == b"<p>hello"
    assert asked == ["a.test"]


def test_the_next_address_is_tried_where_one_takes_no_connection(running: Receiver) -> None:
    with receiver(answering(200, b"second")) as second:
        # Both listen on 127.0.0.1 alone, so the first address refuses the connection at once.
        page = client(a_test=["127.0.0.2", "127.0.0.1"]).fetch(f"http://a.test:{second.port}/")

    assert page.body == b"second"


def test_a_redirect_is_followed_to_the_page(running: Receiver) -> None:
    with receiver(answering(301, Location=f"{running.url}/moved")) as first:
        page = client().fetch(f"{first.url}/old")

    assert page.final_url == f"{running.url}/moved"


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


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """A certificate for paper.test, and a server's context that shows it."""
    if not shutil.which("openssl"):
        pytest.skip("making a certificate needs openssl")
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = folder / "cert.pem", folder / "key.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
    name = ["-subj", "/CN=paper.test", "-addext", "subjectAltName=DNS:paper.test"]
    subprocess.run(
        [*command.split(), *name, "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
        env={"PATH": os.defpath},
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return certificate, context


def test_a_certificate_is_held_against_the_name(
    certified: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, tls = certified
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    trusting = client(paper_test=["127.0.0.1"], other_test=["127.0.0.1"])

    with receiver(answering(200, b"secret news"), tls=tls) as running:
        page = trusting.fetch(f"https://paper.test:{running.port}/")
        with pytest.raises(TargetFailed, match="certificate"):
            trusting.fetch(f"https://other.test:{running.port}/")

    assert page.body == b"secret news"


def test_a_certificate_that_nobody_vouches_for_is_refused(
    certified: tuple[Path, ssl.SSLContext],
) -> None:
    with (
        receiver(answering(200), tls=certified[1]) as running,
        pytest.raises(TargetFailed, match="certificate"),
    ):
        client(paper_test=["127.0.0.1"]).fetch(f"https://paper.test:{running.port}/")


def test_a_server_that_drips_under_tls_is_given_up(
    certified: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, tls = certified
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with (
        receiver(dripping(before_headers=False), tls=tls) as running,
        pytest.raises(TargetFailed, match="in time"),
    ):
        client(paper_test=["127.0.0.1"]).fetch(f"https://paper.test:{running.port}/", seconds=0.5)
