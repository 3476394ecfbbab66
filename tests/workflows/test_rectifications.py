"""Requests for rectification carried out: the person stays findable, recipients hear what changed, once."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from holdord.letters.plain import as_plain
from holdord.words.correction import Correction
from holdord.words.request import Channel, Outcome, Right, State, Strength
from holdord.workflows.office import Office, Refused
from holdord.workflows.requests import by_hand, carrying, correcting, deciding, receiving
from holdord.workflows.requests.answering import write_answer
from holdord.workflows.requests.contents import newest, perhaps
from holdord.workflows.requests.looking import known_of
from holdord.workflows.stating import state_consent
from tests.company import Company
from tests.servers import DIALECTS, Database
from tests.workflows.corrections import ID, NEW, NOW, OLD, company, correction

LATER = NOW + timedelta(days=1)
POINTS = ("after-claim", "before-commit", "after-commit", "after-record", "after-end")
"""All others are passed by the same runs in test_correcting."""
CODE = """
import sys
from pathlib import Path
from holdord.workflows.office import Office
from holdord.workflows.requests import carrying
from tests.workflows.test_rectifications import clock
import os
with Office.open(Path(sys.argv[1]), dict(os.environ)) as office:
    carrying.carry(office, sys.argv[2], clock)
"""


def clock() -> datetime:
    return LATER


@pytest.fixture(params=DIALECTS)
def opened(
    request: pytest.FixtureRequest, new_database: Callable[[str], Database], tmp_path: Path
) -> Iterator[tuple[Company, Office]]:
    here = company(tmp_path / "policy", new_database(request.param), new_database("sqlite"))
    with here.office() as office:
        yield here, office
        office.store.close()


@pytest.fixture
def office(new_database: Callable[[str], Database], tmp_path: Path) -> Iterator[Office]:
    here = company(tmp_path / "policy", new_database("sqlite"), new_database("sqlite"))
    with here.office() as opened:
        yield opened
        opened.store.close()


def ask(office: Office, right: Right = Right.RECTIFICATION, email: str = OLD, **details: str) -> str:
    return receiving.receive(
        office, right, Channel.PHONE, "en", {"email": email}, "", details, "", NOW, "rikke", Strength.STAFF
    )


def letter_of(office: Office, id: str) -> str:
    return str(as_plain(write_answer(office, office.store.request(id), clock()).letter))


def kinds(office: Office, id: str) -> list[str]:
    return [event.kind for event in office.store.events(id)]


def code(told: "pytest.ExceptionInfo[Refused]") -> str:
    return told.value.findings[0].code


EVERYWHERE = [
    correction("shop.customers.email", NEW),
    correction("shop.customers.name", "Frida"),
    correction("shop.orders.guest_email", NEW, "2"),
    correction("crm.contacts.email", NEW, ID),
]


def test_a_new_address_finds_all_that_the_old_one_found_and_the_old_one_nobody(
    opened: tuple[Company, Office],
) -> None:
    here, office = opened
    subject = state_consent(office, {"email": [OLD]}, "newsletter", True, NOW, "paper", "rikke")
    id = ask(office)
    assert carrying.carry(office, id, clock).state is State.OPEN
    before = {(one.collection, one.row) for one in correcting.corrections_possible(office, id, NOW, "rikke")}
    assert [look.what for look in office.store.looks(id)] == ["values"]
    plan = correcting.propose(office, id, EVERYWHERE, "rikke", NOW)
    assert {one.old for one in correcting.proposed(office, id)} == {OLD, OLD.upper(), "Fridda"}
    deciding.confirm(office, id, plan.digest, "rikke", NOW)
    for _ in range(2):
        assert carrying.carry(office, id, clock).outcome is Outcome.GRANTED
    assert known_of(office, id) == {"email": [NEW]}
    after = {(one.collection, one.row) for one in correcting.corrections_possible(office, id, NOW)}
    assert after == before
    assert here.rows("shop", "customers", "email, name")[0] == (NEW, "Frida")
    assert office.store.subjects_of({"email": {OLD}}) == []
    assert office.store.subjects_of({"email": {NEW}}) == [subject]
    assert office.store.consent_state(subject, "newsletter") is True
    told = [(one["what"], one["now"]) for one in newest(office.store, id, "changes")]
    assert ("E-mail address", NEW) not in told, "which of several fields is said"
    assert ("Name", "Frida") in told
    assert kinds(office, id).count("answer-ready") == 1
    assert NEW in letter_of(office, id)
    assert office.store.contents(id, "sealed") == []


def test_a_plan_that_is_stale_is_made_anew_and_confirmed_again(opened: tuple[Company, Office]) -> None:
    here, office = opened
    id = ask(office)
    stated = [correction("shop.customers.name", "Frida"), correction("crm.contacts.name", "F. Marker", ID)]
    plan = correcting.propose(office, id, stated, "rikke", NOW)
    deciding.confirm(office, id, plan.digest, "rikke", NOW)
    here.databases["crm"].execute_script("UPDATE contacts SET name = 'Frieda'")
    request = carrying.carry(office, id, clock)
    assert (request.state, request.confirmed) == (State.OPEN, "")
    assert request.plan not in ("", plan.digest)
    assert [(one.old, one.new) for one in correcting.proposed(office, id)] == [("Frieda", "F. Marker")]
    assert here.rows("shop", "customers", "name")[0] == ("Frida",), "the other system is corrected already"
    deciding.confirm(office, id, request.plan, "rikke", NOW)
    assert carrying.carry(office, id, clock).outcome is Outcome.GRANTED
    assert here.rows("crm", "contacts", "name") == [("F. Marker",)]
    here.databases["crm"].execute_script("UPDATE contacts SET name = 'Frieda'")
    id = ask(office)
    plan = correcting.propose(office, id, [correction("crm.contacts.name", "Fri", ID)], "rikke", NOW)
    deciding.confirm(office, id, plan.digest, "rikke", NOW)
    here.databases["crm"].execute_script("UPDATE contacts SET name = 'Fri'")
    request = carrying.carry(office, id, clock)
    assert (request.state, request.plan) == (State.OPEN, "")
    assert kinds(office, id)[-1] == "correction-changes-nothing"


def test_whoever_came_under_the_new_address_meanwhile_is_not_given_away(
    opened: tuple[Company, Office],
) -> None:
    here, office = opened
    id = ask(office)
    plan = correcting.propose(office, id, EVERYWHERE, "rikke", NOW)
    deciding.confirm(office, id, plan.digest, "rikke", NOW)
    here.databases["shop"].execute_script(
        f"INSERT INTO orders VALUES (9, NULL, '{NEW}', 'gift', '2026-03-03')"
    )
    before = here.rows("shop", "customers")
    request = carrying.carry(office, id, clock)
    assert (request.state, request.plan) == (State.OPEN, "")
    assert kinds(office, id)[-2:] == ["plan-stale", "correction-taken"]
    assert here.rows("shop", "customers") == before
    assert known_of(office, id) == {"email": [OLD]}


def test_a_worker_killed_at_any_point_leaves_a_request_that_ends_once(opened: tuple[Company, Office]) -> None:
    here, office = opened
    for system in office.systems.values():
        system.prepare()
    address = OLD
    for number, point in enumerate(POINTS):
        new = f"frida{number}@new.example"
        id = ask(office, email=address)
        stated = [correction("shop.customers.email", new), correction("crm.contacts.email", new, ID)]
        plan = correcting.propose(office, id, stated, "rikke", NOW)
        deciding.confirm(office, id, plan.digest, "rikke", NOW)
        environment = {**os.environ, **here.environment, "HOLDORD_FAULT": point}
        died = subprocess.run(
            [sys.executable, "-c", CODE, str(here.folder), id], env=environment, capture_output=True
        )
        assert died.returncode == -signal.SIGKILL, died.stderr.decode()
        assert carrying.carry(office, id, clock).outcome is Outcome.GRANTED
        assert known_of(office, id)["email"][-1] == new
        assert here.rows("crm", "contacts", "email") == [(new,)]
        assert kinds(office, id).count("answer-ready") == 1
        address = new
    counts = [one.changed for one in office.store.evidence()]
    assert counts == [1] * 2 * len(POINTS)


def test_what_is_incomplete_is_completed_by_the_persons_own_words(office: Office) -> None:
    id = ask(office, category="payments")
    statement = "I was abroad,\nand paid the day I came home."
    correcting.complete(office, id, statement, "rikke", NOW)
    by_hand.corrected(office, id, [], "rikke", NOW)
    assert carrying.carry(office, id, clock).outcome is Outcome.GRANTED
    assert correcting.statement_of(office, id) == statement
    assert correcting.categories(office, office.store.request(id)) == {"payments"}
    assert "and paid the day I came home." in letter_of(office, id)
    for words in ("", " ", "x" * 2001):
        with pytest.raises(Refused) as told:
            correcting.complete(office, ask(office), words, "rikke", NOW)
        assert code(told) == "statement-unfit"


def test_a_part_is_refused_by_two_before_the_rest_is_confirmed(office: Office) -> None:
    id = ask(office)
    plan = correcting.propose(office, id, [correction("shop.customers.name", "Frida")], "rikke", NOW)
    deciding.propose_refusal(office, id, "the invoice shows it", "Art. 16", "carl", NOW, deciding.PART)
    with pytest.raises(Refused) as told:
        deciding.confirm(office, id, plan.digest, "rikke", NOW)
    assert code(told) == "refusal-waits"
    deciding.agree(office, id, "rikke", NOW, deciding.PART)
    deciding.confirm(office, id, plan.digest, "rikke", NOW)
    assert carrying.carry(office, id, clock).outcome is Outcome.PARTLY
    letter = letter_of(office, id)
    assert "the invoice shows it" in letter
    assert "Frida" in letter


def test_what_no_connector_reaches_is_done_by_hand_before_the_request_ends(office: Office) -> None:
    id = ask(office)
    plan = correcting.propose(office, id, [correction("shop.customers.name", "Frida")], "rikke", NOW)
    by_hand.new_task(office, id, "Paper archive", "rectify", "carla", "rikke", NOW)
    deciding.confirm(office, id, plan.digest, "rikke", NOW)
    assert carrying.carry(office, id, clock).outcome is None
    by_hand.done(office, id, office.store.tasks(id)[0].id, "", "carla", NOW)
    assert carrying.carry(office, id, clock).outcome is Outcome.GRANTED


def test_a_plan_that_was_not_confirmed_leaves_no_values_when_it_was_done_by_hand(office: Office) -> None:
    id = ask(office)
    plan = correcting.propose(office, id, [correction("shop.customers.name", "Frida")], "rikke", NOW)
    assert plan.sealed
    by_hand.corrected(office, id, [("Name", "Frida")], "rikke", NOW)
    assert office.store.get(plan.sealed.entry) is None
    assert carrying.carry(office, id, clock).outcome is Outcome.GRANTED
    assert list(office.store.evidence()) == []


def test_recipients_hear_of_the_categories_that_changed_and_no_others(office: Office) -> None:
    from dataclasses import replace

    from holdord.words.policy import Recipient, RecipientKind

    def recipient(name: str, *categories: str) -> Recipient:
        return Recipient(name, RecipientKind.PROCESSOR, "DK", categories=categories)

    named = {"printer": recipient("printer", "name"), "bank": recipient("bank", "payments")}
    office.policy = replace(office.policy, recipients=named)
    vars(office).pop("planner", None)
    id = ask(office, category="payments")
    plan = correcting.propose(office, id, [correction("shop.customers.name", "Frida")], "rikke", NOW)
    deciding.confirm(office, id, plan.digest, "rikke", NOW)
    carrying.carry(office, id, clock)
    assert [notice.recipient for notice in office.store.notices(id)] == ["printer"]


def test_nothing_is_looked_up_for_a_stranger_nor_planned_for_another_right(
    office: Office,
) -> None:
    unproved = receiving.receive(
        office, Right.RECTIFICATION, Channel.WEB, "da", {"email": OLD}, OLD, {}, "", NOW
    )
    with pytest.raises(Refused) as told:
        correcting.corrections_possible(office, unproved, NOW)
    assert code(told) == "not-proved"
    for id in (unproved, ask(office, Right.ERASURE)):
        with pytest.raises(Refused) as told:
            correcting.propose(office, id, EVERYWHERE, "rikke", NOW)
        assert code(told) == "not-this-right"
    id = ask(office)
    with pytest.raises(Refused) as told:
        correcting.propose(office, id, [Correction("shop", "customers", "2", "name", "x")], "rikke", NOW)
    assert code(told) == "correction-not-theirs"
    assert perhaps(office.store, id, "corrections") is None


def test_no_value_leaves_the_vault(office: Office) -> None:
    id = ask(office)
    new = "Zacharias"
    for name in ("Yolanda", new):
        plan = correcting.propose(office, id, [correction("shop.customers.name", name)], "rikke", NOW)
    deciding.confirm(office, id, plan.digest, "rikke", NOW)
    carrying.carry(office, id, clock)
    assert kinds(office, id).count("planned") == 2
    office.store._rows("PRAGMA wal_checkpoint(TRUNCATE)")
    folder = office.folder / ".holdord"
    for file in folder.iterdir():
        content = file.read_bytes()
        assert not [word for word in (new, "Yolanda", "Fridda") if word.encode() in content], file.name
