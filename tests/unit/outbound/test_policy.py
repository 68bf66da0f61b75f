"""Only the public internet may be called, however an address is written."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.outbound import OutboundPolicy

PUBLIC = OutboundPolicy()


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "168.63.129.16",
        "192.0.0.192",
        "192.88.99.1",
        "198.18.0.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::808:808",
        "2002:7f00:1::1",
        "2002:c0a8:101::1",
        "2001:0:7f00:1::",
        "2001:0:808:808:0:0:80ff:fffe",
        "2001:db8::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
    ],
)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert PUBLIC.refusal(address, 443) == "is not a public address"


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1"],
)
def test_a_public_address_is_called(address: str) -> None:
    assert PUBLIC.refusal(address, 443) is None


@pytest.mark.parametrize("port", [22, 25, 5432, 6379, 65535])
def test_a_public_address_is_called_on_the_ports_of_the_web_alone(port: int) -> None:
    assert f"port {port}" in (PUBLIC.refusal("8.8.8.8", port) or "")
    assert OutboundPolicy(ports=range(65_536)).refusal("8.8.8.8", port) is None


def test_an_allowed_network_is_called_on_any_port_and_no_other_is() -> None:
    policy = OutboundPolicy(allowed=(ip_network("10.1.0.0/16"), ip_network("fd00:1::/32")))

    for address in ("10.1.2.3", "::ffff:10.1.2.3", "64:ff9b::10.1.2.3", "fd00:1::1"):
        assert policy.refusal(address, 9_000) is None
    for address in ("10.2.0.1", "127.0.0.1", "fd00:2::1"):
        assert policy.refusal(address, 9_000) is not None


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_fares_the_same_inside_every_ipv6_address(address: object) -> None:
    number = int(address)  # type: ignore[call-overload]  # hypothesis types it as an object.
    carriers = (
        f"::ffff:{address}",
        f"64:ff9b::{address}",
        f"2002:{number >> 16:x}:{number & 0xFFFF:x}::1",
    )

    refusals = {PUBLIC.refusal(carrier, 443) for carrier in carriers}

    assert refusals == {PUBLIC.refusal(str(address), 443)}
