"""A plan: what will be removed or cleared, shown before it happens, and exactly what then runs.

The text of a step is the SQL that the database gets. A plan is canonical JSON with a digest; whoever confirms
the digest confirms these statements with these parameters and nothing else. Parameters hold ids of rows and
dates of rules, never a personal value, so that a plan can be stored and read when the code has moved on. What
a rectification writes is personal: it stands in the vault, and the plan holds its digest.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from functools import cache, cached_property
from typing import Any

FORMAT = 1

Value = str | int | float | None | list[int] | list[str] | list[int | str]


class Act(StrEnum):
    """What a step does to the rows it matches."""

    REMOVE = "remove"
    CLEAR = "clear"
    RECTIFY = "rectify"


@dataclass(frozen=True, slots=True)
class Step:
    """One statement on one collection, with the one that reads back what is left to do afterwards.

    `act_sql` changes rows; `left_sql` counts the rows it would still match. `expected` is how many rows
    matched when the plan was made. `purposes` are those that held the data and have all ended. `by_index`
    tells that a list of ids and an index find its rows, so that the database need not weigh what is in it.
    """

    name: str
    collection: str
    act: Act
    columns: tuple[str, ...]
    categories: tuple[str, ...]
    purposes: tuple[str, ...]
    expected: int
    act_sql: str
    left_sql: str
    by_index: bool = False


@dataclass(frozen=True, slots=True)
class Pick:
    """A question that a unit's transaction begins with: which rows of a collection its steps will name.

    `sql` gives for each row its id and a number. A row whose number has bit 0 is of the list `names[0]`, one
    with bit 1 of `names[1]`, and so on; the steps name the lists as parameters. Where it gives rows
    `together`, it gives each number once, and the ids of its rows (whole numbers) as the text of an array.
    `by_index` as in a step.
    """

    collection: str
    sql: str
    names: tuple[str, ...]
    together: bool = False
    by_index: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """Steps on one system that stand or fall together.

    With `chunk` 0 the whole unit is one transaction and every step must change exactly what was expected;
    else each step is repeated in transactions of at most `chunk` rows until nothing is left.
    """

    number: int
    system: str
    dialect: str
    steps: tuple[Step, ...]
    parameters: Mapping[str, Value] = field(default_factory=dict)
    chunk: int = 0
    picks: tuple[Pick, ...] = ()

    @property
    def expected(self) -> int:
        """How many rows the unit would change in all."""
        return sum(step.expected for step in self.steps)


SHARED = "shared with others"
"""What stops the ending of something that others, who did not ask, have together with whoever did."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that stays, with its ground and its end.

    `until` is the last of the days on which the purpose still holds one of the rows (ISO date), or "" while
    the event it counts from has not happened (`waits_for`) or something stops the ending (`stopped_by`).
    What is `shared` stays for those others only, as long as the purpose holds it for them; without a purpose
    nothing holds it any more, and it goes with the next sweep.
    """

    system: str
    collection: str
    category: str
    purpose: str
    basis: str
    law: str
    rows: int
    until: str = ""
    waits_for: str = ""
    stopped_by: str = ""

    @property
    def shared(self) -> bool:
        """Whether it stays because it belongs to others too, who did not ask."""
        return self.stopped_by == SHARED

    @property
    def latest(self) -> bool:
        """Whether `until` is the latest of several ends: of rows, or of what others may end sooner."""
        return self.shared or self.rows > 1

    @property
    def halted(self) -> bool:
        """Whether a hold or a restriction keeps it, whatever its purposes say."""
        return bool(self.stopped_by) and not self.shared


@dataclass(frozen=True, slots=True)
class Sealed:
    """Parameters that are personal: the id in the vault under which they are kept, and their SHA-256.

    A secret is hashed with them, so that nobody can find out a value by trying values against the digest.
    """

    entry: str
    digest: str


@dataclass(frozen=True)
class Plan:
    """Everything that one run may do.

    `kind` is "erasure" (some people), "expiry" (everybody, by time) or "rectification" (one person).
    `persons` are the people of whom something stays, each as ids of rows by "system.collection"; the purposes
    in `ended` are over for them from now on, which the store must remember for what goes later.
    """

    kind: str
    made_at: str
    policy: str
    units: tuple[Unit, ...]
    kept: tuple[Kept, ...] = ()
    people: int = 0
    persons: tuple[Mapping[str, list[int | str]], ...] = ()
    ended: tuple[str, ...] = ()
    format: int = FORMAT
    sealed: Sealed | None = None

    def canonical(self) -> str:
        """The plan as canonical JSON: sorted keys, no spaces (RFC 8785 for the values used here)."""
        return self._canonical

    @cached_property
    def _canonical(self) -> str:
        plain = _plain(self)
        assert isinstance(plain, dict)
        if self.sealed is None:  # so that plans that were shown before there was any keep their digests
            del plain["sealed"]
        return canonical_json(plain)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical form, in hexadecimal."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()

    @property
    def expected(self) -> int:
        """How many rows would be changed in all."""
        return sum(unit.expected for unit in self.units)

    @classmethod
    def from_json(cls, text: str) -> "Plan":
        """Read a plan back; raises ValueError when its format is another than this code's."""
        raw = json.loads(text)
        if raw.get("format") != FORMAT:
            raise ValueError(f"a plan of format {raw.get('format')}, where format {FORMAT} is understood")
        units = tuple(_unit(unit) for unit in raw.pop("units"))
        kept = tuple(Kept(**item) for item in raw.pop("kept"))
        persons, ended = tuple(raw.pop("persons")), tuple(raw.pop("ended"))
        sealed = Sealed(**raw.pop("sealed")) if "sealed" in raw else None
        return cls(**raw, units=units, kept=kept, persons=persons, ended=ended, sealed=sealed)


LATER = ("by_index", "together")
"""Fields that came later: false, they are not written, so that plans shown before keep their digests."""


def _plain(value: Any) -> object:
    """Records as dictionaries of their fields, nothing copied (dataclasses.asdict copies all lists)."""
    if is_dataclass(value):
        fields_of = ((name, getattr(value, name)) for name in _names(value.__class__))
        return {name: _plain(one) for name, one in fields_of if one or name not in LATER}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _unit(raw: dict[str, Any]) -> Unit:
    steps = []
    for step in raw.pop("steps"):
        for name in ("columns", "categories", "purposes"):
            step[name] = tuple(step[name])
        steps.append(Step(**(step | {"act": Act(step["act"])})))
    picks = tuple(Pick(**(pick | {"names": tuple(pick["names"])})) for pick in raw.pop("picks", ()))
    return Unit(**raw, steps=tuple(steps), picks=picks)


def canonical_json(value: object) -> str:
    """JSON with sorted keys and no spaces, so that equal values have equal text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class StepOutcome:
    """What a connector says a step did: rows changed, and rows it would still match on read-back."""

    step: str
    changed: int
    left: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one transaction did. `repeated` tells that an earlier try had done it, and its receipt was read.

    `seconds` is how long the transaction held its locks (0.0 when repeated).
    """

    receipt: str
    steps: tuple[StepOutcome, ...]
    repeated: bool = False
    seconds: float = 0.0
