"""Telling people of a change, as durable runs. Importing this registers them."""

from datetime import UTC, datetime, timedelta

from holdord.workflows.engine import ANNOUNCING, Run, durable, scheduled
from holdord.workflows.office import Office
from holdord.workflows.versions.announcing import list_people, send_some


@scheduled("announce-changes", every=timedelta(minutes=1))
def announce_changes(run: Run) -> None:
    """Each minute: find those who are to be told of a version, and send letters within the rate.

    In runs of their own, for they may last: what the clock begins waits for nobody.
    """
    moment = run.step("due", _due)
    if moment:
        run.enqueue("tell-of-change", f"{moment}/tell-of-change", queue=ANNOUNCING)


@durable("tell-of-change")
def tell_of_change(run: Run) -> None:
    """Everybody is found and queued; then letters go out for a while."""
    run.step("list", _list)
    run.step("send", _send)


def _now() -> datetime:
    return datetime.now(UTC)


def _due(office: Office) -> str:
    """The minute, where there is anybody to find or to write to; else nothing."""
    return f"{_now():%Y-%m-%dT%H:%M}" if office.store.telling_due(_now()) else ""


def _list(office: Office) -> int:
    return list_people(office, _now)


def _send(office: Office) -> int:
    return send_some(office, _now())
