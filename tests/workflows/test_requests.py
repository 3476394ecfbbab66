"""Requests from arrival to decision: who asks, what is found, what is planned, who decides."""

import json
from dataclasses import replace as replaced
from datetime import UTC, date, datetime, timedelta

import pytest

from holdord.store import StoreFault
from holdord.words.policy import Category, CategoryKind
from holdord.words.request import Channel, Outcome, Request, Right, State, Strength
from holdord.workflows.office import Office, Refused
from holdord.workflows.requests import carrying, deciding, lifting, looking, receiving
from holdord.workflows.requests.contents import contact_of, newest, replace
from tests.company import Company
from tests.store.asking import code_sent

pytest.register_assert_rewrite("tests.workflows.shop")

from tests.workflows.shop import MARKER, NOW, rows  # noqa: E402


def day(number: int) -> datetime:
    return NOW + timedelta(days=number)


def ask(office: Office, right: Right = Right.ERASURE, **details: str) -> str:
    return receiving.receive(
        office, right, Channel.WEB, "da", {"email": MARKER}, MARKER, details, "Slet mig!", NOW
    )


def new_code(office: Office, id: str) -> str:
    code = receiving.a_code()
    code_sent(office.store, id, code, NOW + receiving.CODE_STAYS)
    return code


def proved(office: Office, right: Right = Right.ERASURE, **details: str) -> str:
    id = ask(office, right, **details)
    assert receiving.prove(office, id, new_code(office, id), NOW)
    return id


def refused(told: "pytest.ExceptionInfo[Refused]") -> str:
    return told.value.findings[0].code


def test_a_request_is_written_down_with_its_last_day_and_nothing_personal(
    office: Office, company: Company
) -> None:
    id = ask(office)
    request = office.store.request(id)
    assert (request.state, request.strength) == (State.ASKED, Strength.CLAIMED)
    assert (request.received, request.due, request.strict_due) == (NOW, date(2025, 7, 1), date(2025, 7, 1))
    assert newest(office.store, id, "keys") == {"email": [MARKER]}
    assert newest(office.store, id, "words") == "Slet mig!"
    office.store._rows("PRAGMA wal_checkpoint(TRUNCATE)")
    for file in (company.folder / ".holdord").iterdir():
        content = file.read_bytes().lower()
        assert MARKER.lower().encode() not in content, file.name
        assert b"slet mig" not in content, file.name


def test_nothing_is_looked_up_before_it_is_known_who_asks(office: Office) -> None:
    id = ask(office)
    with pytest.raises(Refused) as told:
        looking.look(office, id, NOW, "rikke")
    assert refused(told) == "not-proved"
    with pytest.raises(Refused):
        looking.plan(office, id, NOW)
    assert office.store.looks(id) == []


def test_a_code_opens_its_own_request_once_however_it_is_typed(office: Office) -> None:
    id, other = ask(office), ask(office)
    code = new_code(office, id)
    assert not receiving.prove(office, other, code, NOW)
    assert not receiving.prove(office, id, "AAAA-AAAA", NOW)
    assert receiving.prove(office, id, f" {code[:4].lower()}-{code[4:]} ", NOW)
    request = office.store.request(id)
    assert (request.state, request.strength) == (State.OPEN, Strength.ADDRESS)
    assert not receiving.prove(office, id, code, NOW)
    assert office.store.request(other).state is State.ASKED


def test_staff_say_how_they_made_sure_who_asks(office: Office) -> None:
    id = ask(office)
    request = receiving.prove_by_staff(office, id, "call-back", "rikke", NOW)
    assert (request.state, request.strength) == (State.OPEN, Strength.STAFF)
    assert [(event.kind, event.by) for event in office.store.events(id)][-1] == ("proved-call-back", "rikke")


def test_a_request_that_nobody_proves_is_closed_and_what_was_written_goes(office: Office) -> None:
    id, kept = ask(office), proved(office)
    assert receiving.lapse_unproved(office, day(14), day(14)) == 1
    request = office.store.request(id)
    assert (request.state, request.outcome) == (State.CLOSED, Outcome.UNPROVED)
    assert office.store.contents(id, "keys") == []
    assert office.store.request(kept).state is State.OPEN
    assert receiving.lapse_unproved(office, day(14), day(14)) == 0


@pytest.mark.parametrize(
    ("right", "details", "code"),
    [
        (Right.OBJECTION, {}, "choice-missing"),
        (Right.OBJECTION, {"purposes": "bookkeeping"}, "choice-unknown"),
        (Right.WITHDRAWAL, {"purposes": "service"}, "choice-unknown"),
        (Right.WITHDRAWAL, {"purposes": "newsletter,nothing"}, "choice-unknown"),
        (Right.RESTRICTION, {"ground": "because"}, "choice-missing"),
        (Right.RECTIFICATION, {"category": "nothing"}, "choice-unknown"),
    ],
)
def test_a_choice_that_the_right_does_not_reach_is_refused(
    office: Office, right: Right, details: dict[str, str], code: str
) -> None:
    with pytest.raises(Refused) as told:
        ask(office, right, **details)
    assert refused(told) == code
    assert office.store.requests() == []


@pytest.mark.parametrize(
    ("keys", "contact", "words", "code"),
    [
        ({}, MARKER, "", "no-key"),
        ({"email": "  "}, MARKER, "", "no-key"),
        ({"email": "nobody"}, MARKER, "", "wrong-key-value"),
        ({"name": "Frida"}, MARKER, "", "unknown-key-name"),
        ({"email": MARKER}, "me at home", "", "contact-unfit"),
        ({"email": MARKER}, "a@x.example\nBcc: all@x.example", "", "contact-unfit"),
        ({"email": MARKER}, MARKER, "x" * 4001, "words-too-long"),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_kept(
    office: Office, keys: dict[str, str], contact: str, words: str, code: str
) -> None:
    with pytest.raises(Refused) as told:
        receiving.receive(office, Right.ACCESS, Channel.WEB, "da", keys, contact, {}, words, NOW)
    assert refused(told) == code
    assert office.store.requests() == []


def test_what_is_found_is_told_by_category_and_who_looked_is_written_down(office: Office) -> None:
    id = proved(office, Right.ACCESS)
    found = looking.look(office, id, NOW, "rikke")
    assert found.rows_by_category() == {
        "name": 1, "email": 2, "payments": 1, "purchases": 3, "correspondence": 3
    }  # fmt: skip
    assert found.sure_enough
    assert [(look.by, look.what) for look in office.store.looks(id)] == [("rikke", "found")]


@pytest.mark.parametrize("kind", [CategoryKind.SPECIAL, CategoryKind.IDENTITY_NUMBER, CategoryKind.CRIMINAL])
def test_what_is_delicate_goes_to_nobody_who_only_opened_a_link(office: Office, kind: CategoryKind) -> None:
    health = Category("health", kind)
    policy = replaced(office.policy, categories={**office.policy.categories, "health": health})
    needed = looking.needed_strength
    assert needed(policy, Right.ACCESS, {"name"}) is Strength.ADDRESS
    assert needed(policy, Right.ACCESS, {"name", "health"}) is Strength.SESSION
    assert needed(policy, Right.PORTABILITY, {"health"}) is Strength.SESSION
    assert needed(policy, Right.ERASURE, {"health"}) is Strength.ADDRESS


def test_a_plan_is_confirmed_by_the_digest_that_was_shown_and_by_no_other(office: Office) -> None:
    id = proved(office)
    with pytest.raises(Refused) as told:
        deciding.confirm(office, id, "", "rikke", NOW)
    assert refused(told) == "nothing-to-confirm"
    first = looking.plan(office, id, NOW)
    again = looking.plan(office, id, day(1))
    assert first.digest != again.digest
    with pytest.raises(Refused) as told:
        deciding.confirm(office, id, first.digest, "rikke", day(1))
    assert refused(told) == "unknown-digest"
    request = deciding.confirm(office, id, again.digest, "rikke", day(1))
    assert (request.state, request.confirmed) == (State.RUNNING, again.digest)
    assert looking.shown_plan(office, id) == again
    with pytest.raises(Refused):
        looking.plan(office, id, day(1))


def test_nothing_is_erased_by_looking_and_planning(office: Office, company: Company) -> None:
    before = rows(company)
    id = proved(office)
    looking.look(office, id, NOW, "rikke")
    looking.plan(office, id, NOW)
    assert rows(company) == before


def test_the_time_is_extended_once_for_a_reason_of_the_law_within_the_first_month(office: Office) -> None:
    id = proved(office)
    for reasons in ((), ("busy",), ("complexity", "holidays")):
        with pytest.raises(Refused) as told:
            deciding.extend(office, id, reasons, "rikke", day(3))
        assert refused(told) == "extension-unfounded"
    with pytest.raises(Refused) as told:
        deciding.extend(office, id, ("complexity",), "rikke", day(31))
    assert refused(told) == "extension-too-late"
    request = deciding.extend(office, id, ("number", "complexity"), "rikke", day(30))
    assert (request.due, request.extended) == (date(2025, 9, 1), True)
    assert office.store.events(id)[-1].kind == "extended-complexity-number"
    with pytest.raises(Refused) as told:
        deciding.extend(office, id, ("number",), "rikke", day(4))
    assert refused(told) == "extension-too-late"


def test_while_the_person_is_asked_one_clock_waits_and_the_strict_one_does_not(office: Office) -> None:
    id = proved(office)
    deciding.pause(office, id, "rikke", day(2), "Which order is it about?")
    with pytest.raises(Refused):
        deciding.pause(office, id, "rikke", day(3), "Which order is it about?")
    request = deciding.resume(office, id, "rikke", day(7) + timedelta(hours=5))
    assert (request.due, request.strict_due) == (date(2025, 7, 7), date(2025, 7, 1)), "the 6th is a Sunday"
    assert request.paused_since is None
    with pytest.raises(Refused):
        deciding.resume(office, id, "rikke", day(9))
    deciding.pause(office, id, "rikke", day(10), "And when?")
    assert deciding.resume(office, id, "rikke", day(11)).due == date(2025, 7, 7)
    assert deciding.extend(office, id, ("number",), "rikke", day(12)).due == date(2025, 9, 8)


def test_whoever_is_waited_for_gets_a_letter_that_says_what_is_missing_with_both_dates(
    office: Office,
) -> None:
    id = proved(office)
    for said in ("", "  "):
        with pytest.raises(Refused) as told:
            deciding.pause(office, id, "rikke", day(2), said)
        assert refused(told) == "missing-unsaid"
    assert office.store.request(id).paused_since is None
    deciding.pause(office, id, "rikke", day(2), "Hvilken <b>ordre</b> handler det om?")
    deciding.resume(office, id, "rikke", day(7))
    deciding.pause(office, id, "rikke", day(8), "Og hvornår?")
    assert [one.stand for one in office.store.letters(id) if one.kind == "more"] == ["waiting", "waiting"]
    first, second = (
        json.loads(office.store.get(mail.content) or b"{}")
        for mail in office.store.mail_claim(day(8))
        if mail.kind == "more"
    )
    text = " ".join(first["text"].split())
    assert first["to"] == MARKER
    assert "dette fra dig: Hvilken <b>ordre</b> handler det om?" in text, "plain text is never markup"
    assert "Den er den 1. juli 2025" in text
    text = " ".join(second["text"].split())
    assert "Den er den 7. juli 2025" in text
    assert "Uden den pause er fristen den 1. juli 2025" in text


def test_a_pause_that_comes_too_late_sends_no_letter(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    id = proved(office)
    read = office.store.request(id)
    office.store.move(id, read.version, at=NOW, by="carl", note_kind="assigned", assigned="carl")
    monkeypatch.setattr(office.store, "request", lambda _: read)
    with pytest.raises(StoreFault, match="somebody else"):
        deciding.pause(office, id, "rikke", day(2), "Which order?")
    assert [one for one in office.store.letters(id) if one.kind == "more"] == []


def test_whoever_has_no_address_is_called_and_the_clock_waits_without_a_letter(office: Office) -> None:
    id = receiving.receive(
        office, Right.ACCESS, Channel.PHONE, "da", {"customer_no": "1"}, "", {}, "", NOW, "rikke",
        Strength.STAFF,
    )  # fmt: skip
    assert deciding.pause(office, id, "rikke", day(1)).paused_since
    assert office.store.letters(id) == []


def test_a_refusal_needs_its_ground_its_law_and_a_second_person(office: Office) -> None:
    id = proved(office)
    for ground, law in (("", "Art. 17(3)(b)"), ("bookkeeping", " ")):
        with pytest.raises(Refused) as told:
            deciding.propose_refusal(office, id, ground, law, "carl", NOW)
        assert refused(told) == "refusal-unfounded"
    with pytest.raises(Refused) as told:
        deciding.agree(office, id, "rikke", NOW)
    assert refused(told) == "nothing-proposed"
    deciding.propose_refusal(office, id, "a claim is raised", "Art. 17(3)(e)", "carl", NOW)
    with pytest.raises(Refused) as told:
        deciding.agree(office, id, "carl", NOW)
    assert refused(told) == "second-person"
    deciding.turn_down(office, id, "rikke", NOW)
    with pytest.raises(Refused):
        deciding.agree(office, id, "rikke", NOW)
    deciding.propose_refusal(office, id, "a claim is raised", "Art. 17(3)(e)", "carl", NOW)
    request: Request = deciding.agree(office, id, "rikke", day(1))
    assert (request.state, request.outcome) == (State.RUNNING, Outcome.REFUSED)
    (refusal,) = deciding.refusals(office, id)
    assert refusal
    assert (refusal.law, refusal.proposed_by, refusal.agreed_by) == ("Art. 17(3)(e)", "carl", "rikke")


def test_the_ground_of_a_refusal_may_name_the_person_and_is_kept_in_the_vault_alone(
    office: Office, company: Company
) -> None:
    id = proved(office)
    deciding.propose_refusal(office, id, f"as {MARKER} said", "Art. 12(5)", "carl", NOW)
    (refusal,) = deciding.refusals(office, id)
    assert refusal
    assert refusal.ground == f"as {MARKER} said"
    office.store._rows("PRAGMA wal_checkpoint(TRUNCATE)")
    for file in (company.folder / ".holdord").iterdir():
        assert MARKER.lower().encode() not in file.read_bytes().lower(), file.name
    with pytest.raises(StoreFault):
        deciding.propose_refusal(office, id, "no", f"see {MARKER}", "carl", NOW)


def test_an_objection_that_is_upheld_ends_the_purpose_and_a_rejection_is_only_proposed(
    office: Office,
) -> None:
    id = proved(office, Right.OBJECTION, purposes="service")
    deciding.weigh(office, id, "service", False, "fraud", "carl", NOW)
    assert office.store.request(id).state is State.OPEN
    assert office.stated(day(1)).lapsed == {}
    deciding.turn_down(office, id, "rikke", NOW, "service")
    deciding.weigh(office, id, "service", True, "", "carl", NOW)
    assert office.stated(day(1)).lapsed["service"].of("shop", "customers") == {1}
    with pytest.raises(Refused) as told:
        deciding.weigh(office, id, "service", True, "", "carl", NOW)
    assert refused(told) == "not-this-right"


def test_a_person_can_take_a_request_back(office: Office) -> None:
    id = ask(office)
    request = deciding.withdraw(office, id, "", NOW)
    assert (request.state, request.outcome) == (State.CLOSED, Outcome.WITHDRAWN)
    assert not receiving.prove(office, id, new_code(office, id), NOW)
    assert office.store.request(id).state is State.CLOSED
    for state in (State.RUNNING, State.READY, State.ANSWERED, State.CLOSED):
        id = ask(office)
        office.store.move(id, 0, at=NOW, by="", note_kind="moved", state=state)
        with pytest.raises(Refused) as told:
            deciding.withdraw(office, id, "", NOW)
        assert refused(told) == "withdrawn-too-late"
        assert office.store.request(id).state is state


def test_what_was_written_goes_at_once_with_a_request_that_is_taken_back(office: Office) -> None:
    id, other = proved(office, Right.OBJECTION, purposes="service"), proved(office)
    carrying.carry(office, id, lambda: NOW)
    deciding.propose_refusal(office, id, "Sagen om Frida", "Art. 21(1)", "rikke", NOW, of="service")
    kinds = ("keys", "contact", "words", "mail", "refusal")
    assert all(office.store.contents(id, kind) for kind in kinds)
    deciding.withdraw(office, id, "", NOW)
    assert not any(office.store.contents(id, kind) for kind in ("words", "refusal"))
    assert "withdrawn" in [event.kind for event in office.store.events(id)], "that it was asked stays"
    (letter,) = office.store.contents(id, "mail")
    assert "begrænsningen" in json.loads(office.store.get(letter) or b"")["text"]
    office.store.drop_closed()
    assert all(office.store.contents(id, kind) for kind in ("keys", "contact", "lifting", "mail")), (
        "they are to be told"
    )
    for mail in office.store.mail_claim(NOW, 100):
        if mail.kind == "lifting":
            assert office.store.mail_begin(mail.id, NOW)
            assert office.store.mail_sent(mail.id, NOW)
    assert lifting.lift_due(office, day(1)) == 1
    assert not any(office.store.contents(id, kind) for kind in (*kinds, "lifting"))
    assert newest(office.store, other, "words") == "Slet mig!"


def test_of_a_request_that_restricted_nothing_all_goes_at_once_when_it_is_taken_back(office: Office) -> None:
    id = proved(office)
    deciding.withdraw(office, id, "", NOW)
    assert not any(office.store.contents(id, kind) for kind in ("keys", "contact", "words", "mail"))
    assert [event.kind for event in office.store.events(id)][-1] == "withdrawn"


def test_what_a_machine_that_died_left_of_a_request_taken_back_goes_as_well(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    id, other = proved(office), proved(office)

    def die(_: str) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(office.store, "drop_closed", die)
        with pytest.raises(KeyboardInterrupt):
            deciding.withdraw(office, id, "", NOW)
    assert office.store.contents(id, "words")
    assert office.store.drop_closed() > 0
    assert not office.store.contents(id, "words")
    assert newest(office.store, other, "words") == "Slet mig!"


def test_what_is_kept_of_a_kind_can_be_replaced_and_says_when_it_is_gone(office: Office) -> None:
    id = ask(office)
    replace(office.store, id, "contact", "other@x.example", day(2))
    assert contact_of(office, id) == "other@x.example"
    assert len(office.store.contents(id, "contact")) == 1
    office.store.drop_expired(datetime(2030, 1, 1, tzinfo=UTC))
    with pytest.raises(Refused) as told:
        newest(office.store, id, "contact")
    assert refused(told) == "content-gone"
    assert json.dumps(office.store.request(id).details) == "{}"
