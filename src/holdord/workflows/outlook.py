"""What will go in the coming months: counted once a day by a worker and kept, for a page to show at once.

Somebody who wants to see it has it counted for those who come after. It is kept apart from the forecasts that
sweeps are compared with: those must be older than what they warn of. Importing this registers the run.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from holdord.workflows.engine import Run, durable
from holdord.workflows.forecasting import forecast
from holdord.workflows.office import Office, Refused

if TYPE_CHECKING:
    from holdord.workflows.engine import Client

MONTHS = 12
FRESH = timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class Outlook:
    """Rows that go, of all collections together: those due now, and in each month ("2026-11"), as seen `at`.

    `stale` tells that the policy has changed since.
    """

    at: datetime
    due_now: int
    months: Sequence[tuple[str, int]]
    stale: bool = False


def look_ahead(office: Office, now: datetime) -> bool:
    """Count what will go and keep it; False where it cannot be told (`holdord forecast` says why)."""
    try:
        seen = forecast(office, now, MONTHS)
    except Refused:
        return False
    office.store.save_outlook(office.policy.digest, now, seen.as_json())
    return True


def outlook(office: Office) -> Outlook | None:
    """What was last seen; None before the first night."""
    kept = office.store.outlook()
    if kept is None:
        return None
    lines: Sequence[Mapping[str, object]] = kept.counts["lines"]
    months = [
        (month, sum(line["by_month"][month] for line in lines))  # type: ignore[index]
        for month in kept.counts["months"]
    ]
    due_now = sum(int(str(line["due_now"])) for line in lines)
    return Outlook(kept.at, due_now, months, kept.policy != office.policy.digest)


def look_ahead_soon(client: "Client", office: Office, now: datetime) -> None:
    """Have it counted, unless that was done today or is asked for already."""
    seen = outlook(office)
    if seen is None or seen.stale or now - seen.at > FRESH:
        key = f"look-ahead {office.policy.digest[:16]} {now:%Y-%m-%d}"
        client.enqueue("look-ahead", key)


@durable("look-ahead")
def look_ahead_for_a_day(run: Run) -> None:
    """Count it."""
    run.step("look-ahead", _look_ahead)


def _look_ahead(office: Office) -> bool:
    return look_ahead(office, datetime.now(UTC))
