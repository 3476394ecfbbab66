"""Evidence is numbered without a gap, sealed into a chain, and whoever changes it is found out."""

from dataclasses import replace

import pytest

from holdord.store import Store
from holdord.store.chain import PAGE, SEALED_AT_ONCE
from holdord.words.evidence import broken_links
from tests.store.cast import NOW, Place, evidence, plan


def _recorded(store: Store, *sizes: int, seal: bool = False) -> str:
    run = store.begin(plan(), NOW, "anna")
    for number, size in enumerate(sizes, len(store.run(run).done)):
        records = [evidence(f"step {n}", changed=n) for n in range(size)]
        assert store.record(run, f"unit-{number}", 1, NOW, records, seal=seal)
    return run


def _links(store: Store) -> list[str]:
    return list(broken_links(store.evidence(), store.seals()))


def test_an_empty_store_has_nothing_to_prove(store: Store) -> None:
    assert store.seal_pending(NOW) is None
    assert (list(store.evidence()), list(store.seals()), _links(store)) == ([], [], [])


def test_numbers_go_on_from_record_to_record(store: Store) -> None:
    _recorded(store, 2, 0, 3)
    assert [record.number for record in store.evidence()] == [1, 2, 3, 4, 5]
    assert [record.number for record in store.evidence(first=4)] == [4, 5]


def test_what_was_recorded_is_told_as_it_was(store: Store) -> None:
    run = _recorded(store, 1)
    (told,) = store.evidence()
    assert told == replace(evidence("step 0", 0), number=1, run=run, receipt="unit-0")


def test_seals_follow_each_other(store: Store) -> None:
    _recorded(store, 2)
    first = store.seal_pending(NOW)
    assert store.seal_pending(NOW) is None
    _recorded(store, 1, 2, seal=True)
    seals = list(store.seals())
    assert seals[0] == first
    assert [(seal.number, seal.first, seal.last) for seal in seals] == [(1, 1, 2), (2, 3, 3), (3, 4, 5)]
    assert seals[2].previous == seals[1].digest
    assert _links(store) == []


def test_many_records_are_sealed_in_batches_and_read_in_pages(store: Store) -> None:
    total = SEALED_AT_ONCE + PAGE + 1
    _recorded(store, total)
    last = store.seal_pending(NOW)
    assert [(seal.first, seal.last) for seal in store.seals()] == [
        (1, SEALED_AT_ONCE),
        (SEALED_AT_ONCE + 1, total),
    ]
    assert last == list(store.seals())[-1]
    assert [record.number for record in store.evidence()] == list(range(1, total + 1))
    assert _links(store) == []


TAMPERED = {
    "a record changed": (
        "UPDATE holdord_evidence SET record = replace(record, '\"changed\":1', '\"changed\":0')",
        "a record of 4 to 6 is not the one that seal 2 sealed",
    ),
    "a record removed": (
        "DELETE FROM holdord_evidence WHERE number = 5",
        "records 4 to 6 of seal 2 are not all there",
    ),
    "a seal removed": (
        "DELETE FROM holdord_seal WHERE number = 1",
        "seal 2 does not follow the seal before it",
    ),
    "a seal changed": (
        "UPDATE holdord_seal SET records = 'x' WHERE number = 1",
        "seal 2 does not follow the seal before it",
    ),
    "an unsealed record removed": (
        "DELETE FROM holdord_evidence WHERE number = 7",
        "the records after number 6 are not numbered without a gap",
    ),
    "two records exchanged": (
        "UPDATE holdord_evidence SET number = CASE number WHEN 1 THEN -3 ELSE -1 END WHERE number IN (1, 3)",
        "records 1 to 3 of seal 1 are not all there",
    ),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_whoever_changes_the_evidence_behind_the_store_is_found_out(
    store: Store, place: Place, how: str
) -> None:
    _recorded(store, 3, 3, seal=True)
    _recorded(store, 1)
    _recorded(store, 1)
    assert _links(store) == []
    statement, sentence = TAMPERED[how]
    _without_guards(place, statement, "UPDATE holdord_evidence SET number = -number WHERE number < 0")
    assert sentence in _links(store)


def _without_guards(place: Place, *statements: str) -> None:
    """As the owner of the database could, who can take the guards away."""
    where = {"evidence": " ON holdord_evidence", "seal": " ON holdord_seal"} if place.url else {}
    drops = [
        f"DROP TRIGGER holdord_{table}_no_{event}{where.get(table, '')}"
        for table in ("evidence", "seal")
        for event in ("update", "delete")
    ]
    place.execute(*drops, *statements)
