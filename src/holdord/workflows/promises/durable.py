"""What a worker does for the board by the clock. Importing this registers the runs."""

from datetime import UTC, datetime, timedelta

from holdord.workflows.engine import MEASURING, Run, durable, scheduled
from holdord.workflows.office import Office
from holdord.workflows.probes import applicable, probe
from holdord.workflows.promises.recording import record
from holdord.workflows.promises.summary import send_summary


def _now() -> datetime:
    return datetime.now(UTC)


@scheduled("probe-daily", every=timedelta(days=1), after=timedelta(hours=4))
def probe_daily(run: Run) -> None:
    """Every probe that the policy has use for, after the nightly sweep, each as a run of its own."""
    for name, moment in run.step("which", _which):
        run.enqueue("probe", f"{name}/{moment}", name, queue=MEASURING)


@durable("probe")
def probe_once(run: Run, name: str) -> None:
    """One probe, and how promises stand by what it found."""
    run.step("probe", _probe, name)
    run.step("record", _record)


@scheduled("record-standings", every=timedelta(minutes=15))
def record_standings(run: Run) -> None:
    """A promise can begin to stand otherwise by the passing of time alone."""
    run.step("record", _record)


@scheduled("weekly-summary", every=timedelta(hours=1), after=timedelta(minutes=7))
def weekly_summary(run: Run) -> None:
    """From Monday morning on; tried again each hour of the week until it went out."""
    run.step("send", _summary)


def _which(office: Office) -> list[list[str]]:
    moment = f"{_now():%Y-%m-%dT%H:%M}"
    return [[name, moment] for name in applicable(office.policy)]


def _probe(office: Office, name: str) -> int:
    return probe(office, name, _now()).id


def _record(office: Office) -> int:
    return record(office, _now())


MONDAY_MORNING = 6


def _summary(office: Office) -> bool:
    now = _now()
    local = now.astimezone(office.policy.controller.calendar.zone)
    early = local.weekday() == 0 and local.hour < MONDAY_MORNING
    return False if early else send_summary(office, now)
