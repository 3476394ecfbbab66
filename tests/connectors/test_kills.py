"""A worker killed with -9 at every fault point: after the repeat nothing is lost, half done or done twice."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from holdord.connectors.faults import FAULT_POINTS, SQL_POINTS
from tests.connectors.shop import counts, prepared, receipts
from tests.servers import Database

ROOT = Path(__file__).parent.parent.parent
POINTS_OF_A_CHUNK = [f"{point}:2" for point in SQL_POINTS]


def _worker(database: Database, kind: str, fault: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HOLDORD_FAULT": fault}
    command = [sys.executable, "-m", "tests.connectors.worker", database.url, kind, "run"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def _outcomes(database: Database, kind: str) -> list[dict[str, Any]]:
    finished = _worker(database, kind)
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout)  # type: ignore[no-any-return]


@pytest.mark.parametrize("point", SQL_POINTS)
def test_a_unit_killed_at_any_point_is_done_exactly_once_after_the_repeat(
    database: Database, point: str
) -> None:
    prepared(database).close()
    killed = _worker(database, "whole", point)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    was_done = point == "after-commit"
    assert counts(database) == ((2, 4) if was_done else (3, 6)), (
        "a killed transaction left something half done"
    )
    (outcome,) = _outcomes(database, "whole")
    assert outcome["repeated"] is was_done
    assert [(s["changed"], s["left"]) for s in outcome["steps"]] == [(2, 0), (1, 0)]
    assert counts(database) == (2, 4)
    assert receipts(database) == ["run/1"]


@pytest.mark.parametrize("fault", POINTS_OF_A_CHUNK)
def test_chunks_killed_at_any_point_add_up_to_every_row_once_after_the_repeat(
    database: Database, fault: str
) -> None:
    prepared(database, orders=3).close()
    killed = _worker(database, "chunks", fault)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    point, time = fault.split(":")
    done_before = int(time) - (point != "after-commit")
    assert len(receipts(database)) == done_before
    outcomes = _outcomes(database, "chunks")
    assert [outcome["repeated"] for outcome in outcomes] == [n < done_before for n in range(3)]
    assert [outcome["steps"][0]["changed"] for outcome in outcomes] == [4, 4, 1]
    assert [outcome["steps"][0]["left"] for outcome in outcomes] == [-1, -1, 0]
    assert counts(database) == (3, 0)


def test_a_fault_that_nobody_knows_is_an_error_and_not_silence() -> None:
    environment = {**os.environ, "HOLDORD_FAULT": "after-lunch"}
    command = [sys.executable, "-c", "import holdord.connectors.faults"]
    finished = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert finished.returncode == 1
    assert "after-lunch" in finished.stderr


def test_the_points_have_one_name_each() -> None:
    assert len(set(FAULT_POINTS)) == len(FAULT_POINTS)
