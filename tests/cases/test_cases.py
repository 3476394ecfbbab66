"""Every case in this folder, on each of the databases it is about."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.servers import Database

pytest.register_assert_rewrite("tests.cases.story")

from tests.cases.story import Case, cases, tell  # noqa: E402

CASES = [(case, dialect) for case in cases() for dialect in case.dialects]


@pytest.mark.parametrize(("case", "dialect"), CASES, ids=[f"{c.name} ({d})" for c, d in CASES])
def test_a_case_goes_as_it_is_written(
    case: Case, dialect: str, tmp_path: Path, new_database: Callable[[str], Database]
) -> None:
    tell(case, tmp_path / "policy", new_database, dialect)
