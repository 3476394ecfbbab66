"""Tables that are spread over others underneath."""

from collections.abc import Callable
from pathlib import Path

from holdord.workflows.planning import plan_expiry
from holdord.workflows.running import run_plan
from tests.servers import Database
from tests.workflows.small import NOW, office

SPREAD = """
CREATE TABLE questions (id bigint PRIMARY KEY, email varchar(80), asked_on date NOT NULL)
  PARTITION BY RANGE (id);
CREATE TABLE questions_old PARTITION OF questions FOR VALUES FROM (1) TO (41);
CREATE TABLE questions_new PARTITION OF questions FOR VALUES FROM (41) TO (100);
CREATE INDEX ON questions (lower(email));
CREATE INDEX ON questions (asked_on);
INSERT INTO questions SELECT n, 'old' || n || '@a.example', DATE '2020-01-01' FROM generate_series(1, 40) n;
INSERT INTO questions SELECT n, 'new' || n || '@a.example', DATE '2026-01-01' FROM generate_series(41, 80) n;
"""


def test_a_sweep_of_a_partitioned_table_takes_no_row_that_stands_in_the_same_place_of_another_partition(
    new_database: Callable[[str], Database], tmp_path: Path
) -> None:
    shop = new_database("postgresql")
    shop.execute_script(SPREAD)
    with office(tmp_path, shop) as here:
        plan = plan_expiry(here, NOW, chunk=7)
        here.store.save_plan(plan)
        report = run_plan(here, plan.digest, lambda: NOW, "test")
    assert report.faults == []
    assert sum(report.changed.values()) == 40
    assert shop.rows("SELECT min(id), max(id), count(*) FROM questions") == [(41, 80, 40)]
