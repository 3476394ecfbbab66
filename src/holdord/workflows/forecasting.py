"""What will go in which of the coming months, if nothing happens in between."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from holdord.workflows.mirroring import known_facts
from holdord.workflows.office import Office


@dataclass(frozen=True, slots=True)
class Line:
    """Rows of a collection that go (`act` "remove"), or whose `columns` are cleared, by month.

    `counts[0]` is due now; `counts[i]` goes in `months[i - 1]`; `later` goes after the last
    month, or not before some event has happened.
    """

    system: str
    collection: str
    act: str
    columns: tuple[str, ...]
    counts: tuple[int, ...]
    later: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """`months` are "2026-11" and so on, the running month first."""

    made_at: str
    policy: str
    months: tuple[str, ...]
    lines: tuple[Line, ...]

    def as_json(self) -> dict[str, object]:
        """The forecast as plain values."""
        lines = [
            {
                "system": line.system,
                "collection": line.collection,
                "act": line.act,
                "columns": list(line.columns),
                "due_now": line.counts[0],
                "by_month": dict(zip(self.months, line.counts[1:], strict=True)),
                "later": line.later,
            }
            for line in self.lines
        ]
        return {"made_at": self.made_at, "policy": self.policy, "months": list(self.months), "lines": lines}


def forecast(office: Office, now: datetime, months: int = 12) -> Forecast:
    """Count what goes in the running month and those after it; raises Refused when it cannot be told."""
    office.look_anew(now)
    lines = []
    with office.readers() as readers:
        facts = known_facts(office, readers, now)
        shape = office.planner.shape(facts)
        setting = office.planner.setting(now, facts, months=months)
        for system in office.planner.atlases:
            for draft in office.planner.forecasts(system, shape, months):
                *counts, later = draft.counts(readers.rows(system, draft.query(setting)), months)
                if any(counts) or later:
                    act = str(draft.act)
                    lines.append(Line(system, draft.collection, act, draft.columns, tuple(counts), later))
    return Forecast(now.isoformat(), office.policy.digest, _names(months, now, office), tuple(lines))


def _names(months: int, now: datetime, office: Office) -> tuple[str, ...]:
    """The months, the running one first."""
    local = now.astimezone(office.policy.controller.calendar.zone)
    found = (divmod(local.year * 12 + local.month - 1 + i, 12) for i in range(months))
    return tuple(f"{year:04d}-{month + 1:02d}" for year, month in found)


def totals(of: Forecast) -> Mapping[str, int]:
    """Rows that go in each month, all collections together; "due now" first."""
    names = ("due now", *of.months)
    return {name: sum(line.counts[i] for line in of.lines) for i, name in enumerate(names)}
