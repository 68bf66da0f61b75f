"""What a process and its children have used, from ``/proc``: on a shared machine the processor
time of a request says more than the clock.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """Processor time of a process and those below it that still run."""
    total = 0
    for each in _family(pid):
        fields = _stat(each)
        total += int(fields[11]) + int(fields[12])
    return total / _TICKS


def memory_mb(pid: int) -> int:
    """The memory in use by the largest process of a family, as of now."""
    return max(_status(each, "VmRSS") for each in _family(pid)) // 1024


def peak_memory_mb(pid: int) -> int:
    """The most memory that one process has had in use."""
    return _status(pid, "VmHWM") // 1024


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text("ascii").split():
            yield from _family(int(child))


def _stat(pid: int) -> list[str]:
    """The fields behind the name of the program, which may hold blanks."""
    return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()


def _status(pid: int, name: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    return 0
