"""docs/webhooks.md tells the truth: its code verifies what we send, its schedule is ours."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from service.assembly import random_secret, utc_now
from service.domain.events import EventType
from service.domain.webhooks import RETRY_SECONDS, SigningSecrets
from service.webhook_delivery import SEND_SECONDS, signed_headers
from tests.serving import ROOT

PAGE = (ROOT / "docs" / "webhooks.md").read_text("utf-8")
BODY = '{"type":"webhook.test","data":{"webhook_id":"é"}}'.encode()
SECRET = random_secret()


def code(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def headers(*, age: timedelta = timedelta()) -> dict[str, str]:
    both = SigningSecrets(current=random_secret()).rotated(SECRET, now=utc_now())
    return signed_headers("evt_1", BODY, both, at=utc_now() - age)


def test_the_python_of_the_page_verifies_what_we_send() -> None:
    names: dict[str, Any] = {}
    exec(code("python")[0], names)
    verify: Callable[..., None] = names["verify"]

    verify(SECRET, headers(), BODY)

    for secret, age, body in (
        (random_secret(), timedelta(), BODY),
        (SECRET, timedelta(minutes=6), BODY),
        (SECRET, timedelta(minutes=-6), BODY),
        (SECRET, timedelta(), BODY + b" "),
    ):
        with pytest.raises(ValueError, match=r"too old|not signed"):
            verify(secret, headers(age=age), body)


@pytest.mark.skipif(not shutil.which("node"), reason="running JavaScript needs node")
@pytest.mark.parametrize(
    ("secret", "age", "body", "said"),
    [
        (SECRET, timedelta(), BODY, "fine"),
        (random_secret(), timedelta(), BODY, "not signed"),
        (SECRET, timedelta(minutes=6), BODY, "too old"),
        (SECRET, timedelta(), BODY + b" ", "not signed"),
    ],
    ids=["ours", "another secret", "too old", "another body"],
)
def test_the_javascript_of_the_page_verifies_what_we_send(
    secret: str, age: timedelta, body: bytes, said: str
) -> None:
    arguments = ", ".join(json.dumps(each) for each in (secret, headers(age=age)))
    script = f"{code('js')[0]}verify({arguments}, Buffer.from({json.dumps(body.decode())}));"

    done = subprocess.run(
        ["node", "-e", f"{script} console.log('fine')"], capture_output=True, text=True, timeout=60
    )

    assert said in done.stdout + done.stderr


def test_the_schedule_of_the_page_is_the_one_we_keep() -> None:
    units = {"s": 1, "min": 60, "h": 3_600}
    row = next(line for line in PAGE.splitlines() if line.startswith("| after another"))

    told = [int(number) * units[unit] for number, unit in re.findall(r"(\d+) (s|min|h)\b", row)]

    assert told == list(RETRY_SECONDS)
    assert f"within {SEND_SECONDS:.0f} seconds" in PAGE


def test_every_event_has_an_example_on_the_page() -> None:
    shown = [json.loads(example) for example in code("json")]

    assert {example["type"] for example in shown} == {kind.value for kind in EventType}
    assert all(example.keys() == {"type", "timestamp", "data"} for example in shown)
