"""Run by the tools' own Python: a client generated from openapi.yaml checks a statement.

Arguments: the folder of the generated client, the base URL of the service.
"""

from __future__ import annotations

import sys

folder, base_url = sys.argv[1:]
sys.path.insert(0, folder)

from fact_check_client import Client  # noqa: E402
from fact_check_client.api.checks import check, create_check, get_check, list_checks  # noqa: E402
from fact_check_client.api.corpus import list_claims, search_fact_checked_claims  # noqa: E402
from fact_check_client.models import Check, CheckRequest, Problem  # noqa: E402

STATEMENT = "More than 5,000 people were arrested in Kazakhstan."

with Client(base_url=base_url) as client:
    answer = check.sync(client=client, statement=STATEMENT)
    assert isinstance(answer, Check), answer
    assert answer.verdict == "refuted"
    assert answer.evidence.conflicting[0].reasons[0].detail == "3,000 is not more than 5,000"

    saved = create_check.sync(client=client, body=CheckRequest(statement=STATEMENT))
    assert isinstance(saved, Check), saved
    assert saved.id
    again = get_check.sync(saved.id, client=client)
    assert again == saved

    listed = list_checks.sync(client=client, limit=5)
    assert listed.checks[-1].id == saved.id

    refused = create_check.sync(client=client, body=CheckRequest(statement=" "))
    assert isinstance(refused, Problem), refused
    assert refused.errors[0].pointer == "/statement"

    missing = get_check.sync("chk_none", client=client)
    assert isinstance(missing, Problem)
    assert missing.status == 404

    assert list_claims.sync(client=client, q="arrested", limit=3).claims
    assert search_fact_checked_claims.sync(client=client, query="arrested").claims

sys.stdout.write(f"{answer.verdict}: {answer.summary}\n")
