"""A store that was lost, emptied or mistaken is noticed by the receipts in the company's database."""

import shutil
from pathlib import Path

import pytest

from holdord.workflows import explaining, planning, remembering, running
from holdord.workflows.office import Office, Refused
from tests.servers import Database
from tests.workflows.small import NOW, office

TABLE = """
CREATE TABLE questions (id integer PRIMARY KEY, email varchar(80), asked_on date NOT NULL);
INSERT INTO questions VALUES (1, 'ida@a.example', '2020-01-01'), (2, 'ida@a.example', '2026-01-01'),
  (3, 'bo@a.example', '2020-01-01');
"""
IDA = {"email": ["ida@a.example"]}


def refusals(here: Office) -> list[str]:
    """The codes for which a plan about one person, and one about everybody, are refused."""
    found = []
    for plan in (lambda: planning.plan_erasure(here, [IDA], NOW), lambda: planning.plan_expiry(here, NOW)):
        try:
            plan()
        except Refused as refused:
            found += [finding.code for finding in refused.findings]
    return found


@pytest.fixture
def swept(database: Database, tmp_path: Path) -> Database:
    """A database in which a sweep has left its receipts."""
    database.execute_script(TABLE)
    with office(tmp_path, database) as here:
        assert refusals(here) == [], "a new store beside a database that knows no Holdord is no loss"
        plan = planning.plan_expiry(here, NOW)
        here.store.save_plan(plan)
        assert running.run_plan(here, plan.digest, lambda: NOW, "test").complete
    with office(tmp_path, database) as here:
        assert refusals(here) == []
        here.store.close()  # as at the end of the process: the file is let go of
    return database


@pytest.mark.parametrize("how", ["gone", "emptied"])
def test_a_lost_store_stops_every_plan_until_somebody_says_that_a_new_one_is_meant(
    swept: Database, tmp_path: Path, how: str
) -> None:
    if how == "gone":
        shutil.rmtree(tmp_path / "store")
    else:
        for journal in (tmp_path / "store").glob("store.sqlite3-*"):
            journal.unlink()
        (tmp_path / "store" / "store.sqlite3").write_bytes(b"")
    with office(tmp_path, swept) as here:
        assert refusals(here) == ["store-lost"] * 2
        assert explaining.explain(here, IDA, NOW).known, "looking is not stopped"
        (runs,) = remembering.unknown_runs(here).values()
        assert (len(runs), remembering.accept(here, NOW, "anna")) == (1, 1)
        assert refusals(here) == []
        assert here.store.unfinished_runs() == []
    with office(tmp_path, swept) as here:
        plan = planning.plan_expiry(here, NOW.replace(year=2029))
        assert plan.expected == 1
        here.store.save_plan(plan)
        assert running.run_plan(here, plan.digest, lambda: NOW, "test").complete
    with office(tmp_path, swept) as here:
        assert refusals(here) == []
        assert not remembering.unknown_runs(here)
    assert swept.rows("SELECT count(*) FROM questions") == [(0,)]


def test_another_store_beside_the_same_database_is_noticed_too(swept: Database, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with office(tmp_path / "other", swept) as here:
        assert refusals(here) == ["store-lost"] * 2
    with office(tmp_path, swept) as here:
        assert refusals(here) == []
