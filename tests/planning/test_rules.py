"""Random policies and rows: what the engine does in a database is what the rules say, row by row."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from holdord.language import load_texts
from holdord.planning.planner import ends_on_request
from holdord.words.policy import Basis, How, Policy
from holdord.workflows import planning, running, stating
from holdord.workflows.office import STORE_FOLDER, Office
from tests.company import BY, empty_store
from tests.planning.rules import Tables, World
from tests.planning.worlds import COLUMNS, SCHEMA, Example, examples
from tests.servers import Database, fresh_sqlite


class Shop:
    """One database, filled anew for each example; and a store that is empty at the beginning of each."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.folder = folder
        self.examples = 0
        self.database.execute_script(SCHEMA)

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
        script = "".join(f"DELETE FROM {name};\n" for name in reversed(COLUMNS))
        script += "DELETE FROM holdord_receipts;\n" if self._has_receipts() else ""
        for name, rows in tables.items():
            for row in rows.values():
                values = ", ".join("NULL" if v is None else f"'{v}'" for v in row.values())
                script += f"INSERT INTO {name} VALUES ({values});\n"
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
    found = World(policy, copy.deepcopy(example.tables), example.now)
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
    if purpose.basis is Basis.LEGITIMATE_INTEREST:
        return "upheld" if kind == "lapsed" else "made"
    return ""


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
    return tables


def _ended(value: Any, how: How, text: str) -> Any:
    if value is None or how is How.WITH_ROW:
        return value
    return {How.CLEAR: None, How.BLANK: "", How.MASK: text, How.FIRST: value[:1]}[how]


def at(before: World, tables: Tables, now: datetime) -> World:
    """A world later: other rows, the same people."""
    return World(before.policy, tables, now, before.lapsed, before.stopped, persons=before.persons)


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
    ended = [name for name, purpose in policy.purposes.items() if ends_on_request(purpose)]
    before.people, before.dropped = frozenset(example.asking), frozenset(ended)
    with shop.office(policy) as office:
        shop.fill(example.tables)
        state(office, example)
        asking = [{"email": [email.upper()]} for email in example.asking]
        carry_out(office, planning.plan_erasure(office, asking, example.now), example.now)
        first = after(before)
        assert shop.tables() == first
        carry_out(office, planning.plan_expiry(office, example.later), example.later)
        lapsed = {name: set(before.lapsed.get(name, ())) for name in policy.purposes}
        for name in ended:
            lapsed[name] |= before.people
        then = at(before, first, example.later)
        then.lapsed = lapsed
        assert shop.tables() == after(then)


@pytest.fixture(scope="module")
def sqlite_shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A shop on SQLite for all examples."""
    folder = tmp_path_factory.mktemp("rules")
    return Shop(fresh_sqlite(folder), folder)


FAST = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)


@FAST
@given(examples())
def test_a_sweep_does_what_the_rules_say(sqlite_shop: Shop, example: Example) -> None:
    sweep(sqlite_shop, example)


@FAST
@given(examples())
def test_an_erasure_does_what_the_rules_say(sqlite_shop: Shop, example: Example) -> None:
    erase(sqlite_shop, example)
