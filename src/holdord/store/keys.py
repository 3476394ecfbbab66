"""The secret key in a file beside the store, and the digests of people's keys made with it.

With the key, whoever knows an e-mail address can ask whether it is known; without it nobody can tell whose
the digests in the store are. So the key is not in the database and not in its back-ups, and destroying it
makes every digest meaningless for good.
"""

import contextlib
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from holdord.store.records import StoreFault

FILE = "key"


class Key:
    """A secret key and its id. The id is random too: it tells nothing about the secret."""

    __slots__ = ("_secret", "id")

    def __init__(self, id: str, secret: bytes) -> None:
        self.id = id
        self._secret = secret

    def __repr__(self) -> str:
        return f"Key({self.id})"

    def digest(self, name: str, text: str) -> str:
        """HMAC-SHA-256 (RFC 2104) of one key of a person, in hexadecimal; the name is part of it."""
        return hmac.new(self._secret, f"{name}\0{text}".encode(), hashlib.sha256).hexdigest()


def read_key(folder: Path) -> Key | None:
    """The key of a folder, or None when there is none; raises StoreFault when it cannot be read."""
    file = folder / FILE
    try:
        id, secret = file.read_text("ascii").split()
        return Key(id, bytes.fromhex(secret))
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        raise StoreFault(
            "store-key",
            "the secret key of the store cannot be read",
            "put the key from your back-up there; without it nobody stated earlier is recognised.",
            str(file),
        ) from None


def make_key(folder: Path) -> Key:
    """Make the key, or read the one that somebody else has just made."""
    write_once(folder / FILE, f"{secrets.token_hex(8)} {secrets.token_hex(32)}\n")
    key = read_key(folder)
    assert key is not None
    return key


def write_once(file: Path, secret: str) -> None:
    """Write a file that only its owner can read, whole and on the disk; one that is there stays as it is."""
    draft = file.with_name(f".{file.name}-{secrets.token_hex(8)}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
        out.write(secret)
        out.flush()
        os.fsync(out.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(draft, file)  # a link never replaces: the first of two makers wins, whole
    draft.unlink()


def destroy_key(folder: Path) -> None:
    """Overwrite the key's file and remove it. Copies elsewhere are the keeper's to destroy."""
    file = folder / FILE
    with contextlib.suppress(FileNotFoundError):
        with open(file, "r+b") as out:
            out.write(b"0" * file.stat().st_size)
            out.flush()
            os.fsync(out.fileno())
        file.unlink()
