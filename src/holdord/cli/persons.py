"""Who is meant: keys from the command line, from standard input or from a file of many people.

What stands on a command line can be read by others on the machine (in the list of processes, in the shell's
history). Standard input cannot.
"""

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from holdord.words.policy import Policy

NOBODY_YET = (
    "No system holds anything under these keys now. If they are as they should be, the statement waits for "
    "the person; if they were mistyped, state it again with the right ones."
)
_NEXT_KEY = re.compile(r"\s+(?=[A-Za-z_][\w-]*=)")


def naming(required: bool = True) -> Callable[[Any], Any]:
    """The argument KEY=VALUE… and the option --stdin."""

    def both(command: Any) -> Any:
        named = click.argument("keys", nargs=-1, metavar="KEY=VALUE…" if required else "[KEY=VALUE…]")
        read = click.option("--stdin", is_flag=True, help="Read KEY=VALUE … from standard input.")
        return named(read(command))

    return both


def one_person(policy: "Policy", keys: Sequence[str], stdin: bool = False) -> dict[str, list[str]]:
    """The keys of one person; raises Refused when they cannot be understood."""
    from holdord.workflows.people import read_keys

    words = [key for key in keys if key != "-"]
    if stdin or "-" in keys:
        for line in sys.stdin:
            words += _words(line)
    return read_keys(policy, words)


def listed(command: Any) -> Any:
    """The option --people."""
    return click.option(
        "--people",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Many people: one a line, KEY=VALUE …; - reads standard input.",
    )(command)


def people_in(
    policy: "Policy", file: Path, keys: Sequence[str], stdin: bool
) -> dict[int, dict[str, list[str]]]:
    """The people in a file by its lines, one a line (`-` is standard input).

    Raises Refused with the lines at fault, and UsageError where somebody is named beside the file.
    """
    if keys or stdin:
        raise click.UsageError("name one person, or a file of --people, not both")
    if str(file) == "-":
        return dict(_people(policy, sys.stdin, "standard input"))
    with file.open(encoding="utf-8") as lines:
        return dict(_people(policy, lines, str(file)))


def _people(policy: "Policy", lines: Any, name: str) -> Iterator[tuple[int, dict[str, list[str]]]]:
    from dataclasses import replace

    from holdord.words.place import Place
    from holdord.workflows.office import Refused
    from holdord.workflows.people import read_keys

    wrong = []
    for number, line in enumerate(lines, 1):
        words = _words(line)
        if not words:
            continue
        try:
            yield number, read_keys(policy, words)
        except Refused as refused:
            wrong += [replace(f, place=Place(name, number, 1)) for f in refused.findings]
    if wrong:
        raise Refused(*wrong)


def _words(line: str) -> list[str]:
    """The KEY=VALUE of a line; a value may hold blanks. Lines that begin with # are left out."""
    line = line.strip().removeprefix("\ufeff")
    return [] if not line or line.startswith("#") else _NEXT_KEY.split(line)
