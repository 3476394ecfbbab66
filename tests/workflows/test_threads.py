"""An office that several threads share: each part is made once, and every thread is told the same."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from holdord.workflows import explaining, planning
from tests.company import Company
from tests.servers import Database

pytest.register_assert_rewrite("tests.workflows.shop")

from tests.workflows.shop import NOW, shop  # noqa: E402

THREADS = 8
PEOPLE = [{"customer_no": [str(number % 4 + 1)]} for number in range(THREADS)]


@pytest.fixture
def company(database: Database, tmp_path: Path) -> Company:
    return shop(tmp_path / "policy", database)


@pytest.fixture(autouse=True)
def _hurry() -> Iterator[None]:
    """Threads take turns so often that what they could disturb in each other is disturbed."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


def test_threads_that_need_an_office_at_the_same_moment_all_get_the_same(company: Company) -> None:
    with company.office() as office:
        ready = Barrier(THREADS)

        def parts(_: int) -> tuple[int, int, int]:
            ready.wait()
            return id(office.planner), id(office.systems), id(office.store)

        with ThreadPoolExecutor(THREADS) as threads:
            found = list(threads.map(parts, range(THREADS)))
    assert len(set(found)) == 1


def test_threads_plan_and_explain_what_one_alone_would(company: Company) -> None:
    with company.office() as alone:
        plans = [planning.plan_erasure(alone, [known], NOW).digest for known in PEOPLE]
        told = [explaining.explain(alone, known, NOW) for known in PEOPLE]
    with company.office() as office:
        ready = Barrier(THREADS)

        def ask(number: int) -> tuple[str, object]:
            ready.wait()
            plan = planning.plan_erasure(office, [PEOPLE[number]], NOW)
            return plan.digest, explaining.explain(office, PEOPLE[number], NOW)

        with ThreadPoolExecutor(THREADS) as threads:
            found = list(threads.map(ask, range(THREADS)))
    assert len(set(plans)) == 4
    assert [digest for digest, _ in found] == plans
    assert [explained for _, explained in found] == told
