"""A correction: one field of one of the person's rows, and what should stand there (Art. 16).

What stands in a field and what should stand there is personal. Such a value lives in memory and in the vault,
never in a plan, in evidence or in a log; none of these records shows it when it is printed.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Correction:
    """What somebody states: `value` is what should stand there, "" for nothing.

    `row` is the row's id, "" for the only row that the person has there.
    """

    system: str
    collection: str
    row: str
    column: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Correctable:
    """A field as it stands. `refused` is the code of the finding that stands in the way of correcting it."""

    column: str
    category: str
    kind: str
    length: int | None
    may_be_empty: bool
    value: str | None = field(repr=False)
    refused: str = ""


@dataclass(frozen=True, slots=True)
class CorrectableRow:
    """A row of the person's with its fields. `refused` as for a field, for the row as a whole."""

    system: str
    collection: str
    row: str
    fields: tuple[Correctable, ...]
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A field that a plan would change: what stands there and what would stand there, None for nothing."""

    system: str
    collection: str
    row: str
    column: str
    category: str
    old: str | None = field(repr=False)
    new: str | None = field(repr=False)
