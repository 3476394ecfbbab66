"""A statement while it is being written: aliases, and parameters as slots to be filled later.

The text depends only on the policy, the catalogue and which facts there are; dates and ids are slots. So a
text is written once and serves one person, ten thousand people, and every later day.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import product
from uuid import UUID
from zoneinfo import ZoneInfo

from holdord.planning.dialects import Dialect
from holdord.words.catalogue import ColumnKind
from holdord.words.facts import RowId, Rows
from holdord.words.period import Bound, Calendar, Fixed, bound
from holdord.words.plan import Value


@dataclass(frozen=True, slots=True)
class BoundSlot:
    """The bound of a period for a column of some kind, in the zone of its system.

    `at` is 0 for now; a forecast also asks for later moments, numbered from 1.
    """

    period: Fixed
    kind: ColumnKind
    unit: str
    zone: str
    dialect: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class IdsSlot:
    """The ids that some named set of rows has in a collection."""

    rows: str
    system: str
    collection: str


@dataclass(frozen=True, slots=True)
class PickedSlot:
    """The ids of the rows that a run picks from a collection (see planning.picks); no plan knows them."""

    collection: str
    number: int


@dataclass(frozen=True, slots=True)
class FixedSlot:
    """A value that the policy itself states, such as a mask."""

    value: Value


@dataclass(frozen=True, slots=True)
class KeysSlot:
    """The values of a key that are being looked for; only ever in memory, never in a plan.

    `as_spelled`: the database makes A small but not Å, so both are looked for. `as_uuid`: the column takes
    nothing else.
    """

    key: str
    as_number: bool
    as_lower: bool
    as_spelled: bool = False
    as_uuid: bool = False


Slot = BoundSlot | IdsSlot | FixedSlot | KeysSlot | PickedSlot


@dataclass(slots=True)
class Draft:
    """Hands out aliases and parameter names, the same ones for the same statement every time.

    While a `period` is set it stands for every other: what is written then asks the same of all of them.
    """

    dialect: Dialect
    slots: dict[str, Slot] = field(default_factory=dict)
    at: int = 0
    period: Fixed | None = None
    aliases: dict[tuple[str, str], str] = field(default_factory=dict)

    def alias(self, within: str, what: str) -> str:
        """The alias for something looked at from another alias; the same one each time.

        Equal conditions then have equal texts, which is how one that is already known is recognised. An
        alias may come again in another scope, never in a scope that speaks of the first. It is numbered
        within the one it is looked at from, so that a condition's text is the same whatever else is written.
        """
        if (within, what) not in self.aliases:
            siblings = sum(1 for other, _ in self.aliases if other == within)
            self.aliases[within, what] = f"{within}_{siblings + 1}" if within else f"t{siblings + 1}"
        return self.aliases[within, what]

    def same(self, within: str, what: str, alias: str) -> None:
        """Let something looked at from an alias have the alias that stands for it in statements of its own.

        What is asked about it has then one text wherever it is asked. It must not be looked at from itself.
        """
        self.aliases[within, what] = alias

    def param(self, slot: Slot, hint: str) -> str:
        """The parameter's name for a slot; equal slots share one. A hint may hold the name of any column."""
        hint = re.sub(r"[^A-Za-z0-9_]", "_", hint)
        for name, known in self.slots.items():
            if known == slot:
                return name
        name, number = hint, 1
        while name in self.slots:
            number += 1
            name = f"{hint}_{number}"
        self.slots[name] = slot
        return name


@dataclass(frozen=True, slots=True)
class Setting:
    """What slots are filled from: the moment, the controller's calendar, and the sets of rows."""

    now: datetime
    calendar: Calendar
    rows: Mapping[str, Rows] = field(default_factory=dict)
    keys: Mapping[str, Iterable[str]] = field(default_factory=dict)
    later: Sequence[datetime] = ()
    _lists: dict[IdsSlot, list[RowId]] = field(default_factory=dict, compare=False, repr=False)

    def fill(self, slots: Mapping[str, Slot]) -> dict[str, Value]:
        """Values for every slot, in canonical order."""
        return {name: self._value(slot) for name, slot in slots.items()}

    def _value(self, slot: Slot) -> Value:
        match slot:
            case BoundSlot():
                moment = self.later[slot.at - 1] if slot.at else self.now
                return bound_value(slot, cached_bound(slot.period, moment, self.calendar))
            case IdsSlot():
                if slot not in self._lists:
                    ids = self.rows[slot.rows].of(slot.system, slot.collection)
                    self._lists[slot] = in_order(ids)
                return self._lists[slot]
            case FixedSlot():
                return slot.value
            case PickedSlot():
                return []
            case KeysSlot():
                return key_values(slot, self.keys.get(slot.key, ()))


def in_order(ids: Iterable[RowId]) -> list[int | str]:
    """Ids in one order, numbers first, so that equal plans have equal digests."""
    found = list(ids)
    try:
        return sorted(found)
    except TypeError:  # numbers among texts
        return sorted(found, key=lambda i: (isinstance(i, str), i))


def key_values(slot: KeysSlot, values: Iterable[str]) -> Value:
    """The values looked for, as the column holds them. What cannot be a number matches no number."""
    if slot.as_number:
        return sorted(int(v) for v in values if is_number(v))
    if slot.as_uuid:
        return sorted({v for v in values if is_uuid(v)})
    small = {v.lower() for v in values} if slot.as_lower else set(values)
    return sorted({one for v in small for one in spellings(v)} if slot.as_spelled else small)


def spellings(small: str) -> Iterable[str]:
    """A text in small letters with its letters beyond ASCII in either case: "ål" as "ål" and "Ål".

    Where there are more than ten such letters, all of them are in the same case.
    """
    ways = [(c, c.upper()) if not c.isascii() and c.upper().lower() == c else (c,) for c in small]
    if sum(len(way) > 1 for way in ways) > 10:
        return {small, "".join(way[-1] for way in ways)}
    return map("".join, product(*ways))


def is_uuid(text: str) -> bool:
    """Whether a key's value can stand in a column of UUIDs."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def is_number(text: str) -> bool:
    """Whether a key's value can stand in a number column (64 bits)."""
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) < 19


@lru_cache(maxsize=4096)
def cached_bound(period: Fixed, now: datetime, calendar: Calendar) -> Bound:
    """`bound`, remembered: a forecast asks for the same ones for every collection."""
    return bound(period, now, calendar)


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def bound_value(slot: BoundSlot, limit: Bound) -> Value:
    """A bound as the column holds its dates. Never later than meant, so nothing ends early."""
    if slot.unit:
        unit = timedelta(milliseconds=1 if slot.unit == "milliseconds" else 1000)
        return -((EPOCH - limit.instant) // unit)
    if slot.kind is ColumnKind.DATE:
        return limit.day.isoformat()
    if slot.kind is ColumnKind.INSTANT:
        zone = "+00:00" if slot.dialect == "postgresql" else ""
        return f"{limit.instant.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}{zone}"
    wall = f"{_naive(limit.instant, ZoneInfo(slot.zone)):%Y-%m-%d %H:%M:%S.%f}"
    return _shortest(wall) if slot.dialect == "sqlite" else wall


def _shortest(wall: str) -> str:
    """SQLite compares dates as texts: the shortest way to write a moment is not after any other way."""
    return wall.rstrip("0").removesuffix(".").removesuffix(":00").removesuffix(" 00:00")


def _naive(instant: datetime, zone: ZoneInfo) -> datetime:
    """Wall-clock time; in the hour that comes twice, early enough for both."""
    local = instant.astimezone(zone)
    repeated = local.replace(fold=0).utcoffset(), local.replace(fold=1).utcoffset()
    if local.fold == 0 and repeated[0] and repeated[1] and repeated[0] > repeated[1]:
        local -= repeated[0] - repeated[1]
    return local.replace(tzinfo=None)


def slots_in(draft: Draft, *texts: str) -> dict[str, Slot]:
    """The slots that some texts speak of."""
    return {n: s for n, s in draft.slots.items() if any(speaks_of(draft.dialect, t, n) for t in texts)}


def speaks_of(dialect: Dialect, text: str, name: str) -> bool:
    """Whether a text has a parameter of this name."""
    if dialect.percent_is_special:
        return dialect.param(name) in text
    return re.search(rf":{name}\b", text) is not None


@dataclass(frozen=True, slots=True)
class Query:
    """A statement that only reads, with its parameters; `by_index` as in a plan's step."""

    sql: str
    parameters: Mapping[str, Value]
    columns: Sequence[str] = ()
    by_index: bool = False
