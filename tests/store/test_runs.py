"""Plans are kept by digest, run once, and each transaction of a run is recorded once."""

import pytest

from holdord.store import Ending, Store, StoreFault, open_store
from tests.store.cast import NOW, Place, customers, day, evidence, plan


def test_a_plan_comes_back_as_it_was_saved(store: Store) -> None:
    store.save_plan(plan())
    store.save_plan(plan())
    assert store.plan(plan().digest) == plan()
    assert store.plan(plan(2).digest) is None


def test_a_plan_that_was_altered_in_the_store_is_not_given_out(store: Store, place: Place) -> None:
    store.save_plan(plan())
    place.execute("UPDATE holdord_plan SET body = replace(body, '[1]', '[2]')")
    with pytest.raises(StoreFault, match="not the one with this digest"):
        store.plan(plan().digest)


def test_a_plan_is_run_once_and_the_second_claim_gets_the_same_run(store: Store) -> None:
    store.save_plan(plan())
    first = store.claim(plan().digest, "erasure", NOW, "anna")
    second = store.claim(plan().digest, "erasure", day(1), "bo")
    assert (first.first, second.first) == (True, False)
    assert first.run == second.run == store.start_run(plan().digest, "erasure", day(2), "carl")
    state = store.run(first.run)
    assert (state.by, state.started, state.state, state.ended) == ("anna", NOW, "running", None)


def test_a_plan_that_was_never_saved_cannot_be_run(store: Store) -> None:
    with pytest.raises(StoreFault, match="no plan has this digest"):
        store.start_run(plan().digest, "erasure", NOW, "anna")
    assert store.unfinished_runs() == []


def test_beginning_saves_the_plan_and_claims_its_run(store: Store) -> None:
    run = store.begin(plan(), NOW, "anna")
    assert store.begin(plan(), day(1), "bo") == run
    assert store.plan(plan().digest) == plan()
    assert store.run_of(plan().digest) == store.run(run)


def test_an_outcome_is_recorded_once_with_its_evidence(store: Store) -> None:
    run = store.begin(plan(), NOW, "anna")
    assert store.record(run, "unit-1", 1, NOW, [evidence("a"), evidence("b")])
    assert not store.record(run, "unit-1", 1, NOW, [evidence("a"), evidence("b")])
    told = list(store.evidence())
    assert [(e.number, e.run, e.receipt, e.step) for e in told] == [
        (1, run, "unit-1", "a"),
        (2, run, "unit-1", "b"),
    ]
    assert store.run(run).done == {"unit-1"}


def test_the_last_outcome_can_end_the_run_and_seal_in_the_same_transaction(store: Store) -> None:
    run = store.begin(plan(), NOW, "anna")
    assert store.record(run, "unit-1", 1, day(1), [evidence()], end=True, seal=True)
    assert (store.run(run).state, store.run(run).ended) == ("done", day(1))
    assert [(seal.first, seal.last) for seal in store.seals()] == [(1, 1)]


def test_a_repeat_of_what_was_recorded_still_ends_the_run(store: Store) -> None:
    run = store.begin(plan(), NOW, "anna")
    store.record(run, "unit-1", 1, NOW, [evidence()])
    assert not store.record(run, "unit-1", 1, day(1), [evidence()], end=True, seal=True)
    assert store.run(run).state == "done"
    assert len(list(store.evidence())) == 1


def test_nothing_is_recorded_when_one_record_cannot_be(store: Store) -> None:
    run = store.begin(plan(), NOW, "anna")
    broken = evidence(step=object())  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        store.record(run, "unit-1", 1, NOW, [evidence(), broken], end=True)
    assert (store.run(run).done, store.run(run).state) == (frozenset(), "running")
    assert list(store.evidence()) == []


def test_an_outcome_of_an_unknown_run_is_refused(store: Store) -> None:
    with pytest.raises(StoreFault) as caught:
        store.record("R-NONE", "unit-1", 1, NOW, [evidence()])
    assert caught.value.finding.code == "store-unknown"
    assert list(store.evidence()) == []


def test_a_stopped_run_stays_stopped_until_somebody_lets_it_go_on(store: Store) -> None:
    run = store.begin(plan(), NOW, "anna")
    store.end_run(run, "stopped", day(1), "far more than forecast")
    store.end_run(run, "done", day(2))
    assert (store.run(run).state, store.run(run).reason) == ("stopped", "far more than forecast")
    assert store.unfinished_runs() == []
    assert store.resume_run(run)
    assert not store.resume_run(run)
    assert [state.id for state in store.unfinished_runs()] == [run]


def test_rows_that_are_gone_are_no_longer_anybodys(store: Store) -> None:
    subject = store.subject({"email": {"frida@example.dk"}}, customers(7, 8)) or ""
    run = store.begin(plan(), NOW, "anna")
    store.record(run, "unit-1", 1, NOW, [evidence()], gone=customers(7))
    assert store.rows_of(subject) == customers(8)
    assert store.subject({}, customers(7), make=False) is None


def test_plans_are_forgotten_after_their_runs_and_the_evidence_stays(store: Store) -> None:
    run = store.begin(plan(1), NOW, "anna")
    store.record(run, "unit-1", 1, day(10), [evidence()], end=True)
    store.begin(plan(2), NOW, "anna")
    store.save_plan(plan(3))
    assert store.forget_plans(day(0)) == 0
    assert store.forget_plans(day(5)) == 1  # the one that nobody ran
    assert store.forget_plans(day(11)) == 1  # the one whose run has ended
    assert store.plan(plan(2).digest) == plan(2)  # its run is not over
    assert [e.run for e in store.evidence()] == [run]
    assert store.run_of(plan(1).digest) == store.run(run)


def test_a_forecast_is_compared_with_the_last_one_before(store: Store) -> None:
    assert store.last_forecast(NOW) is None
    store.save_forecast("f" * 64, NOW, {"orders": {"2026-12": 5}})
    store.save_forecast("f" * 64, day(1), {"orders": {"2026-12": 6}})
    assert store.last_forecast(NOW) is None
    first, second = store.last_forecast(day(1)), store.last_forecast(day(2))
    assert first
    assert second
    assert (first.counts, first.at, first.policy) == ({"orders": {"2026-12": 5}}, NOW, "f" * 64)
    assert second.counts == {"orders": {"2026-12": 6}}


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="without a zone"):
        store.begin(plan(), NOW.replace(tzinfo=None), "anna")


def test_whoever_claims_first_writes_the_ending_with_the_claim(store: Store) -> None:
    store.save_plan(plan())
    ending = Ending((customers(7),), ("newsletter",), ("analysis",), NOW)
    store.claim(plan().digest, "erasure", NOW, "anna", ending)
    assert store.facts(NOW).lapsed == {"analysis": customers(7), "newsletter": customers(7)}
    store.claim(plan().digest, "erasure", NOW, "bo", Ending((customers(8),), ("newsletter",), (), NOW))
    assert store.facts(NOW).lapsed["newsletter"] == customers(7)


def test_a_claim_whose_ending_cannot_be_written_is_no_claim(store: Store) -> None:
    store.save_plan(plan())
    with pytest.raises(StoreFault):
        store.claim(plan().digest, "erasure", NOW, "anna", Ending((customers(7),), (None,), (), NOW))  # type: ignore[arg-type]
    assert store.run_of(plan().digest) is None


def _waits_for_disk(store: Store) -> bool:
    """Whether the next transaction waits for the disk."""
    sqlite = store._connection.vendor == "sqlite"
    ((found,),) = store._rows("PRAGMA synchronous" if sqlite else "SHOW synchronous_commit")
    return found in (2, "on")


def test_only_what_can_be_made_again_does_not_wait_for_the_disk(store: Store) -> None:
    with store._transaction(lasting=False):
        assert not _waits_for_disk(store)
    assert _waits_for_disk(store)
    with pytest.raises(ZeroDivisionError), store._transaction(lasting=False):
        raise ZeroDivisionError
    assert _waits_for_disk(store)
    with store._transaction():
        assert _waits_for_disk(store)


def test_a_record_in_the_midst_of_a_run_is_there_at_once_for_others(place: Place) -> None:
    with open_store(place.url, place.folder) as store, open_store(place.url, place.folder) as other:
        run = store.begin(plan(), NOW, "anna")
        chunks = [(f"unit-1/{number}", [evidence()]) for number in (1, 2)]
        store.record_chunks(run, 1, NOW, chunks)
        assert not other.record(run, "unit-1/2", 1, NOW, [evidence()])
        other.record_chunks(run, 1, NOW, [*chunks, ("unit-1/3", [])])
        assert [one.receipt for one in other.evidence()] == ["unit-1/1", "unit-1/2"]
        assert other.run(run).done == {"unit-1/1", "unit-1/2", "unit-1/3"}
