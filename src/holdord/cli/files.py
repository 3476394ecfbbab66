"""Files that hold personal data or proof: made for their owner only, never written over another."""

import os
from pathlib import Path
from typing import TextIO


def create(file: Path) -> TextIO:
    """A new text file, readable by its owner only (0600); raises Refused when there is one already."""
    from holdord.workflows.office import refuse

    try:
        return os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8")
    except FileExistsError:
        raise refuse("file-exists", "there is already a file of this name", "choose another name") from None


def write_new(file: Path, text: str) -> None:
    """Write a new file, readable by its owner only."""
    with create(file) as out:
        out.write(text)
