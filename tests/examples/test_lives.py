"""The cast of each company, told as rows before and after: one asks to be erased, then time passes for all.

A life is a file in `lives/`: what of which tables is looked at, the rows as they are made, and for each act
the plan that is shown and the rows that are left. It is lived by the very functions that the commands call,
on every kind of database by those companies whose tables nothing else runs on.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from holdord import demo
from holdord.words.plan import Act, Plan
from holdord.workflows.office import Office
from holdord.workflows.planning import plan_erasure, plan_expiry
from holdord.workflows.running import run_plan
from tests.examples.conftest import EACH, Fill, Filled
from tests.examples.test_policies import NOW

LIVES = {path.stem: path for path in sorted((Path(__file__).parent / "lives").glob("*.yaml"))}


def shown(plan: Plan) -> list[str]:
    """A plan's steps in short: what happens to how many rows of which table, and to which columns."""
    lines = []
    for step in (step for unit in plan.units for step in unit.steps):
        columns = "" if step.act is Act.REMOVE else f" {','.join(step.columns)}"
        lines.append(f"{step.act} {step.collection}{columns} {step.expected}")
    return sorted(lines)


def seen(made: Filled, looks: dict[str, list[str]]) -> dict[str, list[list[str]]]:
    """The rows of the tables looked at, their columns as texts; what is NULL as a dash."""
    where = {t.name: system for system in made.databases for t in demo.tables(made.company, system)}
    return {
        table: [
            ["-" if value is None else _written(value) for value in row]
            for row in made.rows(f"SELECT id, {', '.join(columns)} FROM {table} ORDER BY id", where[table])
        ]
        for table, columns in looks.items()
    }


def _written(value: object) -> str:
    return str(value).partition(" 0")[0] if str(value).endswith("00:00:00") else str(value)


def lived(made: Filled, told: dict[str, Any], store: Path) -> dict[str, Any]:
    """What really happens in a life, in the form of its file."""
    looks, story = told["looks"], []
    before = seen(made, looks)
    environment = {**made.environment, "HOLDORD_STORE": str(store)}
    with Office.open(demo.policy_folder(made.company), environment) as office:
        for act in told["story"]:
            if who := act.get("erase"):
                known = dict([next(iter(demo.cast(made.company)[who].keys.items()))])
                plan = plan_erasure(office, [{key: [value] for key, value in known.items()}], NOW)
            else:
                plan = plan_expiry(office, NOW)
            office.store.save_plan(plan)
            report = run_plan(office, plan.digest, lambda: NOW, "tests")
            assert not report.faults
            name = {"erase": who} if who else {"expire": "yes"}
            story.append({**name, "plan": shown(plan), "after": changed(before, seen(made, looks))})
            before = seen(made, looks)
    return {"story": story}


def changed(
    before: dict[str, list[list[str]]], after: dict[str, list[list[str]]]
) -> dict[str, list[list[str]]]:
    """The tables of which something changed, as they are then."""
    return {table: rows for table, rows in after.items() if rows != before[table]}


LIVED = [one for one in EACH if one[1] == "sqlite" or one[0] not in ("retailer", "service")]


@pytest.mark.parametrize(("company", "dialect"), LIVED, ids=["-".join(one) for one in LIVED])
def test_a_company_lives_as_it_is_told(with_cast: Fill, company: str, dialect: str, tmp_path: Path) -> None:
    told = yaml.load(LIVES[company].read_text(encoding="utf-8"), yaml.CBaseLoader)
    made = with_cast(company, dialect)
    assert seen(made, told["looks"]) == told["rows"]
    assert lived(made, told, tmp_path / "store")["story"] == told["story"]
