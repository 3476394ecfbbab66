"""What people do by hand, and decide in part: nothing ends before it is done, and agreed to."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdord.letters.text import as_text
from holdord.words.request import Channel, Outcome, Right, State, Strength
from holdord.workflows.office import Office, Refused
from holdord.workflows.requests import by_hand, carrying, deciding, handing, receiving
from holdord.workflows.requests.contents import newest
from tests.company import Company

pytest.register_assert_rewrite("tests.workflows.shop")

from tests.workflows.shop import MARKER, NOW  # noqa: E402


def clock() -> datetime:
    return NOW + timedelta(days=1)


def ask(office: Office, right: Right, **details: str) -> str:
    return receiving.receive(
        office,
        right,
        Channel.PHONE,
        "da",
        {"email": MARKER},
        MARKER,
        details,
        "",
        NOW,
        "carl",
        Strength.STAFF,
    )


def refused(told: "pytest.ExceptionInfo[Refused]") -> str:
    return told.value.findings[0].code


def only_in_the_vault(office: Office, company: Company, *texts: str) -> None:
    office.store._rows("PRAGMA wal_checkpoint(TRUNCATE)")
    for file in (company.folder / ".holdord").iterdir():
        content = file.read_bytes().lower()
        assert [text for text in texts if text.lower().encode() in content] == [], file.name


def test_a_correction_by_hand_ends_with_the_last_of_its_tasks(office: Office, company: Company) -> None:
    id = ask(office, Right.RECTIFICATION, category="name")
    assert carrying.carry(office, id, clock).state is State.OPEN
    by_hand.new_task(office, id, "Old till", "rectify", "carla", "carl", NOW)
    by_hand.new_task(office, id, "  Paper   archive ", "rectify", "carla", "carl", NOW)
    changes = [("your name", "Frida Marker-Holm"), ("your address", ""), ("", "nobody")]
    with pytest.raises(Refused) as told:
        by_hand.corrected(office, id, changes, "carl", NOW)
    assert refused(told) == "tasks-open"
    for task in office.store.tasks(id):
        by_hand.done(office, id, task.id, f"changed it for {MARKER}", "carla", clock())
    assert {(one.system, one.done_by) for one in office.store.tasks(id)} == {
        ("Old till", "carla"),
        ("Paper archive", "carla"),
    }
    by_hand.corrected(office, id, changes, "carl", clock())
    assert carrying.carry(office, id, clock).outcome is Outcome.GRANTED
    assert newest(office.store, id, "changes") == [
        {"what": "your name", "now": "Frida Marker-Holm"},
        {"what": "your address", "now": ""},
    ]
    assert newest(office.store, id, "note")["note"] == f"changed it for {MARKER}"
    only_in_the_vault(office, company, MARKER, "Marker-Holm")


def test_a_part_of_a_correction_is_refused_only_by_two(office: Office) -> None:
    id = ask(office, Right.RECTIFICATION)
    deciding.propose_refusal(office, id, "the invoice shows it", "Art. 16", "carl", NOW, deciding.PART)
    with pytest.raises(Refused) as told:
        by_hand.corrected(office, id, [("name", "Frida")], "carl", NOW)
    assert refused(told) == "refusal-waits"
    with pytest.raises(Refused) as told:
        deciding.agree(office, id, "carl", NOW, deciding.PART)
    assert refused(told) == "second-person"
    assert deciding.agree(office, id, "rikke", NOW, deciding.PART).state is State.OPEN
    assert by_hand.corrected(office, id, [("name", "Frida")], "carl", NOW).outcome is Outcome.PARTLY
    assert [(one.of, one.ground) for one in deciding.refusals(office, id)] == [
        (deciding.PART, "the invoice shows it")
    ]


def test_a_correction_of_nothing_is_none(office: Office) -> None:
    id = ask(office, Right.RECTIFICATION)
    with pytest.raises(Refused) as told:
        by_hand.corrected(office, id, [(" ", "x")], "carl", NOW)
    assert refused(told) == "nothing-corrected"
    with pytest.raises(Refused) as told:
        by_hand.corrected(office, id, [("name", "x" * 2001)], "carl", NOW)
    assert refused(told) == "words-too-long"
    with pytest.raises(Refused) as told:
        by_hand.corrected(office, ask(office, Right.ERASURE), [("name", "x")], "carl", NOW)
    assert refused(told) == "not-this-right"


def test_a_machines_decision_is_looked_at_by_a_human_who_says_why(office: Office, company: Company) -> None:
    id = ask(office, Right.HUMAN_REVIEW)
    assert carrying.carry(office, id, clock).state is State.OPEN
    for words in (("", "yes", "why"), ("credit", "", "why"), ("credit", "yes", " ")):
        with pytest.raises(Refused) as told:
            by_hand.reviewed(office, id, words[0], True, words[1], words[2], "rikke", NOW)
        assert refused(told) == "review-unfounded"
    by_hand.reviewed(office, id, "credit", True, "You may buy on account.", "Paid for 9 years.", "rikke", NOW)
    assert carrying.carry(office, id, clock).outcome is Outcome.GRANTED
    told_on = newest(office.store, id, "review")
    assert (told_on["changed"], told_on["decided"]) == (True, NOW.isoformat())
    only_in_the_vault(office, company, "buy on account", "9 years")


def test_no_request_of_any_right_ends_while_a_task_is_open(office: Office) -> None:
    id = ask(office, Right.WITHDRAWAL, purposes="newsletter")
    by_hand.new_task(office, id, "Old mailing list", "stop", "", "carl", NOW)
    assert carrying.carry(office, id, clock).outcome is None
    by_hand.done(office, id, office.store.tasks(id)[0].id, "", "carl", clock())
    assert carrying.carry(office, id, clock).outcome is Outcome.GRANTED
    assert office.store.contents(id, "note") == []


@pytest.mark.parametrize(
    ("place", "kind", "code"),
    [("", "find", "task-unfit"), ("x" * 101, "find", "task-unfit"), ("shop", "dance", "task-unfit")],
)
def test_a_task_says_where_and_what(office: Office, place: str, kind: str, code: str) -> None:
    with pytest.raises(Refused) as told:
        by_hand.new_task(office, ask(office, Right.ERASURE), place, kind, "", "carl", NOW)
    assert refused(told) == code


def test_a_task_of_another_request_is_not_done_here_and_none_is_done_twice(office: Office) -> None:
    id, other = ask(office, Right.ERASURE), ask(office, Right.ERASURE)
    by_hand.new_task(office, id, "Archive", "erase", "", "carl", NOW)
    task = office.store.tasks(id)[0].id
    with pytest.raises(Refused) as told:
        by_hand.done(office, other, task, "", "carl", NOW)
    assert refused(told) == "no-task"
    by_hand.done(office, id, task, "", "carl", NOW)
    by_hand.done(office, id, task, "again", "carla", NOW)
    assert [one.done_by for one in office.store.tasks(id)] == ["carl"]
    deciding.withdraw(office, id, "carl", NOW)
    with pytest.raises(Refused) as told:
        by_hand.new_task(office, id, "Archive", "find", "", "carl", NOW)
    assert refused(told) == "request-ended"


PURPOSES = ("service", "statistics", "research")


@pytest.fixture
def objected(office: Office) -> Callable[[], str]:
    """An objection to three purposes: two of them copies of the shop's own."""
    from dataclasses import replace

    service = office.policy.purposes["service"]
    known = {name: replace(service, name=name) for name in PURPOSES}
    office.policy = replace(office.policy, purposes={**office.policy.purposes, **known})
    vars(office).pop("planner", None)
    return lambda: ask(office, Right.OBJECTION, purposes=",".join(PURPOSES))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(verdicts=st.tuples(*(st.booleans() for _ in PURPOSES)), order=st.permutations(PURPOSES))
def test_an_objection_is_decided_with_the_last_of_its_purposes(
    office: Office, objected: Callable[[], str], verdicts: tuple[bool, ...], order: list[str]
) -> None:
    id = objected()
    for number, purpose in enumerate(order, 1):
        upheld = verdicts[PURPOSES.index(purpose)]
        deciding.weigh(office, id, purpose, upheld, f"because {purpose}", "carl", NOW)
        if not upheld:
            assert office.store.request(id).state is State.OPEN
            deciding.agree(office, id, "rikke", NOW, purpose)
        assert (office.store.request(id).state is State.RUNNING) == (number == len(PURPOSES))
    expected = {0: Outcome.REFUSED, len(PURPOSES): None}.get(sum(verdicts), Outcome.PARTLY)
    assert office.store.request(id).outcome is expected
    assert {one.of for one in deciding.refusals(office, id)} == {
        name for name, upheld in zip(PURPOSES, verdicts, strict=True) if not upheld
    }
    assert deciding.weighings(office, id) == {
        name: f"because {name}" for name, upheld in zip(PURPOSES, verdicts, strict=True) if upheld
    }
    subject = office.store.subjects_of({"email": {MARKER.lower()}})[0]
    states = [one.state for one in office.store.objections(subject)][-len(PURPOSES) :]
    assert states.count("upheld") == sum(verdicts)


def test_a_purpose_is_weighed_once_and_marketing_never(office: Office, objected: Callable[[], str]) -> None:
    id = objected()
    deciding.weigh(office, id, "service", True, "", "carl", NOW)
    for purpose in ("service", "newsletter"):
        with pytest.raises(Refused) as told:
            deciding.weigh(office, id, purpose, True, "", "carl", NOW)
        assert refused(told) == "nothing-to-weigh"


def test_an_objection_upheld_after_all_takes_the_proposal_back(
    office: Office, objected: Callable[[], str]
) -> None:
    id = objected()
    deciding.weigh(office, id, "service", False, "fraud", "carl", NOW)
    deciding.weigh(office, id, "service", True, "no fraud after all", "carla", NOW)
    assert deciding.refusals(office, id) == []
    with pytest.raises(Refused) as told:
        deciding.agree(office, id, "rikke", NOW, "service")
    assert refused(told) == "nothing-proposed"


PLACES = """
by_hand:
  contracts:
    says: {da: "papirkontrakter i arkivet, efter kundenummer"}
    categories: [name, email]
    asks: carla
  telephone_notes:
    says: {da: noter ved telefonen}
    categories: [correspondence]
    asks: rune
"""


@pytest.fixture
def with_places(company: Company) -> Iterator[Office]:
    (company.folder / "places.yaml").write_text(f"language: 1\n{PLACES}")
    with company.office() as opened:
        yield opened
        opened.store.close()


def tasks(office: Office, id: str) -> list[tuple[str, str, str]]:
    return [(task.system, task.what, task.assigned) for task in office.store.tasks(id)]


def test_places_nothing_reaches_become_tasks_of_the_named_people_and_their_words_stand_in_the_answer(
    with_places: Office, company: Company
) -> None:
    office = with_places
    id = ask(office, Right.ACCESS)
    for _ in range(2):
        assert carrying.carry(office, id, clock).state is State.OPEN
    assert sorted(tasks(office, id)) == [("contracts", "find", "carla"), ("telephone_notes", "find", "rune")]
    first, second = sorted(office.store.tasks(id), key=lambda task: task.system)
    with pytest.raises(Refused) as told:
        by_hand.done(office, id, first.id, " ", "carla", NOW)
    assert refused(told) == "task-unfit"
    by_hand.done(office, id, first.id, "Der ligger en underskrevet aftale fra 2019", "carla", NOW)
    assert carrying.carry(office, id, clock).state is State.OPEN
    by_hand.done(office, id, second.id, "Der er ingenting", "rune", NOW)
    assert carrying.carry(office, id, clock).state is State.READY
    letter = handing.letter_of(office, id, clock())
    assert letter
    text = " ".join(as_text(letter).split())
    assert "Papirkontrakter i arkivet, efter kundenummer: Der ligger en underskrevet aftale fra 2019." in text
    assert "Noter ved telefonen: Der er ingenting." in text
    only_in_the_vault(office, company, "underskrevet")


def test_an_erasure_also_of_somebody_unknown_asks_those_who_look_by_hand(with_places: Office) -> None:
    office = with_places
    id = receiving.receive(
        office, Right.ERASURE, Channel.PHONE, "da", {"email": "only.on@paper.example"},
        "only.on@paper.example", {}, "", NOW, "carl", Strength.STAFF,
    )  # fmt: skip
    carrying.carry(office, id, clock)
    assert {what for _, what, _ in tasks(office, id)} == {"erase"}
    for task in office.store.tasks(id):
        by_hand.done(office, id, task.id, "Makuleret", task.assigned, NOW)
    assert carrying.carry(office, id, clock).state is State.READY
    letter = handing.letter_of(office, id, clock())
    assert letter
    assert "Makuleret" in as_text(letter)


def test_only_places_with_what_a_right_concerns_are_looked_in(with_places: Office) -> None:
    office = with_places
    id = ask(office, Right.WITHDRAWAL, purposes="newsletter")
    carrying.carry(office, id, clock)
    assert tasks(office, id) == [("contracts", "stop", "carla")]
    id = ask(office, Right.ERASURE)
    carrying.carry(office, id, clock)
    deciding.propose_refusal(office, id, "en sag", "Art. 17(3)(e)", "carl", NOW)
    deciding.agree(office, id, "carla", NOW)
    assert carrying.carry(office, id, clock).state is State.READY
    assert tasks(office, id) == [], "what is refused is done nowhere"
