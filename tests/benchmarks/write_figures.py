"""Measures verdicts, stances and calibration on sets of gold statements, for the model card.

    python tests/benchmarks/write_figures.py \
        --set bank tests/benchmarks/events/bank/statements.jsonl \
                   tests/benchmarks/events/bank/records

``--set NAME STATEMENTS CORPUS`` may be repeated. The service is asked through its WSGI door. The
figures go to ``service/figures.json``, which ``GET /v1/model-card`` serves; commit it with the
weights that it was measured with.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from schemas.model_card import MeasurementSchema
from service.domain.check import Engine
from service.domain.model_card import GoldFigures, Measurement, StanceF1
from tests.benchmarks.calibration import Believed, believed_stances, calibration
from tests.benchmarks.eval_verdict import OTHER_LANGUAGES, Ask, over_wsgi, row_of
from tests.benchmarks.scoring import Row, accuracy, false_support, report, stance_score

ROOT = Path(__file__).parents[2]
FIGURES = ROOT / "service" / "figures.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One set with everything that was answered."""

    figures: GoldFigures
    believed: tuple[Believed, ...]
    engine: Engine


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--set",
        dest="sets",
        nargs=3,
        action="append",
        required=True,
        metavar=("NAME", "STATEMENTS", "CORPUS"),
    )
    parser.add_argument("--model", default="auto", choices=("bundled", "none", "auto"))
    parser.add_argument("--out", type=Path, default=FIGURES)
    options = parser.parse_args()
    # The state of the code before the figures themselves are written.
    commit = commit_here()
    measured = [
        measure(name, Path(statements), Path(corpus), options.model)
        for name, statements, corpus in options.sets
    ]
    written = Measurement(
        date=datetime.now(UTC).date(),
        commit=commit,
        engine=measured[0].engine,
        command=command_for(options.sets, options.model),
        calibration=calibration([one for each in measured for one in each.believed]),
        sets=tuple(each.figures for each in measured),
    )
    text = json.dumps(MeasurementSchema().dump(written), ensure_ascii=False, indent=1) + "\n"
    options.out.write_text(text, encoding="utf-8")
    for stance in ("supporting", "conflicting"):
        error = getattr(written.calibration, stance).expected_error
        print(f"expected calibration error, {stance}: {error}")
    print(f"wrote {named(options.out)}")


def measure(name: str, statements: Path, corpus: Path, model: str) -> Measured:
    """Ask about every English statement of a set."""
    content = statements.read_bytes()
    records = [json.loads(line) for line in content.decode("utf-8").splitlines() if line.strip()]
    ask = over_wsgi(corpus, model)
    rows: list[Row] = []
    believed: list[Believed] = []
    answer: dict[str, Any] = {}
    for record in records:
        if record["category"] == OTHER_LANGUAGES:
            continue
        answer = ask(record["statement"])
        row = row_of(record, _answering(answer))
        rows.append(row)
        believed += believed_stances(answer["evidence"], row.gold_stances)
    print(f"{name}\n{report(rows)}\n")
    return Measured(
        figures=GoldFigures(
            name=name,
            statements=len(rows),
            sha256=hashlib.sha256(content).hexdigest(),
            command=(
                f"python tests/benchmarks/eval_verdict.py {named(statements)} "
                f"--corpus {named(corpus)} --model {model}"
            ),
            accuracy=round(accuracy(rows), 4),
            false_supported=round(false_support(rows), 4),
            stance_f1=StanceF1(
                supporting=round(stance_score(rows, "supporting").f1, 4),
                conflicting=round(stance_score(rows, "conflicting").f1, 4),
            ),
        ),
        believed=tuple(believed),
        engine=Engine(**answer["engine"]),
    )


def _answering(answer: dict[str, Any]) -> Ask:
    """Gives an answer that is there already."""
    return lambda _: answer


def command_for(sets: Sequence[Sequence[str]], model: str) -> str:
    """This command as another machine can repeat it."""
    told = [f"--set {name} {named(Path(s))} {named(Path(c))}" for name, s, c in sets]
    return " ".join(["python tests/benchmarks/write_figures.py", *told, f"--model {model}"])


def named(path: Path) -> str:
    """The path within the repository; of a path outside of it only the last name."""
    whole = path.resolve()
    return str(whole.relative_to(ROOT)) if whole.is_relative_to(ROOT) else whole.name


def commit_here() -> str:
    """The commit of the code, marked where the code was changed since."""
    done = subprocess.run(
        ["git", "describe", "--always", "--abbrev=12", "--dirty"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


if __name__ == "__main__":
    main()
