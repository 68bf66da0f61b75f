"""The folder in which the workers of one server keep their counts.

The master of the workers makes it and takes it away. When a worker ends, its counts go into files
of those that have ended, so that neither the sums fall back nor the files grow in number. The
lock keeps a reader from counting what is being moved twice, or not at all.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import struct
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import IO, Any, Final

PREFIX: Final = "factcheck-metrics-"
ENDED: Final = "ended"

_ALIVE: Final = "alive.lock"
_MOVING: Final = "moving.lock"
_ADDED_UP: Final = ("counter", "histogram")


class CountsFolder:
    """A folder of its own for one server, readable by its user alone."""

    def __init__(self, inside: str) -> None:
        """Make the folder, and take away those of servers that were killed."""
        for other in Path(inside).glob(f"{PREFIX}*"):
            _remove_if_abandoned(other)
        made = Path(tempfile.mkdtemp(prefix=f".{PREFIX}", dir=inside))
        (made / _MOVING).touch()
        # Held until the last process that was forked from here has ended, however it ended.
        self._alive: Final = _locked(made / _ALIVE)
        # Under its name it can be taken for an abandoned one, so it gets that with the lock.
        self.path: Final = made.rename(made.with_name(made.name[1:]))

    def remove(self) -> None:
        """Take the folder away; the server has ended."""
        self._alive.close()
        shutil.rmtree(self.path, ignore_errors=True)

    def retire(self, *, living: Collection[int]) -> None:
        """Put the counts of all workers but the ``living`` together, and take their files away.

        Where a reader is at it, that is left to the next time: a master must never wait.
        """
        for file in self.path.glob("gauge_live*.db"):
            if _worker_of(file) not in living:
                file.unlink()
        with suppress(BlockingIOError), _locked(self.path / _MOVING):
            for kind in _ADDED_UP:
                ended = [f for f in self.path.glob(f"{kind}_*.db") if _is_ended(f, living)]
                if ended:
                    _add_up(ended, self.path / f"{kind}_{ENDED}.db")


@cache
def counts_folder(inside: str) -> CountsFolder:
    """The folder of this process, the same one after it has read its settings anew."""
    return CountsFolder(inside)


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Read the counts while none of them are moved."""
    with (folder / _MOVING).open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


def _add_up(files: Iterable[Path], total: Path) -> None:
    # The master imports this with its first dead worker and not before: the library looks only
    # once where the files are to be kept, and the master is told after it has read its settings.
    from prometheus_client import mmap_dict

    written: Any = mmap_dict.MmapedDict
    kept = written(str(total))
    for file in files:
        try:
            counts = list(written.read_all_values_from_file(str(file)))
        except (RuntimeError, ValueError, struct.error):
            counts = []  # Its worker was killed in the middle of a word.
        for key, value, _, _ in counts:
            kept.write_value(key, kept.read_value(key)[0] + value, 0.0)
        file.unlink()
    kept.close()


def _locked(path: Path) -> IO[bytes]:
    """The file, open and locked for as long as it is open. Raises BlockingIOError if it is held."""
    file = path.open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise
    return file


def _remove_if_abandoned(folder: Path) -> None:
    """Take away what no server holds; what belongs to another user is not touched."""
    try:
        if folder.lstat().st_uid == os.getuid():
            with _locked(folder / _ALIVE):
                shutil.rmtree(folder, ignore_errors=True)
    except OSError:
        return


def _is_ended(file: Path, living: Collection[int]) -> bool:
    return not file.stem.endswith(ENDED) and _worker_of(file) not in living


def _worker_of(file: Path) -> int:
    return int(file.stem.rpartition("_")[2])
