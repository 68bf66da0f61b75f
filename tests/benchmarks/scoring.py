"""Scores of answers against gold statements: verdicts, false support, stance per source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

VERDICTS = ("supported", "refuted", "disputed", "unverified")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One gold statement with what was answered; stances are by source id."""

    id: str
    statement: str
    category: str
    gold: str
    acceptable: frozenset[str]
    answered: str
    gold_stances: dict[str, frozenset[str]] = field(default_factory=dict)
    answered_stances: dict[str, str] = field(default_factory=dict)

    @property
    def is_right(self) -> bool:
        return self.answered in self.acceptable

    @property
    def is_false_support(self) -> bool:
        return self.answered == "supported" and "supported" not in self.acceptable


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def gold_stances(record: dict[str, object]) -> dict[str, frozenset[str]]:
    """Accepted stances of each source that is scored; sources that cover only a part are not."""
    stances: dict[str, str] = record["stances"]  # type: ignore[assignment]
    accepted: dict[str, list[str] | str] = record.get("acceptable_stances") or {}  # type: ignore[assignment]
    partial: list[str] = record.get("partial_sources") or []  # type: ignore[assignment]
    result = {}
    for source, stance in stances.items():
        if source in partial:
            continue
        extra = accepted.get(source, [])
        result[source] = frozenset([stance, *([extra] if isinstance(extra, str) else extra)])
    return result


def answered_stances(evidence: dict[str, list[dict[str, dict[str, str]]]]) -> dict[str, str]:
    """Each source's side in an answer: conflicting wins over supporting, all else is silent."""
    stances: dict[str, str] = {}
    for side in ("supporting", "conflicting"):
        for item in evidence[side]:
            stances[item["source"]["id"]] = side
    return stances


def accuracy(rows: Sequence[Row]) -> float:
    return sum(row.is_right for row in rows) / len(rows)


def false_support(rows: Sequence[Row]) -> float:
    """Share of all statements that were answered ``supported`` where that is not acceptable."""
    return sum(row.is_false_support for row in rows) / len(rows)


def verdict_score(rows: Sequence[Row], verdict: str) -> Score:
    """Precision counts an acceptable answer as right; recall is over rows with this gold."""
    answered = [row for row in rows if row.answered == verdict]
    gold = [row for row in rows if row.gold == verdict]
    return Score(
        precision=sum(row.is_right for row in answered) / len(answered) if answered else 0.0,
        recall=sum(row.is_right for row in gold) / len(gold) if gold else 0.0,
    )


def stance_score(rows: Sequence[Row], stance: str) -> Score:
    """One stance over all (statement, source) pairs that are scored."""
    hits = found = wanted = 0
    for row in rows:
        for source, accepted in row.gold_stances.items():
            answered = row.answered_stances.get(source, "silent")
            if answered == stance:
                found += 1
                hits += stance in accepted
            if accepted == {stance} or (stance in accepted and answered == stance):
                wanted += 1
    return Score(precision=hits / found if found else 0.0, recall=hits / wanted if wanted else 0.0)


def confusion(rows: Sequence[Row]) -> str:
    """Gold verdicts down, answered verdicts across."""
    counts = Counter((row.gold, row.answered) for row in rows)
    lines = ["gold \\ answered".ljust(16) + "".join(v.rjust(12) for v in VERDICTS)]
    for gold in VERDICTS:
        cells = "".join(str(counts[gold, answered]).rjust(12) for answered in VERDICTS)
        lines.append(gold.ljust(16) + cells)
    return "\n".join(lines)


def report(rows: Sequence[Row]) -> str:
    """The whole table that goes into a note."""
    lines = [
        f"statements {len(rows)}   accuracy {accuracy(rows):.3f}",
        f"false supported {false_support(rows):.3f}",
        "",
        confusion(rows),
        "",
    ]
    for verdict in VERDICTS:
        score = verdict_score(rows, verdict)
        lines.append(f"{verdict:<12} precision {score.precision:.3f}  recall {score.recall:.3f}")
    for stance in ("supporting", "conflicting"):
        score = stance_score(rows, stance)
        lines.append(
            f"stance {stance:<12} precision {score.precision:.3f}  recall {score.recall:.3f}"
            f"  F1 {score.f1:.3f}"
        )
    categories = sorted({row.category for row in rows})
    lines.append("")
    for category in categories:
        own = [row for row in rows if row.category == category]
        lines.append(f"{category:<22} {sum(r.is_right for r in own):>3} of {len(own)}")
    return "\n".join(lines)
