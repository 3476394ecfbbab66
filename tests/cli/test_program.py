"""The program as a whole: quick, quiet where asked, clear when misunderstood, no traceback for anybody."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from holdord.cli import desk, main
from holdord.demo import policy_folder
from tests.cli.conftest import Holdord
from tests.cli.shop import FRIDA


def program(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """The installed program in a process of its own."""
    command = [str(Path(sys.executable).with_name("holdord")), *words]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, **more}, timeout=60)


def imported(*words: str) -> set[str]:
    """The top packages that a command imports."""
    code = f"import sys; from holdord.cli.main import run; run({list(words)!r}); "
    code += "print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=dict(os.environ))
    return {name.partition(".")[0] for name in done.stderr.split()}


HEAVY = {"django", "sqlalchemy", "yaml", "psycopg", "pymysql", "ruamel"}


def test_the_version_is_told_without_importing_anything_else() -> None:
    assert program("--version").stdout.startswith("holdord 0.")
    assert not imported("--version") & (HEAVY | {"json", "asyncio"})
    assert not imported("--help") & (HEAVY | {"json", "asyncio"})


def test_check_imports_neither_django_nor_a_driver() -> None:
    assert imported("--policy", str(policy_folder()), "check") & HEAVY == {"yaml"}


def test_a_command_misspelt_is_answered_with_the_one_that_was_meant(holdord: Holdord) -> None:
    answer = holdord("exipre")
    assert answer.code == 2
    assert "did you mean expire?" in answer.err


@pytest.mark.parametrize(
    "words", [("erase", "--nothing"), ("restrict", "place"), ("hold", "lift"), ("consent",)]
)
def test_what_is_not_understood_ends_with_2(holdord: Holdord, words: tuple[str, ...]) -> None:
    answer = holdord(*words)
    assert answer.code == 2
    assert answer.out == ""
    assert "Usage: holdord" in answer.err


@pytest.mark.usefixtures("shop_folder")
def test_a_system_that_is_not_reached_ends_with_3(holdord: Holdord, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_URL", "postgresql://127.0.0.1:1/shop")
    answer = holdord("find", FRIDA)
    assert answer.code == 3
    assert "system-unreachable" in answer.err


@pytest.mark.usefixtures("shop_folder")
def test_an_address_that_is_not_set_ends_with_1(holdord: Holdord, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOP_URL")
    answer = holdord("find", FRIDA)
    assert answer.code == 1
    assert "export SHOP_URL" in answer.err


@pytest.mark.usefixtures("shop_folder")
def test_a_fault_nobody_foresaw_is_told_without_traceback_and_values(
    holdord: Holdord, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: desk.Desk) -> None:
        raise KeyError("frida@mail.example")

    monkeypatch.setattr(desk.Desk, "clock", fail)
    answer = holdord("find", FRIDA)
    assert answer.code == 1
    assert "unforeseen-fault: Holdord itself is at fault: KeyError in" in answer.err
    assert "frida" not in answer.err
    assert "Traceback" not in answer.err


def test_a_file_that_is_no_text_is_told(holdord: Holdord, shop_folder: Path) -> None:
    (shop_folder / "list").write_bytes(b"\xff\xfe\x00")
    assert holdord("erase", "--people", str(shop_folder / "list"), "--json").codes == ["file-not-text"]
    assert holdord("erase", "--people", str(shop_folder / "none"), "--json").codes == ["file-unusable"]


@pytest.mark.usefixtures("shop_folder")
def test_the_keyboard_ends_a_command_with_130(holdord: Holdord, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(self: desk.Desk) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(desk.Desk, "clock", interrupt)
    answer = holdord("find", FRIDA)
    assert (answer.code, answer.err.strip()) == (130, "interrupted")


def test_a_reader_that_goes_away_ends_the_program_quietly() -> None:
    command = [str(Path(sys.executable).with_name("holdord")), "schema"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == desk.BROKEN_PIPE


@pytest.mark.usefixtures("shop_folder")
def test_options_are_understood_before_a_command_and_after_it(holdord: Holdord) -> None:
    assert holdord("--json", "check").json == holdord("check", "--json").json


@pytest.mark.usefixtures("shop_folder")
def test_colour_is_for_terminals_without_no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert desk.Desk().colours(Terminal())
    monkeypatch.setenv("NO_COLOR", "1")
    assert not desk.Desk().colours(Terminal())


def test_no_colour_reaches_a_file() -> None:
    answer = program("--policy", str(policy_folder("service", "as_stated")), "check")
    assert answer.returncode == 1
    assert "\x1b" not in answer.stdout
    assert "error promise-against-law" in answer.stdout


@pytest.mark.usefixtures("shop_folder")
def test_quiet_leaves_only_the_answer(holdord: Holdord) -> None:
    assert holdord("check", "--quiet").out == ""
    assert holdord("expire", "--unattended", "--quiet").err.count("--confirm") == 0


@pytest.mark.parametrize("width", [40, 80])
def test_a_long_line_is_broken_below_its_last_column(width: int) -> None:
    line = "  1 row   shop.customers  only name, address, telephone number, birthday and what we wrote go"
    broken = desk.wrapped(line, width).split("\n")
    assert max(map(len, broken)) <= width
    assert " ".join(" ".join(broken).split()) == " ".join(line.split())


def test_a_line_that_begins_further_in_goes_on_further_in_still() -> None:
    broken = desk.wrapped("  stays until 31 December 2031 (bookkeeping, legal obligation)", 40).split("\n")
    assert [len(one) - len(one.lstrip()) for one in broken] == [2, 4]


@pytest.mark.usefixtures("shop_folder")
def test_what_is_to_be_copied_stays_on_one_line_of_a_narrow_terminal(
    holdord: Holdord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "_width", lambda: 40)
    said = holdord("erase", FRIDA).out
    digest = re.search(r"^Digest (\w{64})$", said, re.M)
    assert digest
    assert f"To carry it out: holdord erase --confirm {digest[1]}\n" in said


def test_a_refusal_tells_the_errors_and_leaves_the_rest_to_check(
    holdord: Holdord, rows: Callable[[str], list[tuple[object, ...]]]
) -> None:
    rows("alter table customers add column cpr text")
    rows("drop index orders_invoiced")
    answer = holdord("find", FRIDA)
    assert answer.code == 1
    assert "error undeclared-column" in answer.err
    assert "event-without-index" not in answer.err
    assert "holdord check --live" in answer.err
    assert {"undeclared-column", "event-without-index"} <= set(holdord("find", FRIDA, "--json").codes)


def test_every_command_that_is_named_is_there() -> None:
    group = main.program
    assert isinstance(group, main.Commands)
    context = main.click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command
        assert re.sub(r"\s+", " ", command.help or "").startswith(main.COMMANDS[name])
