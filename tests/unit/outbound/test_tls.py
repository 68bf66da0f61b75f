"""The client under TLS."""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
from pathlib import Path

import pytest

from service.domain.errors import TargetFailed
from tests.outbound_steps import client, dripping
from tests.receiving import answering, receiver


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
