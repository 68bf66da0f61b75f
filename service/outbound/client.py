"""The client: fetches pages, posts what subscribers asked for, and says whether a URL may be used.

It reads no setting of the environment, follows no proxy, keeps no cookie and no connection, and
sends no credentials.
"""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from functools import cached_property
from http.client import HTTPException
from urllib.parse import urldefrag, urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError

from service import __version__
from service.domain.errors import TargetFailed, TargetRefused
from service.domain.outbound import Delivered, Fetched
from service.outbound.connecting import CheckedAdapter, Door, tls_context
from service.outbound.policy import OutboundPolicy
from service.outbound.reading import ACCEPTED_ENCODINGS, read_body
from service.outbound.resolving import Resolver, system_addresses
from service.outbound.sockets import seconds_left

LONGEST_URL = 2_000
_MAX_REDIRECTS = 5
_CHECK_SECONDS = 3.0
_DEFAULT_PORTS = {"http": 80, "https": 443}
# Python, urllib3 and browsers read these in different ways; nobody needs them unescaped.
_AMBIGUOUS = re.compile(r"[\x00-\x20\x7f\\\ud800-\udfff]")


class OutboundClient:
    """Safe to share among threads; opens nothing before it is used."""

    def __init__(self, policy: OutboundPolicy, *, resolve: Resolver = system_addresses) -> None:
        self._policy = policy
        self._resolve = resolve

    def check(self, url: str) -> None:
        """Raise TargetRefused or TargetFailed if nothing may, or can, be sent to this URL."""
        asked = self._prepared("POST", url, {})
        parts = urlsplit(asked.url or "")
        port = parts.port or _DEFAULT_PORTS[parts.scheme]
        self._door(_CHECK_SECONDS).addresses(parts.hostname or "", port)

    def fetch(
        self,
        url: str,
        *,
        accept: str = "text/html, text/plain;q=0.9, */*;q=0.1",
        max_bytes: int = 5_000_000,
        seconds: float = 15.0,
    ) -> Fetched:
        """The page behind a URL, after up to 5 redirects, each checked as the first was.

        ``seconds`` are for all of it. Raises TargetRefused, or TargetFailed for any other end
        than a page.
        """
        door = self._door(seconds)
        headers = {"Accept": accept, "Accept-Encoding": ACCEPTED_ENCODINGS}
        for _ in range(_MAX_REDIRECTS + 1):
            with self._answer(door, self._prepared("GET", url, headers)) as answer:
                if not answer.is_redirect:
                    return _page(answer, max_bytes)
                url = _next_url(answer)
        raise TargetFailed(f"{url!r} redirects more than {_MAX_REDIRECTS} times")

    def post(
        self, url: str, *, headers: Mapping[str, str], body: bytes, seconds: float = 5.0
    ) -> Delivered:
        """Send a body; any status is an answer, and a redirect is not followed.

        What the answer says is not read. Raises TargetRefused or TargetFailed where there is none.
        """
        asked = self._prepared("POST", url, headers, body)
        with self._answer(self._door(seconds), asked) as answer:
            return Delivered(
                status=answer.status_code, retry_after=answer.headers.get("Retry-After")
            )

    def _door(self, seconds: float) -> Door:
        return Door(self._policy, self._resolve, time.monotonic() + seconds)

    def _prepared(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> requests.PreparedRequest:
        """The request, with its URL in the one form that is checked and asked for."""
        if len(url) > LONGEST_URL or _AMBIGUOUS.search(url):
            raise TargetRefused(
                f"the URL must have at most {LONGEST_URL:,} characters, no space and no backslash"
            )
        ours = {"User-Agent": f"factcheck-service/{__version__}", **headers}
        try:
            plain = urldefrag(url).url
            asked = requests.Request(method, plain, headers=ours, data=body).prepare()
            parts = urlsplit(asked.url or "")
        except (requests.RequestException, ValueError) as error:
            raise TargetRefused("the URL names no host") from error
        if parts.scheme not in self._policy.schemes:
            raise TargetRefused(f"the URL must begin with {' or '.join(self._policy.schemes)}")
        if "@" in parts.netloc:
            raise TargetRefused("the URL must not hold a user name or a password")
        if not parts.hostname:
            raise TargetRefused("the URL names no host")
        return asked

    @contextmanager
    def _answer(self, door: Door, asked: requests.PreparedRequest) -> Iterator[requests.Response]:
        """The answer with its body unread, closed with its connection on leaving.

        No session of ``requests`` stands around this: it would read proxies and passwords from the
        environment, and the whole body of a redirect before it says that there is one.
        """
        with (
            _failures_named(door),
            closing(CheckedAdapter(door, self._tls)) as adapter,
            adapter.send(asked, stream=True, timeout=seconds_left(door.deadline)) as answer,
        ):
            yield answer

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return tls_context()


def _next_url(redirect: requests.Response) -> str:
    # Headers are read as Latin-1; what servers write there is UTF-8, at times with spaces in it.
    location = redirect.headers["Location"].encode("latin-1").decode("utf-8", "replace")
    return urljoin(redirect.url, location.strip().replace(" ", "%20"))


def _page(answer: requests.Response, max_bytes: int) -> Fetched:
    if answer.status_code != requests.codes.ok:
        raise TargetFailed(f"{answer.url!r} answers with the status {answer.status_code}")
    declared = answer.headers.get("Content-Length", "")
    if declared.isdecimal() and int(declared[:20]) > max_bytes:
        raise TargetFailed(f"the answer is longer than {max_bytes:,} bytes")
    media, _, parameters = answer.headers.get("Content-Type", "").lower().partition(";")
    charset = re.search(r"charset\s*=\s*[\"']?([^\s\"';,]{1,40})", parameters)
    encoding = answer.headers.get("Content-Encoding", "")
    return Fetched(
        final_url=answer.url,
        media=media.strip() or "application/octet-stream",
        charset=None if charset is None else charset[1],
        body=read_body(answer.raw, encoding, max_bytes=max_bytes),
    )


@contextmanager
def _failures_named(door: Door) -> Iterator[None]:
    """Turn every failure below into the one error that a reader can meet."""
    try:
        yield
    except (requests.RequestException, HTTPError, HTTPException, OSError, ValueError) as error:
        raise TargetFailed(_reason(error, late=time.monotonic() >= door.deadline)) from error


def _reason(error: Exception, *, late: bool) -> str:
    """What went wrong, in words of ours: those of the libraries name sockets and addresses."""
    if late or isinstance(error, requests.Timeout | TimeoutError):
        return "the server did not answer in time"
    if isinstance(error, requests.exceptions.SSLError | ssl.SSLError):
        return "the server's certificate is not valid for this name"
    return "the connection broke off, or the answer is not HTTP"
