"""`holdord format`: policy files in one form."""

import os
import tempfile
from pathlib import Path

import click

from holdord.cli.desk import Command, Desk
from holdord.cli.phrases import counted


@click.command(cls=Command)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--check", is_flag=True, help="Change nothing; exit code 1 when a file is not in that form.")
@click.pass_obj
def command(desk: Desk, files: tuple[Path, ...], check: bool) -> int:
    """Write policy files in the one form all of them have.

    Without FILES, those of the policy's folder. Sections and keys come into the order of the language; what
    is stated stays the same, and so do the comments. When one file cannot be read, none is changed.
    """
    from holdord.language.format import format_files

    texts = format_files(_policy_files(files or (desk.folder,)))
    changed = [file for file, (before, after) in texts.items() if before != after]
    if not check:
        for file in changed:
            _replace(file, texts[file][1])
    desk.give(
        lambda: {
            "changed": [] if check else [str(f) for f in changed],
            "unformatted": [str(f) for f in changed] if check else [],
        }
    )
    for file in changed:
        desk.say(f"{'would change' if check else 'changed'} {file}")
    if not changed and not desk.quiet:
        desk.say("Every file has that form.")
    elif check and not desk.quiet:
        desk.say(f"{counted(len(changed), 'file')} to format: holdord format")
    return 1 if check and changed else 0


def _policy_files(named: tuple[Path, ...]) -> list[Path]:
    found: list[Path] = []
    for place in named:
        found += sorted(place.glob("*.yaml")) if place.is_dir() else [place]
    if not found or not all(file.exists() for file in found):
        from holdord.workflows.office import refuse

        raise refuse(
            "no-policy",
            "there is no policy in this folder",
            "name the policy's folder with --policy or HOLDORD_POLICY, or the files themselves",
        )
    return found


def _replace(file: Path, text: str) -> None:
    """Write beside the file, then put it in its place: a crash leaves the old one or the new one."""
    number, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    with os.fdopen(number, "w", encoding="utf-8") as out:
        out.write(text)
    os.chmod(name, file.stat().st_mode & 0o777)
    os.replace(name, file)
