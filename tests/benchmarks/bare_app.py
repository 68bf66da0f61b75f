"""The least that a Flask + marshmallow endpoint can do: the yardstick for bench_check.py."""

from __future__ import annotations

from flask import Flask, request
from marshmallow import Schema, fields, validate


class Question(Schema):
    statement = fields.String(required=True, validate=validate.Length(min=1, max=5000))


class Echo(Schema):
    statement = fields.String()
    verdict = fields.String()


app = Flask(__name__)


@app.get("/v1/check")
def check() -> dict[str, object]:
    """Load, do nothing, dump."""
    asked = Question().load(request.args.to_dict())
    answer: dict[str, object] = Echo().dump({**asked, "verdict": "unverified"})
    return answer
