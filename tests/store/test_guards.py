"""What is only added to goes with a sweep of our own data, a request's events with it, or not at all."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from typing import Any

import psycopg
import pytest

from holdord.store import Store
from holdord.store.guards import APPEND_ONLY, IN_SWEEP
from holdord.words.attestation import Attestation
from holdord.words.disclosure import Disclosure
from holdord.words.probe import Measured, Outcome
from holdord.words.request import Channel, Right, State, Strength
from holdord.words.standing import State as Standing
from tests.store.cast import NOW, Place, day, evidence, plan, version

REFUSED = (psycopg.Error, sqlite3.Error)
SWEEP = (
    "INSERT INTO holdord_run (id, plan, kind, state, reason, by, started) "
    "VALUES ('R-SWEEP', 'digest', 'expiry', 'running', '', 'worker', '2026-11-20 12:00:00')"
)
RECEIPT = "INSERT INTO holdord_receipts (receipt, outcome) VALUES ('R-SWEEP/0', '[]')"
EVENTS = "DELETE FROM holdord_request_event WHERE request_id = '{id}'"
LOOKS = "DELETE FROM holdord_look WHERE request_id = '{id}'"
REQUEST = "DELETE FROM holdord_request WHERE id = '{id}'"


def asked(store: Store) -> str:
    id = store.new_request(
        Right.ACCESS, Channel.WEB, "da", NOW, date(2026, 12, 21), date(2026, 12, 21), Strength.CLAIMED, {}
    )
    store.look(id, "anna", "found", NOW)
    return id


@contextmanager
def by_hand(place: Place) -> Iterator[Any]:
    """One transaction of a program that knows the database's password; foreign keys hold in it."""
    with closing(place._connected()) as connection:
        if place.url is None:
            connection.isolation_level = None
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("BEGIN")
        yield connection
        if place.url is None:
            connection.execute("COMMIT")
        else:
            connection.commit()


def attempt(place: Place, *statements: str) -> bool:
    """Whether the statements are let through together."""
    try:
        with by_hand(place) as connection:
            for statement in statements:
                connection.execute(statement)
    except REFUSED:
        return False
    return True


def counts(place: Place, id: str) -> tuple[int, int, int]:
    tables = (
        ("holdord_request", "id"),
        ("holdord_request_event", "request_id"),
        ("holdord_look", "request_id"),
    )
    found = [place.execute(f"SELECT count(*) FROM {t} WHERE {c} = '{id}'")[0][0] for t, c in tables]
    return found[0], found[1], found[2]


def test_a_request_goes_with_its_events_and_looks_in_a_sweep(store: Store, place: Place) -> None:
    id, other = asked(store), asked(store)
    place.execute(SWEEP)
    together = [statement.format(id=id) for statement in (EVENTS, LOOKS, REQUEST)]
    assert attempt(place, RECEIPT, *together)
    assert counts(place, id) == (0, 0, 0)
    assert counts(place, other) == (1, 1, 1)
    assert place.execute("SELECT count(*) FROM holdord_parting") == [(0,)]


@pytest.mark.parametrize("some", [(EVENTS,), (LOOKS,), (EVENTS, LOOKS), (REQUEST,), (EVENTS, REQUEST)])
def test_events_and_looks_never_go_without_their_request_nor_it_without_them(
    store: Store, place: Place, some: tuple[str, ...]
) -> None:
    id, other = asked(store), asked(store)
    place.execute(SWEEP)
    assert not attempt(place, RECEIPT, *(statement.format(id=id) for statement in some))
    everything_of_other = [statement.format(id=other) for statement in (EVENTS, LOOKS, REQUEST)]
    assert not attempt(place, RECEIPT, *everything_of_other, *(s.format(id=id) for s in some))
    assert counts(place, id) == counts(place, other) == (1, 1, 1)


def test_outside_a_sweep_nothing_goes_even_all_together(store: Store, place: Place) -> None:
    id = asked(store)
    together = [statement.format(id=id) for statement in (EVENTS, LOOKS, REQUEST)]
    assert not attempt(place, *together)
    assert not attempt(place, RECEIPT, *together), "a receipt of no run"
    place.execute(SWEEP, "UPDATE holdord_run SET kind = 'erasure'")
    assert not attempt(place, RECEIPT, *together), "a run that is no sweep"
    place.execute("UPDATE holdord_run SET kind = 'expiry', state = 'done'")
    assert not attempt(place, RECEIPT, *together), "a run that is over"
    assert not attempt(place, RECEIPT.replace("/0", "/1"), *together), "another unit than the sweep's"
    assert counts(place, id) == (1, 1, 1)


def test_a_sweep_that_is_recorded_lets_nothing_more_go(store: Store, place: Place) -> None:
    id = asked(store)
    place.execute(SWEEP, RECEIPT)
    store.record("R-SWEEP", "R-SWEEP/0", 0, NOW, [evidence()])
    assert not attempt(place, *(statement.format(id=id) for statement in (EVENTS, LOOKS, REQUEST)))
    assert counts(place, id) == (1, 1, 1)


def test_on_postgresql_the_receipt_has_to_be_of_the_same_transaction(new_place: Any) -> None:
    from holdord.store import open_store

    place = new_place("postgresql")
    with open_store(place.url, place.folder) as store:
        id = asked(store)
    place.execute(SWEEP, RECEIPT)
    assert not attempt(place, *(statement.format(id=id) for statement in (EVENTS, LOOKS, REQUEST)))
    assert counts(place, id) == (1, 1, 1)


def test_what_makes_a_lone_deletion_fail_cannot_be_talked_away(store: Store, place: Place) -> None:
    id = asked(store)
    place.execute(SWEEP)
    gone = EVENTS.format(id=id)
    assert not attempt(place, RECEIPT, gone, f"DELETE FROM holdord_parting WHERE request_id = '{id}'")
    assert not attempt(place, "INSERT INTO holdord_nothing (id) VALUES (1)")
    assert not attempt(place, RECEIPT, "INSERT INTO holdord_nothing (id) VALUES (1)", gone)
    assert not attempt(place, RECEIPT, gone, "UPDATE holdord_parting SET nothing_id = 2")
    assert not attempt(place, RECEIPT, gone, "UPDATE holdord_parting SET nothing_id = NULL")
    assert not attempt(place, RECEIPT, gone, "UPDATE holdord_parting SET request_id = 'Q-NONE'")
    assert counts(place, id) == (1, 1, 1)


def filled(store: Store) -> None:
    """One row at least in every table that is only added to."""
    one = store.subject({"email": {"a@x.example"}})
    two = store.subject({"customer_no": {"1"}})
    assert one
    assert two
    store.subject({"email": {"a@x.example"}, "customer_no": {"1"}})
    store.consent(one, "newsletter", True, NOW)
    store.objection(one, "marketing", "made", NOW)
    store.lift_hold(store.hold(one, "a suit", "anna", date(2027, 1, 1), NOW), "over", "anna", day(1))
    store.lift_restriction(store.restrict(one, "claim", NOW, "anna"), day(1), "over", "anna", NOW)
    asked(store)
    store.reading_taken("tls", NOW, "p" * 64, Measured(Outcome.BROKEN))
    store.standing_changed(NOW, "p" * 64, {"R1": (Standing.BROKEN, "{}")})
    store.publish(version(1))
    (gift,) = store.disclose([one], Disclosure("", "", "", "police", NOW.date(), "a law", ("name",), at=NOW))
    store.strike_disclosure(gift, "another person", "anna", NOW)
    store.attest(Attestation("", "measures.paper", "anna", NOW.date(), at=NOW))
    run = store.begin(plan(), NOW, "anna")
    store.record(run, f"{run}/1", 1, NOW, [evidence()], end=True, seal=True)


def test_nothing_that_is_only_added_to_is_ever_changed_not_in_a_sweep_either(
    store: Store, place: Place
) -> None:
    filled(store)
    place.execute(SWEEP)
    columns = {
        "holdord_subject": "id = 'x'", "holdord_evidence": "record = ''", "holdord_seal": "records = ''",
        "holdord_outcome": "receipt = 'x'", "holdord_subject_join": "because = ''",
        "holdord_request_event": "kind = 'x'", "holdord_look": "what = 'x'",
        "holdord_consent": "given = given", "holdord_objection": "state = 'withdrawn'",
        "holdord_hold": "reason = ''", "holdord_hold_lifted": "by = ''",
        "holdord_restriction": "by = ''", "holdord_restriction_lifted": "by = ''",
        "holdord_reading": "outcome = 'kept'", "holdord_standing": "state = 'kept'",
        "holdord_publication": "adopted_by = 'x'", "holdord_published_text": "sha256 = ''",
        "holdord_disclosure": "ground = ''", "holdord_disclosure_struck": "by = ''",
        "holdord_attestation": "holds = holds",
    }  # fmt: skip
    assert set(columns) == set(APPEND_ONLY)
    for table, change in columns.items():
        assert place.execute(f"SELECT count(*) FROM {table}")[0][0], table
        assert not attempt(place, RECEIPT, f"UPDATE {table} SET {change}"), table
        assert not attempt(place, f"DELETE FROM {table}"), table
        if place.url:
            assert not attempt(place, RECEIPT, f"TRUNCATE {table} CASCADE"), table


def test_evidence_its_seals_and_outcomes_do_not_go_in_a_sweep_either(store: Store, place: Place) -> None:
    filled(store)
    place.execute(SWEEP)
    for table in set(APPEND_ONLY) - set(IN_SWEEP):
        assert not attempt(place, RECEIPT, f"DELETE FROM {table}"), table
    for table in (
        "holdord_hold_lifted",
        "holdord_restriction_lifted",
        "holdord_objection",
        "holdord_subject_join",
        "holdord_disclosure_struck",
        "holdord_disclosure",
        "holdord_attestation",
    ):
        assert attempt(place, RECEIPT, f"DELETE FROM {table}"), table
        place.execute("DELETE FROM holdord_receipts")


def test_when_a_request_ended_is_noted_and_is_not_when_it_goes_on(store: Store, place: Place) -> None:
    id = asked(store)

    def ended() -> bool:
        return place.execute(f"SELECT ended FROM holdord_request WHERE id = '{id}'") != [(None,)]

    for state, over in (
        (State.OPEN, False), (State.RUNNING, False), (State.READY, True), (State.OPEN, False),
        (State.ANSWERED, True), (State.CLOSED, True),
    ):  # fmt: skip
        store.move(id, store.request(id).version, at=NOW, by="", note_kind="moved", state=state)
        assert ended() is over, state
    store.move(id, store.request(id).version, at=day(9), by="", note_kind="noted")
    assert (
        str(place.execute(f"SELECT ended FROM holdord_request WHERE id = '{id}'")[0][0])[:10] == "2026-11-20"
    )


def test_every_guard_that_was_placed_is_missed_when_it_is_gone(store: Store, place: Place) -> None:
    assert store.guards_missing() == []
    placed = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    if place.url is not None:
        placed = (
            "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal "
            "AND tgrelid::regclass::text LIKE 'holdord%'"
        )
    there = dict(place.execute(placed))
    assert len(there) > 2 * len(APPEND_ONLY)
    for name, table in there.items():
        place.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if place.url is not None else ""))
    assert store.guards_missing() == sorted(there)
