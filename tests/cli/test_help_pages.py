"""What the pages say of a command is what the command says of itself."""

import pytest

from holdord.cli.main import COMMANDS
from tests.cli.help_pages import MARK, PAGES, page


@pytest.mark.parametrize("name", COMMANDS)
def test_a_page_holds_the_help_of_its_command(name: str) -> None:
    text = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    assert text == page(name), "run: python -m tests.cli.help_pages"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_page_explains_more_than_the_help(name: str) -> None:
    prose = (PAGES / f"{name}.md").read_text(encoding="utf-8").partition(MARK)[0]
    assert len(prose.split()) > 30


def test_every_page_is_of_a_command_and_is_listed() -> None:
    listed = (PAGES / "README.md").read_text(encoding="utf-8")
    names = {file.stem for file in PAGES.glob("*.md")} - {"README"}
    assert names == set(COMMANDS)
    rows = [f"| [`{name}`]({name}.md) | {says} |" for name, says in COMMANDS.items()]
    assert [line for line in listed.splitlines() if line.startswith("| [`")] == rows
