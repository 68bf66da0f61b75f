"""What others make of our contract and our pages: their clients, their linters, their fuzzer.

``tests/foreign/run`` installs them. What is not installed is skipped, and says so.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.serving import ROOT, Server, factcheck_command, running_server

HERE = Path(__file__).parent
VAR = HERE / "var"
CONTRACT = ROOT / "openapi.yaml"
STATEMENTS = [
    "3,000 people were arrested in Kazakhstan.",
    "More than 5,000 people were arrested in Kazakhstan.",
    "Internet access was cut in Kazakhstan.",
    "The mayor of Reykjavik resigned.",
    "Tokayev said that 20,000 bandits had attacked Almaty.",
]


def python_tool(name: str) -> str:
    return _installed(VAR / "venv" / "bin" / name)


def node_tool(name: str) -> str:
    return _installed(VAR / "node" / "node_modules" / ".bin" / name)


def _installed(path: Path) -> str:
    if not path.exists():
        pytest.skip(f"{path.name} is not installed; tests/foreign/run installs it")
    return str(path)


def succeeds(*command: str, folder: Path = ROOT, **environment: str) -> str:
    """What a command prints; it must end with 0."""
    path = f"{VAR / 'venv' / 'bin'}:/usr/local/bin:/usr/bin:/bin"
    done = subprocess.run(
        command,
        cwd=folder,
        env={"PATH": path, "HOME": str(folder), "NO_COLOR": "1", **environment},
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, f"{done.stdout[-8_000:]}\n{done.stderr[-4_000:]}"
    return done.stdout


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server whose corpus and checks may be changed."""
    settings = {"FACTCHECK_WORKERS": "1", "FACTCHECK_RATE_LIMIT": "none"}
    with running_server(tmp_path, **settings) as server:
        yield server


@pytest.fixture
def key(own_server: Server) -> str:
    """A key that opens every door of the server, which asks for one from now on."""
    made = subprocess.run(
        factcheck_command("keys", "create", "--name", "fuzzer", "--scopes", "admin"),
        cwd=ROOT,
        env={"FACTCHECK_DATABASE_URL": own_server.database_url},
        capture_output=True,
        text=True,
        check=True,
    )
    return made.stdout.split()[0]


def test_googles_client_searches_and_pages(server: Server) -> None:
    printed = succeeds(python_tool("python"), str(HERE / "google_client.py"), server.base_url)

    assert "claims on" in printed


def test_a_generated_python_client_checks_a_statement(own_server: Server, tmp_path: Path) -> None:
    client = tmp_path / "client"
    succeeds(
        *(python_tool("openapi-python-client"), "generate", "--meta", "none"),
        *("--path", str(CONTRACT), "--output-path", str(client / "fact_check_client")),
    )

    printed = succeeds(
        *(python_tool("python"), str(HERE / "python_client.py"), str(client)), own_server.base_url
    )

    assert printed.startswith("refuted: ")


def test_generated_types_compile(tmp_path: Path) -> None:
    succeeds(node_tool("openapi-typescript"), str(CONTRACT), "-o", str(tmp_path / "api.ts"))
    (tmp_path / "client.ts").write_text((HERE / "client.ts").read_text("utf-8"))

    succeeds(node_tool("tsc"), "--noEmit", "--strict", "client.ts", folder=tmp_path)


def test_the_linter_of_contracts_finds_nothing() -> None:
    rules = str(HERE / "spectral.yaml")

    succeeds(
        *(node_tool("spectral"), "lint", str(CONTRACT), "--ruleset", rules),
        *("--fail-severity", "hint"),
    )


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_structured_data_of_a_page_is_what_a_search_engine_wants(
    server: Server, statement: str
) -> None:
    address = f"{server.base_url}/v1/check?{urlencode({'format': 'html', 'statement': statement})}"

    printed = succeeds(
        *(node_tool("sdtt"), "--url", address, "--presets", "Google"),
        *("--schemas", "jsonld:ClaimReview"),
    )

    assert "with 0 warnings" in printed


def test_a_claim_review_has_the_properties_that_schema_org_defines(
    server: Server, tmp_path: Path
) -> None:
    compiler = node_tool("tsc")
    lines = ['import type { ClaimReview, WithContext } from "schema-dts";']
    for number, statement in enumerate(STATEMENTS):
        query = urlencode({"format": "jsonld", "statement": statement})
        review = json.loads(server.ask("GET", f"/v1/check?{query}").text)
        lines.append(f"export const r{number}: WithContext<ClaimReview> = {json.dumps(review)};")
    (tmp_path / "reviews.ts").write_text("\n".join(lines), "utf-8")
    (tmp_path / "node_modules").symlink_to(VAR / "node" / "node_modules")

    succeeds(compiler, "--noEmit", "--strict", "--skipLibCheck", "reviews.ts", folder=tmp_path)


def test_the_fuzzer_finds_no_answer_that_the_contract_does_not_promise(
    own_server: Server, key: str, tmp_path: Path
) -> None:
    succeeds(
        *(python_tool("schemathesis"), "run", str(CONTRACT), "--url", own_server.base_url),
        *("--checks", "all", "--max-examples", "15", "--seed", "1"),
        *("--generation-database", "none", "--header", f"Authorization: Bearer {key}"),
        folder=tmp_path,
        PYTHONPATH=str(HERE),
        SCHEMATHESIS_HOOKS="schemathesis_hooks",
    )
