"""Keys and limits on the real server: several processes, one count, one answer, one clean log."""

from __future__ import annotations

import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.serving import ROOT, Reply, Server, factcheck_command, running_server

SETTINGS = {"FACTCHECK_WORKERS": "2", "FACTCHECK_SEEDS": "none", "FACTCHECK_AUTH": "keys"}


def factcheck(server: Server, *arguments: str) -> str:
    done = subprocess.run(
        factcheck_command(*arguments),
        cwd=ROOT,
        env={"FACTCHECK_DATABASE_URL": server.database_url, "FACTCHECK_MODEL": "none"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_processes_share_keys_counts_and_answers(tmp_path: Path) -> None:
    with running_server(tmp_path, **SETTINGS) as server:
        assert any("factcheck keys create" in line for line in server.logged)
        key = factcheck(
            server, "keys", "create", "--name", "CMS", "--scopes", "check", "--rate", "30/h"
        )
        headers = {
            "Authorization": f"Bearer {key}",
            "Content-Type": "application/json",
            "Idempotency-Key": "once",
        }

        def save(_: int) -> Reply:
            return server.ask("POST", "/v1/checks", '{"statement": "Arrests."}', headers)

        with ThreadPoolExecutor(8) as callers:
            replies = list(callers.map(save, range(60)))
        statuses = [reply.status for reply in replies]
        assert set(statuses) <= {201, 409, 429}
        assert statuses.count(429) == 30
        assert len({reply.text for reply in replies if reply.status == 201}) == 1
        assert server.ask("GET", "/v1/checks").status == 401

        other = factcheck(server, "keys", "create", "--name", "desk", "--scopes", "read")
        page = server.ask("GET", "/v1/checks", headers={"Authorization": f"Bearer {other}"})
        assert len(json.loads(page.text)["checks"]) == 1
        server.ask("GET", f"/v1/claims/{key}", headers={"Authorization": f"Bearer {other}"})
        server.stop()
    written = "".join([*server.logged, *server.printed])
    assert key[21:] not in written
    assert other[21:] not in written
