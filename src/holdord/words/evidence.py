"""Evidence: what was done to whose kind of data, when, under which plan and policy; never a personal value.

Records are sealed in batches. A seal holds the digest of its records and of the seal before it, so that no
record can be changed, removed or put in between without every later seal disagreeing. Verifying needs
the records and the seals, nothing else.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from enum import Enum
from itertools import groupby
from typing import Any

from holdord.words.plan import canonical_json

FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class Evidence:
    """One step of one run, done once. Counts are rows; `at` is ISO 8601 in UTC.

    `erased` says which erasure was reached ("row gone", "cleared in the row"), `next` what brings the next
    stage about (vacuum, purge, overwritten back-ups) and, where it is known, by which day.
    """

    number: int
    run: str
    receipt: str
    step: str
    kind: str
    at: str
    plan: str
    policy: str
    system: str
    collection: str
    act: str
    columns: tuple[str, ...]
    categories: tuple[str, ...]
    purposes: tuple[str, ...]
    changed: int
    left: int
    erased: str
    next: str

    def canonical(self) -> str:
        """The record as canonical JSON."""
        return canonical_json({name: getattr(self, name) for name in _NAMES})


_NAMES = tuple(field.name for field in fields(Evidence))  # dataclasses.asdict copies deeply: six times slower
_NUMBERS = ("number", "changed", "left")
_LISTS = ("columns", "categories", "purposes")
_TEXTS = tuple(name for name in _NAMES if name not in _NUMBERS + _LISTS)


def evidence_of(raw: Any) -> Evidence:
    """The record that was written as JSON; raises ValueError when it is none: it may come from anybody."""
    if not isinstance(raw, dict) or raw.keys() != set(_NAMES):
        raise ValueError("not a record of evidence")
    lists = {name: raw[name] for name in _LISTS}
    if (
        any(type(raw[name]) is not int for name in _NUMBERS)
        or any(type(raw[name]) is not str for name in _TEXTS)
        or any(type(some) is not list or any(type(one) is not str for one in some) for some in lists.values())
    ):
        raise ValueError("not a record of evidence")
    datetime.fromisoformat(raw["at"])
    return Evidence(**raw | {name: tuple(some) for name, some in lists.items()})


@dataclass(frozen=True, slots=True)
class Seal:
    """A batch of evidence made unchangeable: the records numbered `first` to `last`."""

    number: int
    first: int
    last: int
    records: str
    previous: str

    @property
    def digest(self) -> str:
        """SHA-256 of the seal's canonical JSON, in hexadecimal: what the next seal points at."""
        return hashlib.sha256(canonical_json(asdict(self)).encode()).hexdigest()


def seal_of(raw: Any) -> Seal:
    """The seal that was written as JSON; raises ValueError when it is none."""
    kinds = {"number": int, "first": int, "last": int, "records": str, "previous": str}
    if not isinstance(raw, dict) or {name: type(value) for name, value in raw.items()} != kinds:
        raise ValueError("not a seal")
    return Seal(**raw)


def seal(records: Iterable[Evidence], previous: Seal | None) -> Seal:
    """Seal records that follow the previous seal without a gap; raises ValueError otherwise."""
    batch = list(records)
    expected = previous.last + 1 if previous else 1
    if [r.number for r in batch] != list(range(expected, expected + len(batch))) or not batch:
        raise ValueError(f"evidence to be sealed must be numbered from {expected} on without a gap")
    return Seal(
        number=previous.number + 1 if previous else 1,
        first=expected,
        last=batch[-1].number,
        records=digest_of(batch),
        previous=previous.digest if previous else FIRST,
    )


def digest_of(records: Iterable[Evidence]) -> str:
    """SHA-256 over the records' canonical lines, in hexadecimal."""
    total = hashlib.sha256()
    for record in records:
        total.update(record.canonical().encode())
        total.update(b"\n")
    return total.hexdigest()


class _Batch(Enum):
    """What was found of the records under one seal."""

    MISSING = "missing"
    ALTERED = "altered"
    WHOLE = "whole"


def broken_links(records: Iterable[Evidence], seals: Iterable[Seal]) -> Iterator[str]:
    """Every way in which records and seals disagree, as sentences; nothing when the chain holds.

    Both must come in the order of their numbers. Records after the last seal are not yet sealed and are
    no disagreement, provided they follow it without a gap. Records are read as a stream and not kept.
    """
    ordered = list(seals)
    found, unsealed_follow = _batches(records, ordered)
    previous: Seal | None = None
    for this, batch in zip(ordered, found, strict=True):
        if this.number != (previous.number + 1 if previous else 1):
            yield f"seal {this.number} is not numbered after the seal before it"
        if this.previous != (previous.digest if previous else FIRST):
            yield f"seal {this.number} does not follow the seal before it"
        if this.first != (previous.last + 1 if previous else 1):
            yield f"seal {this.number} does not begin where the seal before it ends"
        if batch is _Batch.MISSING:
            yield f"records {this.first} to {this.last} of seal {this.number} are not all there"
        elif batch is _Batch.ALTERED:
            yield f"a record of {this.first} to {this.last} is not the one that seal {this.number} sealed"
        previous = this
    if not unsealed_follow:
        last = previous.last if previous else 0
        yield f"the records after number {last} are not numbered without a gap"


def _batches(records: Iterable[Evidence], seals: list[Seal]) -> tuple[list[_Batch], bool]:
    """What the records under each seal are, and whether those after the last seal follow without a gap."""
    found = [_Batch.MISSING] * len(seals)
    seen = [False] * len(seals)
    unsealed_follow = True
    lasts = [this.last for this in seals]
    next_unsealed = lasts[-1] + 1 if seals else 1
    for index, batch in groupby(records, key=lambda record: bisect_left(lasts, record.number)):
        if index < len(seals):
            found[index] = _Batch.MISSING if seen[index] else _compared(batch, seals[index])
            seen[index] = True
            continue
        for record in batch:
            unsealed_follow = unsealed_follow and record.number == next_unsealed
            next_unsealed += 1
    return found, unsealed_follow


def _compared(batch: Iterable[Evidence], sealed: Seal) -> _Batch:
    """Compare a batch with its seal: each number must be there once and in order, then the digest."""
    total = hashlib.sha256()
    number = sealed.first
    in_order = True
    for record in batch:
        in_order = in_order and record.number == number
        number += 1
        total.update(record.canonical().encode() + b"\n")
    if not in_order or number != sealed.last + 1:
        return _Batch.MISSING
    return _Batch.WHOLE if total.hexdigest() == sealed.records else _Batch.ALTERED
