"""Holds placed from a case: what they keep, also from a plan that was confirmed before, and lifting them."""

from datetime import date, timedelta

import pytest

from holdord.store import StoreFault
from holdord.words.request import Right, State
from holdord.workflows.office import Office, Refused
from holdord.workflows.planning import plan_erasure
from holdord.workflows.requests import carrying, deciding, holding
from holdord.workflows.running import run_plan
from tests.workflows.shop import MARKER, NOW
from tests.workflows.test_answers import ask, carry, sure

LATER = NOW + timedelta(days=1)
AFTER = LATER + timedelta(hours=1)
REVIEW = date(2026, 6, 1)


def erasure(office: Office) -> str:
    """A request for erasure whose plan waits for somebody."""
    id = sure(office, Right.ERASURE)
    assert carry(office, id) is State.OPEN
    assert rows_to_go(office, id)
    return id


def rows_to_go(office: Office, id: str) -> int:
    plan = office.store.plan(office.store.request(id).plan)
    assert plan
    return plan.expected


def code(told: "pytest.ExceptionInfo[Refused]") -> str:
    return told.value.findings[0].code


def happened(office: Office, id: str) -> list[tuple[str, str]]:
    return [(one.kind, one.by) for one in office.store.events(id) if one.by]


def test_a_hold_on_the_person_of_a_case_keeps_all_of_it_and_is_noted(office: Office) -> None:
    id = erasure(office)
    hold = holding.place(office, id, " case 12/2026 ", REVIEW, "rikke", AFTER)
    assert rows_to_go(office, id) == 0, "the plan that waits was made anew"
    assert ("hold-placed", "rikke") in happened(office, id)
    (one,) = holding.held(office, AFTER)
    assert (one.hold.id, one.hold.reason, one.hold.owner) == (hold, "case 12/2026", "rikke")
    assert (one.what, one.case, one.late) == ("", id, False)
    assert holding.held_of(office, office.store.request(id), AFTER) == [one]
    (late,) = holding.held(office, NOW.replace(year=2026, month=6, day=2))
    assert late.late
    assert office.store.holds_log(9) == [(AFTER, "rikke", "placed", hold)]


def test_the_same_hold_asked_for_twice_is_one(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    id = erasure(office)

    def die(*_: object, **__: object) -> object:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(type(office.store), "move", die)
        with pytest.raises(KeyboardInterrupt):
            holding.place(office, id, "case", REVIEW, "rikke", AFTER)
    made = {holding.place(office, id, "case", REVIEW, "rikke", AFTER) for _ in range(2)}
    assert [one.id for one in office.store.holds(AFTER)] == list(made)
    assert happened(office, id).count(("hold-placed", "rikke")) == 1
    assert rows_to_go(office, id) == 0


def test_a_plan_confirmed_before_the_hold_erases_nothing_and_is_made_anew(office: Office) -> None:
    id = erasure(office)
    request = office.store.request(id)
    before = plan_erasure(office, [{"email": [MARKER]}], AFTER).expected
    deciding.confirm(office, id, request.plan, "carl", LATER)
    holding.place(office, id, "case", REVIEW, "rikke", AFTER)
    assert carrying.carry(office, id, lambda: AFTER).state is State.OPEN
    assert rows_to_go(office, id) == 0
    assert "plan-stale" in [one.kind for one in office.store.events(id)]
    (hold,) = office.store.holds(AFTER)
    holding.lift(office, hold.id, "settled", "rikke", AFTER)
    assert plan_erasure(office, [{"email": [MARKER]}], AFTER).expected == before, "nothing has gone"


def test_no_plan_of_whatever_kind_runs_past_a_hold_that_came_later(office: Office) -> None:
    plan = plan_erasure(office, [{"email": [MARKER]}], LATER)
    office.store.save_plan(plan)
    id = erasure(office)
    hold = holding.place(office, id, "case", REVIEW, "rikke", AFTER)
    with pytest.raises(Refused) as told:
        run_plan(office, plan.digest, lambda: AFTER, "anna")
    assert code(told) == "held-since-plan"
    assert office.store.run_of(plan.digest) is None
    holding.lift(office, hold, "settled", "rikke", AFTER)
    assert run_plan(office, plan.digest, lambda: AFTER, "anna").complete


def test_a_hold_is_lifted_once_with_a_reason_and_noted_with_its_case(office: Office) -> None:
    id = erasure(office)
    before = rows_to_go(office, id)
    hold = holding.place(office, id, "case", REVIEW, "rikke", AFTER)
    for reason in (" ", "x" * 501):
        with pytest.raises(Refused) as told:
            holding.lift(office, hold, reason, "rikke", AFTER)
        assert code(told) == "hold-unfit"
    holding.lift(office, hold, "settled", "morten", AFTER)
    assert holding.held(office, AFTER) == []
    assert ("hold-lifted", "morten") in happened(office, id)
    assert (AFTER, "morten", "lifted", hold) in office.store.holds_log(9)
    with pytest.raises(Refused) as told:
        holding.lift(office, hold, "settled", "rikke", AFTER)
    assert code(told) == "unknown-id"
    assert plan_erasure(office, [{"email": [MARKER]}], AFTER).expected == before


@pytest.mark.parametrize(
    ("reason", "review", "refused"),
    [
        ("", REVIEW, "hold-unfit"),
        ("x" * 501, REVIEW, "hold-unfit"),
        ("case", None, "review-past"),
        ("case", LATER.date(), "review-past"),
        ("case", date(2031, 1, 1), "review-past"),
        (f"about {MARKER}", REVIEW, "store-personal-value"),
    ],
)
def test_a_hold_has_a_reason_that_names_nobody_and_a_day_of_review(
    office: Office, reason: str, review: date | None, refused: str
) -> None:
    id = erasure(office)
    with pytest.raises((Refused, StoreFault)) as told:
        holding.place(office, id, reason, review, "rikke", LATER)
    fault = told.value
    found = fault.findings[0] if isinstance(fault, Refused) else fault.finding  # type: ignore[attr-defined]
    assert found.code == refused
    assert office.store.holds(AFTER) == []


def test_of_somebody_unproved_or_unknown_nothing_is_held(office: Office) -> None:
    asked = ask(office, Right.ERASURE)
    nobody = sure(office, Right.ACCESS, keys={"email": "nobody@x.example"})
    for id, refused in ((asked, "not-proved"), (nobody, "nobody")):
        with pytest.raises(Refused) as told:
            holding.place(office, id, "case", REVIEW, "rikke", AFTER)
        assert code(told) == refused
    assert office.store.holds(AFTER) == []
