"""Recognises the keys that callers show, with one look-up every few seconds a key."""

from __future__ import annotations

import hmac
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from service.access.ports import KeyStore
from service.domain.errors import FactCheckError
from service.domain.keys import ApiKey, KeyFault, read_key

# How long a process goes by what it last read of a key: so late does it hear that one is revoked.
MEMORY_SECONDS: Final = 5.0
_MOST_REMEMBERED: Final = 1_000
_BETWEEN_NOTES: Final = timedelta(minutes=1)

Background: TypeAlias = Callable[[Callable[[], None]], None]


def in_a_thread(work: Callable[[], None]) -> None:
    """Do the work beside whatever goes on."""
    threading.Thread(target=work, name="key-uses", daemon=True).start()


class KeyRing:
    """The keys of a store, as one process knows them; safe to share among threads.

    ``timer`` gives seconds that only ever grow. With ``always``, callers are asked for a key even
    while there is none; otherwise as soon as one was ever made, and from then on for good, so that
    revoking the last key does not open the door.
    """

    def __init__(
        self,
        store: KeyStore,
        *,
        always: bool,
        clock: Callable[[], datetime],
        timer: Callable[[], float],
        background: Background = in_a_thread,
    ) -> None:
        self._store = store
        self._asks = always
        self._clock = clock
        self._timer = timer
        self._looked = float("-inf")
        self._remembered: dict[str, tuple[float, ApiKey]] = {}
        self._uses = _Uses(store, background)

    def asks(self) -> bool:
        """Whether callers have to show a key."""
        if not self._asks and self._timer() >= self._looked + MEMORY_SECONDS:
            # Never set back: another thread may have seen a key in the meantime.
            if self._store.has_any():
                self._asks = True
            self._looked = self._timer()
        return self._asks

    def recognise(self, text: str) -> ApiKey | KeyFault:
        """The key that is shown, or why it is not accepted."""
        shown = read_key(text)
        if shown is None:
            return KeyFault.MALFORMED
        key = self._known(shown.id)
        if key is None or not hmac.compare_digest(key.digest, shown.digest):
            return KeyFault.UNKNOWN
        now = self._clock()
        if key.revoked_at is not None:
            return KeyFault.UNKNOWN
        if key.has_expired(now):
            return KeyFault.EXPIRED
        self._uses.note(key, now)
        return key

    def _known(self, key_id: str) -> ApiKey | None:
        now = self._timer()
        until, key = self._remembered.get(key_id, (now, None))
        if until > now:
            return key
        found = self._store.find(key_id)
        # A key that is not there is not remembered: it would crowd out those that are.
        if found is not None:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[key_id] = (now + MEMORY_SECONDS, found)
        return found


class _Uses:
    """Writes down when keys were last used, at most once a minute a key and beside the requests.

    A write may have to wait for another writer; no request waits with it. While one is under way,
    the notes gather and go out together.
    """

    def __init__(self, store: KeyStore, background: Background) -> None:
        self._store = store
        self._background = background
        self._lock = threading.Lock()
        self._noted: dict[str, datetime] = {}
        self._waiting: dict[str, datetime] = {}
        self._writing = False

    def note(self, key: ApiKey, now: datetime) -> None:
        last = self._noted.get(key.id, key.last_used_at)
        if last is not None and now - last < _BETWEEN_NOTES:
            return
        with self._lock:
            self._noted[key.id] = now
            self._waiting[key.id] = now
            if self._writing:
                return
            self._writing = True
        self._background(self._write)

    def _write(self) -> None:
        while True:
            with self._lock:
                uses, self._waiting = self._waiting, {}
                if not uses:
                    self._writing = False
                    return
            with suppress(FactCheckError):
                self._store.mark_used(uses)
