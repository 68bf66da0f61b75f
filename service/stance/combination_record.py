"""The combination as a reader of the model card sees it: every weight, and where it comes from."""

from __future__ import annotations

import json
from importlib.resources import files

from service.domain.model_card import CombinationRecord, FeatureWeights, RunDetail
from service.stance.combination import FEATURES, fitted


def combination_record() -> CombinationRecord:
    """The weights in use, with what ``combination.json`` keeps of their run."""
    combination = fitted()
    record = json.loads((files(__package__) / "combination.json").read_text("utf-8"))
    return CombinationRecord(
        features=tuple(
            FeatureWeights(feature=name, supporting=supporting, conflicting=conflicting)
            for name, supporting, conflicting in zip(
                FEATURES, combination.supporting, combination.conflicting, strict=True
            )
        ),
        run=tuple(
            RunDetail(name=name, value=value if isinstance(value, str) else json.dumps(value))
            for name, value in record.get("run", {}).items()
        ),
    )
