"""How a field ends while its row stays."""

from dataclasses import dataclass
from enum import StrEnum


class How(StrEnum):
    """How a field ends while its row stays."""

    CLEAR = "clear"  # NULL
    BLANK = "blank"  # the empty text, for columns that cannot be NULL
    MASK = "mask"  # a fixed text
    MASK_WITH_ID = "mask with id"  # a fixed text with the row's id, for columns that must stay unique
    TO_YEAR = "to year"  # a date moved to 1 January of its year
    TO_MONTH = "to month"  # a date moved to the first of its month
    FIRST = "first"  # only the first `length` characters, such as a postcode's region
    WITH_ROW = "with row"  # cannot end alone: goes when the whole row goes


@dataclass(frozen=True, slots=True)
class Ending:
    """What becomes of one field when no purpose holds it but the row must stay."""

    how: How = How.CLEAR
    text: str = ""
    length: int = 0


CLEARED = Ending()
"""As a field ends of which nothing is said."""
