"""The system's resolver, with an end to its patience."""

from __future__ import annotations

import socket
import threading

import pytest

from service.outbound.resolving import system_addresses


def test_a_name_that_this_machine_knows_has_its_addresses() -> None:
    assert set(system_addresses("localhost", 5.0)) <= {"127.0.0.1", "::1"}


@pytest.mark.parametrize("host", ["no-such-name.invalid", "a" * 70 + ".test", "a..b", "\udc80"])
def test_a_name_without_addresses_is_an_error_of_the_system(host: str) -> None:
    with pytest.raises(OSError, match=r".+"):
        system_addresses(host, 5.0)


def test_a_resolver_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    never = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: never.wait() and [])

    with pytest.raises(TimeoutError):
        system_addresses("slow.test", 0.05)
    never.set()
