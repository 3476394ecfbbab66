"""The chain: whatever is changed, removed, added or moved under a seal is found; what follows is not."""

from collections.abc import Callable
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdord.words.evidence import Evidence, Seal, broken_links, seal
from holdord.words.plan import canonical_json

RECORD = Evidence(
    number=1,
    run="R-1",
    receipt="unit-1",
    step="customers",
    kind="erasure",
    at="2026-11-20T12:00:00+00:00",
    plan="e" * 64,
    policy="f" * 64,
    system="shop",
    collection="customers",
    act="clear",
    columns=("note", "birthday"),
    categories=("notes",),
    purposes=("contract",),
    changed=3,
    left=0,
    erased="cleared in the row",
    next="vacuum",
)


def _chain(sizes: list[int], unsealed: int = 0) -> tuple[list[Evidence], list[Seal]]:
    records: list[Evidence] = []
    seals: list[Seal] = []
    for size in sizes:
        batch = [replace(RECORD, number=len(records) + n) for n in range(1, size + 1)]
        records += batch
        seals.append(seal(batch, seals[-1] if seals else None))
    records += [replace(RECORD, number=len(records) + n) for n in range(1, unsealed + 1)]
    return records, seals


def test_the_canonical_form_has_every_field_and_sorted_keys() -> None:
    assert RECORD.canonical() == canonical_json(asdict(RECORD))
    assert replace(RECORD, left=1).canonical() != RECORD.canonical()


SIZES = st.lists(st.integers(1, 4), max_size=5)


@given(sizes=SIZES, unsealed=st.integers(0, 3))
def test_a_chain_holds_as_it_was_made(sizes: list[int], unsealed: int) -> None:
    records, seals = _chain(sizes, unsealed)
    assert list(broken_links(iter(records), iter(seals))) == []


CHANGES: dict[str, Callable[[list[Evidence], int], object]] = {
    "changed": lambda records, at: records.__setitem__(at, replace(records[at], changed=99)),
    "removed": lambda records, at: records.pop(at),
    "doubled": lambda records, at: records.insert(at, records[at]),
    "renumbered": lambda records, at: records.__setitem__(at, replace(records[at], number=77)),
    "followed by another of its number": lambda records, at: records.insert(
        at + 1, replace(records[at], left=9)
    ),
}


@pytest.mark.parametrize("how", CHANGES)
@given(sizes=st.lists(st.integers(1, 4), min_size=1, max_size=5), choice=st.integers(0, 19))
def test_whatever_is_done_to_a_sealed_record_is_found(how: str, sizes: list[int], choice: int) -> None:
    records, seals = _chain(sizes, 1)
    CHANGES[how](records, choice % sum(sizes))
    assert list(broken_links(records, seals))


@given(sizes=st.lists(st.integers(1, 4), min_size=2, max_size=5), choice=st.integers(0, 4))
def test_only_the_seal_of_a_changed_record_is_named(sizes: list[int], choice: int) -> None:
    records, seals = _chain(sizes)
    changed = seals[choice % len(sizes)]
    records[changed.first - 1] = replace(records[changed.first - 1], purposes=("other",))
    assert list(broken_links(records, seals)) == [
        f"a record of {changed.first} to {changed.last} is not the one that seal {changed.number} sealed"
    ]


def test_a_seal_made_anew_over_changed_records_breaks_the_next() -> None:
    records, seals = _chain([2, 2, 2])
    records[2] = replace(records[2], changed=0)
    seals[1] = seal(records[2:4], seals[0])
    assert list(broken_links(records, seals)) == ["seal 3 does not follow the seal before it"]


def test_seals_without_their_records_and_records_out_of_order_are_told() -> None:
    records, seals = _chain([2], 3)
    assert list(broken_links([], seals)) == [
        "records 1 to 2 of seal 1 are not all there",
    ]
    gap = [r for r in records if r.number != 4]
    assert list(broken_links(gap, seals)) == ["the records after number 2 are not numbered without a gap"]
    assert list(broken_links(records[2:], [])) == [
        "the records after number 0 are not numbered without a gap"
    ]


@pytest.mark.parametrize("numbers", [[], [2], [1, 3], [2, 1]])
def test_records_that_do_not_follow_are_not_sealed(numbers: list[int]) -> None:
    with pytest.raises(ValueError, match="numbered from 1 on without a gap"):
        seal([replace(RECORD, number=number) for number in numbers], None)
