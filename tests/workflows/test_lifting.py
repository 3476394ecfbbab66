"""A restriction ends once the person has been told (Art. 18(3)); what is contested is restricted first."""

from datetime import date, datetime, timedelta

import pytest

from holdord.store import StoreFault
from holdord.words.request import Right, State, Strength
from holdord.workflows.allowing import Reason, may
from holdord.workflows.office import Office, Refused
from holdord.workflows.planning import plan_erasure, plan_expiry
from holdord.workflows.requests import by_hand, deciding, lifting
from tests.workflows.shop import MARKER, NOW
from tests.workflows.test_answers import ask, carry, mails, sure

LATER = NOW + timedelta(days=1)
TOMORROW = LATER + timedelta(days=1)


def allowed(office: Office, purpose: str, at: datetime = LATER) -> bool:
    told = may(office.policy, office.store, {"email": MARKER}, purpose, at)
    assert told.may or told.reason in (Reason.RESTRICTED, Reason.CONSENT_MISSING)
    return told.may


def send(office: Office, kind: str, at: datetime) -> bool:
    """Send the letters of a kind that wait; whether there was one."""
    sent = False
    for mail in office.store.mail_claim(at, 100):
        if mail.kind == kind:
            sent = office.store.mail_begin(mail.id, at) and office.store.mail_sent(mail.id, at)
    return sent


def contested(office: Office, contact: str = MARKER) -> str:
    """A rectification of somebody's name that somebody looks into."""
    id = sure(office, Right.RECTIFICATION, "en", category="name") if contact else _without_address(office)
    assert carry(office, id) is State.OPEN
    return id


def _without_address(office: Office) -> str:
    return ask(office, Right.RECTIFICATION, contact="", strength=Strength.STAFF, category="name")


def decided(office: Office, id: str) -> None:
    by_hand.corrected(office, id, [("Name", "Frida Ny")], "rikke", LATER)
    assert carry(office, id) is State.READY


def standing(office: Office, at: datetime = LATER) -> list[str]:
    return [one.by for one in office.store.restrictions(at)]


def test_what_is_contested_is_only_stored_until_that_is_decided_and_told(office: Office) -> None:
    assert allowed(office, "bookkeeping")
    id = contested(office)
    assert carry(office, id) is State.OPEN, "done again, nothing is restricted twice"
    assert standing(office) == [id]
    assert not allowed(office, "bookkeeping"), "it needs the name"
    office.store.consent(office.store.restrictions(LATER)[0].subject, "newsletter", True, NOW, how="box")
    assert allowed(office, "newsletter"), "it needs no name"
    (receipt,) = mails(office, id)
    assert "only stored, not used: name" in " ".join(receipt["text"].split())
    decided(office, id)
    letter = mails(office, id)[-1]
    assert "3 June 2025" in letter["text"]
    assert lifting.lift_due(office, TOMORROW) == 0, "nobody has been told"
    assert not allowed(office, "bookkeeping", TOMORROW)
    assert send(office, "lifting", LATER)
    assert lifting.lift_due(office, LATER) == 0, "the day has not come"
    assert lifting.lift_due(office, TOMORROW) == 1
    assert lifting.lift_due(office, TOMORROW) == 0
    assert allowed(office, "bookkeeping", TOMORROW)
    ((told,),) = office.store._rows("SELECT told_at FROM holdord_restriction_lifted")
    assert str(told).startswith("2025-06-02 12:00")


def test_a_correction_that_is_refused_ends_what_was_restricted_as_well(office: Office) -> None:
    id = contested(office)
    deciding.propose_refusal(office, id, "The name is right", "Art. 16", "rikke", LATER)
    deciding.agree(office, id, "morten", LATER)
    assert carry(office, id) is State.READY
    assert standing(office) == [id]
    assert send(office, "lifting", LATER)
    assert lifting.lift_due(office, TOMORROW) == 1


def test_of_somebody_of_whom_nothing_is_held_nothing_is_restricted(office: Office) -> None:
    id = sure(office, Right.RECTIFICATION, "en", {"email": "nobody@x.example"}, category="name")
    assert carry(office, id) is State.OPEN
    assert standing(office) == []
    by_hand.corrected(office, id, [("Name", "Nobody")], "rikke", LATER)
    assert carry(office, id) is State.READY
    assert office.store.mails_queued(id, "lifting") == 0


def test_the_end_is_told_once_whatever_dies(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    id = contested(office)
    by_hand.corrected(office, id, [("Name", "Frida Ny")], "rikke", LATER)
    move = type(office.store).move

    def die(*words: object, **more: object) -> object:
        if more["note_kind"] == "lifting-told":
            raise KeyboardInterrupt
        return move(*words, **more)  # type: ignore[arg-type]

    with monkeypatch.context() as dying:
        dying.setattr(type(office.store), "move", die)
        with pytest.raises(KeyboardInterrupt):
            carry(office, id)
    for _ in range(2):
        carry(office, id)
    assert office.store.mails_queued(id, "lifting") == 1
    assert [event.kind for event in office.store.events(id)].count("lifting-told") == 1


@pytest.mark.parametrize("why", ["no address", "not taken"])
def test_a_letter_that_cannot_go_by_mail_is_a_task_and_nothing_is_lifted_before(
    office: Office, why: str
) -> None:
    id = contested(office, "" if why == "no address" else MARKER)
    decided(office, id)
    (restriction,) = office.store.restrictions(LATER)
    if why == "not taken":
        (mail,) = [one for one in office.store.mail_claim(LATER, 100) if one.kind == "lifting"]
        office.store.mail_failed(mail.id, LATER, permanent=True)
    assert lifting.lift_due(office, TOMORROW) == 0
    (task,) = office.store.tasks(id, open_only=True)
    assert (task.what, task.system) == ("tell-person", restriction.id)
    letter = lifting.letter_of_lifting(office, id, restriction.id, TOMORROW)
    assert letter
    assert letter.title
    by_hand.done(office, id, task.id, "", "rikke", TOMORROW)
    assert lifting.lift_due(office, TOMORROW) == 1
    assert standing(office, TOMORROW) == []


def test_staff_lift_a_restriction_with_a_reason_and_a_day_to_come(office: Office) -> None:
    id, other = (sure(office, Right.RESTRICTION, "nb", ground=ground) for ground in ("unlawful", "claim"))
    for one in (id, other):
        assert carry(office, one) is State.READY
    mine, theirs = (next(r.id for r in office.store.restrictions(LATER) if r.by == by) for by in (id, other))
    day = date(2025, 6, 9)
    for restriction, on, reason in (
        (mine, LATER.date(), "Saken er over"),
        (mine, None, "Saken er over"),
        (mine, date(2027, 1, 1), "Saken er over"),
        (mine, day, " "),
        (mine, day, "x" * 2001),
        (theirs, day, "Saken er over"),
        ("L-NONE", day, "Saken er over"),
    ):
        with pytest.raises(Refused) as told:
            lifting.lift(office, id, restriction, on, reason, "rikke", LATER)
        assert told.value.findings[0].code == "lifting-unfit"
    assert office.store.mails_queued(id, "lifting") == 0
    lifting.lift(office, id, mine, day, "Saken er over", "rikke", LATER)
    with pytest.raises(Refused):
        lifting.lift(office, id, mine, day, "Saken er over", "rikke", LATER)
    assert "Saken er over." in mails(office, id)[-1]["text"]
    assert send(office, "lifting", LATER)
    assert lifting.lift_due(office, TOMORROW) == 0
    assert lifting.lift_due(office, LATER + timedelta(days=7)) == 1
    assert standing(office, LATER + timedelta(days=7)) == [other]


def test_what_staff_stated_without_a_request_needs_the_day_on_which_the_person_was_told(
    office: Office,
) -> None:
    subject = office.store.subject({"email": {MARKER.lower()}})
    assert subject
    id = office.store.restrict(subject, "claim", NOW, "anna")
    for told_at, reason in ((LATER + timedelta(hours=1), "over"), (LATER, " ")):
        with pytest.raises((Refused, StoreFault)):
            lifting.lift_stated(office, id, told_at, reason, "anna", LATER)
    asked = sure(office, Right.RESTRICTION, ground="claim")
    carry(office, asked)
    of_request = next(one.id for one in office.store.restrictions(LATER) if one.by == asked)
    with pytest.raises(Refused):
        lifting.lift_stated(office, of_request, NOW, "over", "anna", LATER)
    lifting.lift_stated(office, id, NOW, "over", "anna", LATER)
    assert standing(office) == [asked]


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("da", "Du har trukket din anmodning tilbage."),
        ("nb", "Du har trukket forespørselen din tilbake."),
        ("en", "You have taken your request back."),
    ],
)
def test_whoever_takes_a_correction_back_is_told_before_what_it_restricted_is_used_again(
    office: Office, language: str, says: str
) -> None:
    id = sure(office, Right.RECTIFICATION, language, category="name")
    carry(office, id)
    deciding.withdraw(office, id, "", LATER)
    assert standing(office) == [id]
    assert not allowed(office, "bookkeeping"), "nobody has been told"
    (letter,) = mails(office, id)
    assert says in " ".join(letter["text"].split())
    assert letter["to"] == MARKER
    assert lifting.lift_due(office, TOMORROW) == 0, "the letter has not gone"
    assert send(office, "lifting", LATER)
    assert lifting.lift_due(office, LATER) == 0, "the day has not come"
    assert lifting.lift_due(office, TOMORROW) == 1
    assert allowed(office, "bookkeeping", TOMORROW)
    assert not any(office.store.contents(id, kind) for kind in ("keys", "contact", "mail", "lifting"))


def test_whoever_takes_a_request_back_and_has_no_address_is_told_by_staff(office: Office) -> None:
    id = contested(office, "")
    deciding.withdraw(office, id, "rikke", LATER)
    office.store.drop_closed()
    (task,) = office.store.tasks(id, open_only=True)
    assert (task.what, task.system) == ("tell-person", office.store.restrictions(LATER)[0].id)
    assert lifting.letter_of_lifting(office, id, task.system, TOMORROW), "there is something to print"
    assert office.store.contents(id, "keys"), "and it is known whom it is for"
    assert lifting.lift_due(office, TOMORROW) == 0
    by_hand.done(office, id, task.id, "", "rikke", TOMORROW)
    assert lifting.lift_due(office, TOMORROW) == 1
    assert not office.store.contents(id, "keys")


@pytest.mark.parametrize("dies_at", ["mail_queue", "move"])
def test_whatever_dies_while_a_request_is_taken_back_the_person_is_told_once(
    office: Office, monkeypatch: pytest.MonkeyPatch, dies_at: str
) -> None:
    id = contested(office)
    real = getattr(type(office.store), dies_at)

    def die(*words: object, **more: object) -> object:
        if dies_at == "mail_queue" or more["note_kind"] == "lifting-told":
            raise KeyboardInterrupt
        return real(*words, **more)

    with monkeypatch.context() as dying:
        dying.setattr(type(office.store), dies_at, die)
        with pytest.raises(KeyboardInterrupt):
            deciding.withdraw(office, id, "", LATER)
    assert office.store.request(id).state is State.CLOSED
    office.store.drop_closed()
    assert lifting.lift_due(office, LATER) == 0
    assert lifting.lift_due(office, LATER) == 0
    assert office.store.mails_queued(id, "lifting") == 1
    assert send(office, "lifting", LATER)
    assert lifting.lift_due(office, TOMORROW) == 1
    assert standing(office, TOMORROW) == []


def test_a_request_that_was_not_taken_back_after_all_lifts_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = contested(office)
    real = type(office.store).move

    def die(*words: object, **more: object) -> object:
        if more["note_kind"] == "withdrawn":
            raise KeyboardInterrupt
        return real(*words, **more)  # type: ignore[arg-type]

    with monkeypatch.context() as dying:
        dying.setattr(type(office.store), "move", die)
        with pytest.raises(KeyboardInterrupt):
            deciding.withdraw(office, id, "", LATER)
    assert lifting.lift_due(office, TOMORROW) == 0
    assert office.store.mails_queued(id, "lifting") == 0
    assert standing(office, TOMORROW) == [id]


def test_whoever_contests_data_may_have_it_erased_and_no_sweep_takes_it_meanwhile(office: Office) -> None:
    much_later = NOW.replace(year=2034)
    assert plan_expiry(office, much_later).expected
    before = plan_erasure(office, [{"email": [MARKER]}], LATER)
    swept = plan_expiry(office, much_later).expected
    contested(office)
    after = plan_erasure(office, [{"email": [MARKER]}], LATER)
    assert after.expected == before.expected
    assert plan_expiry(office, much_later).expected < swept
