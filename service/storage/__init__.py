"""The corpus and the saved checks in SQLite, PostgreSQL or memory: same meaning, same order.

``open_storage(url)`` is the door; ``memory.py`` is the reference that the databases are tested
against, ``migrations/`` the one history of the schema for both.
"""

from service.storage.opening import Storage, open_storage

__all__ = ["Storage", "open_storage"]
