"""A finding: something the policy, a system or a plan says that cannot stand as it is.

Findings are values. Whoever looks collects all of them, stops at none, and sorts them by place. A finding
never contains a personal value: it names tables, columns, purposes, counts and dates of rules.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from holdord.words.place import NOWHERE, Place


class Severity(StrEnum):
    """`error` stops every plan; `warning` should be mended; `note` is worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found, with the page `docs/findings/<code>.md` behind its code.

    `message` is one sentence in small letters that a user would say, what it comes from after a colon;
    `help` says what to do; `example` is a concrete pair of dates or a count of rows that proves the finding,
    where there is one.
    """

    code: str
    message: str
    help: str = ""
    place: Place = NOWHERE
    severity: Severity = Severity.ERROR
    example: str = ""

    def as_json(self) -> dict[str, object]:
        """The finding as plain values, for `--json` and for other programs."""
        return {
            "code": self.code,
            "severity": str(self.severity),
            "file": self.place.file,
            "line": self.place.line,
            "column": self.place.column,
            "message": self.message,
            "help": self.help,
            "example": self.example,
        }


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings sorted by place, then code; exact repetitions once."""
    unique = dict.fromkeys(findings)
    return sorted(unique, key=lambda f: (f.place, f.code, f.message))


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any of the findings stops a plan."""
    return any(finding.severity is Severity.ERROR for finding in findings)
