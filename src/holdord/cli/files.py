"""New files: personal data and proof for their owner only, never written over another, never half a file."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO

OWN = 0o600
"""Readable by its owner only: personal data, and proof."""
PUBLIC = 0o644
"""Readable by everybody on the machine, less what the umask takes: a text that is to be published."""


@contextmanager
def create(file: Path) -> Iterator[TextIO]:
    """A new text file, readable by its owner only (0600); raises Refused when there is one already.

    What cannot be written to its end, as on a full disk, is taken away again.
    """
    with _created(file, OWN) as raw, TextIOWrapper(raw, encoding="utf-8") as out:
        yield out


def write_new(file: Path, content: str | bytes, mode: int = OWN) -> None:
    """Write a new file, readable by its owner only unless the mode says otherwise."""
    with _created(file, mode) as out:
        out.write(content.encode() if isinstance(content, str) else content)


@contextmanager
def _created(file: Path, mode: int) -> Iterator[BinaryIO]:
    from holdord.workflows.office import refuse

    try:
        opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        raise refuse("file-exists", "there is already a file of this name", "choose another name") from None
    try:
        with os.fdopen(opened, "wb") as out:
            yield out
    except BaseException as fault:
        file.unlink(missing_ok=True)
        if isinstance(fault, OSError) and not fault.filename:
            fault.filename = str(file)
        raise
