"""The examples of whole articles in the contract; a test holds each against its schema."""

from __future__ import annotations

import json

ARTICLE: object = json.loads("""
{"id": "town-paper", "publisher": "The Town Paper", "title": "The bridge is closed",
 "published_at": "2024-03-02",
 "text": "The bridge of Tarn was closed on Friday. How long will it last?"}
""")

EXTRACTION: object = json.loads("""
{"source": {"kind": "source", "id": "town-paper", "publisher": "The Town Paper",
            "title": "The bridge is closed", "url": null, "published_at": "2024-03-02",
            "language": "en", "origin": "town-paper"},
 "text": "The bridge of Tarn was closed on Friday. How long will it last?",
 "claims": [{"kind": "claim", "id": "town-paper-001", "source_id": "town-paper",
             "text": "The bridge of Tarn was closed on Friday.", "quote": null, "speaker": null,
             "standing": "asserted", "event_at": "2024-03-01",
             "locator": {"paragraph": 1, "span": [0, 40]}, "retracted": null}],
 "passed_over": [{"text": "How long will it last?", "span": [41, 63], "paragraph": 1,
                  "reason": "no_claim"}]}
""")

_SOURCE: object = json.loads("""
{"kind": "source", "id": "town-paper", "publisher": "The Town Paper",
 "title": "The bridge is closed", "url": null, "published_at": "2024-03-02", "language": "en",
 "origin": "town-paper"}
""")

SOURCE_RETRACTION: object = {
    "source": _SOURCE,
    "retracted": {"at": "2024-03-09T08:00:00Z", "reason": "The paper withdrew the report."},
    "claims": 12,
}

SOURCE_RESTORED: object = {"source": _SOURCE, "retracted": None, "claims": 12}
