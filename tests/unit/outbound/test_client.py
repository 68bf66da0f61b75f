"""The client on a real server: where it goes, and where it must not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from service.domain.errors import TargetFailed, TargetRefused
from service.outbound import OutboundClient, OutboundPolicy
from tests.outbound_steps import LOOPBACK, client, names
from tests.receiving import Receiver, answering, receiver

HTML = "text/html; charset=UTF-8"


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
    assert asked.headers["accept-encoding"] == "identity"


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
