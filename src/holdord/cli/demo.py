"""`holdord demo`: an invented company taken through the main job, with nothing installed but this package."""

import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from holdord.cli.desk import Command, Desk
from holdord.cli.phrases import counted
from holdord.demo import COMPANIES

if TYPE_CHECKING:
    from holdord.cli.demo_story import Story

MARK = "made-by-holdord-demo"
PORT = 8460


@click.command(cls=Command)
@click.argument("name", type=click.Choice(COMPANIES), default=COMPANIES[0], metavar="[NAME]")
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    default=Path("holdord-demo"),
    show_default=True,
    metavar="DIR",
    help="A new folder, or that of an earlier demo, which is made anew.",
)
@click.option(
    "--customers",
    type=click.IntRange(10, 1_000_000),
    default=1000,
    show_default=True,
    metavar="N",
    help="How many customers the company has.",
)
@click.option(
    "--serve", is_flag=True, help="Then go on in a browser: centre, console, letters, on this machine only."
)
@click.option("--port", type=click.IntRange(1, 65535), default=PORT, show_default=True, metavar="N")
@click.pass_obj
def command(desk: Desk, name: str, to: Path, customers: int, serve: bool, port: int) -> None:
    """Take an invented company through the main job, step by step.

    NAME is retailer (a webshop; if left out), service (heat pumps), membership (a garden club), invoicing (in
    Norway) or visitors (check-in, run for customers). Makes its databases with invented people (SQLite, a
    file each), and its policy; checks the policy, finds one person, explains what holds the data until when,
    erases what may go, proves it, and removes what has run out of time for everybody. All of it stays in the
    folder, with a report as a page (index.html). With --serve the company's server and a worker then run
    until Ctrl+C, with staff who can log in, people's requests in various states, and the letters that are
    sent caught on a page.
    """
    folder = to.absolute()
    _clear(folder)
    began = perf_counter()
    from holdord.cli.demo_story import tell

    with _company(desk, folder, name, customers) as inner:
        story = tell(inner, folder, name, customers)
    report = _report(folder, story)
    desk.give(lambda: {"folder": str(folder), "report": str(report), "erased": story.erased.changed})
    desk.say()
    desk.say(f"The report: {report}  ({counted(round(perf_counter() - began), 'second')} in all)")
    desk.say("Try it yourself, in that folder:")
    for line in _to_type(folder, name):
        desk.line(f"  {line}")
    if serve:
        _live(desk, folder, name, report, port)
    else:
        desk.hint(
            f"`holdord demo {name} --serve` goes on in a browser: privacy centre, console and letters. "
            f"Other companies: {', '.join(other for other in COMPANIES if other != name)}."
        )


def _live(desk: Desk, folder: Path, name: str, report: Path, port: int) -> None:
    """The pages of the demo, and the server with its worker, until interrupted."""
    from holdord.cli.demo_live import life
    from holdord.cli.demo_server import server, show

    text = report.read_text("utf-8")
    pages: dict[str, Callable[[], str]] = {"/report/": lambda: text}
    with server(pages, port) as serving, life(desk, folder, name, port + 1) as living:
        pages |= {"/": living.index, "/mail/": living.mail}
        desk.say()
        desk.say(f"All of it: http://127.0.0.1:{serving.server_port}/  (Ctrl+C ends)")
        desk.say(f"Privacy centre {living.centre}, console {living.here}/console/. To log in there:")
        for one in living.staff:
            role = one["role"].replace("_", " ")
            desk.line(f"  {one['name']}  {one['password']}  ({role}; the code is on the page)")
        sys.stdout.flush()
        show(desk, serving)


def _to_type(folder: Path, name: str) -> Iterator[str]:
    """What to type to go on in the folder, also where the program is not among those that the shell finds."""
    from holdord.demo import cast, systems, variable
    from holdord.demo.days import DAYS

    databases = " ".join(f"{variable(system)}=sqlite:///{system}.db" for system in systems(name))
    other = cast(name)[DAYS[name].other]
    yield f"cd {shlex.quote(str(folder))}"
    if shutil.which("holdord") is None:
        yield f'export PATH={shlex.quote(str(Path(sys.executable).parent))}:"$PATH"'
    yield f"export {databases} HOLDORD_POLICY=policy"
    yield f"holdord explain email={other.keys['email']}"


def _clear(folder: Path) -> None:
    """Make the folder; what an earlier demo left in it goes, anything else stops the demo."""
    from holdord.workflows.office import refuse

    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARK).exists():
            raise refuse(
                "folder-not-empty",
                "the folder for the demo holds files that no demo made",
                "name another one with --to",
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text("`holdord demo` made this folder, and makes it anew when asked again.\n")


@contextmanager
def _company(desk: Desk, folder: Path, name: str, customers: int) -> Iterator[Desk]:
    """The company's databases and its policy in the folder, and a desk at which they are asked about."""
    from holdord import demo
    from holdord.demo.days import DAYS

    desk.say(f"An invented {DAYS[name].called} is made, with {counted(customers, 'customer')} …")
    shutil.copytree(demo.policy_folder(name), folder / "policy")
    environment = {}
    for system in demo.systems(name):
        file = folder / f"{system}.db"
        environment[demo.variable(system)] = url = f"sqlite:///{file}"
        made = demo.generate(url, name, customers, today=desk.clock().date(), system=system)
        desk.say(f"{counted(made.rows, 'row')} in {counted(len(made.counts), 'table')}: {file}")
    yield Desk(folder / "policy", desk.json, desk.quiet, environment)


def _report(folder: Path, story: "Story") -> Path:
    from holdord.cli.demo_page import page

    report = folder / "index.html"
    report.write_text(page(story), encoding="utf-8")
    return report
