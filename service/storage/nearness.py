"""Which parts of saved statements a claim comes near, and whether they watch more than before."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

# The last of the nearest has to reach its own place, and a stored vector is not quite the one
# that the reach was measured with: see ``vector_codes``.
SLACK = 0.005


def within_reach(
    parts: npt.NDArray[np.float32], reach: Sequence[float], claims: npt.NDArray[np.float32]
) -> npt.NDArray[np.bool_]:
    """For each part (row) and each claim (column), whether the claim comes near enough."""
    least = np.array(reach, dtype=np.float64)[:, np.newaxis] - SLACK
    near: npt.NDArray[np.bool_] = parts @ claims.T >= least
    return near


def watches_more(
    before: Sequence[float],
    after: Sequence[float],
    *,
    seen: Collection[str],
    watched: Collection[str],
) -> bool:
    """Whether changes may have passed unnoticed that are noticed from now on.

    So if there is another part, if a part reaches farther, or if there is another claim:
    ``before`` and ``after`` are the reach of each part, in order, ``seen`` and ``watched`` the
    claims of which every change is noticed.
    """
    if len(before) != len(after) or not set(watched) <= set(seen):
        return True
    return any(now < then for then, now in zip(before, after, strict=True))
