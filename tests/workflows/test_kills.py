"""A worker killed with -9 at every fault point: nothing is lost, half done, or done twice."""

import signal
from pathlib import Path

import pytest

from holdord.connectors.faults import FAULT_POINTS
from holdord.workflows import running
from tests.servers import Database
from tests.workflows.worker import killed_at

pytest.register_assert_rewrite("tests.workflows.shop")

from tests.workflows.shop import NOW, PLANS, check_finished, receipts, rows, shop  # noqa: E402

ONCE = ("after-claim", "before-end", "after-end")
"""Points that a run passes once; the others it passes in every transaction, and dies in the second."""


@pytest.mark.parametrize("point", FAULT_POINTS)
@pytest.mark.parametrize("kind", PLANS)
def test_a_run_killed_at_any_point_is_done_exactly_once_after_the_repeat(
    database: Database, tmp_path: Path, kind: str, point: str
) -> None:
    company = shop(tmp_path / "policy", database)
    with company.office() as office:
        plan = PLANS[kind](office)
        office.systems["shop"].prepare()
        office.store.close()
    before = rows(company)
    fault = f"{point}:2" if kind == "sweep" and point not in ONCE else point
    assert killed_at(fault, company.folder, company.environment, plan.digest) == -signal.SIGKILL
    halfway = rows(company)
    if kind == "erasure":
        assert (halfway != before) == bool(receipts(company)), "half of a transaction is there"
    with company.office() as office:
        report = running.run_plan(office, plan.digest, lambda: NOW, "somebody else")
        assert report.faults == []
        check_finished(office, company, plan, before)
        done = rows(company)
        assert running.run_plan(office, plan.digest, lambda: NOW, "somebody else").already_done
        assert rows(company) == done
        check_finished(office, company, plan, before)
        lapsed = office.stated(NOW).lapsed
        assert set(lapsed) == ({"service", "newsletter"} if kind == "erasure" else set())
        office.store.close()
