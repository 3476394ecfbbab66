"""Samples of stored texts for what must not stand there; only counts and names of columns come back.

Full card numbers are nobody's to store, wherever they stand. Identity numbers may stand in a category of that
kind and nowhere else. E-mail addresses may stand where the map says that personal data is held; under `other`
and in tables that the policy ignores, which are said to hold nothing personal, they may not.
"""

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime

from holdord.planning.samples import Sample, samples
from holdord.words.policy import CategoryKind, Policy, System
from holdord.words.probe import Measured, Outcome
from holdord.words.sightings import Sighting, sightings
from holdord.workflows.office import Office, Readers
from holdord.workflows.probes.sampling import sampled

ROWS = 1000
"""Rows from the end of each table, and as many from elsewhere."""

SECONDS = 120.0
"""After so long no further table is begun; the reading says how many were not looked at."""

_NUMBERS = frozenset({Sighting.CPR, Sighting.FNR})


def measure(office: Office, now: datetime) -> Measured:
    """What was seen where it must not be, by column; "rows" and "tables" tell how much was looked at."""
    began, counts, skipped = time.monotonic(), Counter[str](), 0
    turn = now.toordinal()
    with office.readers() as readers:
        for name, system in office.systems.items():
            catalogue = system.catalogue()
            held = _held(office.policy, office.policy.systems[name])
            for sample in samples(office.policy.systems[name], catalogue, ROWS):
                if time.monotonic() - began > SECONDS:
                    skipped += 1
                    continue
                counts["tables"] += 1
                for column, value in _values(readers, name, sample, turn, counts):
                    where = f"{name}.{sample.table}.{column}"
                    kinds = held.get((sample.table, column))
                    for kind, number in sightings(value).items():
                        rank = "" if _forbidden(kind, kinds) else "also "
                        counts[f"{rank}{where}: {kind}"] += number
    if skipped:
        counts["not looked at"] = skipped
    seen = any(": " in name and not name.startswith("also ") for name in counts)
    return Measured(Outcome.BROKEN if seen else Outcome.KEPT, dict(counts))


def _values(
    readers: Readers, system: str, sample: Sample, turn: int, counts: Counter[str]
) -> Iterator[tuple[str, str]]:
    for row in sampled(readers, system, sample, ROWS, turn):
        counts["rows"] += 1
        for column, value in zip(sample.columns, row, strict=True):
            if isinstance(value, str) and value:
                yield column, value


def _held(policy: Policy, system: System) -> Mapping[tuple[str, str], set[CategoryKind]]:
    """The kinds of category that the map says stand in each column; a column that is a key holds too."""
    held: dict[tuple[str, str], set[CategoryKind]] = {}
    for collection in system.collections.values():
        for field in collection.fields:
            kind = policy.categories[field.category].kind
            held.setdefault((collection.table, field.column), set()).add(kind)
        for owner in collection.owners:
            for column in owner.keys.values():
                held.setdefault((collection.table, column), set()).add(CategoryKind.ORDINARY)
    return held


def _forbidden(kind: Sighting, held: set[CategoryKind] | None) -> bool:
    if kind is Sighting.CARD:
        return True
    if kind in _NUMBERS:
        return held is None or CategoryKind.IDENTITY_NUMBER not in held
    return kind is Sighting.EMAIL and held is None
