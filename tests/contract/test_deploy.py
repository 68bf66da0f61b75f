"""What the image, the compose file, nginx and the locks promise, as far as text can show it."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from tests.serving import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
NGINX = (ROOT / "service/deploy/nginx.conf").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
LOCKS = ["requirements.lock", "requirements-dev.lock"]


def test_the_image_is_built_in_two_stages_and_runs_as_a_numbered_user() -> None:
    assert len(re.findall(r"^FROM ", DOCKERFILE, re.MULTILINE)) == 2
    final = DOCKERFILE.rsplit("\nFROM ", 1)[1]
    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", final, re.MULTILINE)


def test_the_image_starts_without_a_shell_and_asks_for_its_health_in_python() -> None:
    assert re.search(r'^ENTRYPOINT \["factcheck"\]$', DOCKERFILE, re.MULTILINE)
    assert re.search(r'^HEALTHCHECK .*\\\n +CMD \["python", ', DOCKERFILE, re.MULTILINE)
    assert "curl" not in DOCKERFILE


def test_the_image_installs_only_what_the_lock_names() -> None:
    assert "--require-hashes" in DOCKERFILE
    assert "FACTCHECK_AUTH" not in re.sub(r"^#.*$", "", DOCKERFILE, flags=re.MULTILINE)


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_service_says_when_it_is_well_and_comes_back(name: str) -> None:
    built_here = "build" in SERVICES[name]
    assert built_here or "healthcheck" in SERVICES[name]
    assert SERVICES[name]["restart"] == "unless-stopped"
    assert "privileged" not in SERVICES[name]


def test_nginx_alone_is_published_and_to_this_machine_alone() -> None:
    published = {name: one["ports"] for name, one in SERVICES.items() if "ports" in one}
    assert list(published) == ["nginx"]
    assert all(port.startswith("127.0.0.1:") for port in published["nginx"])
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert SERVICES["factcheck"]["networks"] == ["inside"]


def test_the_open_address_inside_is_said_and_its_one_proxy_trusted() -> None:
    environment = SERVICES["factcheck"]["environment"]
    assert environment["FACTCHECK_BIND"] == "0.0.0.0:8000"
    assert environment["FACTCHECK_AUTH"] == "off"
    assert environment["FACTCHECK_PROXIES"] == "1"


def test_postgresql_waits_for_its_profile_and_has_no_password_of_ours() -> None:
    postgres = SERVICES["postgres"]
    assert postgres["profiles"] == ["postgres"]
    assert postgres["environment"]["POSTGRES_PASSWORD"] is None


@pytest.mark.parametrize(
    "rule",
    [
        r"proxy_request_buffering on;",
        r"proxy_buffering on;",
        r"client_max_body_size \d+m;",
        r"client_header_timeout \d+s;",
        r"client_body_timeout \d+s;",
        r"proxy_read_timeout \d+s;",
        r"server factcheck:8000;",
    ],
)
def test_nginx_takes_a_request_in_whole_and_within_limits(rule: str) -> None:
    assert re.search(rf"^\s*{rule}", NGINX, re.MULTILINE)


def test_nginx_logs_no_query_string() -> None:
    log = re.search(r"log_format .*?;", NGINX, re.DOTALL)
    assert log
    assert not re.search(r"\$(request|request_uri|args|query_string|http_referer)\b", log[0])


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_is_names_versions_and_hashes(name: str) -> None:
    for line in (ROOT / name).read_text("utf-8").splitlines():
        assert re.fullmatch(
            r"[a-z0-9-]+(\[[a-z0-9,-]+\])?==[0-9][\w.+!]* \\|    --hash=sha256:[0-9a-f]{64}( \\)?",
            line,
        )


def test_the_tools_are_locked_on_top_of_the_same_libraries() -> None:
    run, dev = (
        set(re.findall(r"^(\S+==\S+)", (ROOT / name).read_text("utf-8"), re.MULTILINE))
        for name in LOCKS
    )
    assert run < dev
    assert not any(pin.startswith("torch") for pin in dev)
