"""The words of the answers: counts, dates, grounds, as a privacy officer would say them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdord.words.policy import Policy, Text

# Not strftime: its names follow the machine's language.
MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]


def counted(number: int, one: str, many: str = "") -> str:
    """ "1 row", "12,345 rows"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def day(of: str | date) -> str:
    """ "31 December 2031"."""
    found = date.fromisoformat(of) if isinstance(of, str) else of
    return f"{found.day} {MONTHS[found.month - 1]} {found.year}"


def minute(of: str | datetime) -> str:
    """ "20 November 2026 at 14:05 UTC"."""
    found = datetime.fromisoformat(of) if isinstance(of, str) else of
    zone = found.tzname() or ""
    return f"{day(found.date())} at {found:%H:%M} {zone}".rstrip()


def month(name: str) -> str:
    """ "November 2026" of "2026-11"."""
    year, number = name.split("-")
    return f"{MONTHS[int(number) - 1]} {year}"


def listed(words: Iterable[str], last: str = "and") -> str:
    """ "a, b and c"."""
    found = list(words)
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} {last} {found[-1]}"


def spoken(text: "Text", instead: str) -> str:
    """A text in English, else in the first language there is, else the name."""
    return text.get("en") or next(iter(text.values()), "") or instead


def category(policy: "Policy", name: str) -> str:
    """What the policy calls a category."""
    found = policy.categories.get(name)
    return spoken(found.says, name.replace("_", " ")) if found else name.replace("_", " ")


def basis(name: str) -> str:
    """ "legal obligation" of "legal_obligation"."""
    return name.replace("_", " ")


def ground(policy: "Policy", purpose: str) -> str:
    """ "bookkeeping, legal obligation, bogføringsloven § 12"."""
    found = policy.purposes.get(purpose)
    if found is None:
        return purpose
    parts = (purpose.replace("_", " "), f"{basis(str(found.basis))}", found.law)
    return ", ".join(part for part in parts if part)


def period(policy: "Policy", purpose: str) -> str:
    """The period of a purpose, as the policy states it."""
    found = policy.purposes.get(purpose)
    return str(found.keep).replace("_", " ") if found else ""


def of_rows(number: int) -> str:
    """ "12,345 rows", for a column set to the right in which the words stand below each other."""
    return f"{number:,} {'row ' if number == 1 else 'rows'}"


def table(rows: Iterable[Iterable[str]], right: Iterable[int] = (), indent: str = "  ") -> list[str]:
    """Lines whose columns stand below each other; those in `right` are set to the right."""
    cells = [list(row) for row in rows]
    if not cells:
        return []
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
    at_right = set(right)

    def line(row: list[str]) -> str:
        return "  ".join(
            c.rjust(w) if i in at_right else c.ljust(w)
            for i, (c, w) in enumerate(zip(row, widths, strict=True))
        )

    return [(indent + line(row)).rstrip() for row in cells]


def folded(counts: Mapping[str, int]) -> str:
    """ "shop.orders (2 rows), shop.payments (1 row)"."""
    return ", ".join(f"{name} ({counted(rows, 'row')})" for name, rows in counts.items())
