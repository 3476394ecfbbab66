"""Holdord's own data under a policy of its own, carried out by the same engine as everybody's.

The store is opened a second time, as a system like any other: planned, run, read back and proved. What
another office knows of people stands in for the facts: a hold or a restriction on a person stops what is held
here of that person too.

A sweep is one transaction, not chunks: the store lets what happened to a request go only together with the
request (`holdord.store.guards`). What a sweep removes can leave people of whom nothing is left; they go with
the next one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from holdord.connectors import connect
from holdord.language.own import ADDRESS, SYSTEM, own_policy
from holdord.planning.exports import Exported
from holdord.planning.typed import normal
from holdord.words.facts import Facts, Rows, Stop
from holdord.words.finding import has_errors
from holdord.words.plan import Plan
from holdord.workflows.braking import objection_to
from holdord.workflows.exporting import export
from holdord.workflows.forecasting import forecast
from holdord.workflows.office import Office, Refused
from holdord.workflows.people import Known, addresses, find
from holdord.workflows.planning import plan_expiry
from holdord.workflows.running import Clock, Report, run_plan

SUBJECT = "subject"
MARK = "mark"
STAFF_LOG = "staff_log"
WHOLE = 0
"""No chunks: all of a plan in one transaction."""

TRIES = 3


@dataclass
class OwnOffice(Office):
    """Holdord's own policy over its own store."""

    _company: Office = field(default=None)  # type: ignore[assignment]

    @classmethod
    def of(cls, company: Office) -> "OwnOffice":
        """The office beside a company's; shares its store. Raises Refused where the policy cannot stand."""
        environment = {**company.environment, ADDRESS: address_of(company)}
        whole = own_policy(company.policy).policy
        assert whole is not None
        system = connect(whole.systems[SYSTEM], environment)
        tables = set(system.catalogue().tables)
        system.close()
        loaded = own_policy(company.policy, tables)
        if loaded.policy is None or has_errors(loaded.findings):
            raise Refused(*loaded.findings)
        made = cls(loaded.policy, company.folder, environment, loaded.findings)
        made._company = company
        made.__dict__["store"] = company.store
        return made

    @classmethod
    def beside(cls, company: Office) -> "OwnOffice":
        """The same, opened once for as long as the company's office is open."""
        with company.making:
            made: OwnOffice | None = company.__dict__.get("own")
            if made is None:
                made = company.__dict__["own"] = cls.of(company)
                company._closing.callback(made.close)
            return made

    def stated(self, at: datetime, near: Rows | None = None) -> Facts:
        """What is held or restricted of whom; no purpose of ours lapses by anybody's word."""
        stops = [
            (hold.place, Stop(hold.id, "hold", reason=hold.reason))
            for hold in self.store.holds(at)
            if isinstance(hold.place, str)
        ]
        stops += [
            (one.subject, Stop(one.id, "restriction", reason=one.ground))
            for one in self.store.restrictions(at)
        ]
        return Facts(stops=tuple(self._on(subject, stop) for subject, stop in stops))

    def _on(self, subject: str, stop: Stop) -> Stop:
        rows = Rows({(SYSTEM, "subjects"): frozenset(self.store.one_with([subject]))})
        return Stop(stop.name, stop.kind, rows, reason=stop.reason)


def address_of(company: Office) -> str:
    """The store's address, as systems have them."""
    url = company.environment.get("HOLDORD_DATABASE_URL")
    if url and not url.startswith("sqlite"):
        return url
    return f"sqlite:///{company.store.file}"


@dataclass(frozen=True, slots=True)
class Swept:
    """What came of a sweep: the reports of its runs, and the plan that waits for somebody, if one does."""

    reports: tuple[Report, ...] = ()
    waiting: Plan | None = None
    because: Any = None


def plan_own(own: OwnOffice, now: datetime, note: bool = True) -> Plan:
    """A plan of what no purpose of ours holds any more; without `note`, only as of a day to be tried out."""
    if note:
        own.store.settle(now)
    return plan_expiry(own, now, WHOLE)


def foresee(own: OwnOffice, now: datetime) -> None:
    """Keep what will go, so that the next sweep can be compared with it."""
    own.store.settle(now)
    own.store.save_forecast(own.policy.digest, now, forecast(own, now).as_json(), own=True)


def sweep(own: OwnOffice, clock: Clock, by: str) -> Swept:
    """What is due, gone; where much more is due than was foreseen, nothing, and a person has to confirm.

    Before anything was ever foreseen, and after a change of the policy, this only looks ahead. What an
    earlier sweep left open is brought to its end first.
    """
    reports = _continued(own, clock, by)
    foreseen = own.store.last_forecast(clock(), own=True)
    if foreseen is None or foreseen.policy != own.policy.digest:
        foresee(own, clock())
        return Swept(tuple(reports))
    for first in (True, *[False] * (TRIES - 1)):
        now = clock()
        plan = plan_own(own, now)
        if not plan.expected:
            break
        objection = objection_to(plan, foreseen) if first else None
        own.store.save_plan(plan)
        if objection:
            return Swept(tuple(reports), plan, objection)
        reports.append(run_plan(own, plan.digest, clock, by))
        if reports[-1].faults and not _passing(reports[-1]):
            break
    foresee(own, clock())
    return Swept(tuple(reports))


def _continued(own: OwnOffice, clock: Clock, by: str) -> list[Report]:
    """The runs of ours that were interrupted, carried on: what they did may not be recorded yet."""
    reports = []
    for run in own.store.unfinished_runs():
        plan = own.store.plan(run.plan) if run.kind == "expiry" else None
        if plan is not None and plan.policy == own.policy.digest:
            reports.append(run_plan(own, plan.digest, clock, by))
    return reports


def _passing(report: Report) -> bool:
    """Whether only the rows have changed meanwhile: a new plan helps."""
    return all(fault.code == "changed-since-plan" for fault in report.faults)


def own_rows(company: Office, known: Known, now: datetime, found: Known | None = None) -> list[Exported]:
    """What Holdord itself holds about the person behind some keys, in the shape of an export (Art. 15).

    `found` are the keys that were found with these in the company's systems; else they are looked for.

    Which member of staff did what is left out: that is about them (CJEU C-579/21). So are letters and
    answers in the vault, which are encrypted: the person has them, or gets them as such.
    """
    if found is None:
        with company.readers(few=True) as readers:
            found = find(company, readers, known, now).keys
    keys = _normal(company, known, found)
    subjects = company.store.pointed_at(keys)
    ids = {
        SUBJECT: sorted(company.store.one_with(subjects)),
        MARK: company.store.marks_told(addresses(company.policy, keys)),
    }
    if not any(ids.values()):
        return []
    held = export(OwnOffice.beside(company), {name: some for name, some in ids.items() if some}, now)
    return [kept for one in held if one.collection not in _TOLD_APART and (kept := _without(one))]


def _normal(company: Office, *several: Known) -> dict[str, set[str]]:
    """Keys in the form in which they are compared, all together, but for those that several can have."""
    keys: dict[str, set[str]] = {}
    for known in several:
        for name, values in known.items():
            key = company.policy.keys[name]
            if not key.shared:
                keys.setdefault(name, set()).update(normal(key, value) for value in values)
    return keys


_TOLD_APART = ("disclosures", "disclosures_struck")
"""To whom data was passed on: an answer tells it in words, and not what must not be told yet."""

_LEFT_OUT = (STAFF_LOG, "keys", "codes", "letters")


def _without(one: Exported) -> Exported | None:
    """The columns that are about the person; None where there are none."""
    at = [i for i, column in enumerate(one.columns) if _told(one.categories, column)]
    if not any(one.columns[i] in one.categories for i in at):
        return None
    columns = tuple(one.columns[i] for i in at)
    categories = {column: one.categories[column] for column in columns if column in one.categories}
    rows: list[Sequence[object]] = [tuple(row[i] for i in at) for row in one.rows]
    return replace(one, columns=columns, categories=categories, rows=rows)


def _told(categories: Mapping[str, str], column: str) -> bool:
    return categories.get(column, "requests") not in _LEFT_OUT
