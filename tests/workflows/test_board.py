"""The board turns when something is broken, and back when it is mended, over real databases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from holdord.language.changes import snapshot_of
from holdord.language.reader_strict import KEEPERS
from holdord.store.version_records import NewVersion
from holdord.words.attestation import Attestation
from holdord.words.capabilities import CAPABILITIES
from holdord.words.probe import Measured, Outcome
from holdord.words.request import Channel, Right, Strength
from holdord.words.request import State as Where
from holdord.words.standing import ProofKind, State
from holdord.words.version import VersionLine
from holdord.workflows.attesting import attest
from holdord.workflows.office import Office
from holdord.workflows.probes import PROBES, noted
from holdord.workflows.promises import controls
from holdord.workflows.promises.board import board, by_state
from holdord.workflows.promises.facts import verdict_of
from holdord.workflows.promises.recording import record
from holdord.workflows.promises.records import InForce, gather
from holdord.workflows.promises.sweeping import stopped
from tests.company import Company
from tests.servers import DIALECTS, Database

pytest.register_assert_rewrite("tests.workflows.board")

from tests.workflows.board import (  # noqa: E402
    CARD,
    EMAIL,
    NOW,
    PROMISES,
    PURPOSES,
    consent,
    measured,
    policy,
    shop,
    standing,
    sweep,
)

DAY = timedelta(days=1)
ALL = ("retention", "data-map", "content", "consents", "ledger")


@pytest.fixture
def company(new_database: Callable[[str], Database], tmp_path: Path) -> Company:
    return shop(tmp_path / "policy", new_database("sqlite"))


def well(office: Office) -> None:
    """Everything that can be in order is."""
    consent(office, EMAIL, "z@z.example")
    sweep(office)
    measured(office, *ALL)
    noted(office, "rights", NOW, Measured(Outcome.KEPT))


def ask(office: Office, due: date, right: Right = Right.ACCESS) -> str:
    received = NOW - timedelta(days=40)
    return office.store.new_request(right, Channel.WEB, "en", received, due, due, Strength.ADDRESS, {})


def told(office: Office, name: str, days: float = 0) -> tuple[State, str]:
    one = standing(office, name, NOW + days * DAY)
    return one.state, one.reason.code


def test_before_anything_was_recorded_nothing_is_kept(office: Office) -> None:
    states = {one.promise: (one.state, one.reason.code) for one in board(office, NOW)}
    assert set(states) == set(PROMISES)
    assert {state for state, _ in states.values()} == {State.UNPROVEN}
    assert states["gone"][1] == "never-swept"
    assert states["map"][1] == "never-measured"
    assert states["nothing"][1] == "nothing-keeps"
    assert states["locked"][1] == "never-confirmed"


def test_what_rests_on_a_missing_capability_is_unproven_with_its_name_however_well_all_is(
    office: Office,
) -> None:
    well(office)
    one = standing(office, "backups")
    assert (one.state, one.reason.code, one.reason.what) == (State.UNPROVEN, "capability-missing", "backups")
    assert one.control == "capability backups"
    assert dict(one.parts)["systems.shop"].state is State.KEPT


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_table_with_a_full_card_number_breaks_the_promise_until_it_is_gone(
    new_database: Callable[[str], Database], tmp_path: Path, dialect: str
) -> None:
    made = shop(tmp_path / "shop", new_database(dialect))
    with made.office() as office:
        well(office)
        assert told(office, "cards") == (State.KEPT, "content-kept")
        made.databases["shop"].execute_script(f"INSERT INTO job_log VALUES (2, 'card {CARD} declined');")
        measured(office, "content")
        one = standing(office, "cards")
        assert (one.state, one.reason.code, one.reason.count) == (State.BROKEN, "content-broken", 1)
        assert one.proof.kind is ProofKind.READING
        taken = office.store.reading(int(one.proof.id.rpartition("-")[2]))
        assert taken
        assert taken.measured.counts["shop.job_log.line: card"] == 1
        made.databases["shop"].execute_script("DELETE FROM job_log WHERE id = 2;")
        measured(office, "content")
        assert told(office, "cards") == (State.KEPT, "content-kept")
        office.store.close()


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_column_that_nobody_declared_breaks_the_promise_of_what_is_held(
    new_database: Callable[[str], Database], tmp_path: Path, dialect: str
) -> None:
    made = shop(tmp_path / "shop", new_database(dialect))
    with made.office() as office:
        well(office)
        assert told(office, "map") == (State.KEPT, "data-map-kept")
        made.databases["shop"].execute_script("ALTER TABLE customers ADD COLUMN shoe_size integer;")
        measured(office, "data-map")
        assert told(office, "map") == (State.BROKEN, "data-map-broken")
        assert dict(standing(office, "backups").parts)["systems.shop"].state is State.BROKEN
        made.databases["shop"].execute_script("ALTER TABLE customers DROP COLUMN shoe_size;")
        measured(office, "data-map")
        assert told(office, "map") == (State.KEPT, "data-map-kept")
        office.store.close()


@pytest.mark.parametrize(
    ("probe", "counts"),
    [
        ("data-map", {"shop": 3, "shop: undeclared-column": 2, "shop: missing-table": 1}),
        ("retention", {"shop.customers": 1, "shop.orders": 2, "purposes.service": 3}),
        ("confirmations", {"confirmations looked at": 9, "due": 3, "denied": 2}),
        ("consents", {"purposes.newsletter": 3, "purposes.newsletter: looked at": 40}),
        ("content", {"shop.job_log.line: card": 3, "also shop.orders.note: email": 7, "rows": 12}),
    ],
)
def test_what_a_probe_counts_under_two_names_is_told_once(
    office: Office, probe: str, counts: dict[str, int]
) -> None:
    noted(office, probe, NOW, Measured(Outcome.BROKEN, counts))
    verdict = controls.measured(gather(office, NOW), office.policy, probe)
    assert (verdict.state, verdict.reason.count) == (State.BROKEN, 3)


def test_a_sweep_that_stops_coming_is_late_and_then_proves_nothing(office: Office) -> None:
    well(office)
    assert told(office, "gone") == (State.KEPT, "swept")
    assert standing(office, "gone").proof.kind is ProofKind.RUN
    for days, wanted in [(1, State.KEPT), (1.6, State.DUE), (3.9, State.DUE), (4.1, State.UNPROVEN)]:
        at = NOW + days * DAY
        measured(office, *ALL, now=at)
        assert standing(office, "gone", at).state is wanted, days
    assert told(office, "gone", 4.1) == (State.UNPROVEN, "reading-old")


def test_what_should_have_gone_and_has_not_breaks_the_promise_and_a_sweep_mends_it(office: Office) -> None:
    well(office)
    later = NOW.replace(year=2028, month=5, day=10)
    noted(office, "sweep", later, Measured(Outcome.KEPT, {"rows": 0}))
    measured(office, *ALL, now=later)
    one = standing(office, "gone", later)
    assert (one.state, one.reason.code, one.reason.count) == (State.BROKEN, "retention-broken", 6)
    assert standing(office, "newsletter", later).state is State.KEPT, "it holds none of what is late"
    sweep(office, later)
    measured(office, *ALL, now=later)
    assert standing(office, "gone", later).state is State.KEPT


def test_a_sweep_that_stopped_to_ask_is_due_and_not_kept(office: Office) -> None:
    well(office)
    stopped(office, NOW + DAY, "more-than-forecast")
    assert told(office, "gone", 1) == (State.DUE, "sweep-waits")
    measured(office, *ALL, now=NOW + 6 * DAY)
    assert told(office, "gone", 6) == (State.UNPROVEN, "sweep-waits")


def test_a_request_past_its_day_breaks_the_right_and_its_answer_mends_it(office: Office) -> None:
    well(office)
    assert told(office, "access")[0] is State.KEPT
    parts = dict(standing(office, "access").parts)
    assert parts["capability request-access"].reason.code == "nothing-asked"
    id = ask(office, NOW.date() + timedelta(days=2))
    assert told(office, "access") == (State.DUE, "request-soon")
    one = standing(office, "access", NOW + 3 * DAY)
    assert (one.state, one.reason.code, one.reason.count) == (State.BROKEN, "request-late", 1)
    assert (one.proof.kind, one.proof.id) == (ProofKind.REQUEST, id)
    assert one.since == datetime(2026, 11, 23, tzinfo=office.policy.controller.calendar.zone)
    office.store.move(id, 0, at=NOW, by="", note_kind="answered", state=Where.ANSWERED)
    parts = dict(standing(office, "access").parts)
    served = parts["capability request-access"]
    assert (served.state, served.reason.code, served.proof.id) == (State.KEPT, "answered", id)


def confirm(office: Office, on: date, fact: str = "measures.papers", holds: bool = True) -> str:
    return attest(office, Attestation("", fact, "Ida", on, holds, written_by="ida"), NOW + 400 * DAY)


def test_a_confirmation_lapses_and_is_proved_again_by_the_next_one(office: Office) -> None:
    today = NOW.date()
    assert told(office, "locked") == (State.UNPROVEN, "never-confirmed")
    first = confirm(office, today)
    one = standing(office, "locked")
    assert (one.state, one.proof.kind, one.proof.id) == (State.KEPT, ProofKind.CONFIRMATION, first)
    assert told(office, "locked", 340) == (State.DUE, "confirm-soon")
    assert told(office, "locked", 366) == (State.UNPROVEN, "lapsed")
    second = confirm(office, today + timedelta(days=366))
    assert told(office, "locked", 367)[0] is State.KEPT
    assert standing(office, "locked", NOW + 367 * DAY).proof.id == second


def test_a_confirmation_that_it_is_not_so_breaks_the_promise(office: Office) -> None:
    confirm(office, NOW.date())
    confirm(office, NOW.date() + DAY, holds=False)
    assert told(office, "locked", 1) == (State.BROKEN, "denied")


def test_confirmations_that_wait_are_counted_by_their_probe(office: Office) -> None:
    measured(office, "confirmations")
    due = office.store.readings("confirmations", 1)[0]
    assert (due.outcome, due.count("due"), due.count("confirmations looked at")) == (Outcome.BROKEN, 1, 1)
    confirm(office, NOW.date())
    measured(office, "confirmations")
    assert office.store.readings("confirmations", 1)[0].outcome is Outcome.KEPT


def publish(office: Office, number: int) -> None:
    at = NOW + timedelta(minutes=number)
    facts = snapshot_of(office.policy)
    new = NewVersion(VersionLine(number, at, "Ida"), office.policy.digest, facts, "d" * 64, (), ())
    assert office.store.publish(new)


def test_a_published_version_that_the_files_have_left_behind_turns_until_it_is_published(
    new_database: Callable[[str], Database], tmp_path: Path
) -> None:
    promises = {
        "version": {"says": "The policy says its version.", "kept_by": ["capability policy-versions"]}
    }
    made = shop(tmp_path / "shop", new_database("sqlite"), policy(promises=promises))
    with made.office() as office:
        assert told(office, "version") == (State.UNPROVEN, "never-published")
        publish(office, 1)
        one = standing(office, "version")
        assert (one.state, one.proof.kind, one.proof.id) == (State.KEPT, ProofKind.PUBLICATION, "1")
        office.store.close()
    edited = {**promises, "version": {**promises["version"], "says": "The policy names its version."}}
    longer = {**PURPOSES, "service": {**PURPOSES["service"], "keep": "9 years after joined"}}
    for changed, wanted in [
        (policy(promises=edited), (State.DUE, "published-editorial")),
        (policy(longer, promises), (State.BROKEN, "published-substantial")),
    ]:
        (made.folder / "policy.yaml").write_text(changed)
        with made.office() as office:
            assert told(office, "version") == wanted
            office.store.close()
    with made.office() as office:
        publish(office, 2)
        assert told(office, "version") == (State.KEPT, "published")
        office.store.close()


def test_a_substantial_change_that_nobody_is_told_of_breaks_the_promise(office: Office) -> None:
    what = "capability policy-change-notice"
    at = NOW - 2 * DAY

    def said(now: datetime = NOW, **more: bool) -> tuple[State, str]:
        records = replace(gather(office, now), published=InForce(2, at, **more))
        verdict = verdict_of(office.policy, records, what)
        return verdict.state, verdict.reason.code

    assert said() == (State.KEPT, "published"), "nothing substantial was new in it"
    assert said(tells=True) == (State.BROKEN, "not-announced")
    assert said(tells=True, announced=True, waits=True) == (State.DUE, "telling")
    assert said(NOW + 6 * DAY, tells=True, announced=True, waits=True) == (State.BROKEN, "telling")
    assert said(tells=True, announced=True) == (State.KEPT, "announced")


def test_a_right_that_nobody_used_and_no_rehearsal_tried_is_unproven(office: Office) -> None:
    well(office)
    ask(office, NOW.date() + timedelta(days=30), Right.ERASURE)
    assert told(office, "access")[0] is State.KEPT, "somebody else's right, and in time"
    assert told(office, "access", 4.5) == (State.UNPROVEN, "reading-old")
    noted(office, "rights", NOW, Measured(Outcome.BROKEN, {"mail": 1}))
    assert told(office, "access") == (State.BROKEN, "rights-broken")


def test_people_held_on_consent_without_one_break_the_promise(company: Company, office: Office) -> None:
    sweep(office)
    measured(office, *ALL)
    assert told(office, "newsletter") == (State.UNPROVEN, "no-consents"), "the ledger is not in use for it"
    well(office)
    assert told(office, "newsletter")[0] is State.KEPT
    company.databases["shop"].execute_script("INSERT INTO subscribers VALUES (3, 'new@z.example');")
    measured(office, "consents")
    one = standing(office, "newsletter")
    assert (one.state, one.reason.code, one.reason.count) == (State.BROKEN, "consents-broken", 1)


def test_a_ledger_whose_guard_was_taken_away_breaks_its_promise(office: Office) -> None:
    well(office)
    assert told(office, "ledger") == (State.KEPT, "ledger-kept")
    with office.store._transaction() as cursor:
        cursor.execute("DROP TRIGGER holdord_consent_no_delete")
    measured(office, "ledger")
    assert told(office, "ledger") == (State.BROKEN, "ledger-broken")


def test_a_system_that_cannot_be_reached_leaves_what_rests_on_it_unproven(office: Office) -> None:
    well(office)
    noted(office, "data-map", NOW, Measured(Outcome.UNKNOWN, {}, "system-unreachable"))
    assert told(office, "map") == (State.UNPROVEN, "unreadable")


def test_what_was_measured_under_another_policy_says_little_of_this_one(
    company: Company, office: Office
) -> None:
    well(office)
    longer = {**PURPOSES, "service": {**PURPOSES["service"], "keep": "2 years after joined"}}
    (company.folder / "policy.yaml").write_text(policy(longer))
    with company.office() as changed:
        assert told(changed, "gone") == (State.DUE, "policy-changed")
        assert told(changed, "ledger") == (State.KEPT, "ledger-kept"), "that does not rest on the policy"
        sweep(changed)
        measured(changed, *ALL)
        assert told(changed, "gone")[0] is State.KEPT
        changed.store.close()


def test_a_hold_that_nobody_looks_at_again_is_due_and_then_broken(
    new_database: Callable[[str], Database], tmp_path: Path
) -> None:
    holds = {"holds": {"says": "Holds are reviewed.", "kept_by": ["capability legal-hold"]}}
    made = shop(tmp_path / "shop", new_database("sqlite"), policy(promises=holds))
    with made.office() as office:
        well(office)
        assert told(office, "holds") == (State.KEPT, "holds")
        subject = office.store.subject({"email": {EMAIL.lower()}})
        office.store.hold(subject, "a suit", "anna", NOW.date() - timedelta(days=1), NOW - 20 * DAY)
        assert told(office, "holds") == (State.DUE, "hold-late")
        assert told(office, "holds", 31) == (State.BROKEN, "hold-late")
        office.store.close()


def test_since_when_a_promise_stands_so_is_written_down_once_and_stays(office: Office) -> None:
    assert record(office, NOW) == len(PROMISES)
    assert record(office, NOW + DAY) == 0
    well(office)
    changed = NOW + timedelta(hours=1)
    assert record(office, changed) == by_state(board(office, changed))[State.KEPT]
    assert standing(office, "gone", changed + DAY).since == changed
    assert standing(office, "nothing", changed + DAY).since == NOW
    assert [one.state for one in office.store.history("gone")] == [State.KEPT, State.UNPROVEN]
    assert office.store.history("gone")[0].why["proof"]["kind"] == "run"


def test_the_public_sees_only_what_was_made_public_and_no_more_than_it_says(office: Office) -> None:
    shown = [name for name, promise in office.policy.promises.items() if promise.public]
    assert shown == ["cards", "access", "nothing"]


def test_the_page_about_the_board_names_every_fact_capability_and_probe() -> None:
    page = (Path(__file__).parents[2] / "docs" / "promises.md").read_text()
    for capability in CAPABILITIES.values():
        row = f"| `capability {capability.name}` |" if capability.here else f"`{capability.name}`"
        assert row in page, capability.name
    for section in KEEPERS:
        assert f"`{section}.NAME`" in page, section
    for name, what in PROBES.items():
        assert f"| `{name}` | {what} |" in page


def test_every_capability_that_this_version_has_is_judged_by_a_control(office: Office) -> None:
    records = gather(office, NOW)
    for capability in CAPABILITIES.values():
        verdict = verdict_of(office.policy, records, f"capability {capability.name}")
        assert verdict.state is State.UNPROVEN
        assert (verdict.reason.code == "capability-missing") is not capability.here, capability.name
        assert verdict.reason.code != "no-control", capability.name
