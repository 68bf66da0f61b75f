"""The JavaScript library of Standard Webhooks verifies what we send.

``tests/foreign/run`` installs it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from service.assembly import random_secret, utc_now
from service.domain.webhooks import SigningSecrets
from service.webhook_delivery import signed_headers

MODULES = Path(__file__).parent / "var" / "node"
BODY = '{"type":"webhook.test","data":{"webhook_id":"é"}}'.encode()


def run_node(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["node", "-e", script], cwd=MODULES, capture_output=True, text=True, timeout=60
    )


@pytest.fixture(scope="module", autouse=True)
def library() -> None:
    if not shutil.which("node"):
        pytest.skip("running JavaScript needs node")
    if not MODULES.is_dir() or run_node("require('standardwebhooks')").returncode:
        pytest.skip("standardwebhooks is not installed; tests/foreign/run installs it")


def verified(secret: str, headers: dict[str, str]) -> str:
    arguments = ", ".join(json.dumps(each) for each in (BODY.decode(), headers))
    done = run_node(
        "const { Webhook } = require('standardwebhooks');"
        f"console.log(new Webhook({json.dumps(secret)}).verify({arguments}).type)"
    )
    return done.stdout.strip() or done.stderr


def test_the_library_of_npm_takes_our_signatures_and_no_others() -> None:
    old, new = random_secret(), random_secret()
    both = SigningSecrets(current=old).rotated(new, now=utc_now())
    headers = signed_headers("evt_1", BODY, both, at=utc_now())

    assert [verified(secret, headers) for secret in (old, new)] == ["webhook.test"] * 2
    assert "No matching signature" in verified(random_secret(), headers)
