"""Run by the tools' own Python: Google's official client searches our claims.

Argument: the base URL of the service.
"""

from __future__ import annotations

import json
import sys

from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

(base_url,) = sys.argv[1:]
service = build(
    "factchecktools",
    "v1alpha1",
    developerKey="any",
    client_options={"api_endpoint": base_url},
    static_discovery=True,
)
claims = service.claims()

found: list[str] = []
pages = 0
request = claims.search(query="people arrested in Kazakhstan", languageCode="en-US", pageSize=5)
while request is not None:
    page = request.execute()
    assert len(page["claims"]) <= 5
    found += [claim["text"] for claim in page["claims"]]
    pages += 1
    request = claims.search_next(request, page)

whole = claims.search(query="people arrested in Kazakhstan", pageSize=100).execute()["claims"]
assert found[:100] == [claim["text"] for claim in whole]
assert "arrested" in found[0], found[0]

(review,) = whole[0]["claimReview"]
assert {"publisher", "url", "title", "textualRating", "languageCode"} <= review.keys()

by_outlet = claims.search(reviewPublisherSiteFilter="AFP", maxAgeDays=100_000).execute()["claims"]
assert {claim["claimReview"][0]["publisher"]["name"] for claim in by_outlet} == {"AFP"}

refusal: HttpError | None = None
try:
    claims.search().execute()
except HttpError as error:
    refusal = error
assert refusal is not None
assert refusal.status_code == 400
assert refusal.reason == "query: Give this or reviewPublisherSiteFilter.", refusal.reason
assert json.loads(refusal.content)["error"]["status"] == "INVALID_ARGUMENT"

sys.stdout.write(f"{len(found)} claims on {pages} pages\n")
