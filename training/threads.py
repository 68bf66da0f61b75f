"""How many threads a step should take on a machine that others use too.

Threads that share the work of a matrix product wait for the slowest. Where another program holds
one of two cores, two threads are several times slower than one; so the training counts the cores
that others leave free, and takes no more. Linux only (/proc/stat); elsewhere the number is fixed.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path

STAT = Path("/proc/stat")
USER, NICE, SYSTEM = 0, 1, 2
INTERRUPTS = slice(5, 8)
BUSY = 0.4
"""A core counts as taken when others use more than this share of it."""


@dataclass(slots=True)
class FreeCores:
    """Counts from one call to the next. This process must be niced: that time is told apart."""

    cores: int
    last: list[float] = field(default_factory=list)

    def count(self) -> int:
        """Cores that others left free since the last call, at least 1, at most `cores`."""
        if not STAT.exists() or self.cores == 1:
            return self.cores
        ticks = [float(word) for word in STAT.read_text().split("\n", 1)[0].split()[1:]]
        own_system = os.times().system * os.sysconf("SC_CLK_TCK")
        others = ticks[USER] + ticks[SYSTEM] + sum(ticks[INTERRUPTS]) - own_system
        now = [others, sum(ticks[:8])]
        if not self.last:
            self.last = now
            return self.cores
        passed = max(now[1] - self.last[1], 1.0)
        taken = (now[0] - self.last[0]) / passed * (os.cpu_count() or 1)
        self.last = now
        return max(1, min(self.cores, int(self.cores - taken + BUSY)))
