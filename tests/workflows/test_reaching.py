"""The address for the answer, added or put right while a request is open: by whom, and what is noted."""

import pytest

from holdord.words.request import Channel, Right, State, Strength
from holdord.workflows.office import Office, Refused
from holdord.workflows.requests import carrying, handing, receiving
from holdord.workflows.requests.contents import contact_of
from holdord.workflows.requests.identity import ask_proof
from holdord.workflows.requests.reaching import change_contact
from tests.company import Company

pytest.register_assert_rewrite("tests.workflows.shop")

from tests.workflows.shop import MARKER, NOW  # noqa: E402

NEW = "frida.new@y.example"


def called(office: Office, strength: Strength, contact: str = "", right: Right = Right.ACCESS) -> str:
    """A request that came by telephone, known by a customer number."""
    known = {"customer_no": "1"}
    return receiving.receive(
        office, right, Channel.PHONE, "da", known, contact, {}, "", NOW, "carl", strength
    )


def refused(told: "pytest.ExceptionInfo[Refused]") -> str:
    return told.value.findings[0].code


def test_an_address_that_is_added_lets_a_code_be_sent_to_whom_it_is_known_to_belong(office: Office) -> None:
    id = called(office, Strength.CLAIMED)
    assert not ask_proof(office, id, NOW)
    change_contact(office, id, NEW, "carl", NOW)
    assert not ask_proof(office, id, NOW), "an address that nobody knows proves nothing"
    assert [one for one in office.store.letters(id) if one.kind == "code"] == []
    change_contact(office, id, f" {MARKER} ", "carl", NOW)
    assert ask_proof(office, id, NOW)
    assert [one.kind for one in office.store.letters(id)].count("code") == 1


def test_an_answer_that_waits_is_sent_to_the_address_that_was_added_and_the_log_names_none(
    office: Office, company: Company
) -> None:
    id = called(office, Strength.STAFF)
    carrying.carry(office, id, lambda: NOW)
    assert office.store.request(id).state is State.READY
    assert not handing.tell_ready(office, office.store.request(id), NOW, again=True)
    change_contact(office, id, NEW, "carl", NOW)
    assert handing.tell_ready(office, office.store.request(id), NOW, again=True)
    assert contact_of(office, id) == NEW
    changed = office.store.events(id)[-1]
    assert (changed.kind, changed.by, dict(changed.facts)) == ("contact-changed", "carl", {})
    office.store._rows("PRAGMA wal_checkpoint(TRUNCATE)")
    for file in (company.folder / ".holdord").iterdir():
        assert NEW.encode() not in file.read_bytes().lower(), file.name


def test_of_whom_only_an_address_is_known_the_answer_goes_to_no_other(office: Office) -> None:
    id = called(office, Strength.ADDRESS, MARKER)
    for strength in (Strength.ADDRESS, Strength.SESSION):
        request = office.store.request(id)
        office.store.move(id, request.version, at=NOW, by="", note_kind="proved", strength=strength)
        with pytest.raises(Refused) as told:
            change_contact(office, id, NEW, "carl", NOW)
        assert refused(told) == "contact-unproved"
    assert contact_of(office, id) == MARKER
    receiving.prove_by_staff(office, id, "call-back", "carl", NOW)
    change_contact(office, id, NEW, "carl", NOW)
    assert contact_of(office, id) == NEW


@pytest.mark.parametrize("typed", ["", "  ", "frida", "a b@x.example", f"{'a' * 250}@x.example"])
def test_what_is_no_address_changes_nothing(office: Office, typed: str) -> None:
    id = called(office, Strength.STAFF, MARKER)
    with pytest.raises(Refused) as told:
        change_contact(office, id, typed, "carl", NOW)
    assert refused(told) == "contact-unfit"
    assert contact_of(office, id) == MARKER


def test_once_a_request_is_over_its_address_is_changed_no_more(office: Office) -> None:
    id = called(office, Strength.STAFF, MARKER)
    carrying.carry(office, id, lambda: NOW)
    handing.sent_by_hand(office, id, "carl", NOW)
    with pytest.raises(Refused) as told:
        change_contact(office, id, NEW, "carl", NOW)
    assert refused(told) == "contact-late"
