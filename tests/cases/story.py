"""A case: a policy, the rows before, what is stated and done at which time; plan, rows after and evidence.

The text of a case is all there is to read. Everything in it is text; `~` is NULL. Rows are written as
`table: [[…], …]` with all columns in the order of the schema. In a story's step, `after` names each table
that has changed with all its rows; every table not named must be as it was, to the byte.

What holds after every run is not repeated in the cases but always looked at: every step did what the plan
said; evidence adds up to the rows that are gone; the chain holds; the same digest again does nothing; the
same plan made anew finds nothing to do (unless `again` says what).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import yaml

from holdord.words.correction import Correction
from holdord.words.facts import Condition
from holdord.words.plan import Act, Kept, Plan, Step
from holdord.workflows import (
    correcting,
    explaining,
    exporting,
    forecasting,
    planning,
    proving,
    running,
    stating,
)
from holdord.workflows.office import Office, Refused
from holdord.workflows.people import read_keys
from tests.company import BY, Company, found_company, moment, policy_text, typed
from tests.servers import Database

HERE = Path(__file__).parent
T = TypeVar("T")
Table = list[tuple[Any, ...]]
Everything = dict[tuple[str, str], Table]


@dataclass(frozen=True, slots=True)
class Case:
    """One case as written."""

    name: str
    raw: Mapping[str, Any]

    @property
    def dialects(self) -> list[str]:
        """The databases it is about: all three unless it says otherwise."""
        return list(self.raw.get("databases", ("sqlite", "postgresql", "mariadb")))

    @property
    def systems(self) -> Mapping[str, Mapping[str, Any]]:
        """Systems by name: schema, rows and map."""
        return self.raw["systems"]  # type: ignore[no-any-return]


def cases() -> Iterator[Case]:
    """Every case of every file. One that names no systems stands on the same ground as the one before."""
    for path in sorted(HERE.glob("*.yaml")):
        if path.stem != "header":
            stage: dict[str, Any] = {}
            for raw in yaml.load_all(path.read_text(encoding="utf-8"), yaml.CBaseLoader):
                stage = {**stage, **raw} if "systems" not in raw else raw
                yield Case(f"{path.stem}: {raw['says']}", stage)


def tell(case: Case, folder: Path, new_database: Callable[[str], Database], dialect: str) -> None:
    """Plays the whole case on one kind of database; AssertionError where it does not go as written."""
    databases = {}
    for name, system in case.systems.items():
        databases[name] = new_database(dialect)
        databases[name].execute_script(typed(dialect, system["tables"]))
        databases[name].execute_script(_filling(system.get("rows", {})))
    maps = {
        name: {key: value for key, value in system.items() if key not in ("tables", "rows")}
        for name, system in case.systems.items()
    }
    text = policy_text(case.raw["purposes"], maps, case.raw.get("header"))
    story = Story(case, found_company(folder, text, databases))
    for step in case.raw["story"]:
        story.play(step)


def _filling(rows: Mapping[str, list[list[str]]]) -> str:
    """INSERT statements; a value is written as text and the database makes of it what the column holds."""
    script = ""
    for table, some in rows.items():
        values = ", ".join(f"({', '.join(map(_literal, row))})" for row in some)
        script += f"INSERT INTO {table} VALUES {values};\n"
    return script or "SELECT 1;"


def _literal(value: str) -> str:
    return "NULL" if value == "~" else "'" + value.replace("'", "''") + "'"


@dataclass
class Story:
    """A case while it is played."""

    case: Case
    company: Company
    stopped: list[tuple[str, str]] = field(default_factory=list)

    def play(self, step: Mapping[str, Any]) -> None:
        """One step: something stated, asked, changed or done. An office is opened for each, as in life."""
        (verb,) = set(step) & {name.removeprefix("play_") for name in dir(self) if name.startswith("play_")}
        with self.company.office() as office:
            getattr(self, f"play_{verb}")(office, moment(step["at"]) if "at" in step else None, step)

    # -- stating

    def play_consent(self, office: Office, at: datetime, step: Mapping[str, Any]) -> None:
        """`consent: PURPOSE, of: KEY=VALUE, given: yes`."""
        given = step["given"] == "yes"
        stating.state_consent(office, keys(office, step["of"]), step["consent"], given, at, "form", BY)

    def play_objection(self, office: Office, at: datetime, step: Mapping[str, Any]) -> None:
        """`objection: PURPOSE, of: KEY=VALUE, state: upheld`."""
        stating.state_objection(
            office, keys(office, step["of"]), step["objection"], step["state"], at, "own situation", BY
        )

    def play_hold(self, office: Office, at: datetime, step: Mapping[str, Any]) -> None:
        """`hold: KEY=VALUE` or `hold: SYSTEM.COLLECTION.COLUMN=VALUE`."""
        place, _, value = step["hold"].partition("=")
        condition = Condition(*place.split("."), (value,)) if "." in place else None  # type: ignore[arg-type]
        known = None if condition else keys(office, step["hold"])
        review = date.fromisoformat(step.get("review", (at + timedelta(days=90)).date().isoformat()))
        hold = stating.place_hold(office, known, condition, "a claim is expected", BY, review, at)
        self.stopped.append(("hold", hold))

    def play_restrict(self, office: Office, at: datetime, step: Mapping[str, Any]) -> None:
        """`restrict: KEY=VALUE`."""
        found = stating.restrict(office, keys(office, step["restrict"]), "accuracy", at, BY, None)
        self.stopped.append(("restriction", found))

    def play_lift(self, office: Office, at: datetime, step: Mapping[str, Any]) -> None:
        """`lift: hold`: what was placed first."""
        kind, name = next(one for one in self.stopped if one[0] == step["lift"])
        self.stopped.remove((kind, name))
        if kind == "hold":
            office.store.lift_hold(name, "settled", BY, at)
        else:
            office.store.lift_restriction(name, at, "corrected", BY, told_at=at - timedelta(hours=1))

    def play_sql(self, office: Office, at: datetime | None, step: Mapping[str, Any]) -> None:
        """`sql: STATEMENTS, in: SYSTEM`: what the shop does meanwhile."""
        self.company.databases[step.get("in", next(iter(self.case.systems)))].execute_script(step["sql"])

    # -- asking

    def play_find(self, office: Office, at: datetime, step: Mapping[str, Any]) -> None:
        """`find: KEY=VALUE, held: {shop.orders: 2}`."""
        _, held = explaining.find_only(office, keys(office, step["find"]), at)
        assert {f"{one.system}.{one.collection}": str(one.rows) for one in held} == step["held"]

    def play_explain(self, office: Office, at: datetime, step: Mapping[str, Any]) -> None:
        """`explain: KEY=VALUE` with `kept`, `going`, `on_request`, or `stops: [finding codes]`."""
        found = told(step, lambda: explaining.explain(office, keys(office, step["explain"]), at))
        if found is None:
            return
        if "kept" in step:
            assert sorted(map(_kept, found.kept)) == sorted(step["kept"])
        for name in ("going", "on_request"):
            if name in step:
                assert sorted(map(_step, getattr(found, name))) == sorted(step[name]), name

    def play_export(self, office: Office, at: datetime, step: Mapping[str, Any]) -> None:
        """`export: KEY=VALUE, rows: {shop.orders: [[…]]}`, each row as the columns of the export."""
        exports = exporting.export(office, keys(office, step["export"]), at)
        found = {
            f"{one.system}.{one.collection}": sorted(
                ["~" if value is None else str(exporting.plain(value)) for value in row] for row in one.rows
            )
            for one in exports
        }
        assert found == {name: sorted(rows) for name, rows in step["rows"].items()}

    def play_forecast(self, office: Office, at: datetime, step: Mapping[str, Any]) -> None:
        """`forecast: {"remove shop.orders": {due: 1, "2027-01": 2, later: 1}}`."""
        found = forecasting.forecast(office, at, int(step.get("months", 12)))
        shown = {}
        for line in found.lines:
            name = f"{line.act} {line.system}.{line.collection} {','.join(line.columns)}".strip()
            name = name if line.act == "clear" else f"remove {line.system}.{line.collection}"
            counts = dict(zip(("due", *found.months), line.counts, strict=True)) | {"later": line.later}
            shown[name] = {month: str(count) for month, count in counts.items() if count}
        assert shown == step["forecast"]

    # -- doing

    def play_erase(self, office: Office, at: datetime, step: Mapping[str, Any]) -> None:
        """`erase: KEY=VALUE` or a list of people, with `plan`, `kept`, `after`."""
        people = step["erase"] if isinstance(step["erase"], list) else [step["erase"]]
        self.run(
            office, at, step, lambda: planning.plan_erasure(office, [keys(office, p) for p in people], at)
        )

    def play_expire(self, office: Office, at: datetime, step: Mapping[str, Any]) -> None:
        """`expire: yes`, with `plan` and `after`."""
        chunk = int(step.get("chunk", planning.ROWS_PER_CHUNK))
        self.run(office, at, step, lambda: planning.plan_expiry(office, at, chunk))

    def play_rectify(self, office: Office, at: datetime, step: Mapping[str, Any]) -> None:
        """`rectify: KEY=VALUE, says: {"SYSTEM.COLLECTION[ROW].COLUMN": VALUE}`, with `plan` and `after`."""
        stated = []
        for where, value in step["says"].items():
            system, collection, column = where.split(".")
            name, _, row = collection.partition("[")
            stated.append(Correction(system, name, row.rstrip("]"), column, "" if value == "~" else value))
        made: list[Plan] = []

        def make() -> Plan:
            try:
                made.append(correcting.propose(office, keys(office, step["rectify"]), stated, at).plan)
            except Refused as refused:
                done = ("correction-changes-nothing", "correction-not-theirs")  # the key itself has changed
                if not made or refused.findings[0].code not in done:
                    raise
                return replace(made[0], units=())
            return made[-1]

        self.run(office, at, step, make)

    def run(self, office: Office, at: datetime, step: Mapping[str, Any], make: Callable[[], Plan]) -> None:
        """Makes a plan, compares it with what is written, runs it, looks at everything."""
        before = everything(self.company, office)
        plan = told(step, make)
        if plan is None:
            assert everything(self.company, office) == before
            return
        assert planned(plan) == sorted(step["plan"])
        if "kept" in step:
            assert sorted(map(_kept, plan.kept)) == sorted(step["kept"])
        office.store.save_plan(plan)
        assert everything(self.company, office) == before, "making a plan changed something"
        report = running.run_plan(office, plan.digest, lambda: at, BY)
        assert report.faults == []
        after = everything(self.company, office)
        self._compare(step.get("after", {}), before, after)
        check_evidence(office, report.run, plan, before, after)
        repeated = running.run_plan(office, plan.digest, lambda: at, BY)
        assert repeated.already_done
        assert everything(self.company, office) == after, "the second run of a plan changed something"
        assert planned(make()) == sorted(step.get("again", [])), "the same plan made anew"

    def _compare(self, written: Mapping[str, Any], before: Everything, after: Everything) -> None:
        first = next(iter(self.case.systems))
        expected = dict(before)
        for name, rows in written.items():
            system, _, table = name.rpartition(".")
            expected[system or first, table] = sorted(
                [tuple(None if value == "~" else value for value in row) for row in rows], key=str
            )
        assert after == expected


def told(step: Mapping[str, Any], work: Callable[[], T]) -> T | None:
    """What was asked for; None where it is refused, as the case says under `stops`."""
    codes: list[str] = []
    answer = None
    try:
        answer = work()
    except Refused as refused:
        codes = [finding.code for finding in refused.findings]
    assert codes == step.get("stops", [])
    return answer


def keys(office: Office, words: str) -> Mapping[str, list[str]]:
    """`email=a@x.example customer_no=7` as keys."""
    return read_keys(office.policy, words.split())


def everything(company: Company, office: Office) -> Everything:
    """Every row of every table of every system but our own receipts."""
    found = {}
    for system, catalogue in ((name, office.systems[name].catalogue()) for name in company.databases):
        for table in catalogue.tables:
            if not table.startswith("holdord_"):
                found[system, table] = sorted(company.rows(system, table), key=str)
    return found


def planned(plan: Plan) -> list[str]:
    """The steps of a plan as the cases write them."""
    return sorted(_step(step, unit.system) for unit in plan.units for step in unit.steps)


def _step(step: Step, system: str = "") -> str:
    system = system or step.name.partition(".")[0]
    columns = f" {','.join(step.columns)}" if step.act is not Act.REMOVE else ""
    return f"{step.act} {system}.{step.collection}{columns} {step.expected}"


def _kept(kept: Kept) -> str:
    name = f"{kept.system}.{kept.collection} {kept.category}".strip()
    if kept.halted:
        return f"{name} {kept.rows} stopped by {kept.stopped_by.partition(' ')[0]}"
    end = f"until {kept.until}" if kept.until else f"waits for {kept.waits_for}"
    if kept.shared:
        end = f"shared, {end if kept.purpose else 'until a sweep'}"
    return " ".join(f"{name} {kept.purpose} {kept.rows} {end}".split())


def check_evidence(office: Office, run: str, plan: Plan, before: Everything, after: Everything) -> None:
    """Evidence of a run: exactly what the plan said, and exactly the rows that are gone."""
    records = [record for record in office.store.evidence() if record.run == run]
    counted: Counter[tuple[str, str]] = Counter()
    gone: Counter[tuple[str, str]] = Counter()
    for record in records:
        assert record.left == 0
        assert record.plan == plan.digest
        counted[record.system, record.step] += record.changed
        if record.act == "remove":
            table = office.policy.systems[record.system].collections[record.collection].table
            gone[record.system, table] += record.changed
    expected = {(u.system, s.name): s.expected for u in plan.units for s in u.steps}
    if any(unit.chunk for unit in plan.units) or len(plan.units) <= len(office.policy.systems):
        assert counted == expected
    assert gone == Counter({name: len(before[name]) - len(rows) for name, rows in after.items()})
    verdict = proving.prove(office.store.evidence(), office.store.seals())
    assert verdict.holds, verdict.broken


__all__ = ["Case", "cases", "tell"]
