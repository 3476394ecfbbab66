"""Which erased is meant: every dialect says what is reached, what comes next, and by when."""

import pickle
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from holdord.connectors import SystemFault
from holdord.connectors.sql.parameters import Adapting
from holdord.connectors.sql.stages import stages
from holdord.words.finding import Finding
from holdord.words.period import Duration
from holdord.words.stages import BACKUPS, FILES, LOGS, SEARCH, TABLES
from tests.connectors.shop import SYSTEM, erasure, prepared, system_of
from tests.servers import Database

DAY = date(2026, 1, 31)


def test_rows_are_gone_from_the_tables_at_once_and_from_the_back_ups_by_a_day(database: Database) -> None:
    system = prepared(database)
    system.carry_out(erasure(database.dialect), "r")
    found = {stage.name: stage for stage in system.stages(DAY)}
    assert found[TABLES].reached
    assert not found[BACKUPS].reached
    for stage in found.values():
        assert stage.reached != bool(stage.next), "a stage is reached, or something brings it about"
    assert not found[FILES].reached
    assert system.finish() is (database.dialect == "sqlite")
    after = {stage.name: stage.reached for stage in system.stages(DAY)}
    assert after[FILES] is (database.dialect == "sqlite")
    system.carry_out(erasure(database.dialect, 2, 1, ids=[2]), "s")
    assert not {stage.name: stage.reached for stage in system.stages(DAY)}[FILES], (
        "what came later is not gone yet"
    )


@pytest.mark.parametrize(
    ("kept", "day"),
    [
        (Duration(days=30), "2026-03-02"),
        (Duration(months=1), "2026-02-28"),
        (Duration(hours=36), "2026-02-02"),
        (Duration(months=12, days=1), "2027-02-01"),
    ],
)
def test_back_ups_are_overwritten_by_the_day_the_policy_says(kept: Duration, day: str) -> None:
    last = stages(replace(SYSTEM, backups=kept), "sqlite", DAY)[-1]
    assert (last.name, last.reached, last.by) == (BACKUPS, False, day)


def test_without_a_word_about_back_ups_no_day_is_named() -> None:
    last = stages(SYSTEM, "sqlite", DAY)[-1]
    assert last.by == ""
    assert "backups:" in last.next


def test_a_search_index_of_mariadb_is_told_of_by_its_table(new_database: Callable[[str], Database]) -> None:
    database = new_database("mariadb")
    database.execute_script("CREATE TABLE notes (b text, FULLTEXT KEY words (b)); CREATE TABLE a (b integer)")
    found = {stage.name: stage.next for stage in system_of(database).stages(DAY)}
    assert "OPTIMIZE TABLE notes with" in found[SEARCH]


def test_each_dialect_tells_its_own_way() -> None:
    names = {d: [s.name for s in stages(SYSTEM, d, DAY)] for d in ("postgresql", "mariadb", "sqlite")}
    assert names == {
        "postgresql": [TABLES, FILES, LOGS, BACKUPS],
        "mariadb": [TABLES, FILES, LOGS, BACKUPS],
        "sqlite": [TABLES, SEARCH, FILES, BACKUPS],
    }
    off = stages(SYSTEM, "postgresql", DAY, {"autovacuum": "off"})[1]
    assert "autovacuum is off" in off.next
    words = stages(SYSTEM, "mariadb", DAY, {"fulltext": "notes"})[1]
    assert words.name == SEARCH
    assert "OPTIMIZE TABLE notes" in words.next
    logged = stages(SYSTEM, "mariadb", DAY, {"log_bin": "1", "expire_logs_days": "10.000000"})[2]
    assert logged.by == "2026-02-11"
    for_ever = stages(SYSTEM, "mariadb", DAY, {"log_bin": "1", "expire_logs_days": "0.000000"})[2]
    assert for_ever.by == ""
    assert "PURGE" in for_ever.next


def test_what_is_still_to_come_can_be_told_apart_in_the_evidence() -> None:
    settings = {"autovacuum": "off", "archive_mode": "on", "fulltext": "notes", "log_bin": "1"}
    told = [s.next for d in ("postgresql", "mariadb", "sqlite") for s in stages(SYSTEM, d, DAY, settings)]
    assert [text for text in told if ";" in text] == []


def test_lists_become_what_each_driver_takes() -> None:
    given = {"ids": [3, 1], "none": [], "mixed": [1, "a"], "one": "2026-01-01", "nothing": None}
    assert Adapting("postgresql")(given) == given | {  # type: ignore[arg-type]
        "ids": "{3,1}",
        "none": "{}",
        "mixed": '{"1","a"}',
    }
    assert Adapting("mariadb")(given) == given | {  # type: ignore[arg-type]
        "ids": (3, 1),
        "none": (None,),
        "mixed": (1, "a"),
    }
    assert Adapting("sqlite")(given) == given | {  # type: ignore[arg-type]
        "ids": "[3,1]",
        "none": "[]",
        "mixed": '[1,"a"]',
    }


def test_a_fault_survives_the_way_from_one_process_to_another() -> None:
    fault = SystemFault(Finding("lock-timeout", "rows are held"), permanent=False)
    copy = pickle.loads(pickle.dumps(fault))
    assert (copy.finding, copy.permanent, str(copy)) == (fault.finding, False, "rows are held")
