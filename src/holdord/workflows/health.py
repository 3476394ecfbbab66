"""Whether everything that Holdord needs to run is there: said by `holdord serve --check`, and by monitoring.

Nothing is made or changed. Each ailment has an id that stays the same, what is the matter, and what helps.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from holdord.connectors import connect
from holdord.connectors.errors import SystemFault
from holdord.store import StoreFault
from holdord.store.opening import Store, existing
from holdord.words.policy import System
from holdord.workflows.engine.alive import living
from holdord.workflows.office import Refused, load_policy
from holdord.workflows.remembering import runs_of
from holdord.workflows.requests.mailing import reach, server_of
from holdord.workflows.requests.undelivered import undelivered

if TYPE_CHECKING:
    from holdord.store.records import Forecast

ROOM = 512 * 1024 * 1024
"""Bytes that must be free beside the store: below that a busy day could fill the disk."""

AHEAD = timedelta(minutes=10)
"""What the store was told later than so long from now, it was told by another clock."""

SWEPT_WITHIN = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Ailment:
    """Something that is missing, with the remedy."""

    id: str
    message: str
    hint: str


def ailments(policy: Path, folder: Path, environment: Mapping[str, str], now: datetime) -> Iterator[Ailment]:
    """Everything that ails: policy, systems, the store and its keys, worker, mail, disk, clock, our own data.

    `folder` is the store's.
    """
    systems: Iterable[System] = ()
    try:
        systems = load_policy(policy)[0].systems.values()
    except Refused as refused:
        message = f"the policy cannot stand: {refused.findings[0].message}"
        yield Ailment("W009", message, "run `holdord check`, which says all that is wrong")
    runs: dict[str, set[str]] = {}
    yield from _systems(systems, environment, runs)
    url = environment.get("HOLDORD_DATABASE_URL")
    yield from _disk(folder)
    yield from _mail(environment)
    try:
        store, ready = existing(url, folder)
    except StoreFault as fault:
        yield Ailment("W010", fault.finding.message, fault.finding.help)
        return
    if store is None:
        return
    if not ready:
        yield Ailment(
            "W011",
            "the store is of an older version, and is brought up to date when the server or a worker starts",
            "back it up before (docs/running/backup.md), then start",
        )
        return
    try:
        yield from _of_store(store, url, folder, now)
        yield from _remembered(store, runs)
    except StoreFault as fault:
        yield Ailment("W010", fault.finding.message, fault.finding.help)
    finally:
        store.close()


def _of_store(store: Store, url: str | None, folder: Path, now: datetime) -> Iterator[Ailment]:
    try:
        store.see_keys()
    except StoreFault as fault:
        yield Ailment("W012", fault.finding.message, fault.finding.help)
    if not living(url, folder):
        yield Ailment(
            "W013",
            "no worker is alive: nothing is carried out, and no letter is sent",
            "start `holdord worker` beside the server, and have it started again when it ends",
        )
    yield from _letters(store)
    yield from _clock(store, now)
    yield from _own(store.last_forecast(now, own=True), store.first_request(), now)


def _systems(
    systems: Iterable[System], environment: Mapping[str, str], runs: dict[str, set[str]]
) -> Iterator[Ailment]:
    """Systems that cannot be reached; `runs` is given those of which each other one has a receipt."""
    for system in systems:
        try:
            with closing(connect(system, environment)) as there:
                runs[system.name] = runs_of(there.receipts())
        except SystemFault as fault:
            yield Ailment("W022", fault.finding.message, fault.finding.help)


def _remembered(store: Store, runs: Mapping[str, set[str]]) -> Iterator[Ailment]:
    for system, found in runs.items():
        if store.unknown_runs(sorted(found)):
            yield Ailment(
                "W023",
                f"the system {system} has receipts of runs that the store does not know: it is an "
                "older one, a new one, or another's",
                "put the right store back, or say with `holdord store --accept` that this one is meant",
            )


def _disk(folder: Path) -> Iterator[Ailment]:
    there = next((one for one in (folder, *folder.absolute().parents) if one.exists()), Path("/"))
    free = shutil.disk_usage(there).free
    if free < ROOM:
        yield Ailment(
            "W016",
            f"{free // (1024 * 1024)} MB are free on the disk of the store's folder",
            f"make room, at least {ROOM // (1024 * 1024)} MB: a full disk stops every request",
        )


def _mail(environment: Mapping[str, str]) -> Iterator[Ailment]:
    try:
        server = server_of(environment)
    except Refused as refused:
        yield Ailment("W015", refused.findings[0].message, refused.findings[0].help)
        return
    if server is None:
        yield Ailment(
            "W014",
            "no mail server is named: nobody gets a code, and nobody an answer",
            "set HOLDORD_SMTP_URL=smtp://user:password@host:587",
        )
    elif trouble := reach(server):
        yield Ailment(
            "W015",
            f"the mail server that HOLDORD_SMTP_URL names {trouble}",
            "see that it runs, lets this machine in, and has a certificate for that name",
        )


def _letters(store: Store) -> Iterator[Ailment]:
    if waiting := len(undelivered(store)):
        yield Ailment(
            "W024",
            f"{waiting} of the letters to people could not be sent, and nobody has decided about that",
            "look in the console, at the letters that could not be sent: why, and what can be done",
        )


def _clock(store: Store, now: datetime) -> Iterator[Ailment]:
    latest = store.latest_moment()
    apart = abs(store.server_clock(now) - now)
    if (latest and latest > now + AHEAD) or apart > AHEAD:
        yield Ailment(
            "W017",
            "the clock of this machine is not that of the database, or was set back",
            "have all machines keep their time by NTP: due dates and periods are counted from it",
        )


def _own(foreseen: "Forecast | None", first: datetime | None, now: datetime) -> Iterator[Ailment]:
    last = foreseen.at if foreseen else first
    if last is not None and last < now - SWEPT_WITHIN:
        yield Ailment(
            "W019",
            "Holdord's own data has not been swept for more than two days",
            "see why with `holdord expire --own`; a worker does it once a day (docs/own-data.md)",
        )
