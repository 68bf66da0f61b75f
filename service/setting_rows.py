"""The settings as tables: in the README, and of ``factcheck config``."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

from service.config import BUNDLED_SEEDS, Settings, variable


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingRow:
    """One setting as an operator reads it; passwords are left out."""

    name: str
    value: str
    default: str
    help: str


def setting_rows(settings: Settings) -> list[SettingRow]:
    """Every setting with its value and default, in the order of the fields."""
    return [
        SettingRow(
            name=variable(one.name),
            value=_shown(getattr(settings, one.name)),
            default=_shown(one.default),
            help=one.metadata["help"],
        )
        for one in fields(Settings)
    ]


def settings_table() -> str:
    """The table of settings in the README, as Markdown."""
    lines = ["| setting | default | meaning |", "|---|---|---|"]
    lines += [
        f"| `{row.name}` | `{row.default}` | {row.help} |" for row in setting_rows(Settings())
    ]
    return "\n".join(lines) + "\n"


def _shown(value: object) -> str:
    if value is None or value == ():
        return "none"
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    if value == BUNDLED_SEEDS:
        return "seeds"
    without_password = re.sub(r"(://[^:@/]*):.*@", r"\1:***@", str(value))
    return re.sub(r"([?&]password=)[^&]*", r"\1***", without_password)
