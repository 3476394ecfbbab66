"""The secret key that signs cookies and links: made once, in a file beside the store, for its owner only."""

import contextlib
import os
import secrets
from pathlib import Path

FILE = "web.key"


def secret_key(folder: Path) -> str:
    """The key of a folder, made when there is none. Of two who make it at once the first wins, whole."""
    file = folder / FILE
    with contextlib.suppress(FileNotFoundError):
        return file.read_text("ascii").strip()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f".{FILE}-{secrets.token_hex(8)}"
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
        out.write(secrets.token_urlsafe(64) + "\n")
        out.flush()
        os.fsync(out.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(draft, file)
    draft.unlink()
    return file.read_text("ascii").strip()
