"""The desk: what every command is told and how it answers, on paper for people or as JSON for programs."""

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from holdord.store import Store
    from holdord.words.finding import Finding
    from holdord.workflows.office import Office

BROKEN_PIPE = 141
FIRST_YEAR, LAST_YEAR = 1950, 2250
"""Well within the years in which periods are computed (`words.period.bound`)."""
_COMMANDING = re.compile(
    "\x1b(?!\\[[0-9;]*m)|[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}


@dataclass
class Desk:
    """Where the policy lies and how to answer. `environment` is what `${NAME}` is taken from."""

    folder: Path = Path(".")
    json: bool = False
    quiet: bool = False
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ))

    def clock(self) -> datetime:
        """The present time: the only place where a command reads it."""
        return datetime.now(UTC)

    @contextmanager
    def office(self) -> "Iterator[Office]":
        """The policy with its systems and the store, closed again afterwards."""
        from holdord.workflows.office import Office

        with Office.open(self.folder, self.environment) as office:
            yield office

    @contextmanager
    def own_office(self) -> "Iterator[Office]":
        """The office of Holdord's own data, closed again afterwards."""
        from holdord.workflows.own import OwnOffice

        with self.office() as office, OwnOffice.of(office) as own:
            yield own

    @contextmanager
    def office_of(self, digest: str) -> "Iterator[Office]":
        """The office under whose policy a plan was made: the company's, or that of Holdord's own data."""
        with self.office() as office:
            plan = office.store.plan(digest)
            if plan is None or plan.policy == office.policy.digest:
                yield office
                return
            from holdord.workflows.own import OwnOffice

            with OwnOffice.of(office) as own:
                yield own if own.policy.digest == plan.policy else office

    @contextmanager
    def store(self) -> "Iterator[Store]":
        """The store alone, without policy or systems; refuses to make one where there is none."""
        from holdord.workflows.office import existing_store

        with existing_store(self.folder, self.environment) as store:
            yield store

    def say(self, text: str = "") -> None:
        """A line of the answer."""
        if not self.json:
            click.echo(wrapped(harmless(text), _width()))

    def line(self, text: str) -> None:
        """A line of the answer that stays one line, however narrow the terminal: to be copied as it is."""
        if not self.json:
            click.echo(harmless(text))

    def heading(self, text: str) -> None:
        """A line that stands above others."""
        self.say(click.style(text, bold=True) if self.colours(sys.stdout) else text)

    def hint(self, text: str) -> None:
        """A line that helps but is no part of the answer; on standard error, and not with --quiet."""
        if not self.quiet:
            click.echo(harmless(text), err=True)

    def give(self, answer: Callable[[], Any]) -> None:
        """The answer for a program."""
        if self.json:
            import json

            click.echo(json.dumps(answer(), ensure_ascii=False, indent=2, default=str))

    def finding(self, finding: "Finding", err: bool = False) -> None:
        """A finding on lines of its own."""
        stream = sys.stderr if err else sys.stdout
        mark = f"{finding.severity} {finding.code}"
        if self.colours(stream):
            mark = click.style(mark, fg=_COLOURS[str(finding.severity)], bold=True)
        where = f"{finding.place}: " if finding.place.file else ""
        click.echo(f"{harmless(where)}{mark}: {harmless(finding.message)}", err=err)
        for name, text in (("help", finding.help), ("example", finding.example)):
            if text:
                click.echo(f"  {name}: {harmless(text)}", err=err)

    def colours(self, stream: Any) -> bool:
        """Whether to colour: on a terminal, unless NO_COLOR is set (no-color.org)."""
        return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def harmless(text: str) -> str:
    """A text without what a terminal would obey, or what would turn its reading round; colours may stay.

    Texts of a policy and names in a database are other people's.
    """
    return _COMMANDING.sub("\ufffd", text)


def _width() -> int:
    """How many characters a line may have: as the terminal is wide, without end where there is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else sys.maxsize


def wrapped(line: str, width: int) -> str:
    """A line broken at blanks, each further line set below the beginning of its last column."""
    if len(line) <= width:
        return line
    lead = len(line) - len(line.lstrip())
    column = line.rfind("  ", lead) + 2
    indent = column if 2 <= column <= width // 2 else lead + 2
    broken = []
    while len(line) > width and (at := line.rfind(" ", indent + 1, width + 1)) > 0:
        broken.append(line[:at].rstrip())
        line = " " * indent + line[at:].lstrip()
    return "\n".join([*broken, line])


def _set(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def put(ctx: click.Context, parameter: click.Parameter, value: Any) -> None:
        if value:
            setattr(ctx.ensure_object(Desk), name, value)

    return put


def common_options(envvar: bool = False) -> Iterator[click.Option]:
    """The options that every command takes, before its name or after it."""
    yield click.Option(
        ["--policy"],
        type=click.Path(path_type=Path),
        metavar="DIR",
        envvar="HOLDORD_POLICY" if envvar else None,
        expose_value=False,
        callback=_set("folder"),
        help="The folder with the policy's files; else HOLDORD_POLICY, else this one.",
    )
    yield click.Option(
        ["--json"], is_flag=True, expose_value=False, callback=_set("json"), help="Answer in JSON."
    )
    yield click.Option(
        ["--quiet"], is_flag=True, expose_value=False, callback=_set("quiet"), help="Say only the answer."
    )


class Command(click.Command):
    """A command with the common options."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["params"] = [*(kwargs.get("params") or []), *common_options()]
        super().__init__(*args, **kwargs)


class Family(click.Group):
    """A command that has commands below it, such as `consent give`; it takes the common options too."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["params"] = [*(kwargs.get("params") or []), *common_options()]
        super().__init__(*args, **kwargs)


def moment(ctx: click.Context, parameter: click.Parameter, value: str | None) -> datetime | None:
    """A date or time as typed (ISO 8601); without a zone it is taken as UTC."""
    if value is None:
        return None
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter("write a date such as 2026-11-20, or 2026-11-20T12:00+01:00") from None
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        raise click.BadParameter(f"only the years from {FIRST_YEAR} to {LAST_YEAR} can be asked about")
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def as_of(plans: bool = False) -> Callable[[Any], Any]:
    """The option --now; `plans` of the commands whose answer can be confirmed."""
    shown = " What lies in the future is shown but cannot be confirmed." if plans else ""
    return click.option("--now", metavar="ISO", callback=moment, help=f"Answer as of another date.{shown}")


def author() -> Callable[[Any], Any]:
    """The option --by: who answers for what is written down."""
    return click.option(
        "--by", metavar="NAME", envvar="HOLDORD_BY", help="Who does this; else HOLDORD_BY, else your login."
    )


def login(by: str | None) -> str:
    """Who is at the desk."""
    if by:
        return by
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
