"""Plays of a random example: what the engine does in a database, beside what the rules say."""

from __future__ import annotations

import copy
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from holdord.language import load_texts
from holdord.planning.mechanism import Mechanism
from holdord.planning.predicates import ALWAYS, NEVER, Condition, all_of
from holdord.planning.statements import Draft, Query
from holdord.words.policy import Basis, Collection, Field, How, Policy, Purpose
from holdord.workflows import explaining, exporting, forecasting, planning, running, stating
from holdord.workflows.office import STORE_FOLDER, Office
from holdord.workflows.people import find
from tests.company import BY, empty_store
from tests.planning.given import check_what_is_given
from tests.planning.rules import Key, Tables, World
from tests.planning.worlds import COLUMNS, CUT, EMAILS, POINTERS, Example, schema
from tests.servers import Database

FAR = datetime(2290, 1, 1, tzinfo=UTC)
OBJECTABLE = (Basis.LEGITIMATE_INTEREST, Basis.PUBLIC_TASK)


class Shop:
    """One database, filled anew for each example; and a store that is empty at the beginning of each."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.folder = folder
        self.examples = 0
        self.database.execute_script(schema(database.dialect))

    @contextmanager
    def office(self, policy: Policy) -> Iterator[Office]:
        """An office that knows nothing yet."""
        self.examples += 1
        folder = self.folder / str(self.examples)
        shutil.copytree(empty_store(), folder / STORE_FOLDER)
        with Office(policy, folder, {"SHOP_URL": self.database.url}) as office:
            yield office
            office.store.close()
        shutil.rmtree(folder)

    def fill(self, tables: Tables) -> None:
        """Exactly these rows."""
        table, pointer, _ = CUT
        script = f"UPDATE {table} SET {pointer} = NULL;\n"
        script += "".join(f"DELETE FROM {name};\n" for name in reversed(COLUMNS))
        script += "DELETE FROM holdord_receipts;\n" if self._has_receipts() else ""
        for name, rows in tables.items():
            for row in rows.values():
                given = {**row, pointer: None} if name == table else row
                values = ", ".join("NULL" if v is None else f"'{v}'" for v in given.values())
                script += f"INSERT INTO {name} VALUES ({values});\n"
        for number, row in tables[table].items():
            if row[pointer]:
                script += f"UPDATE {table} SET {pointer} = {row[pointer]} WHERE id = {number};\n"
        self.database.execute_script(script)

    def tables(self) -> Tables:
        """The rows that are there now."""
        found: Tables = {}
        for name, columns in COLUMNS.items():
            rows = self.database.rows(f"SELECT {', '.join(columns)} FROM {name}")
            found[name] = {row[0]: dict(zip(columns, map(_plain, columns, row), strict=True)) for row in rows}
        return found

    def _has_receipts(self) -> bool:
        try:
            return bool(self.database.rows("SELECT count(*) FROM holdord_receipts"))
        except Exception:
            return False


def _plain(column: str, value: Any) -> Any:
    if column in ("d1", "d2") and isinstance(value, str):
        return datetime.fromisoformat(value).date()
    return value


def read(example: Example) -> Policy:
    """The example's policy."""
    loaded = load_texts({"policy.yaml": example.text})
    assert loaded.policy is not None, loaded.findings
    return loaded.policy


def world(policy: Policy, example: Example) -> World:
    """What the example says, before anything is done."""
    found = World(policy, copy.deepcopy(example.tables), example.now, pointers=POINTERS)
    lapsed: dict[str, set[str]] = {}
    stopped = set()
    for kind, email, purpose in example.said:
        if kind in ("hold", "restrict"):
            stopped.add(email)
        elif (stated := _statable(policy, kind, purpose)) and (
            stated != "made" or policy.purposes[purpose].marketing
        ):
            lapsed.setdefault(purpose, set()).add(email)
    found.lapsed, found.stopped = lapsed, frozenset(stopped)
    for key in found.all_keys():
        found.owners(key)
    return found


def _statable(policy: Policy, kind: str, name: str) -> str:
    """What can be stated about a purpose: a withdrawal, an objection upheld or only made, or nothing."""
    purpose = policy.purposes.get(name)
    if purpose is None:
        return ""
    if purpose.basis is Basis.CONSENT:
        return "withdrawn" if kind == "lapsed" else ""
    if purpose.basis in OBJECTABLE or purpose.marketing:
        return "upheld" if kind == "lapsed" else "made"
    return ""


def over_when_asked(purpose: Purpose) -> bool:
    """Asking for erasure withdraws consent and objects, to marketing whatever it rests on (Art. 17(1))."""
    claims = bool(purpose.overriding)
    objected = purpose.marketing or (purpose.basis in OBJECTABLE and not claims)
    return purpose.basis is Basis.CONSENT or objected


def state(office: Office, example: Example) -> None:
    """States in the store what the example says."""
    before = example.now - timedelta(days=1)
    for number, (kind, email, purpose) in enumerate(example.said):
        known, at = {"email": [email]}, before + timedelta(minutes=number)
        if kind == "hold":
            stating.place_hold(office, known, None, "a claim", BY, at.date() + timedelta(days=9), at)
        elif kind == "restrict":
            stating.restrict(office, known, "accuracy", at, BY, None)
        elif (stated := _statable(office.policy, kind, purpose)) == "withdrawn":
            stating.state_consent(office, known, purpose, False, at, "form", BY)
        elif stated:
            stating.state_objection(office, known, purpose, stated, at, "", BY)  # type: ignore[arg-type]


def after(before: World) -> Tables:
    """The rows when what may go has gone."""
    going = before.going()
    tables: Tables = {name: {} for name in before.tables}
    for key in before.all_keys():
        if key in going:
            continue
        row = dict(before.tables[key[0]][key[1]])
        for one in before.collection(key[0]).fields:
            if before.is_free(one, key):
                row[one.column] = _ended(row[one.column], one.ending.how, one.ending.text)
        tables[key[0]][key[1]] = row
    table, column, target = CUT
    for row in tables[table].values():
        row[column] = row[column] if row[column] in tables[target] else None
    return tables


def _ended(value: Any, how: How, text: str) -> Any:
    if value is None or how is How.WITH_ROW:
        return value
    return {How.CLEAR: None, How.BLANK: "", How.MASK: text, How.FIRST: value[:1]}[how]


def at(before: World, tables: Tables, now: datetime) -> World:
    """A world later: other rows, the same people."""
    return World(
        before.policy,
        tables,
        now,
        before.lapsed,
        before.stopped,
        pointers=before.pointers,
        persons=before.persons,
    )


def carry_out(office: Office, plan: Any, now: datetime) -> None:
    """Runs a plan, which must find exactly what it expected."""
    office.store.save_plan(plan)
    report = running.run_plan(office, plan.digest, lambda: now, BY)
    assert report.faults == []
    assert sum(report.changed.values()) == plan.expected


def sweep(shop: Shop, example: Example) -> None:
    """Two sweeps: each does what the rules say, and both together what the later one alone would do."""
    policy = read(example)
    before = world(policy, example)
    with shop.office(policy) as office:
        shop.fill(example.tables)
        state(office, example)
        chunk = example.chunk or planning.ROWS_PER_CHUNK
        carry_out(office, planning.plan_expiry(office, example.now, chunk), example.now)
        first = after(before)
        assert shop.tables() == first
        assert planning.plan_expiry(office, example.now, chunk).expected == 0
        carry_out(office, planning.plan_expiry(office, example.later, chunk), example.later)
        second = after(at(before, first, example.later))
        assert shop.tables() == second
        assert second == after(at(before, example.tables, example.later))


def erase(shop: Shop, example: Example) -> None:
    """Some people ask: what goes is what the rules say, and a sweep later remembers that they asked."""
    policy = read(example)
    before = world(policy, example)
    ended = [name for name, purpose in policy.purposes.items() if over_when_asked(purpose)]
    before.people, before.dropped = frozenset(example.asking), frozenset(ended)
    with shop.office(policy) as office:
        shop.fill(example.tables)
        state(office, example)
        asking = [{"email": [email.upper()]} for email in example.asking]
        plan = planning.plan_erasure(office, asking, example.now)
        carry_out(office, plan, example.now)
        first = after(before)
        _check_shared(plan.kept, before)
        _check_all_told(before, first, plan.kept)
        assert shop.tables() == first
        carry_out(office, planning.plan_expiry(office, example.later), example.later)
        lapsed = {name: set(before.lapsed.get(name, ())) for name in policy.purposes}
        for name in ended:
            lapsed[name] |= before.people
        then = at(before, first, example.later)
        then.lapsed = lapsed
        assert shop.tables() == after(then)


def explain(shop: Shop, example: Example) -> None:
    """Somebody asks what is held: the rows of a line are held to the end of its day, not a moment longer."""
    policy = read(example)
    before = world(policy, example)
    email = example.asking[0]
    with shop.office(policy) as office:
        shop.fill(example.tables)
        state(office, example)
        found = explaining.explain(office, {"email": [email]}, example.now)
        check_what_is_given(office, {"email": [email]}, example.now, found)
    mine = [key for key in before.all_keys() if before.any_among(key, {email})]
    assert {one.collection: one.rows for one in found.held} == Counter(name for name, _ in mine)
    stopped = Counter(name for name, number in mine if before.is_stopped((name, number)))
    assert Counter({k.collection: k.rows for k in found.kept if k.halted}) == stopped
    assert not any(k.shared for k in found.kept)
    assert _held_lines(found.kept) == _held_by_the_rules(before, mine, email)
    for kept in found.kept:
        if kept.until:
            _check_until(before, mine, email, kept)
    for steps, dropped in ((found.going, ()), (found.on_request, policy.purposes)):
        scoped = at(before, example.tables, example.now)
        scoped.people = frozenset({email})
        scoped.dropped = frozenset(name for name in dropped if over_when_asked(policy.purposes[name]))
        removed = Counter({step.collection: step.expected for step in steps if step.act == "remove"})
        assert removed == Counter(name for name, _ in scoped.going())


def _held_lines(kept: Any) -> Counter[tuple[str, str, str]]:
    lines: Counter[tuple[str, str, str]] = Counter()
    for one in kept:
        if not one.stopped_by:
            lines[one.collection, one.category, one.purpose] += one.rows
    return lines


def _check_shared(kept: Any, asked: World) -> None:
    """What is told of shared data is what the rules say, with or without what others have said of purposes.

    A plan need not look what those have said who did not ask: it tells the latest end.
    """
    told = _shared_lines(kept)
    known = _shared_by_the_rules(asked)
    unknown = at(asked, asked.tables, asked.now)
    unknown.lapsed, unknown.people, unknown.dropped = {}, asked.people, asked.dropped
    most = _shared_by_the_rules(unknown)
    for line in {*told, *known, *most}:
        low, high = sorted((known[line], most[line]))
        assert low <= told[line] <= high, (line, told[line], low, high)


def _shared_lines(kept: Any) -> Counter[tuple[str, str, str]]:
    lines: Counter[tuple[str, str, str]] = Counter()
    for one in kept:
        if one.shared:
            lines[one.collection, one.category, one.purpose] += one.rows
    return lines


def _shared_by_the_rules(asked: World) -> Counter[tuple[str, str, str]]:
    """What those who ask have together with others, and which purpose that their asking ends still holds it.

    Where no purpose holds it any more, it is named without one.
    """
    lines: Counter[tuple[str, str, str]] = Counter()
    for key in asked.all_keys():
        collection = asked.collection(key[0])
        if not asked.people or not asked.any_among(key, asked.people) or asked.in_scope(key):
            continue
        for category in dict.fromkeys(f.category for f in collection.fields if not f.owner):
            purposes = asked.policy.purposes_of(collection, category)
            holding = [one.name for one in purposes if not asked.ended(one, key)]
            lines.update((key[0], category, name) for name in holding if name in asked.dropped)
            if not holding and not asked.is_stopped(key):
                lines[key[0], category, ""] += 1
    return lines


def _check_all_told(asked: World, tables: Tables, kept: Any) -> None:
    """Whatever still stands of what those who asked share with others is told of."""
    told = {(one.collection, one.category) for one in kept}
    for key in asked.all_keys():
        collection, row = asked.collection(key[0]), tables[key[0]].get(key[1])
        if row is None or not collection.shared or not asked.any_among(key, asked.people or ()):
            continue
        for one in collection.fields:
            if not one.owner and row[one.column]:
                assert told & {(key[0], one.category), (key[0], "")}, (key, one)


def _held_by_the_rules(before: World, mine: list[Key], email: str) -> Counter[tuple[str, str, str]]:
    lines: Counter[tuple[str, str, str]] = Counter()
    for key in mine:
        questions: dict[tuple[str, str], Field] = {}
        for one in before.collection(key[0]).fields:
            questions.setdefault((one.category, one.owner), one)
        for one in questions.values():
            if one.owner and email not in before.owners(key)[one.owner]:
                continue
            for purpose in before.policy.purposes_of(before.collection(key[0]), one.category, one.owner):
                if not before.ended(purpose, key, one.owner):
                    lines[key[0], one.category, purpose.name] += 1
    return lines


def _check_until(before: World, mine: list[Key], email: str, kept: Any) -> None:
    day = date.fromisoformat(kept.until)
    keep = str(before.policy.purposes[kept.purpose].keep)
    hours = timedelta(0) if "hours" in keep else timedelta(hours=23, minutes=59)
    moments = [_midnight(before, day) + hours, _midnight(before, day + timedelta(days=1)), FAR]
    line = (kept.collection, kept.category, kept.purpose)
    held = [_held_by_the_rules(at(before, before.tables, one), mine, email)[line] for one in moments]
    assert held[0] > held[1] == held[2], (kept, held)


def _midnight(before: World, day: date) -> datetime:
    return datetime.combine(day, time(), before.policy.controller.calendar.zone).astimezone(UTC)


def foresee(shop: Shop, example: Example, months: int = 5) -> None:
    """The forecast's rows and fields are those which go when their month has passed, by the rules."""
    policy = read(example)
    before = world(policy, example)
    with shop.office(policy) as office:
        shop.fill(example.tables)
        state(office, example)
        found = forecasting.forecast(office, example.now, months)
    ends = [_end_of_month(name, before) for name in found.months]
    worlds = [at(before, example.tables, moment) for moment in (example.now, *ends)]
    going = [one.going() for one in worlds]
    for line in found.lines:
        numbers = example.tables[line.collection]
        fields = [f for f in before.collection(line.collection).fields if f.column in line.columns]
        expected: Counter[int] = Counter()
        for key in ((line.collection, number) for number in numbers):
            row_goes = _first([key in some for some in going])
            if line.act == "remove":
                expected[row_goes] += 1
            elif any(_changes(before, one, key) for one in fields):
                free = _first([one.is_free(fields[0], key) for one in worlds])
                expected[free] += free < row_goes
        assert list(line.counts) == [expected[i] for i in range(months + 1)], line
        assert line.act == "clear" or line.later == expected[months + 1], line


def _end_of_month(name: str, before: World) -> datetime:
    year, month = map(int, name.split("-"))
    return _midnight(before, date(year + month // 12, month % 12 + 1, 1)) - timedelta(microseconds=1)


def _first(truths: list[bool]) -> int:
    return truths.index(True) if True in truths else len(truths)


def _changes(before: World, one: Field, key: Key) -> bool:
    value = before.value(key, one.column)
    return one.ending.how is not How.WITH_ROW and _ended(value, one.ending.how, one.ending.text) != value


def leave_others(shop: Shop, example: Example) -> None:
    """Some people ask for erasure: what everybody else is given on request is to the byte what it was."""
    policy = read(example)
    everybody = world(policy, example)
    others = {email for persons in everybody.persons.values() for email in persons} - set(example.asking)
    with shop.office(policy) as office:
        shop.fill(example.tables)
        before = {email: _given(office, email, example.now) for email in others}
        plan = planning.plan_erasure(office, [{"email": [e]} for e in example.asking], example.now)
        carry_out(office, plan, example.now)
        assert {email: _given(office, email, example.now) for email in others} == before


def one_by_one(shop: Shop, example: Example) -> None:
    """People erased together, or one after the other: after the next sweep the same rows are there."""
    policy = read(example)
    ends = []
    for batches in ([example.asking], [(email,) for email in example.asking]):
        with shop.office(policy) as office:
            shop.fill(example.tables)
            for asking in batches:
                plan = planning.plan_erasure(office, [{"email": [email]} for email in asking], example.now)
                carry_out(office, plan, example.now)
            carry_out(office, planning.plan_expiry(office, example.now), example.now)
            ends.append(shop.tables())
    assert ends[0] == ends[1]


def each_alone(shop: Shop, example: Example) -> None:
    """Many people exported together: each is given exactly what they are given when asked about alone."""
    policy = read(example)
    people = [{"email": [email]} for email in EMAILS] + [{"customer_no": [str(n)]} for n in (1, 2, 3)]
    with shop.office(policy) as office:
        shop.fill(example.tables)
        together = list(exporting.export_each(office, people, example.now))
        for known, each in zip(people, together, strict=True):
            alone = exporting.export(office, known, example.now)
            assert len(each) == bool(alone)
            assert [_rows_given(one) for found in each for one in found] == [
                _rows_given(one) for one in alone
            ]


def _rows_given(one: exporting.Exported) -> tuple[object, ...]:
    return one.collection, one.columns, one.withheld, sorted(one.rows, key=repr)


def tell_every_row(shop: Shop, example: Example) -> None:
    """Every condition and its opposite: each row, whatever is missing in it, meets exactly one of them."""
    policy = read(example)
    with shop.office(policy) as office:
        shop.fill(example.tables)
        state(office, example)
        facts = office.stated(example.now)
        with office.readers() as readers:
            found = find(office, readers, {"email": list(example.asking)}, example.now)
            for people, asked in ((None, False), (found, False), (found, True)):
                shape = office.planner.shape(facts, people, asked)
                setting = office.planner.setting(example.now, facts, people)
                atlas = office.planner.atlases["shop"]
                for collection in policy.collections():
                    draft = Draft(atlas.dialect)
                    for condition in _conditions(Mechanism(atlas, shape, draft), collection):
                        parts = {"yes": condition.yes, "no": condition.no}
                        parts["both"] = f"({condition.yes}) AND ({condition.no})"
                        alias = draft.alias("", collection.name)
                        counts = [f"count(CASE WHEN {part} THEN 1 END)" for part in parts.values()]
                        sql = f"SELECT {', '.join(counts)} FROM {atlas.source(collection.table)} AS {alias}"
                        ((yes, no, both),) = readers.rows("shop", Query(sql, setting.fill(draft.slots)))
                        assert both == 0, condition
                        assert yes + no == len(example.tables[collection.name]), condition


def _conditions(mechanism: Mechanism, collection: Collection) -> list[Condition]:
    alias = mechanism.draft.alias("", collection.name)
    found = [*mechanism.goes(collection, alias), mechanism.unstopped(collection, alias)]
    for purpose in mechanism.atlas.policy.purposes_of_row(collection):
        found += mechanism.ended(purpose, collection, alias)
    for one in collection.fields:
        found += mechanism.free(one, collection, alias)
    found.append(all_of(mechanism.goes(collection, alias)))
    return [condition for condition in found if condition not in (ALWAYS, NEVER)]


def _given(office: Office, email: str, now: datetime) -> dict[str, list[Any]]:
    """What an export gives that is about the person: the values of every category."""
    given = {}
    for one in exporting.export(office, {"email": [email]}, now):
        rows = [
            {c: v for c, v in zip(one.columns, row, strict=True) if one.categories.get(c) and v is not None}
            for row in one.rows
        ]
        given[one.collection] = [row for row in rows if row]
    return {name: rows for name, rows in given.items() if rows}
