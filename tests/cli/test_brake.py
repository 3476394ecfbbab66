"""The brake of sweeps that nobody watches."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.cli.conftest import Holdord
from tests.cli.shop import POLICY

Rows = Callable[[str], list[tuple[Any, ...]]]


def test_an_unattended_sweep_without_a_forecast_stops_and_asks(holdord: Holdord, rows: Rows) -> None:
    answer = holdord("expire", "--unattended", "--json")
    assert (answer.code, answer.codes) == (3, ["no-forecast"])
    assert len(rows("select id from customers")) == 2
    assert holdord("expire", "--confirm", answer.json["digest"]).code == 0


def test_an_unattended_sweep_runs_within_its_forecast(holdord: Holdord, rows: Rows) -> None:
    holdord("forecast")
    answer = holdord("expire", "--unattended", "--json")
    assert (answer.code, answer.json["state"]) == (0, "done")
    assert rows("select id from customers") == [(1,)]
    again = holdord("expire", "--unattended", "--json")
    assert (again.code, again.json["state"]) == (0, "nothing to do")


def test_an_unattended_sweep_of_much_more_than_forecast_stops_and_asks(holdord: Holdord, rows: Rows) -> None:
    holdord("forecast")
    many = ", ".join(f"({n}, 'p{n}@mail.example', '2020-01-01 00:00:00')" for n in range(100, 140))
    rows(f"insert into subscribers values {many}")
    answer = holdord("expire", "--unattended", "--json")
    assert (answer.code, answer.codes) == (3, ["more-than-forecast"])
    assert answer.json["findings"][0]["example"] == "41 rows now, 1 foreseen by the end of this month"
    assert len(rows("select id from subscribers")) == 42


def test_what_a_sweep_has_removed_is_not_allowed_for_once_more(holdord: Holdord, rows: Rows) -> None:
    many = ", ".join(f"({n}, 'p{n}@mail.example', '2020-01-01 00:00:00')" for n in range(100, 140))
    rows(f"insert into subscribers values {many}")
    holdord("forecast")
    assert holdord("expire", "--unattended").code == 0
    rows(f"insert into subscribers values {many}")
    assert holdord("expire", "--unattended", "--json").codes == ["more-than-forecast"]


def test_a_forecast_of_another_policy_does_not_count(holdord: Holdord, shop_folder: Path) -> None:
    holdord("forecast")
    file = shop_folder / "policy" / "shop.yaml"
    file.write_text(POLICY.replace("keep: 2 years", "keep: 1 year"))
    assert holdord("expire", "--unattended", "--json").codes == ["forecast-of-another-policy"]


def test_fields_forecast_apart_are_allowed_for_together() -> None:
    from holdord.store import Forecast
    from holdord.words.plan import Act, Plan, Step, Unit
    from holdord.workflows.braking import objection_to

    step = Step("s.c clear a, b", "c", Act.CLEAR, ("a", "b"), (), (), 100, "", "")
    plan = Plan("expiry", "2026-11-20T00:00:00+00:00", "p", (Unit(0, "s", "sqlite", (step,)),))

    def seen(due: int, month: str, coming: int) -> Forecast:
        line = {"system": "s", "collection": "c", "act": "clear", "columns": ["a"], "later": 0}
        counts = {"lines": [line | {"due_now": due, "by_month": {month: coming}}]}
        return Forecast("p", None, counts)  # type: ignore[arg-type]

    assert objection_to(plan, seen(100, "2026-11", 0)) is None
    assert objection_to(plan, seen(0, "2026-11", 100)) is None
    assert objection_to(plan, seen(0, "2026-12", 100)) is not None
    assert objection_to(plan, seen(50, "2026-11", 5)) is not None
