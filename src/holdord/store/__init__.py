"""Our own store: people by random ids, their statements, plans, runs and evidence; never a personal value.

Importing this package imports neither Django nor a driver; `open_store` does, when it is called.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from holdord.store.records import (
    Claim,
    Consent,
    Ending,
    Forecast,
    Hold,
    Objection,
    Restriction,
    RunState,
    StoreFault,
)

if TYPE_CHECKING:
    from holdord.store.opening import Store

__all__ = [
    "Claim",
    "Consent",
    "Ending",
    "Forecast",
    "Hold",
    "Objection",
    "Restriction",
    "RunState",
    "Store",
    "StoreFault",
    "open_store",
]


def open_store(url: str | None, folder: Path) -> "Store":
    """Open the store, making it or bringing it up to date when needed.

    `url` is `postgresql://user@host/database`, or None for SQLite in `folder/store.sqlite3`. The
    folder (0700) also holds the secret key of the people's digests. Raises StoreFault when the store
    cannot be used.
    """
    from holdord.store.opening import opened

    return opened(url, folder)


def __getattr__(name: str) -> object:
    if name == "Store":
        from holdord.store.opening import Store

        return Store
    raise AttributeError(name)
