"""What a worker is called: the same after a restart, and never as another that is alive.

The engine writes a run's worker beside the run, and a worker that begins takes up what stands under its own
name. Were two called the same, one would take up what the other is still at; were a name never used again,
nobody would.

A name is held by a lock on a file in the store's folder, which goes with whoever held it, killed or not. On
one machine workers are called w1, w2 and so on: the lowest that is free. Where workers of several machines
share a PostgreSQL, a mark of machine and folder follows. HOLDORD_WORKER gives a name instead.
"""

import re
import secrets
import socket
import sqlite3
from hashlib import sha256
from pathlib import Path

from holdord.store import StoreFault

MOST = 64
"""Workers on one machine."""


class Name:
    """A worker's name, held until `release` or the end of the program; `token` tells holders apart."""

    def __init__(self, text: str, machine: str, lock: sqlite3.Connection) -> None:
        self.text = text
        self.machine = machine
        self.token = secrets.token_hex(16)
        self._lock = lock

    def release(self) -> None:
        """Let others have it."""
        self._lock.close()


def take_name(folder: Path, wanted: str | None, shared: bool) -> Name:
    """The name of this worker; `shared` where workers of other machines may use the same tables."""
    machine = sha256(f"{socket.gethostname()}\n{folder.resolve()}".encode()).hexdigest()[:8]
    if wanted:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", wanted):
            raise StoreFault(
                "worker-name",
                "HOLDORD_WORKER is no name for a worker",
                "use letters, digits, dots and dashes, at most 40.",
            )
        if lock := _held(folder, wanted):
            return Name(wanted, machine, lock)
        raise taken()
    for number in range(1, MOST + 1):
        text = f"w{number}-{machine}" if shared else f"w{number}"
        if lock := _held(folder, text):
            return Name(text, machine, lock)
    raise taken()


def taken() -> StoreFault:
    """The refusal of a name that somebody else has."""
    return StoreFault(
        "worker-name-taken",
        "another worker that is alive has this name",
        "give each worker a name of its own in HOLDORD_WORKER; after a crash, wait a moment.",
    )


def _held(folder: Path, text: str) -> sqlite3.Connection | None:
    """The lock of a name, or None when somebody has it. An empty SQLite file: a lock every system knows."""
    place = folder / "workers"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = sqlite3.connect(place / text, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        lock.close()
        return None
    return lock
