"""The daily sweep of Holdord's own data as a durable run. Importing this registers it."""

from datetime import UTC, datetime, timedelta

from holdord.workflows.engine import Run, scheduled
from holdord.workflows.office import Office, Refused
from holdord.workflows.own import OwnOffice, sweep

BY = "own-data"
"""Who answers for these runs in the store: the policy itself."""


@scheduled("own-data", every=timedelta(days=1), after=timedelta(hours=2))
def sweep_daily(run: Run) -> None:
    """What no purpose of ours holds any more goes; the run fails where a person has to look first."""
    run.step("sweep", _sweep)


def _sweep(office: Office) -> int:
    """How many runs of plans that took; raises Refused with what is in the way."""
    with OwnOffice.of(office) as own:
        swept = sweep(own, _now, BY)
    faults = [fault for report in swept.reports[-1:] for fault in report.faults]
    if swept.because or faults:
        raise Refused(*([swept.because] if swept.because else faults))
    return len(swept.reports)


def _now() -> datetime:
    return datetime.now(UTC)
