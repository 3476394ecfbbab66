"""Who asks is shown by an address the company knew; the answer is written, handed out once, and gone."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from holdord.letters.text import as_text
from holdord.words.request import Channel, Outcome, Right, State, Strength
from holdord.workflows.office import Office
from holdord.workflows.requests import (
    by_hand,
    carrying,
    deciding,
    handing,
    identity,
    lifting,
    receiving,
    reminding,
)
from holdord.workflows.requests.contents import contact_of, newest, perhaps
from tests.servers import Database

pytest.register_assert_rewrite("tests.workflows.shop")

from tests.workflows.shop import MARKER, NOW, shop  # noqa: E402

LATER = NOW + timedelta(days=1)


def ask(
    office: Office,
    right: Right = Right.ACCESS,
    keys: dict[str, str] | None = None,
    contact: str = MARKER,
    strength: Strength = Strength.CLAIMED,
    language: str = "da",
    words: str = "",
    **details: str,
) -> str:
    known = {"email": MARKER} if keys is None else keys
    return receiving.receive(
        office, right, Channel.WEB, language, known, contact, details, words, NOW, "rikke", strength
    )


def sure(
    office: Office, right: Right, language: str = "da", keys: dict[str, str] | None = None, **details: str
) -> str:
    return ask(office, right, keys, strength=Strength.STAFF, language=language, **details)


def mails(office: Office, id: str) -> list[dict[str, str]]:
    """What waits to be sent for a request, the oldest first."""
    contents = (office.store.get(content) for content in office.store.contents(id, "mail"))
    return [json.loads(content) for content in contents if content]


def code_in(mail: dict[str, str], page: str) -> str:
    found = re.search(rf"/{page}/Q-\w+/([\w-]+)/", mail["text"])
    assert found
    return found[1]


def carry(office: Office, id: str) -> State:
    return carrying.carry(office, id, lambda: LATER).state


# who asks


@pytest.mark.parametrize("email", [MARKER, "nobody@elsewhere.example"])
def test_the_address_typed_as_a_key_gets_the_code_whether_it_is_known_or_not(
    office: Office, email: str
) -> None:
    id = ask(office, keys={"email": email}, contact="someone.else@evil.example")
    assert identity.ask_proof(office, id, NOW)
    (mail,) = mails(office, id)
    assert mail["to"] == email
    assert email not in mail["text"]
    assert receiving.prove(office, id, code_in(mail, "confirm"), NOW)
    assert contact_of(office, id) == email, "the answer goes where the proof came from"


def test_whoever_proves_an_address_does_not_get_the_person_of_another_key(office: Office) -> None:
    """An attacker types their own address beside somebody else's customer number."""
    id = ask(
        office, keys={"email": "attacker@evil.example", "customer_no": "1"}, contact="attacker@evil.example"
    )
    identity.ask_proof(office, id, NOW)
    (mail,) = mails(office, id)
    assert receiving.prove(office, id, code_in(mail, "confirm"), NOW)
    assert newest(office.store, id, "keys") == {"email": ["attacker@evil.example"]}
    assert carry(office, id) is State.READY
    assert office.store.request(id).outcome is Outcome.NOTHING_HELD
    letter = handing.letter_of(office, id, LATER)
    assert letter
    assert "Marker" not in as_text(letter)
    assert handing.files_of(office, id, LATER) == {}


def test_a_customer_number_is_proved_by_the_address_the_company_has_about_that_customer(
    office: Office,
) -> None:
    id = ask(office, keys={"customer_no": "1"}, contact=MARKER.upper())
    assert identity.ask_proof(office, id, NOW)
    (mail,) = mails(office, id)
    assert receiving.prove(office, id, code_in(mail, "confirm"), NOW)
    assert newest(office.store, id, "keys") == {"customer_no": ["1"]}
    assert carry(office, id) is State.READY
    assert "answer.json" in handing.files_of(office, id, LATER)


@pytest.mark.parametrize("number", ["1", "2", "4711"])
def test_an_address_the_company_does_not_know_for_a_customer_number_gets_no_code(
    office: Office, number: str
) -> None:
    """The letter is the same whether there is such a customer or not."""
    id = ask(office, keys={"customer_no": number}, contact="attacker@evil.example")
    for _ in range(2):
        assert not identity.ask_proof(office, id, NOW)
    (mail,) = mails(office, id)
    assert "/confirm/" not in mail["text"]
    assert mail["text"].replace(id, "Q") == MAILS.setdefault("untold", mail["text"].replace(id, "Q"))
    assert office.store.request(id).state is State.ASKED
    assert [event.kind for event in office.store.events(id)] == ["received", "proof-not-possible"]


MAILS: dict[str, str] = {}


def test_codes_of_a_request_are_few_and_each_ends_the_one_before(office: Office) -> None:
    id = ask(office)
    for _ in range(identity.CODES_AT_MOST + 3):
        identity.ask_proof(office, id, NOW)
    sent = mails(office, id)
    assert len(sent) == identity.CODES_AT_MOST
    assert not receiving.prove(office, id, code_in(sent[0], "confirm"), NOW)
    assert receiving.prove(office, id, code_in(sent[-1], "confirm"), NOW)


# the answer


def open_answer(office: Office, id: str) -> str:
    """Open the answer with the link of the newest ready mail, and read it."""
    mail = [one for one in mails(office, id) if "/answer/" in one["text"]][-1]
    assert handing.unlock(office, id, code_in(mail, "answer"), LATER)
    letter = handing.letter_of(office, id, LATER)
    assert letter
    return " ".join(as_text(letter).split())


def test_an_answer_opens_once_and_is_gone_a_day_after(office: Office) -> None:
    id = sure(office, Right.ACCESS)
    assert carry(office, id) is State.READY
    (mail,) = mails(office, id)
    assert MARKER.lower() not in mail["text"].lower()
    code = code_in(mail, "answer")
    assert not handing.unlock(office, id, code[::-1], LATER)
    assert handing.unlock(office, id, code, LATER)
    assert not handing.unlock(office, id, code, LATER)
    assert office.store.request(id).state is State.ANSWERED
    files = handing.files_of(office, id, LATER)
    told = json.loads(files["answer.json"])
    assert {one["collection"] for one in told["collections"] if one["system"] == "shop"} == {
        "customers",
        "orders",
        "order_lines",
        "subscribers",
    }
    ours = {one["collection"]: one for one in told["collections"] if one["system"] == "holdord"}
    assert set(ours) >= {"requests", "events"}, "what Holdord itself holds belongs to it (Art. 15)"
    assert [row["id"] for row in ours["requests"]["rows"]] == [id]
    assert ours["events"]["fields"][-1]["meaning"].startswith("anmodninger: hvilken ret")
    assert not any("by" in row or "assigned" in row for one in ours.values() for row in one["rows"])
    assert set(files) >= {"answer.json", "fields.csv", "shop.customers.csv"}
    over = LATER + handing.ONCE_OPENED + timedelta(seconds=1)
    assert handing.letter_of(office, id, over) is None
    assert handing.files_of(office, id, over) == {}
    office.store.drop_expired(over)
    assert office.store.contents(id, "answer") == []


def test_an_answer_nobody_fetches_is_gone_after_its_days(office: Office) -> None:
    id = sure(office, Right.ACCESS)
    carry(office, id)
    code = code_in(mails(office, id)[0], "answer")
    over = LATER + timedelta(days=31)
    assert not handing.unlock(office, id, code, over)
    assert handing.letter_of(office, id, over) is None
    assert not handing.tell_ready(office, office.store.request(id), over, again=True)


def test_another_link_ends_the_one_before_and_opens_what_is_left(office: Office) -> None:
    id = sure(office, Right.ACCESS)
    carry(office, id)
    assert handing.tell_ready(office, office.store.request(id), LATER)
    assert len(mails(office, id)) == 1, "told once, however often the step is repeated"
    assert handing.tell_ready(office, office.store.request(id), LATER, again=True)
    first, second = mails(office, id)
    assert not handing.unlock(office, id, code_in(first, "answer"), LATER)
    assert handing.unlock(office, id, code_in(second, "answer"), LATER)


def test_a_code_that_proves_opens_no_answer_and_the_other_way_round(office: Office) -> None:
    id = ask(office)
    identity.ask_proof(office, id, NOW)
    proof = code_in(mails(office, id)[0], "confirm")
    assert not handing.unlock(office, id, proof, NOW)
    assert receiving.prove(office, id, proof, NOW)
    carry(office, id)
    answer = code_in(mails(office, id)[-1], "answer")
    assert not receiving.prove(office, id, answer, LATER)
    assert handing.unlock(office, id, answer, LATER)


def test_without_an_address_somebody_of_staff_sends_the_letter(office: Office) -> None:
    id = ask(office, contact="", strength=Strength.STAFF)
    assert carry(office, id) is State.READY
    assert mails(office, id) == []
    assert handing.letter_of(office, id, LATER)
    handing.sent_by_hand(office, id, "rikke", LATER)
    assert office.store.request(id).state is State.ANSWERED


def test_an_answer_waits_for_what_somebody_has_to_do_by_hand(office: Office) -> None:
    id = sure(office, Right.ACCESS)
    task = office.store.task_new(id, "archive", "look", "rikke", NOW)
    assert carry(office, id) is State.OPEN
    office.store.task_done(task, LATER, "rikke")
    assert carry(office, id) is State.READY


@pytest.mark.parametrize("language", ["da", "nb", "en"])
def test_every_right_has_its_letter_in_every_language(office: Office, language: str) -> None:
    told = {}
    for right, details in DETAILS.items():
        id = sure(office, right, language, WHOSE.get(right), **details)
        if right is Right.RECTIFICATION:
            carry(office, id)
            for task in office.store.tasks(id):
                by_hand.done(office, id, task.id, "", "rikke", LATER)
            by_hand.corrected(office, id, [("Navn", "Frida Ny")], "rikke", LATER)
        if right is Right.HUMAN_REVIEW:
            by_hand.reviewed(office, id, "kredit", False, "afslag", "Indkomsten er for lav", "rikke", LATER)
        if right is Right.OBJECTION:
            carry(office, id)
            deciding.weigh(office, id, "service", True, "Hensynet til dig vejer tungest", "rikke", LATER)
        if right is Right.ERASURE:
            carry(office, id)
            deciding.confirm(office, id, office.store.request(id).plan, "rikke", LATER)
        assert carry(office, id) is State.READY, right
        told[right] = open_answer(office, id)
    assert len(set(told.values())) == len(Right)
    assert "Frida Ny" in told[Right.RECTIFICATION]
    assert "afslag" in told[Right.HUMAN_REVIEW]
    assert "31" in told[Right.ERASURE], "what stays, stays until a day"
    assert re.search("Anna|Marker|marker", told[Right.ACCESS])


DETAILS: dict[Right, dict[str, str]] = {
    Right.RECTIFICATION: {"category": "name"},
    Right.HUMAN_REVIEW: {},
    Right.ACCESS: {},
    Right.PORTABILITY: {},
    Right.OBJECTION: {"purposes": "service"},
    Right.WITHDRAWAL: {"purposes": "newsletter"},
    Right.RESTRICTION: {"ground": "claim"},
    Right.ERASURE: {},
}
WHOSE = {Right.RESTRICTION: {"customer_no": "3"}}
"""Of somebody whose data is restricted, nothing goes."""


def test_a_refusal_needs_a_second_person_and_then_names_ground_law_complaint_and_court(
    office: Office,
) -> None:
    id = sure(office, Right.ERASURE)
    carry(office, id)
    deciding.propose_refusal(office, id, "Sagen er for retten", "Art. 17(3)(e)", "rikke", LATER)
    assert carry(office, id) is State.OPEN
    deciding.agree(office, id, "morten", LATER)
    assert carry(office, id) is State.READY
    text = open_answer(office, id)
    for word in ("Sagen er for retten", "artikel 17, stk. 3, litra e", "Datatilsynet", "domstolene"):
        assert word in text


def test_a_rejected_objection_says_why(office: Office) -> None:
    id = sure(office, Right.OBJECTION, purposes="service")
    carry(office, id)
    deciding.weigh(office, id, "service", False, "Kravet er ikke afgjort", "rikke", LATER)
    deciding.agree(office, id, "morten", LATER, "service")
    assert carry(office, id) is State.READY
    assert "Kravet er ikke afgjort" in open_answer(office, id)


@pytest.mark.parametrize("upheld", [True, False])
def test_what_was_restricted_until_an_objection_was_decided_is_lifted_once_that_was_told(
    office: Office, upheld: bool
) -> None:
    id = sure(office, Right.OBJECTION, purposes="service")
    carry(office, id)
    assert [one.ground for one in office.store.restrictions(LATER)] == ["objection"]
    deciding.weigh(office, id, "service", upheld, "Kravet er ikke afgjort", "rikke", LATER)
    if not upheld:
        deciding.agree(office, id, "morten", LATER, "service")
    for _ in range(2):
        assert carry(office, id) is State.READY
    assert office.store.restrictions(LATER)
    (letter,) = [one for one in office.store.mail_claim(LATER, 100) if one.kind == "lifting"]
    assert office.store.mail_sent(letter.id, LATER)
    assert lifting.lift_due(office, LATER) == 0, "it ends the day after"
    assert lifting.lift_due(office, LATER + timedelta(days=1)) == 1
    assert office.store.restrictions(LATER + timedelta(days=1)) == []


def test_what_can_be_taken_along_is_what_consent_and_contract_hold(office: Office) -> None:
    id = sure(office, Right.PORTABILITY)
    carry(office, id)
    told = json.loads(handing.files_of(office, id, LATER)["answer.json"])
    assert told["format"] == "holdord-portability/1"
    assert [(one["collection"], list(one["rows"][0])) for one in told["collections"]] == [
        ("customers", ["email"]),
        ("subscribers", ["email"]),
    ]
    assert {part["what"] for part in told["left_out"]}
    assert all(part["law"] == "Art. 20(1)" for part in told["left_out"])


# what is told meanwhile


def test_whoever_has_to_wait_is_told_that_the_request_has_come(office: Office) -> None:
    id = sure(office, Right.ERASURE)
    for _ in range(2):
        assert carry(office, id) is State.OPEN
    (mail,) = mails(office, id)
    assert "1. juli 2025" in mail["text"]


def test_an_extension_is_told_with_its_reason(office: Office) -> None:
    id = sure(office, Right.ERASURE)
    deciding.extend(office, id, ("complexity",), "rikke", LATER)
    (mail,) = mails(office, id)
    assert "kompliceret" in mail["text"]
    assert "1. september 2025" in mail["text"]


def test_special_data_is_given_to_nobody_who_showed_only_an_address(
    new_database: Callable[[str], Database], tmp_path: Path
) -> None:
    company = shop(tmp_path / "policy", new_database("sqlite"))
    file = company.folder / "policy.yaml"
    text = file.read_text()
    assert "correspondence" in text
    with company.office() as office:
        id = ask(office)
        identity.ask_proof(office, id, NOW)
        assert receiving.prove(office, id, code_in(mails(office, id)[0], "confirm"), NOW)
        category = office.policy.categories["name"]
        object.__setattr__(category, "kind", type(category.kind).SPECIAL)
        assert carry(office, id) is State.OPEN
        assert office.store.request(id).paused_since == LATER
        assert carry(office, id) is State.OPEN
        assert len([one for one in mails(office, id) if "/confirm/" not in one["text"]]) >= 1
        assert perhaps(office.store, id, "answer") is None
        receiving.prove_by_staff(office, id, "in-person", "rikke", LATER)
        assert office.store.request(id).paused_since is None
        assert carry(office, id) is State.READY
        office.store.close()


def test_an_objection_that_is_taken_back_leaves_nothing_restricted_and_nothing_ended(office: Office) -> None:
    id = sure(office, Right.OBJECTION, purposes="service")
    carry(office, id)
    assert office.store.restrictions(LATER)
    deciding.withdraw(office, id, "", LATER)
    assert [one.by for one in office.store.restrictions(LATER)] == [id], "they are told first"
    for mail in office.store.mail_claim(LATER, 100):
        assert office.store.mail_begin(mail.id, LATER)
        office.store.mail_sent(mail.id, LATER)
    tomorrow = LATER + timedelta(days=1)
    assert lifting.lift_due(office, tomorrow) == 1
    assert office.store.restrictions(tomorrow) == []
    (subject,) = office.store.subjects_of({"email": {MARKER.lower()}})
    assert [one.state for one in office.store.objections(subject)] == ["made", "withdrawn"]
    assert "service" not in office.stated(LATER).lapsed
    again = sure(office, Right.OBJECTION, purposes="service")
    carry(office, again)
    assert [one.by for one in office.store.restrictions(tomorrow)] == [again]


# what only Holdord knows


@pytest.mark.parametrize("right", [Right.ACCESS, Right.ERASURE])
def test_whoever_is_known_to_holdord_alone_is_told_what_it_holds(office: Office, right: Right) -> None:
    stranger = {"email": "stranger@x.example"}
    (subject,) = [office.store.subject({"email": set(stranger.values())})]
    assert subject
    office.store.consent(subject, "newsletter", True, NOW - timedelta(days=90), how="ticked a box")
    id = sure(office, right, "en", stranger)
    assert carry(office, id) is State.READY
    told = open_answer(office, id)
    assert "we hold no personal data about you" in told
    assert "consents: yes or no, to what and when" in told.lower()
    assert "2 years after the end of it" in told
    assert MARKER.lower() not in told.lower()
    if right is Right.ACCESS:
        assert office.store.request(id).outcome is Outcome.GRANTED
        answer = json.loads(handing.files_of(office, id, LATER)["answer.json"])
        held = {one["collection"]: one["rows"] for one in answer["collections"]}
        assert [row["how"] for row in held["consents"]] == ["ticked a box"]
    else:
        assert office.store.request(id).outcome is Outcome.NOTHING_HELD


def test_a_stranger_of_whom_only_this_request_is_known_is_told_that_nothing_is_held(office: Office) -> None:
    id = sure(office, Right.ACCESS, "en", {"email": "stranger@x.example"})
    assert carry(office, id) is State.READY
    assert office.store.request(id).outcome is Outcome.NOTHING_HELD
    told = open_answer(office, id)
    assert "No, we process no personal data about you" in told
    assert "wrote down" not in told
    assert handing.files_of(office, id, LATER) == {}


# reminders to staff


def test_staff_are_reminded_before_a_request_is_due_on_the_day_and_after_it_each_once(office: Office) -> None:
    """The last day, 1 July 2025, is a Tuesday."""
    id = sure(office, Right.ERASURE)
    carry(office, id)
    office.store.drop_contents(id)
    assert office.store.request(id).due == date(2025, 7, 1)
    told: list[date] = []
    for day in range(45):
        now = NOW + timedelta(days=day)
        for _ in range(2):
            if reminding.remind(office, now):
                told.append(now.date())
    assert told[-2:] == [date(2025, 7, 1), date(2025, 7, 2)]
    assert 2 < len(told) < 6
    letters = mails(office, id)
    assert len(letters) == len(told)
    assert {letter["to"] for letter in letters} == {office.policy.controller.contact.email}
    for letter in letters:
        assert id in letter["text"]
        assert MARKER.lower() not in letter["text"].lower()
    assert "was due on 1 July 2025" in letters[-1]["text"]


def test_of_a_request_that_waits_for_the_person_or_was_answered_nobody_is_reminded(office: Office) -> None:
    paused, answered = sure(office, Right.ERASURE), sure(office, Right.ACCESS)
    deciding.pause(office, paused, "rikke", NOW, "Which order?")
    carry(office, answered)
    assert reminding.remind(office, NOW + timedelta(days=31)) == 0
