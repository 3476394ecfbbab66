"""Files that hold personal data or proof: made for their owner only, never written over another."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


@contextmanager
def create(file: Path) -> Iterator[TextIO]:
    """A new text file, readable by its owner only (0600); raises Refused when there is one already.

    What cannot be written to its end, as on a full disk, is taken away again.
    """
    from holdord.workflows.office import refuse

    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise refuse("file-exists", "there is already a file of this name", "choose another name") from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            yield out
    except BaseException as fault:
        file.unlink(missing_ok=True)
        if isinstance(fault, OSError) and not fault.filename:
            fault.filename = str(file)
        raise


def write_new(file: Path, text: str) -> None:
    """Write a new file, readable by its owner only."""
    with create(file) as out:
        out.write(text)
