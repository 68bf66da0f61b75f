from __future__ import annotations

from pathlib import Path

import pytest

from service.config import (
    Address,
    Settings,
    load_settings,
    unknown_variables,
)
from service.domain.errors import SettingsInvalid
from service.setting_rows import setting_rows, settings_table


def test_without_variables_every_setting_has_its_default() -> None:
    assert load_settings({}) == Settings()


def test_an_empty_value_means_the_default() -> None:
    assert load_settings({"FACTCHECK_WORKERS": " "}) == Settings()


def test_variables_set_their_fields(tmp_path: Path) -> None:
    settings = load_settings(
        {
            "FACTCHECK_BIND": "[::1]:9000",
            "FACTCHECK_WORKERS": "4",
            "FACTCHECK_SEEDS": str(tmp_path),
            "FACTCHECK_DATABASE_URL": "postgresql://me@db/facts",
        }
    )
    assert settings.bind == Address(host="::1", port=9000)
    assert str(settings.bind) == "[::1]:9000"
    assert settings.workers == 4
    assert settings.seeds == tmp_path
    assert settings.database_url == "postgresql://me@db/facts"


def test_lists_are_written_with_commas() -> None:
    settings = load_settings(
        {
            "FACTCHECK_OUTBOUND_ALLOW": "10.1.0.0/16, fd00::/8",
            "FACTCHECK_OUTBOUND_SCHEMES": "https",
            "FACTCHECK_OUTBOUND_PORTS": "443,9000",
        }
    )
    assert list(map(str, settings.outbound_allow)) == ["10.1.0.0/16", "fd00::/8"]
    assert (settings.outbound_schemes, settings.outbound_ports) == (("https",), (443, 9_000))
    assert load_settings({"FACTCHECK_OUTBOUND_ALLOW": "none"}).outbound_allow == ()


def test_none_means_an_empty_corpus() -> None:
    assert load_settings({"FACTCHECK_SEEDS": "none"}).seeds is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FACTCHECK_BIND", "8000"),
        ("FACTCHECK_OUTBOUND_ALLOW", "intranet"),
        ("FACTCHECK_OUTBOUND_ALLOW", "10.0.0.1/8"),
        ("FACTCHECK_OUTBOUND_ALLOW", "10.0.0.0/8,"),
        ("FACTCHECK_OUTBOUND_SCHEMES", "https,ftp"),
        ("FACTCHECK_OUTBOUND_PORTS", "443,0"),
        ("FACTCHECK_BIND", "127.0.0.1:80000"),
        ("FACTCHECK_BIND", "http://127.0.0.1:8000"),
        ("FACTCHECK_BIND", "::1:8000"),
        ("FACTCHECK_DATABASE_URL", "mysql://root@db/facts"),
        ("FACTCHECK_DATABASE_URL", "var/factcheck.db"),
        ("FACTCHECK_DATABASE_URL", "postgresql://db:port/facts"),
        ("FACTCHECK_WORKERS", "0"),
        ("FACTCHECK_WORKERS", "two"),
        ("FACTCHECK_WORKERS", "²"),
        ("FACTCHECK_THREADS", "1e3"),
        ("FACTCHECK_SEEDS", "/nowhere/at/all"),
        ("FACTCHECK_AUTH", "maybe"),
        ("FACTCHECK_RATE_LIMIT", "fast"),
        ("FACTCHECK_RATE_LIMIT", "0/min"),
        ("FACTCHECK_CORS_ORIGINS", "*"),
        ("FACTCHECK_CORS_ORIGINS", "null"),
        ("FACTCHECK_CORS_ORIGINS", "https://cms.example/"),
        ("FACTCHECK_CORS_ORIGINS", "https://cms.example,,"),
        ("FACTCHECK_MODEL", "gpt"),
        ("FACTCHECK_LOG_LEVEL", "LOUD"),
        ("FACTCHECK_MAX_BODY_BYTES", "-1"),
        ("FACTCHECK_QUERY_TIMEOUT_MS", "99999999999999999999"),
        ("FACTCHECK_PROXIES", "11"),
    ],
)
def test_a_bad_value_is_refused_in_a_sentence_that_names_its_variable(
    name: str, value: str
) -> None:
    with pytest.raises(SettingsInvalid, match=f"^{name}: .*") as caught:
        load_settings({name: value})
    assert caught.value.name == name


@pytest.mark.parametrize("bind", ["0.0.0.0:8000", "[::]:8000", "192.0.2.7:8000", "factcheck:8000"])
def test_an_address_that_others_reach_asks_for_keys_from_the_start(bind: str) -> None:
    assert load_settings({"FACTCHECK_BIND": bind}).asks_for_keys


@pytest.mark.parametrize("bind", ["127.0.0.1:8000", "[::1]:8000", "localhost:0", "127.8.8.8:80"])
def test_an_address_of_this_machine_needs_no_keys_at_first(bind: str) -> None:
    assert not load_settings({"FACTCHECK_BIND": bind}).asks_for_keys


def test_behind_a_proxy_an_address_of_this_machine_is_one_that_others_reach() -> None:
    assert load_settings({"FACTCHECK_PROXIES": "1"}).asks_for_keys


def test_what_is_said_of_keys_counts_wherever_the_service_listens() -> None:
    assert load_settings({"FACTCHECK_AUTH": "keys"}).asks_for_keys
    public = {"FACTCHECK_BIND": "0.0.0.0:8000", "FACTCHECK_AUTH": "off"}
    assert not load_settings(public).asks_for_keys


def test_origins_are_a_list_and_are_shown_as_they_were_given() -> None:
    given = {"FACTCHECK_CORS_ORIGINS": "https://cms.example, http://localhost:3000"}
    settings = load_settings(given)
    assert settings.cors_origins == ("https://cms.example", "http://localhost:3000")
    shown = {row.name: row.value for row in setting_rows(settings)}
    assert shown["FACTCHECK_CORS_ORIGINS"] == "https://cms.example,http://localhost:3000"
    assert load_settings({"FACTCHECK_CORS_ORIGINS": "none"}).cors_origins == ()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:hunter2@db/facts",
        "postgresql+psycopg://me:hunter2@db:5432/facts?sslmode=require",
        "postgresql://me:hun@ter2@db/facts",
        "postgresql://me@db/facts?password=hunter2&sslmode=require",
    ],
)
def test_a_password_is_never_shown(url: str) -> None:
    rows = setting_rows(load_settings({"FACTCHECK_DATABASE_URL": url}))
    shown = next(row.value for row in rows if row.name == "FACTCHECK_DATABASE_URL")
    assert "ter2" not in shown
    assert "***" in shown
    assert "facts" in shown


def test_misspelt_variables_are_found() -> None:
    given = {"FACTCHECK_WORKER": "4", "FACTCHECK_WORKERS": "4", "PATH": "/bin"}
    assert unknown_variables(given) == ["FACTCHECK_WORKER"]


def test_every_setting_has_help_and_a_default_in_the_table() -> None:
    table = settings_table()
    for row in setting_rows(Settings()):
        assert row.help
        assert f"| `{row.name}` | `{row.default}` | {row.help} |" in table
