"""What should have gone and has not: counted in the live databases, by collection and column.

A row that became due a moment ago is not late: the next sweep takes it. It is late once it should have gone
before the last sweep but one, or, where a purpose keeps something for less than that, for twice its time.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from holdord.words.period import After, Duration, Fixed
from holdord.words.policy import Collection, Policy, Purpose
from holdord.words.probe import Measured, Outcome
from holdord.workflows.forecasting import Line, forecast
from holdord.workflows.office import Office

LATE = timedelta(days=2)
"""So long after its time something may still stand: a nightly sweep may fail once."""

LEAST = timedelta(minutes=15)


def measure(office: Office, now: datetime) -> Measured:
    """Rows that are late, under "purposes.NAME", and under "SYSTEM.COLLECTION" once each."""
    counts: dict[str, int] = {}
    seen = 0
    office.look_anew(now)
    for slack in sorted({slack_of(purpose) for purpose in office.policy.purposes.values()}):
        for line in forecast(office, now - slack, months=1).lines:
            held_by = (office.policy.purposes[name] for name in _purposes(office.policy, line))
            names = [purpose.name for purpose in held_by if slack_of(purpose) == slack]
            late = line.counts[0] if names else 0
            if late:
                place = f"{line.system}.{line.collection}"
                counts[place] = max(counts.get(place, 0), late)
                seen += late
            for name in names:
                key = f"purposes.{name}"
                counts[key] = counts.get(key, 0) + late
    return Measured(Outcome.BROKEN if seen else Outcome.KEPT, counts)


def slack_of(purpose: Purpose) -> timedelta:
    """How late something that this purpose held may go."""
    length = _shortest(purpose)
    return LATE if length is None else max(LEAST, min(LATE, length))


def _shortest(purpose: Purpose) -> timedelta | None:
    """The length of a period that counts in hours or days; None for all that is longer."""
    if not isinstance(purpose.keep, Fixed) or not isinstance(purpose.keep.anchor, After):
        return None
    length: Duration = purpose.keep.anchor.duration
    return None if length.months else timedelta(days=length.days, hours=length.hours, minutes=length.minutes)


def _purposes(policy: Policy, line: Line) -> Iterator[str]:
    """The purposes that held what goes: of a whole row all of its collection, of columns those they serve."""
    collection: Collection = policy.systems[line.system].collections[line.collection]
    held = {field.category for field in collection.fields if field.column in line.columns}
    for name in collection.purposes:
        if not line.columns or held & set(policy.purposes[name].categories):
            yield name
