"""Letters that were given up: what waits for somebody, and what they decide about it."""

from datetime import timedelta

import pytest

from holdord.letters.letter import Letter, Paragraph
from holdord.store.request_records import GivenUp
from holdord.words.request import Channel, Right, State, Strength
from holdord.workflows.office import Office, Refused
from holdord.workflows.requests import by_hand, deciding, identity, lifting, mailing, receiving
from holdord.workflows.requests.undelivered import (
    can_go,
    send_once_more,
    told_otherwise,
    typed_codes,
    undelivered,
)
from tests.workflows.shop import MARKER, NOW
from tests.workflows.test_answers import carry, sure

LATER = NOW + timedelta(days=1)


def given_up(office: Office, id: str, kind: str, why: str = "address") -> None:
    """Every waiting letter of a kind is refused for good."""
    for mail in office.store.mail_claim(LATER, 100):
        if (mail.request, mail.kind) == (id, kind):
            office.store.mail_failed(mail.id, LATER, permanent=True, why=why)


def waiting(office: Office) -> list[tuple[str, str, str]]:
    return [(one.request, one.kind, one.why) for one in undelivered(office.store)]


def open_one(office: Office) -> GivenUp:
    """A correction whose receipt was given up."""
    id = sure(office, Right.RECTIFICATION, category="name")
    assert carry(office, id) is State.OPEN
    given_up(office, id, "receipt")
    (one,) = undelivered(office.store)
    assert (one.request, one.kind, one.why, one.at) == (id, "receipt", "address", LATER)
    return one


def code(told: "pytest.ExceptionInfo[Refused]") -> str:
    return told.value.findings[0].code


def never(_: str) -> None:
    raise AssertionError("no code is asked for")


def test_a_letter_that_was_given_up_is_sent_once_more_and_that_is_noted(office: Office) -> None:
    one = open_one(office)
    assert can_go(office.store, one, LATER)
    send_once_more(office, one.id, "carl", LATER, never)
    assert waiting(office) == []
    with pytest.raises(Refused) as told:
        send_once_more(office, one.id, "rikke", LATER, never)
    assert code(told) == "letter-decided"
    (mail,) = [mail for mail in office.store.mail_claim(LATER, 100) if mail.id == one.id]
    assert mail.tries == 0, "it has all its tries again"
    assert office.store.get(mail.content)
    assert office.store.mail_begin(mail.id, LATER)
    assert office.store.mail_sent(mail.id, LATER)
    event = office.store.events(one.request)[-1]
    assert (event.kind, event.by, event.facts) == ("letter-sent-again", "carl", {"letter": "receipt"})
    assert MARKER not in str(office.store.events(one.request))


def test_one_that_is_given_up_again_waits_again(office: Office) -> None:
    one = open_one(office)
    send_once_more(office, one.id, "carl", LATER, never)
    given_up(office, one.request, "receipt", "letter")
    assert waiting(office) == [(one.request, "receipt", "letter")]


def test_a_person_reached_otherwise_is_noted_and_the_letter_goes(office: Office) -> None:
    one = open_one(office)
    told_otherwise(office, one.id, "carl", LATER)
    assert waiting(office) == []
    assert office.store.get(one.content) is None
    assert office.store.mail_claim(LATER + timedelta(days=1), 100) == []
    event = office.store.events(one.request)[-1]
    assert (event.kind, event.by) == ("letter-told-otherwise", "carl")
    for again in (lambda: told_otherwise(office, one.id, "carl", LATER), _once_more(office, one)):
        with pytest.raises(Refused) as told:
            again()
        assert code(told) == "letter-decided"


def _once_more(office: Office, one: GivenUp):  # type: ignore[no-untyped-def]
    return lambda: send_once_more(office, one.id, "carl", LATER, never)


def test_what_is_no_longer_kept_is_not_sent_and_can_be_said_to_have_been_told(office: Office) -> None:
    one = open_one(office)
    office.store.drop(one.content)
    assert not can_go(office.store, one, LATER)
    with pytest.raises(Refused) as told:
        send_once_more(office, one.id, "carl", LATER, never)
    assert code(told) == "letter-gone"
    assert waiting(office) == [(one.request, "receipt", "address")]
    told_otherwise(office, one.id, "carl", LATER)
    assert waiting(office) == []


def test_of_an_answer_a_new_link_is_made_and_one_handed_over_waits_no_more(office: Office) -> None:
    id = sure(office, Right.ACCESS)
    assert carry(office, id) is State.READY
    given_up(office, id, "ready")
    (one,) = undelivered(office.store)
    send_once_more(office, one.id, "carl", LATER, never)
    assert waiting(office) == []
    assert office.store.mails_queued(id, "ready") == 2
    given_up(office, id, "ready")
    (one,) = undelivered(office.store)
    told_otherwise(office, one.id, "carl", LATER)
    assert office.store.request(id).state is State.ANSWERED
    assert [event.kind for event in office.store.events(id)][-2:] == [
        "answer-sent-by-hand",
        "letter-told-otherwise",
    ]
    assert waiting(office) == []


def test_an_answer_that_is_gone_has_no_link_to_send(office: Office) -> None:
    id = sure(office, Right.ACCESS)
    carry(office, id)
    given_up(office, id, "ready")
    (one,) = undelivered(office.store)
    office.store.drop_expired(LATER + timedelta(days=60))
    with pytest.raises(Refused) as told:
        send_once_more(office, one.id, "carl", LATER + timedelta(days=60), never)
    assert code(told) == "letter-gone"


def test_what_was_on_the_way_to_an_answer_waits_no_more_once_that_is_handed_over(office: Office) -> None:
    one = open_one(office)
    by_hand.corrected(office, one.request, [("Name", "Frida Ny")], "rikke", LATER)
    assert carry(office, one.request) is State.READY
    assert waiting(office) == [(one.request, "receipt", "address")]
    request = office.store.request(one.request)
    office.store.move(
        one.request, request.version, at=LATER, by="", note_kind="answer-fetched", state=State.ANSWERED
    )
    assert waiting(office) == []


@pytest.mark.parametrize("how", ["letter", "task"])
def test_of_a_restriction_that_ends_the_task_and_the_letter_are_one(office: Office, how: str) -> None:
    id = sure(office, Right.RECTIFICATION, category="name")
    carry(office, id)
    deciding.withdraw(office, id, "", LATER)
    given_up(office, id, "lifting")
    tomorrow = LATER + timedelta(days=1)
    assert lifting.lift_due(office, tomorrow) == 0
    (task,) = office.store.tasks(id, open_only=True)
    (one,) = undelivered(office.store)
    assert one.kind == "lifting"
    if how == "letter":
        told_otherwise(office, one.id, "carl", tomorrow)
    else:
        by_hand.done(office, id, task.id, "", "carl", tomorrow)
    assert waiting(office) == []
    assert [one.done_by for one in office.store.tasks(id)] == ["carl"]
    assert lifting.lift_due(office, tomorrow) == 1


def test_the_end_of_a_restriction_that_is_told_at_the_second_try_leaves_no_task(office: Office) -> None:
    id = sure(office, Right.RECTIFICATION, category="name")
    carry(office, id)
    deciding.withdraw(office, id, "", LATER)
    given_up(office, id, "lifting")
    tomorrow = LATER + timedelta(days=1)
    lifting.lift_due(office, tomorrow)
    (one,) = undelivered(office.store)
    send_once_more(office, one.id, "carl", tomorrow, never)
    assert office.store.mail_begin(one.id, tomorrow)
    assert office.store.mail_sent(one.id, tomorrow)
    assert lifting.lift_due(office, tomorrow) == 1
    assert office.store.tasks(id, open_only=True) == []


def test_codes_to_addresses_that_visitors_typed_are_counted_and_nobody_is_bothered(office: Office) -> None:
    known = {"email": MARKER}
    ids = []
    for channel in (Channel.WEB, Channel.PHONE):
        id = receiving.receive(
            office, Right.ACCESS, channel, "da", known, MARKER, {}, "", NOW, "carl", Strength.CLAIMED
        )
        assert identity.ask_proof(office, id, NOW)
        given_up(office, id, "code")
        ids.append(id)
    assert typed_codes(office.store) == 1
    assert waiting(office) == [(ids[1], "code", "address")]
    (one,) = undelivered(office.store)
    asked: list[str] = []
    send_once_more(office, one.id, "carl", LATER, asked.append)
    assert asked == [ids[1]], "a new code, for the old one may be over"
    assert waiting(office) == []


def test_what_recipients_are_told_is_a_task_and_not_listed_twice(office: Office) -> None:
    id = sure(office, Right.RECTIFICATION, category="name")
    letter = Letter("x", "da", (Paragraph("x"),))
    assert mailing.queue(office, id, "notice", "r@x.example", letter, NOW, "N-1.0")
    given_up(office, id, "notice")
    assert len(office.store.mails_given_up()) == 1
    assert waiting(office) == []
