"""Which *erased* is meant: what is gone when a run has ended, and what brings about the rest.

Data leaves in stages: out of the tables, out of the database's files, out of its logs, out of the back-ups.
Whoever says "erased" has to say which (Art. 5(2): the controller must be able to demonstrate it).
"""

from dataclasses import dataclass
from datetime import date

from holdord.words.days import add_days, add_months
from holdord.words.period import Duration


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the places data leaves, in the order in which it leaves them.

    `reached` tells that it had left when this was said. Else `next` says what brings it about, and `by` is
    the last day on which it can still be there (ISO date), "" where nobody can name a day.
    """

    name: str
    reached: bool
    next: str = ""
    by: str = ""


def backups_gone(on: date, kept: Duration) -> date:
    """The last day on which a back-up of a day can be there. Hours count as days: too late is no lie."""
    days = kept.days + (-(-(kept.hours * 60 + kept.minutes) // 1440))
    return add_days(add_months(on, kept.months), days)


TABLES = "gone from the tables"
SEARCH = "gone from the search indexes"
FILES = "gone from the database's files"
LOGS = "gone from the database's logs"
BACKUPS = "gone from the back-ups"
