"""Whatever somebody types: nothing is changed, or exactly the fields that were named, to what was typed."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from holdord.planning.fitting import fitted, stands
from holdord.words.correction import Correction
from holdord.workflows.correcting import propose
from holdord.workflows.office import Office, Refused
from holdord.workflows.running import run_plan
from tests.company import Company
from tests.servers import fresh_sqlite
from tests.workflows.corrections import NOW, company

ANYTHING = st.one_of(st.text(max_size=25), st.integers(-9, 9).map(str), st.just(""))
FITS: dict[str, st.SearchStrategy[str]] = {
    "name": st.text("abcæøå '%\\;", max_size=20),
    "phone": st.from_regex(r"\+[0-9 ]{4,12}", fullmatch=True),
    "born": st.dates(date(1900, 1, 1)).map(str),
    "credit": st.decimals(-99999, 99999, places=2).map(str),
    "member": st.sampled_from(["yes", "no"]),
    "visits": st.integers(-(2**40), 2**40).map(str),
    "note": st.text(max_size=40),
    "country": st.sampled_from(["DK", "NO"]),
    "joined_at": st.datetimes(datetime.fromisoformat("1900-01-02")).map(str),
}
FITTING = st.fixed_dictionaries({}, optional=FITS).filter(bool)
ODD = st.dictionaries(st.sampled_from([*FITS, "score", "id"]), ANYTHING, min_size=1, max_size=3)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Company, Office]]:
    folder = tmp_path_factory.mktemp("anything")
    here = company(folder / "policy", fresh_sqlite(folder), fresh_sqlite(folder))
    with here.office() as office:
        yield here, office
        office.store.close()


def table(here: Company, name: str) -> dict[str, tuple[object, ...]]:
    return {str(row[0]): row for row in here.rows("shop", name)}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.sampled_from(["1", "1", "1", "2", "x"]), st.one_of(FITTING, FITTING, ODD))
def test_nothing_is_changed_or_exactly_what_was_named(
    opened: tuple[Company, Office], row: str, typed: dict[str, str]
) -> None:
    here, office = opened
    columns = list(office.planner.atlases["shop"].catalogue.tables["customers"].columns.values())
    before = table(here, "customers"), table(here, "orders"), table(here, "messages")
    stated = [Correction("shop", "customers", row, column, text) for column, text in typed.items()]
    try:
        made = propose(office, {"customer_no": ["501"]}, stated, NOW)
    except Refused:
        event("refused")
        assert (table(here, "customers"), table(here, "orders"), table(here, "messages")) == before
        return
    assert row == "1"
    assert not {"score", "id"} & set(typed)
    office.store.save_plan(made.plan)
    assert run_plan(office, made.plan.digest, lambda: NOW, "rikke").faults == []
    after = table(here, "customers"), table(here, "orders"), table(here, "messages")
    assert after[1:] == before[1:]
    assert after[0]["2"] == before[0]["2"]
    for at, column in enumerate(columns):
        old, new = (None if r[0]["1"][at] is None else str(r[0]["1"][at]) for r in (before, after))
        wanted = fitted(column, typed[column.name], "sqlite", "UTC") if column.name in typed else old
        assert stands(column.kind, wanted, new), column.name
    for text in typed.values():
        assert len(text) < 6 or text not in made.plan.canonical()
