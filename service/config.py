"""The settings: one frozen object, read once from the environment.

A setting is the environment variable ``FACTCHECK_`` + the field's name in capitals. Its help and
its parser stand beside its default; ``setting_rows.py`` makes tables of them.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar
from urllib.parse import urlsplit

from service.domain.errors import SettingsInvalid

PREFIX: Final = "FACTCHECK_"
DATABASES: Final = frozenset({"sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg"})
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
BUNDLED_SEEDS: Final = Path(__file__).resolve().parent.parent / "seeds"
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where the server listens; an IPv6 host is kept without its brackets."""

    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it. A name other than localhost may mean any."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def read_address(text: str) -> Address:
    found = re.fullmatch(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\s:\[\]/]+)):(\d{1,5})", text)
    if found is None or int(found[3]) > 65535:
        raise ValueError("expected host:port, such as 127.0.0.1:8000 or [::1]:8000")
    return Address(host=found[1] or found[2], port=int(found[3]))


def _database_url(text: str) -> str:
    scheme = text.partition(":")[0]
    if scheme not in DATABASES or "://" not in text:
        raise ValueError("expected sqlite:///path/to/file or postgresql://user@host/name")
    try:
        _ = urlsplit(text).port
    except ValueError:
        raise ValueError("the port of the database is not a number up to 65535") from None
    return text


def _replica_url(text: str) -> str | None:
    return None if text == "none" else _database_url(text)


def _seeds(text: str) -> Path | None:
    if text == "none":
        return None
    folder = Path(text)
    if not folder.is_dir():
        raise ValueError(f"no folder {text!r}; give a folder of *.jsonl files, or none")
    return folder


def _whole_number(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,12}", text) or not low <= int(text) <= high:
            raise ValueError(f"expected a whole number from {low} to {high}, got {text!r}")
        return int(text)

    return parse


def _networks(text: str) -> tuple[Network, ...]:
    try:
        return () if text == "none" else _each(ipaddress.ip_network)(text)
    except ValueError as error:
        raise ValueError(f"{error}; expected networks such as 10.1.0.0/16, or none") from None


def _each(parse: Callable[[str], T]) -> Callable[[str], tuple[T, ...]]:
    return lambda text: tuple(parse(one.strip()) for one in text.split(","))


def _one_of(*words: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in words:
            raise ValueError(f"expected {', '.join(words[:-1])} or {words[-1]}, got {text!r}")
        return text

    return parse


def _publisher_name(text: str) -> str | None:
    if len(text) > 200 or not text.isprintable():
        raise ValueError("expected at most 200 letters, and no control characters")
    return None if text == "none" else text


def _publisher_url(text: str) -> str | None:
    if text == "none":
        return None
    if not re.fullmatch(r"https?://[A-Za-z0-9._~:/?#@!$&()*+,;=%\[\]-]{1,2000}", text):
        raise ValueError("expected an http or https address")
    return text


def _rate(text: str) -> str:
    if text not in ("auto", "none") and not re.fullmatch(r"[1-9][0-9]{0,5}/(s|min|h|d)", text):
        raise ValueError(f"expected auto, none, or a rate such as 600/min, got {text!r}")
    return text


def _origins(text: str) -> tuple[str, ...]:
    found = () if text == "none" else tuple(one.strip() for one in text.split(","))
    for one in found:
        if not re.fullmatch(r"https?://([a-z0-9.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?", one):
            raise ValueError(
                f"expected origins such as https://cms.example, with commas between, got {one!r}"
            )
    return found


def _setting(default: Any, parse: Callable[[str], Any], help_text: str) -> Any:
    return field(default=default, metadata={"parse": parse, "help": help_text})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that an operator can choose."""

    bind: Address = _setting(
        Address(host="127.0.0.1", port=8000), read_address, "host:port to listen on"
    )
    database_url: str = _setting(
        "sqlite:///var/factcheck.db",
        _database_url,
        "sqlite:///file (relative to the current folder) or postgresql://user@host/name",
    )
    database_replica_url: str | None = _setting(
        None,
        _replica_url,
        "a read-only copy of a PostgreSQL database, which questions are put to, or none",
    )
    workers: int = _setting(2, _whole_number(1, 64), "server processes, one a core")
    threads: int = _setting(8, _whole_number(1, 256), "requests at once in each process")
    seeds: Path | None = _setting(
        BUNDLED_SEEDS, _seeds, "folder of *.jsonl loaded into an empty corpus, or none"
    )
    auth: str = _setting(
        "auto",
        _one_of("auto", "keys", "off"),
        "who needs a key: keys: everybody; off: nobody; auto: everybody, but on a loopback address"
        " only once a key was made",
    )
    rate_limit: str = _setting(
        "auto",
        _rate,
        "requests a caller may make, as 600/min, or none; auto: 600/min a key, no limit without",
    )
    cors_origins: tuple[str, ...] = _setting(
        (), _origins, "web pages that may call from a browser, as https://cms.example,…, or none"
    )
    model: str = _setting(
        "auto",
        _one_of("auto", "bundled", "none"),
        "the language model: bundled, none, or auto (bundled where its weights are)",
    )
    log_level: str = _setting(
        "info", _one_of("debug", "info", "warning", "error"), "least severe log line written"
    )
    fetch: str = _setting(
        "off", _one_of("off", "on"), "on: POST /v1/sources may fetch a page of the web by its url"
    )
    max_body_bytes: int = _setting(
        1_000_000, _whole_number(1_000, 1_000_000_000), "longest request body accepted, in bytes"
    )
    max_import_bytes: int = _setting(
        1_000_000_000, _whole_number(1_000, 10**12), "longest import accepted over HTTP, in bytes"
    )
    max_job_bytes: int = _setting(
        20_000_000, _whole_number(1_000, 1_000_000_000), "longest job accepted, in bytes"
    )
    query_timeout_ms: int = _setting(
        2_000, _whole_number(10, 600_000), "longest that one database query may take, in ms"
    )
    proxies: int = _setting(
        0, _whole_number(0, 10), "trusted proxies in front, whose X-Forwarded-* headers count"
    )
    outbound_allow: tuple[Network, ...] = _setting(
        (),
        _networks,
        "networks that webhooks and article URLs may lead to though they are not public,"
        " such as 10.1.0.0/16, on any port",
    )
    outbound_schemes: tuple[str, ...] = _setting(
        ("http", "https"), _each(_one_of("http", "https")), "schemes of those URLs"
    )
    outbound_ports: tuple[int, ...] = _setting(
        (80, 443, 8080, 8443), _each(_whole_number(1, 65_535)), "their ports on public addresses"
    )
    publisher_name: str | None = _setting(
        None, _publisher_name, "in whose name checks are published; none: the host asked"
    )
    publisher_url: str | None = _setting(
        None, _publisher_url, "that publisher's address; none: the base URL of the request"
    )
    background: str = _setting(
        "on",
        _one_of("on", "off"),
        "off: the servers leave jobs and other background work to `factcheck worker`",
    )

    @property
    def asks_for_keys(self) -> bool:
        """Whether callers need a key even while there is none.

        A proxy in front brings strangers to a loopback address.
        """
        public = not self.bind.is_loopback or self.proxies > 0
        return self.auth == "keys" or (self.auth == "auto" and public)


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings in ``environ`` (default: the environment); an empty value means the default.

    Raises SettingsInvalid, naming the variable, for a value that cannot be used.
    """
    given = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    for one in fields(Settings):
        name = variable(one.name)
        text = given.get(name, "").strip()
        if text:
            try:
                values[one.name] = one.metadata["parse"](text)
            except ValueError as error:
                raise SettingsInvalid(name, str(error)) from None
    return Settings(**values)


def unknown_variables(environ: Mapping[str, str] | None = None) -> list[str]:
    """Variables that begin like a setting and are none; misspelt, most likely."""
    given = os.environ if environ is None else environ
    known = {variable(one.name) for one in fields(Settings)}
    return sorted(name for name in given if name.startswith(PREFIX) and name not in known)


def decline_telemetry() -> None:
    """Keep onnxruntime from reporting to its vendor; only before its first import is in time.

    Its official builds send usage events and keep a device id in the user's home by default. What
    newsrooms check is nobody else's business, and a service must not call out unasked.
    """
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")


def shared_counts() -> Path | None:
    """The folder in which the workers of this server count; None for a process by itself."""
    return Path(found) if (found := os.environ.get("PROMETHEUS_MULTIPROC_DIR")) else None


def variable(field_name: str) -> str:
    """The environment variable of a field."""
    return PREFIX + field_name.upper()
