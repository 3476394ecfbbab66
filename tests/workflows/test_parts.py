"""A part of what is asked is refused, by two people and category by category; the rest is done."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from holdord.letters.text import as_text
from holdord.words.request import Outcome, Right, State
from holdord.workflows import planning
from holdord.workflows.office import Office, Refused
from holdord.workflows.requests import carrying, deciding, handing, looking, parts
from holdord.workflows.running import run_plan
from tests.company import Company
from tests.servers import DIALECTS, Database
from tests.workflows.shop import MARKER, NOW, shop
from tests.workflows.test_answers import carry, mails, sure

LATER = NOW + timedelta(days=1)
GROUND = {
    "da": "Noterne handler også om en kollega",
    "nb": "Notatene handler også om en kollega",
    "en": "The notes are about a colleague too",
}
LAW = {"da": "databeskyttelsesloven § 22", "nb": "Art. 15(4)", "en": "Art. 15(4)"}
SAID = {"da": "domstolene", "nb": "domstolene", "en": "court"}


def code(told: "pytest.ExceptionInfo[Refused]") -> str:
    return told.value.findings[0].code


def propose(office: Office, id: str, of: str, language: str = "en") -> None:
    deciding.propose_refusal(office, id, GROUND[language], LAW[language], "rikke", LATER, of)


def everything(office: Office, id: str) -> str:
    """All that the person is given: the letter and every file."""
    letter = handing.letter_of(office, id, LATER)
    assert letter
    files = handing.files_of(office, id, LATER)
    return " ".join(as_text(letter).split()) + "".join(file.decode() for file in files.values())


@pytest.mark.parametrize("language", ["da", "nb", "en"])
@pytest.mark.parametrize("right", [Right.ACCESS, Right.PORTABILITY])
def test_a_category_that_is_withheld_is_in_no_letter_and_no_file(
    office: Office, right: Right, language: str
) -> None:
    of = "correspondence" if right is Right.ACCESS else "email"
    whole = sure(office, right, language)
    assert carry(office, whole) is State.READY
    value = "call " if right is Right.ACCESS else MARKER
    assert value in everything(office, whole), "it would be told otherwise"
    id = sure(office, right, language)
    propose(office, id, of, language)
    assert carry(office, id) is State.OPEN, "a proposal keeps the answer from being written"
    assert not office.store.contents(id, "answer")
    with pytest.raises(Refused) as told:
        deciding.agree(office, id, "rikke", LATER, of)
    assert code(told) == "second-person"
    deciding.agree(office, id, "morten", LATER, of)
    assert carry(office, id) is State.READY
    given = everything(office, id)
    assert value not in given
    assert GROUND[language] in given
    assert "Datatilsynet" in given
    assert SAID[language] in given
    assert office.store.request(id).outcome is Outcome.PARTLY
    told_files = json.loads(handing.files_of(office, id, LATER).get("answer.json", b'{"left_out": []}'))
    if right is Right.ACCESS:
        assert {part["reason"] for part in told_files["left_out"]} == {GROUND[language]}
        assert "lamp for" in given, "the rest is told"
        assert not any(of == f["category"] for c in told_files["collections"] for f in c["fields"])


def test_what_is_turned_down_is_told_after_all(office: Office) -> None:
    id = sure(office, Right.ACCESS, "en")
    propose(office, id, "correspondence")
    assert carry(office, id) is State.OPEN
    deciding.turn_down(office, id, "morten", LATER, "correspondence")
    assert carry(office, id) is State.READY
    assert "call " in everything(office, id)
    assert GROUND["en"] not in everything(office, id)
    assert office.store.request(id).outcome is Outcome.GRANTED


@pytest.mark.parametrize(
    ("right", "of"),
    [
        (Right.ACCESS, "part"),
        (Right.ACCESS, "nothing"),
        (Right.ACCESS, "service"),
        (Right.ERASURE, "service"),
        (Right.RECTIFICATION, "name"),
        (Right.HUMAN_REVIEW, "name"),
    ],
)
def test_only_a_part_that_there_is_can_be_refused(office: Office, right: Right, of: str) -> None:
    id = sure(office, right, "en")
    with pytest.raises(Refused) as told:
        propose(office, id, of)
    assert code(told) == "not-this-right"
    assert not office.store.contents(id, "refusal")


@pytest.mark.parametrize(("ground", "law"), [("x" * 2001, "Art. 15(4)"), ("Fordi", "x" * 201)])
def test_what_staff_write_has_an_end(office: Office, ground: str, law: str) -> None:
    id = sure(office, Right.ACCESS)
    with pytest.raises(Refused) as told:
        deciding.propose_refusal(office, id, ground, law, "rikke", LATER)
    assert code(told) == "words-too-long"
    objection = sure(office, Right.OBJECTION, purposes="service")
    with pytest.raises(Refused) as told:
        deciding.weigh(office, objection, "service", True, "x" * 2001, "rikke", LATER)
    assert code(told) == "words-too-long"
    assert not office.store.contents(id, "refusal")
    assert not office.store.contents(objection, "weighed")


def test_a_refusal_in_norway_names_the_very_rule(office: Office) -> None:
    object.__setattr__(
        office, "policy", replace(office.policy, controller=replace(office.policy.controller, country="NO"))
    )
    id = sure(office, Right.ACCESS, "nb")
    with pytest.raises(Refused) as told:
        deciding.propose_refusal(office, id, "Grunnen", "personvernloven", "rikke", LATER, "correspondence")
    assert code(told) == "refusal-unfounded"
    deciding.propose_refusal(
        office, id, "Grunnen", "personopplysningsloven § 16", "rikke", LATER, "correspondence"
    )


# erasure


def held(company: Company) -> tuple[int, int]:
    """How many notes and how many addresses the shop holds of Frida."""
    notes = company.databases["shop"].rows(
        "SELECT count(*) FROM order_lines l JOIN orders o ON o.id = l.order_id "
        "WHERE o.customer_id = 1 AND l.note LIKE 'call%'"
    )
    emails = company.databases["shop"].rows(
        f"SELECT count(*) FROM customers WHERE lower(email) = '{MARKER.lower()}'"
    )
    return int(notes[0][0]), int(emails[0][0])


def erased_in_part(office: Office, of: str = "correspondence") -> str:
    id = sure(office, Right.ERASURE, "en")
    assert carry(office, id) is State.OPEN
    whole = office.store.request(id).plan
    propose(office, id, of)
    with pytest.raises(Refused) as told:
        deciding.confirm(office, id, whole, "rikke", LATER)
    assert code(told) == "refusal-waits"
    deciding.agree(office, id, "morten", LATER, of)
    with pytest.raises(Refused):
        deciding.confirm(office, id, whole, "rikke", LATER)
    assert carry(office, id) is State.OPEN
    assert office.store.request(id).plan not in ("", whole), "it is made anew, without that part"
    return id


def test_what_is_not_erased_stays_under_a_hold_while_the_rest_goes(office: Office, company: Company) -> None:
    assert held(company) == (3, 1)
    id = erased_in_part(office)
    assert office.store.holds(LATER) == [], "nothing is held before the plan is confirmed"
    deciding.confirm(office, id, office.store.request(id).plan, "rikke", LATER)
    for _ in range(2):
        assert carry(office, id) is State.READY
    assert held(company) == (3, 0), "the notes stay, the address goes"
    assert office.store.request(id).outcome is Outcome.PARTLY
    given = everything(office, id)
    assert GROUND["en"] in given
    assert "Datatilsynet" in given
    (hold,) = office.store.holds(LATER)
    assert hold.owner == "morten"
    assert hold.review_on == (LATER + timedelta(days=365)).date()
    much_later = NOW.replace(year=2034)
    _sweep(office, much_later)
    assert held(company)[0] == 3, "no sweep takes it while the hold stands"
    office.store.lift_hold(hold.id, "the case is over", "morten", much_later)
    _sweep(office, much_later)
    assert held(company)[0] == 0


def test_a_death_between_two_holds_leaves_nothing_without_one(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = sure(office, Right.ERASURE, "en")
    carry(office, id)
    for of in ("correspondence", "payments"):
        propose(office, id, of)
        deciding.agree(office, id, "morten", LATER, of)
    assert carry(office, id) is State.OPEN
    request, place, placed = office.store.request(id), office.store.hold, []

    def once(*values: object) -> str:
        if placed:
            raise InterruptedError
        placed.append(place(*values))  # type: ignore[arg-type]
        return str(placed[0])

    with monkeypatch.context() as cut:
        cut.setattr(office.store, "hold", once)
        with pytest.raises(InterruptedError):
            parts.hold_parts(office, request, LATER)
    for _ in range(2):
        parts.hold_parts(office, request, LATER)
    holds = office.store.holds(LATER)
    assert sorted(hold.place.collection for hold in holds) == ["customers", "order_lines"]  # type: ignore[union-attr]


def _sweep(office: Office, at: object) -> None:
    plan = planning.plan_expiry(office, at)  # type: ignore[arg-type]
    office.store.save_plan(plan)
    report = run_plan(office, plan.digest, lambda: at, "test")  # type: ignore[arg-type,return-value]
    assert not report.faults


def test_a_plan_that_is_made_anew_does_not_find_its_own_hold(office: Office, company: Company) -> None:
    id = erased_in_part(office)
    deciding.confirm(office, id, office.store.request(id).plan, "rikke", LATER)
    company.databases["shop"].execute_script(
        "INSERT INTO orders VALUES (99, 1, 'another lamp', '2015-05-05');"
        "INSERT INTO order_lines VALUES (99, 99, 'call again');"
    )
    assert carry(office, id) is State.OPEN, "the rows have changed"
    assert office.store.holds(LATER) == []
    deciding.confirm(office, id, office.store.request(id).plan, "rikke", LATER)
    assert carry(office, id) is State.READY
    assert held(company) == (4, 0)
    (hold,) = office.store.holds(LATER)
    assert hold.reason.startswith(f"request {id}: Art. 15(4)")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_field_of_a_row_stays_alone_on_every_database(
    new_database: Callable[[str], Database], tmp_path: Path, dialect: str
) -> None:
    """Its column shares its purposes with others, which go."""
    company = shop(tmp_path / "policy", new_database(dialect))
    with company.office() as office:
        id = erased_in_part(office, "payments")
        deciding.confirm(office, id, office.store.request(id).plan, "rikke", LATER)
        assert carry(office, id) is State.READY
        assert company.databases["shop"].rows("SELECT email, iban FROM customers WHERE id = 1") == [
            (None, "DK1")
        ]
        assert company.databases["shop"].rows("SELECT email, iban FROM customers WHERE id = 3") == [
            ("p@x.example", "DK3")
        ]
        office.store.close()


def test_where_all_is_refused_somebody_confirms_that_nothing_goes(office: Office, company: Company) -> None:
    before = held(company)
    id = sure(office, Right.ERASURE, "en")
    carry(office, id)
    for of in office.policy.categories:
        propose(office, id, of)
        deciding.agree(office, id, "morten", LATER, of)
    assert carry(office, id) is State.OPEN
    deciding.confirm(office, id, office.store.request(id).plan, "rikke", LATER)
    assert carry(office, id) is State.READY
    assert held(company) == before


# what is weighed first


@pytest.fixture
def weighing(office: Office) -> Office:
    categories = dict(office.policy.categories)
    categories["correspondence"] = replace(categories["correspondence"], weigh_first=True)
    object.__setattr__(office, "policy", replace(office.policy, categories=categories))
    return office


def test_what_is_to_be_weighed_waits_for_somebody_and_is_then_told(weighing: Office) -> None:
    id = sure(weighing, Right.ACCESS, "en")
    for _ in range(2):
        assert carry(weighing, id) is State.OPEN
    assert [event.kind for event in weighing.store.events(id)].count("to-be-weighed") == 1
    assert not carrying.goes_on_by_itself(weighing, weighing.store.request(id))
    (receipt,) = mails(weighing, id)
    assert id in receipt["text"]
    shown = parts.to_weigh(weighing, id, "rikke", LATER)
    assert {field.category for one in shown for field in one.fields} <= {"correspondence", ""}
    assert any("call " in str(row) for one in shown for row in one.rows)
    assert [look.what for look in weighing.store.looks(id)] == ["weighed"]
    deciding.hand_out(weighing, id, "rikke", LATER)
    with pytest.raises(Refused) as told:
        parts.to_weigh(weighing, id, "rikke", LATER)
    assert code(told) == "not-this-right", "there is nothing more to be looked at"
    assert len(weighing.store.looks(id)) == 1
    assert carrying.goes_on_by_itself(weighing, weighing.store.request(id))
    assert carry(weighing, id) is State.READY
    assert "call " in everything(weighing, id)


def test_what_is_to_be_weighed_and_refused_waits_no_longer(weighing: Office) -> None:
    id = sure(weighing, Right.ACCESS, "en")
    assert carry(weighing, id) is State.OPEN
    propose(weighing, id, "correspondence")
    with pytest.raises(Refused) as told:
        deciding.hand_out(weighing, id, "rikke", LATER)
    assert code(told) == "refusal-waits"
    deciding.agree(weighing, id, "morten", LATER, "correspondence")
    assert carry(weighing, id) is State.READY
    assert "call " not in everything(weighing, id)


def test_whoever_has_nothing_of_it_waits_for_nobody(weighing: Office) -> None:
    id = sure(weighing, Right.ACCESS, "en", {"email": "z@z.example"})
    assert carry(weighing, id) is State.READY
    assert looking.TO_BE_WEIGHED not in [event.kind for event in weighing.store.events(id)]
