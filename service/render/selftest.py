"""The report of the self-test as text for a terminal."""

from __future__ import annotations

from service.domain.selftest import KindFigures, SelfTestReport, Trial

_HEAD = f"{'kind':<18}{'asked':>6}{'as it must':>12}{'wrong':>7}{'sup/con/unv':>15}{'moved':>7}"


def selftest_text(report: SelfTestReport) -> str:
    """Two tables (paraphrases, flips), then the worst examples and one closing sentence."""
    corpus, model = report.corpus.revision, report.engine.model or "none"
    lines = [
        f"{report.claims} claims of corpus revision {corpus}, seed {report.seed}",
        f"engine {report.engine.version}, model {model}",
        "",
    ]
    for title, is_paraphrase in (
        ("Paraphrases: the claim that each was made from must support it", True),
        ("Flips: the claim that each was made from must not support it", False),
    ):
        rows = [row for row in report.kinds if row.kind.is_paraphrase is is_paraphrase]
        lines += [title, _HEAD, *map(_row, rows), ""]
    lines += _legend()
    if report.worst:
        lines += ["", "Worst first"]
        for trial in report.worst:
            lines += _example(trial)
    lines += ["", _closing(report)]
    return "\n".join(lines) + "\n"


def _row(row: KindFigures) -> str:
    share = f"{row.as_it_must} ({row.as_it_must / row.asked:.0%})"
    stances = f"{row.supporting}/{row.conflicting}/{row.unverified}"
    return (
        f"{row.kind.value:<18}{row.asked:>6}{share:>12}{row.wrong:>7}"
        f"{stances:>15}{row.verdict_moved:>7}"
    )


def _legend() -> list[str]:
    return [
        "wrong: a paraphrase contradicted, or a flip supported, by its own claim.",
        "sup/con/unv: the own claim's stance. moved: the verdict over all sources differs",
        "from that on the claim's own words; another source may rightly keep it.",
    ]


def _example(trial: Trial) -> list[str]:
    kind, stance = trial.variant.kind.value, f"{trial.own.value} {trial.confidence:.2f}"
    return [
        f"  {trial.claim_id} [{kind}] {stance}, verdict {trial.verdict.value}",
        f"    claim:   {trial.claim_text}",
        f"    variant: {trial.variant.text}",
    ]


def _closing(report: SelfTestReport) -> str:
    if report.false_supports == 0:
        return f"No flip of {report.flips} was supported by its own claim."
    return f"{report.false_supports} of {report.flips} flips were supported by their own claim."
