"""A human looks at a machine's decision again: one of the person's own, by whoever was named, once."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from holdord import demo
from holdord.letters.plain import as_plain
from holdord.words.correction import Correction
from holdord.words.request import Channel, Outcome, Right, State, Strength
from holdord.workflows.correcting import propose
from holdord.workflows.office import Office, Refused
from holdord.workflows.registers import decisions_about
from holdord.workflows.requests import carrying, deciding, receiving, reviewing
from holdord.workflows.requests.answering import write_answer
from tests.servers import DIALECTS, Database

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
KARL, CARL = "karl.toft@mail.example", "carl.toft@mail.example"
POINTS = ("after-claim", "after-commit", "before-end")
"""All others are passed by the same runs in test_correcting."""
CODE = """
import os, sys
from pathlib import Path
from holdord.workflows.office import Office
from holdord.workflows.requests import carrying
from tests.workflows.test_reviews import clock
with Office.open(Path(sys.argv[1]), dict(os.environ)) as office:
    carrying.carry(office, sys.argv[2], clock)
"""


def clock() -> datetime:
    return NOW + timedelta(days=1)


@pytest.fixture(params=DIALECTS)
def database(request: pytest.FixtureRequest, new_database: Callable[[str], Database]) -> Database:
    found = new_database(request.param)
    demo.generate(found.url, "service", customers=3, orders=1)
    return found


@pytest.fixture
def environment(database: Database, tmp_path: Path) -> dict[str, str]:
    return {"OFFICE_DATABASE_URL": database.url, "HOLDORD_STORE": str(tmp_path / "store")}


@pytest.fixture
def office(environment: dict[str, str]) -> Iterator[Office]:
    with Office.open(demo.policy_folder("service"), environment) as opened:
        yield opened
        opened.store.close()


def ask(office: Office, right: Right = Right.HUMAN_REVIEW, **details: str) -> str:
    return receiving.receive(
        office, right, Channel.PHONE, "da", {"email": KARL}, "", details, "", NOW, "carl", Strength.STAFF
    )


def code(told: "pytest.ExceptionInfo[Refused]") -> str:
    return told.value.findings[0].code


def letter_of(office: Office, id: str) -> str:
    return str(as_plain(write_answer(office, office.store.request(id), clock()).letter))


def kinds(office: Office, id: str) -> list[str]:
    return [event.kind for event in office.store.events(id)]


def outcomes(database: Database) -> dict[int, str]:
    return dict(database.rows("SELECT id, outcome FROM cover_decisions"))


def test_the_decisions_about_a_person_are_theirs_and_named_by_what_tells_nothing(office: Office) -> None:
    karl = decisions_about(office, {"email": [KARL]}, NOW)
    carl = decisions_about(office, {"email": [CARL]}, NOW)
    assert (len(karl), len(carl)) == (4, 1)
    assert [one.outcome for one in karl].count("refused") == 1
    assert [one.made for one in karl] == sorted((one.made for one in karl if one.made), reverse=True)
    references = [one.reference for one in (*karl, *carl)]
    assert len(set(references)) == 5
    assert all(reviewing.REFERENCE.fullmatch(reference) for reference in references)
    assert decisions_about(office, {"email": [KARL]}, NOW) == karl, "the same each time"
    assert decisions_about(office, {"email": ["nobody@mail.example"]}, NOW) == ()


def test_an_answer_to_access_tells_each_decision_with_logic_consequence_and_reference(office: Office) -> None:
    id = ask(office, Right.ACCESS)
    carrying.carry(office, id, clock)
    letter = letter_of(office, id)
    for own in decisions_about(office, {"email": [KARL]}, NOW):
        assert own.reference in letter
    assert "Om din serviceaftale dækker en reparation: nej, den er ikke dækket" in letter
    assert "eftersyn skal være lavet" in letter
    assert "betaler du selv" in letter
    (other,) = decisions_about(office, {"email": [CARL]}, NOW)
    assert other.reference not in letter


def refused_one(office: Office) -> str:
    found = decisions_about(office, {"email": [KARL]}, NOW)
    return next(one.reference for one in found if one.outcome == "refused")


def test_a_decision_is_changed_by_whoever_was_named_once_and_the_letter_says_so(
    office: Office, database: Database
) -> None:
    before = outcomes(database)
    reference = refused_one(office)
    id = ask(office, decision=reference.lower())
    assert carrying.carry(office, id, clock).state is State.OPEN
    assert reviewing.chosen(office, id) == reference, "the person has named it"
    assert [one.reference for one in reviewing.decisions_possible(office, id, NOW, "carl")].count(
        reference
    ) == 1
    assert [look.what for look in office.store.looks(id)] == ["decisions"]
    with pytest.raises(Refused) as told:
        reviewing.conclude(office, id, "covered", "The check was made.", "rikke", NOW)
    assert code(told) == "no-reviewer"
    reviewing.choose(office, id, reference, "rikke", "carl", NOW)
    with pytest.raises(Refused) as told:
        reviewing.conclude(office, id, "covered", "The check was made.", "carl", NOW)
    assert code(told) == "no-reviewer"
    request = reviewing.conclude(office, id, "covered", "Eftersynet blev lavet i tide.", "rikke", NOW)
    assert (request.state, bool(request.plan)) == (State.OPEN, True)
    assert outcomes(database) == before, "nothing is changed before it is confirmed"
    deciding.confirm(office, id, request.plan, "rikke", NOW)
    for _ in range(2):
        assert carrying.carry(office, id, clock).outcome is Outcome.GRANTED
    after = outcomes(database)
    assert {key for key in after if after[key] != before[key]} == {
        int(one.row) for one in decisions_about(office, {"email": [KARL]}, NOW) if one.reference == reference
    }
    (evidence,) = office.store.evidence()
    assert (evidence.act, evidence.collection, evidence.changed) == ("rectify", "cover_decisions", 1)
    letter = letter_of(office, id)
    assert "Afgørelsen er ændret. Den er nu: Ja, den er dækket" in letter
    assert "Eftersynet blev lavet i tide." in letter
    assert kinds(office, id).count("answer-ready") == 1


def test_a_decision_that_stands_changes_nothing_and_its_reasons_are_told(
    office: Office, database: Database
) -> None:
    before = outcomes(database)
    id = ask(office)
    reviewing.choose(office, id, refused_one(office), "rikke", "carl", NOW)
    request = reviewing.conclude(office, id, "", "Eftersynet manglede.", "rikke", NOW)
    assert (request.state, request.outcome) == (State.RUNNING, Outcome.GRANTED)
    carrying.carry(office, id, clock)
    assert outcomes(database) == before
    letter = letter_of(office, id)
    assert "Afgørelsen står ved magt: Nej, den er ikke dækket" in letter
    assert "Eftersynet manglede." in letter
    folder = Path(office.environment["HOLDORD_STORE"])
    office.store._rows("PRAGMA wal_checkpoint(TRUNCATE)")
    for file in folder.iterdir():
        assert b"Eftersynet" not in file.read_bytes(), file.name


def test_a_decision_of_somebody_else_cannot_be_named(office: Office, database: Database) -> None:
    before = outcomes(database)
    (other,) = decisions_about(office, {"email": [CARL]}, NOW)
    id = ask(office, decision=other.reference)
    carrying.carry(office, id, clock)
    carrying.carry(office, id, clock)
    assert kinds(office, id).count("decision-unknown") == 1
    assert reviewing.chosen(office, id) == ""
    for reference in (other.reference, "D-AAAAAAAAAAAA", ""):
        with pytest.raises(Refused) as told:
            reviewing.choose(office, id, reference, "rikke", "carl", NOW)
        assert code(told) == "decision-not-theirs"
    with pytest.raises(Refused) as told:
        ask(office, decision="my decision")
    assert code(told) == "choice-unknown"
    assert outcomes(database) == before


def test_a_review_has_a_reviewer_an_outcome_there_is_and_reasons(office: Office) -> None:
    id = ask(office)
    with pytest.raises(Refused) as told:
        reviewing.choose(office, id, refused_one(office), " ", "carl", NOW)
    assert code(told) == "no-reviewer"
    assert "Rikke Brenholt" in told.value.findings[0].help, "the policy says who can"
    reviewing.choose(office, id, refused_one(office), "rikke", "carl", NOW)
    for outcome, reasons in (("perhaps", "why"), ("covered", " "), ("covered", "x" * 2001)):
        with pytest.raises(Refused) as told:
            reviewing.conclude(office, id, outcome, reasons, "rikke", NOW)
        assert code(told) == "review-unfounded"
    with pytest.raises(Refused) as told:
        reviewing.choose(office, ask(office, Right.ACCESS), refused_one(office), "rikke", "carl", NOW)
    assert code(told) == "not-this-right"


def test_the_outcome_of_a_decision_is_not_corrected_like_a_fact(office: Office) -> None:
    own = decisions_about(office, {"email": [KARL]}, NOW)[0]
    wanted = Correction("office", "cover_decisions", own.row, "outcome", "covered")
    with pytest.raises(Refused) as told:
        propose(office, {"email": [KARL]}, [wanted], NOW)
    assert code(told) == "correction-of-decision"


def test_a_worker_killed_at_any_point_changes_a_decision_once(
    office: Office, database: Database, environment: dict[str, str]
) -> None:
    office.systems["office"].prepare()
    reference = refused_one(office)
    now_says = "refused"
    for point in POINTS:
        now_says = {"covered": "refused", "refused": "covered"}[now_says]
        id = ask(office)
        reviewing.choose(office, id, reference, "rikke", "carl", NOW)
        plan = reviewing.conclude(office, id, now_says, "fordi", "rikke", NOW).plan
        deciding.confirm(office, id, plan, "rikke", NOW)
        died = subprocess.run(
            [sys.executable, "-c", CODE, str(demo.policy_folder("service")), id],
            env={**os.environ, **environment, "HOLDORD_FAULT": point},
            capture_output=True,
        )
        assert died.returncode == -signal.SIGKILL, (point, died.stderr.decode())
        assert carrying.carry(office, id, clock).outcome is Outcome.GRANTED
        own = next(o for o in decisions_about(office, {"email": [KARL]}, NOW) if o.reference == reference)
        assert own.outcome == now_says
    assert [one.changed for one in office.store.evidence()] == [1] * len(POINTS)
