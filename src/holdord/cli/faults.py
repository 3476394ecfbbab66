"""What a user is told when something went wrong: findings, never a traceback, never a personal value."""

import os
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from holdord.cli.desk import BROKEN_PIPE, Desk

if TYPE_CHECKING:
    from holdord.words.finding import Finding

NOT_DONE = 3
"""The exit code when repeating the command can help."""

_REPEAT = ("store-unreachable", "store-full")


class NotUnderstood(Exception):
    """What was typed is no command that is known; `finding` says why."""

    def __init__(self, finding: "Finding") -> None:
        super().__init__(finding.message)
        self.finding = finding


def findings_of(fault: BaseException) -> "list[Finding]":
    """What an exception says, as findings; empty for one that nobody foresaw."""
    if found := getattr(fault, "findings", None):
        return list(found)
    found = getattr(fault, "finding", None)
    return [found] if found else []


def exit_code(fault: BaseException) -> int:
    """3 where repeating can help, else 1."""
    if isinstance(fault, BrokenPipeError):
        return BROKEN_PIPE
    codes = [finding.code for finding in findings_of(fault)]
    permanent = getattr(fault, "permanent", None)
    return NOT_DONE if permanent is False or any(code in _REPEAT for code in codes) else 1


def tell(fault: BaseException, desk: Desk) -> None:
    """Say what went wrong."""
    if isinstance(fault, BrokenPipeError):
        return
    found = findings_of(fault) or [_unforeseen(fault)]
    if desk.json:
        import json

        click.echo(json.dumps({"findings": [finding.as_json() for finding in found]}, ensure_ascii=False))
        return
    wrong = [finding for finding in found if finding.severity == "error"]
    for finding in wrong or found:
        desk.finding(finding, err=True)
    if wrong and len(wrong) < len(found):
        desk.hint("`holdord check --live` tells the warnings and notes too.")


def _unforeseen(fault: BaseException) -> "Finding":
    import traceback

    from holdord.words.finding import Finding

    if isinstance(fault, OSError) and fault.strerror:
        return Finding(
            "file-unusable",
            f"a file or folder cannot be used: {fault.strerror.lower()}",
            f"see {fault.filename}" if fault.filename else "",
        )
    if isinstance(fault, UnicodeDecodeError):
        return Finding("file-not-text", "a file is not text in UTF-8", "save it as UTF-8")
    if os.environ.get("HOLDORD_TRACEBACK"):
        traceback.print_exception(fault)
    last = traceback.extract_tb(fault.__traceback__)[-1]
    where = (
        f"{os.path.basename(os.path.dirname(last.filename))}/{os.path.basename(last.filename)}:{last.lineno}"
    )
    return Finding(
        "unforeseen-fault",
        f"Holdord itself is at fault: {type(fault).__name__} in {where}",
        "report it; HOLDORD_TRACEBACK=1 shows more, which may hold personal data",
    )


def without_values(message: str, words: Sequence[str]) -> str:
    """A message without what was typed on the command line, where that may name a person."""
    for word in sorted(words, key=len, reverse=True):
        name, mark, value = word.partition("=")
        for part in (word, value, name):
            if (
                part
                and (mark or "@" in part or re.search(r"\d{4}", part))
                and ("@" in part or not part.startswith("--"))
            ):
                message = message.replace(part, "…")
    return message
