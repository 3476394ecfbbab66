"""The help texts in `docs/commands/`: `python -m tests.cli.help_pages` writes them anew.

A page is prose, and below the line `## Help` what the command itself says with --help.
"""

from collections.abc import Iterator
from pathlib import Path

import click

from holdord.cli.main import COMMANDS, program

PAGES = Path(__file__).parents[2] / "docs" / "commands"
MARK = "## Help\n"
WIDTH = 96


def helps(name: str) -> Iterator[str]:
    """The help of a command, and of each command below it."""
    settings = {**program.context_settings, "terminal_width": WIDTH}
    parent = click.Context(program, info_name="holdord", **settings)
    command = program.get_command(parent, name)
    assert command
    context = click.Context(command, info_name=name, parent=parent, terminal_width=WIDTH)
    yield context.get_help()
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            assert found
            yield click.Context(found, info_name=below, parent=context, terminal_width=WIDTH).get_help()


def section(name: str) -> str:
    """The end of a command's page."""
    return "\n".join([MARK, *(f"```text\n{text.rstrip()}\n```\n" for text in helps(name))])


def page(name: str) -> str:
    """A command's page as it must be: its own prose, and the help."""
    file = PAGES / f"{name}.md"
    prose = file.read_text(encoding="utf-8") if file.exists() else f"# holdord {name}\n\n"
    return prose.partition(MARK)[0] + section(name)


if __name__ == "__main__":
    for command in COMMANDS:
        (PAGES / f"{command}.md").write_text(page(command), encoding="utf-8")
