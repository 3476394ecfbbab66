"""The small shop of these tests, with its office; a module that needs another company makes its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from holdord.workflows.office import Office
from tests.company import Company
from tests.servers import Database

pytest.register_assert_rewrite("tests.workflows.shop")

from tests.workflows.shop import shop  # noqa: E402


@pytest.fixture
def company(new_database: Callable[[str], Database], tmp_path: Path) -> Company:
    """The shop on SQLite."""
    return shop(tmp_path / "policy", new_database("sqlite"))


@pytest.fixture
def office(company: Company) -> Iterator[Office]:
    """Its office, with a store of its own."""
    with company.office() as opened:
        yield opened
        opened.store.close()
