"""The examples of the contract; a test holds each against its schema."""

from __future__ import annotations

import json

CHECK_REQUEST: object = json.loads("""
{"statement": "More than 5,000 people were arrested in Kazakhstan.",
 "as_of": "2022-01-07T18:00:00Z",
 "filters": {"publishers": [], "sources": ["kz-digest"],
             "published_from": null, "published_to": null},
 "limit": 10}
""")

CHECK: object = json.loads("""
{"id": "chk_5f0c2a9e7d", "checked_at": "2022-01-08T09:30:00Z",
 "statement": {"text": "More than 5,000 people were arrested in Kazakhstan.",
               "language": "en", "as_of": "2022-01-07T18:00:00Z"},
 "verdict": "refuted", "confidence": 0.97,
 "summary": "Conflicting: one source reports 3,000 arrests.",
 "abstention": null, "attribution": null,
 "assertions": [{"text": "More than 5,000 people were arrested in Kazakhstan.",
                 "span": [0, 51], "verdict": "refuted"}],
 "evidence": {"supporting": [], "conflicting": [{
   "claim": {"id": "kz-digest-08", "text": "Police arrested 3,000 people.", "quote": null,
             "speaker": "Kazakh state television", "standing": "relayed",
             "event_at": "2022-01-07"},
   "source": {"id": "kz-digest", "publisher": null, "title": "Unrest in Kazakhstan",
              "url": null, "published_at": "2022-01-07", "origin": "kz-digest"},
   "stance": "conflicting", "confidence": 0.98,
   "reasons": [{"type": "number",
                "statement": {"text": "More than 5,000", "span": [0, 15]},
                "claim": {"text": "3,000", "span": [16, 21]},
                "detail": "3,000 is not more than 5,000"}],
   "locator": {"paragraph": 8, "span": null}, "superseded_by": null}], "unverified": []},
 "agreement": {"supporting": {"publishers": 0, "origins": 0},
               "conflicting": {"publishers": 1, "origins": 1}},
 "safe_wording": "3,000 people were arrested in Kazakhstan.", "partial": null,
 "corpus": {"revision": 3, "claims": 181},
 "engine": {"version": "1.0.0", "model": null}, "reviews": []}
""")

BATCH: object = {
    "statements": [{"statement": "Internet access was cut in Kazakhstan."}, {"statement": " "}],
    "save": False,
}

PROBLEM: object = json.loads("""
{"type": "urn:factcheck:problem:invalid-fields", "title": "Invalid fields", "status": 422,
 "detail": "One field is not as the contract asks.", "instance": "/v1/checks",
 "errors": [{"pointer": "/statement", "detail": "Must not be empty or blank."}]}
""")

BATCH_ANSWER: object = {
    "checks": [{"status": 200, "check": CHECK}, {"status": 422, "problem": PROBLEM}]
}

DRAFT_REQUEST: object = {
    "text": "More than 5,000 people were arrested. Who gave the order?",
    "published_at": "2022-01-07",
    "uri": "story.txt",
}

DRAFT_REPORT: object = {
    "draft": {
        "title": None,
        "uri": "story.txt",
        "language": "en",
        "published_at": "2022-01-07",
        "as_of": None,
        "offsets": "codepoint",
        "characters": 57,
        "paragraphs": 1,
        "checked": 1,
        "passed_over": 1,
    },
    "verdicts": {"supported": 0, "refuted": 1, "disputed": 0, "unverified": 0},
    "partial": None,
    "checks": [
        {
            "text": "More than 5,000 people were arrested.",
            "span": [0, 37],
            "paragraph": 1,
            "worth": {"reasons": [{"type": "number", "text": "More than 5,000"}]},
            "statement": "More than 5,000 people were arrested.",
            "differences": [
                {
                    "text": "More than 5,000",
                    "span": [0, 15],
                    "type": "number",
                    "detail": "3,000 is not more than 5,000",
                }
            ],
            "check": CHECK,
        }
    ],
    "passed_over": [
        {
            "text": "Who gave the order?",
            "span": [38, 57],
            "paragraph": 1,
            "code": "question",
            "detail": "A question claims nothing that could be checked.",
        }
    ],
    "corpus": {"revision": 3, "claims": 181},
    "engine": {"version": "1.0.0", "model": None},
}

SOURCE: object = json.loads("""
{"kind": "source", "id": "kz-digest", "publisher": null, "title": "Unrest in Kazakhstan",
 "url": null, "published_at": "2022-01-07", "language": "en", "origin": "kz-digest"}
""")

CLAIM: object = json.loads("""
{"kind": "claim", "id": "kz-digest-08", "source_id": "kz-digest",
 "text": "Police arrested 3,000 people.", "quote": null, "speaker": "Kazakh state television",
 "standing": "relayed", "event_at": "2022-01-07", "locator": {"paragraph": 8, "span": null},
 "retracted": null}
""")

RETRACTED_CLAIM: object = json.loads("""
{"kind": "claim", "id": "kz-digest-08", "source_id": "kz-digest",
 "text": "Police arrested 3,000 people.", "quote": null, "speaker": "Kazakh state television",
 "standing": "relayed", "event_at": "2022-01-07", "locator": {"paragraph": 8, "span": null},
 "retracted": {"at": "2022-01-09T08:00:00Z", "reason": "The agency withdrew the figure."}}
""")

CLAIM_SEARCH: object = json.loads("""
{"claims": [{"text": "Police arrested 3,000 people.", "claimant": "Kazakh state television",
  "claimDate": "2022-01-07T00:00:00Z",
  "claimReview": [{"publisher": {"name": "The Town Paper", "site": "town.example"},
    "url": "https://town.example/unrest", "title": "Unrest in Kazakhstan",
    "reviewDate": "2022-01-07T00:00:00Z", "languageCode": "en",
    "textualRating": "Relayed from Kazakh state television"}]}],
 "nextPageToken": "cmFua2VkIGNsYWltCjEw"}
""")

IMPORT_NDJSON = "".join(json.dumps(record) + "\n" for record in (SOURCE, CLAIM))

IMPORT_CSV = """\
kind,id,source_id,text,standing,event_at,title,published_at,language,origin
source,town-paper,,,,,The bridge is closed,2024-03-02,en,town-paper
claim,town-paper-1,town-paper,The bridge was closed for 12 days.,asserted,2024-03-01,,,,
"""

CLAIM_REVIEW: object = json.loads("""
[{"@context": "https://schema.org", "@type": "ClaimReview",
  "url": "https://example.org/checks/bridge", "datePublished": "2024-03-05", "inLanguage": "en",
  "author": {"@type": "Organization", "name": "The Town Paper"},
  "claimReviewed": "The bridge was closed for a year.",
  "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "The mayor"}},
  "reviewRating": {"@type": "Rating", "ratingValue": 1, "bestRating": 5, "worstRating": 1}}]
""")

IMPORT_REPORT: object = json.loads("""
{"outcome": "partial", "dry_run": false, "revision": 4, "read": 3, "accepted": 2, "updated": 0,
 "unchanged": 0, "rejected": 1, "faults": [
   {"line": 3, "offset": 412, "pointer": "/standing", "code": "field", "detail": "is missing"}],
 "faults_left_out": 0}
""")

MODEL_CARD: object = json.loads("""
{"engine": {"version": "1.0.0", "model": null}, "networks": null,
 "combination": {"features": [{"feature": "coverage", "supporting": 1.3, "conflicting": 1.0}],
                 "run": [{"name": "command", "value": "python -m training.fit_combination"}]},
 "measurement": {
   "date": "2026-11-23", "commit": "0123abc", "engine": {"version": "1.0.0", "model": null},
   "command": "python tests/benchmarks/write_figures.py --set bank statements.jsonl records",
   "calibration": {
     "supporting": {"pairs": 40, "expected_error": 0.02, "bins": [
       {"low": 0.8, "high": 0.9, "count": 0, "confidence": null, "share_right": null},
       {"low": 0.9, "high": 1.0, "count": 40, "confidence": 0.97, "share_right": 0.95}]},
     "conflicting": {"pairs": 0, "expected_error": null, "bins": []}},
   "sets": [{"name": "bank", "statements": 70,
             "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
             "command": "python tests/benchmarks/eval_verdict.py statements.jsonl --corpus records",
             "accuracy": 0.91, "false_supported": 0.0,
             "stance_f1": {"supporting": 0.9, "conflicting": 0.88}}]},
 "measured_as_running": true,
 "newsroom": {
   "checks": 2, "reviews": 3, "agreement": 0.6667, "false_supported": 0.3333,
   "confusion": {
     "supported": {"supported": 1, "refuted": 0, "disputed": 1, "unverified": 0},
     "refuted": {"supported": 0, "refuted": 1, "disputed": 0, "unverified": 0},
     "disputed": {"supported": 0, "refuted": 0, "disputed": 0, "unverified": 0},
     "unverified": {"supported": 0, "refuted": 0, "disputed": 0, "unverified": 0}}}}
""")

RULING: object = json.loads("""
{"verdict": "disputed", "reason": "The ministry stands by its own figure.",
 "reviewer": "R. Halden", "headline": "How many were arrested is disputed"}
""")

REVIEW: object = {
    "id": "rev_8a31d0c2",
    "check_id": "chk_5f0c2a9e7d",
    **RULING,  # type: ignore[dict-item]
    "reviewed_at": "2022-01-08T10:00:00Z",
    "machine_verdict": "refuted",
    "revision": 3,
    "stale": False,
    "superseded": False,
}

REVIEWS: object = {"reviews": [REVIEW], "next_cursor": None}

HISTORY: object = json.loads("""
{"history": [{
   "revision": 4, "changed_at": "2022-01-09T08:00:05Z",
   "before": {"verdict": "refuted", "confidence": 0.97,
              "summary": "Conflicting: one source reports 3,000 arrests."},
   "after": {"verdict": "unverified", "confidence": 0.85,
             "summary": "Unverified: no record speaks of it."},
   "record": {"kind": "claim", "id": "kz-digest-08", "action": "retracted",
              "version_before": 1, "version_after": 4, "changed_at": "2022-01-09T08:00:00Z",
              "changed_by": null, "reason": "The agency withdrew the figure."}}],
 "next_cursor": null}
""")

DISAGREEMENTS: object = json.loads("""
{"disagreements": [{
   "id": "dis_2fab14bf3e65d287", "type": "number", "title": "People arrested in Kazakhstan",
   "answers": [
     {"text": "3,000", "publishers": 1, "origins": 1, "claims": [{
        "id": "kz-digest-31", "text": "3,000 people were arrested in Kazakhstan.",
        "quote": null, "speaker": "DW citing a Kazakh broadcaster", "standing": "relayed",
        "event_at": null, "locator": {"paragraph": 8, "span": null},
        "source": {"id": "kz-digest", "publisher": null, "title": "Unrest in Kazakhstan",
                   "url": null, "published_at": "2022-01-07", "origin": "kz-digest"}}]},
     {"text": "more than 3,800", "publishers": 1, "origins": 1, "claims": [{
        "id": "kz-afp-63", "text": "More than 3,800 people were arrested in Kazakhstan.",
        "quote": null, "speaker": null, "standing": "relayed",
        "event_at": null, "locator": {"paragraph": 12, "span": null},
        "source": {"id": "kz-afp", "publisher": "AFP", "title": "Shoot to kill",
                   "url": null, "published_at": "2022-01-07", "origin": "afp"}}]}],
   "details": ["3,000 is not More than 3,800"]}],
 "next_cursor": null, "pending": 0, "revision": 3}
""")

AUDIT: object = json.loads("""
{"entries": [{"at": "2022-01-09T08:00:00Z", "actor": "key_5f0c2a9e7d41b803", "action": "put_claim",
              "target": "/v1/claims/kz-digest-08", "request_id": "req_5f0c2a9e7d", "status": 200}],
 "next_cursor": null}
""")
