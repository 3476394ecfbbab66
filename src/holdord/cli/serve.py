"""`holdord serve`: the server with the privacy centre, the console and the API."""

import gc
import os
import sys
from pathlib import Path

import click

from holdord.cli.desk import Command, Desk

WORKERS = 1
THREADS = 4

SELDOM = 50_000
"""Objects made between two looks for what could go, while modules are imported: nearly all of theirs stay."""


@click.command(cls=Command)
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Where to listen.")
@click.option("--port", type=click.IntRange(1, 65535), default=8461, show_default=True, metavar="N")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=WORKERS,
    show_default=True,
    metavar="N",
    help="How many server programs answer side by side.",
)
@click.option(
    "--threads",
    type=click.IntRange(1, 64),
    default=THREADS,
    show_default=True,
    metavar="N",
    help="How many requests each of them answers at a time.",
)
@click.option("--check", is_flag=True, help="Only say what is missing or unsafe in how it is set up.")
@click.pass_obj
def command(desk: Desk, host: str, port: int, workers: int, threads: int, check: bool) -> int:
    """Run the server.

    It has the pages for people who use their rights, those of staff, and the API for programs.

    It listens on this machine alone; put a reverse proxy with TLS before it. Where people reach it stands
    in HOLDORD_ADDRESS, whose forwarding headers are believed in HOLDORD_PROXY. Durable work is done by
    another program, not by this one.
    """
    os.environ["HOLDORD_POLICY"] = str(desk.folder.absolute())
    folder = Path(os.environ.get("HOLDORD_STORE") or desk.folder.absolute() / ".holdord")
    os.environ["HOLDORD_FOLDER"] = str(folder.absolute())
    if check:
        return _check(desk)
    from holdord.workflows.told import see_readable

    see_readable(os.environ)
    os.environ["HOLDORD_THREADS"] = str(threads)
    _see_that_free(host, port)
    gc.set_threshold(SELDOM)  # the server programs inherit it, until `wsgi` has settled
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels, logger

    from holdord.web.bodies import WAITING

    logger.addFilter(lambda record: "Python threads" not in record.getMessage())  # they wait, and do not work
    desk.hint(f"http://{host}:{port}/  (Ctrl+C ends)")
    Granian(
        "holdord.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=WAITING,
        websockets=False,
        log_level=LogLevels.warning,
        log_access=False,  # paths may hold secret links
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()
    return 0


def _see_that_free(host: str, port: int) -> None:
    """Refuse a port that is taken before any server program is started."""
    import socket

    try:
        socket.create_server((host, port)).close()
    except OSError:
        from holdord.workflows.office import refuse  # what this program itself never needs

        help = "name another one with --port"
        raise refuse("port-taken", f"port {port} is in use on this machine", help) from None


def _found() -> list[tuple[str, str, str]]:
    """Id, message and hint of what is missing; the rest is not looked at while settings cannot be read."""
    from holdord.workflows.told import unreadable

    if misread := list(unreadable(os.environ)):
        return [("holdord.W021", one.message, one.help) for one in misread]
    os.environ["DJANGO_SETTINGS_MODULE"] = "holdord.web.settings"
    import django
    from django.core.checks import run_checks

    django.setup()
    import holdord.web.checks  # noqa: F401 (registers them; a server is never asked, and does without)

    return [(str(one.id), one.msg, one.hint or "") for one in run_checks(tags=["holdord"])]


def _check(desk: Desk) -> int:
    """Say what the system checks find; 1 where anything was found."""
    from holdord.words.finding import Finding, Severity

    found = _found()
    desk.give(lambda: [{"id": id, "message": message, "hint": hint} for id, message, hint in found])
    if not desk.json:
        for id, message, hint in found:
            desk.finding(Finding(id, message, hint, severity=Severity.WARNING))
        if not found:
            desk.say("Nothing is missing.")
    sys.stdout.flush()
    return 1 if found else 0
