"""Evidence: what was done to whose kind of data, when, under which plan and policy; never a personal value.

Records are sealed in batches. A seal holds the digest of its records and of the seal before it, so that no
record can be changed, removed or put in between without every later seal disagreeing. Verifying needs
the records and the seals, nothing else.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import groupby

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
        return canonical_json(asdict(self))


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


def broken_links(records: Iterable[Evidence], seals: Iterable[Seal]) -> Iterator[str]:
    """Every way in which records and seals disagree, as sentences; nothing when the chain holds.

    Both must come in the order of their numbers. Records after the last seal are not yet sealed and are
    no disagreement, provided they follow it without a gap.
    """
    ordered = list(seals)
    batches = {
        index: list(batch) for index, batch in groupby(records, key=lambda r: _batch(ordered, r.number))
    }
    previous: Seal | None = None
    for index, this in enumerate(ordered):
        if this.previous != (previous.digest if previous else FIRST):
            yield f"seal {this.number} does not follow the seal before it"
        if this.first != (previous.last + 1 if previous else 1):
            yield f"seal {this.number} does not begin where the seal before it ends"
        batch = batches.get(index, [])
        if [r.number for r in batch] != list(range(this.first, this.last + 1)):
            yield f"records {this.first} to {this.last} of seal {this.number} are not all there"
        elif digest_of(batch) != this.records:
            yield f"a record between {this.first} and {this.last} is not the one that seal {this.number} sealed"
        previous = this
    unsealed = [r.number for r in batches.get(len(ordered), [])]
    first = previous.last + 1 if previous else 1
    if unsealed != list(range(first, first + len(unsealed))):
        yield f"the records after number {first - 1} are not numbered without a gap"


def _batch(seals: list[Seal], number: int) -> int:
    for index, this in enumerate(seals):
        if number <= this.last:
            return index
    return len(seals)
