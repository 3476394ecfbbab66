"""Checks: what a policy says that cannot stand, by itself or against the live systems.

One check is one file, one page `docs/findings/<code>.md`, and one file of cases in `tests/language/checks`.
A file in `stated/` looks at the policy alone and has `find(policy)`; a file in `dated/` looks at it as of a
day, and at what was last said of which fact, and has `find(policy, today, confirmed)`; a file in `live/`
looks at one system beside what the database says of itself and has `find(policy, system, catalogue)`. The
file's name is the finding's code. To add a check, write these three files: nothing else has to be told.

Checks are pure. They may take for granted what the reader has seen to, that every name means something, and
nothing more. Each finding says in the user's words what is wrong, cites the article or the act, and shows
dates or rows that prove it where there are any.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from holdord.language.checks import dated, live, stated
from holdord.words.attestation import Attestation
from holdord.words.catalogue import Catalogue
from holdord.words.finding import Finding, in_order
from holdord.words.policy import Policy, System


@dataclass(frozen=True, slots=True)
class Check:
    """A check of the policy alone. `code` is that of its findings."""

    code: str
    find: Callable[[Policy], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class DatedCheck:
    """A check of the policy as of a day."""

    code: str
    find: Callable[[Policy, date, Mapping[str, Attestation]], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class LiveCheck:
    """A check of one system against its live catalogue."""

    code: str
    find: Callable[[Policy, System, Catalogue], Iterable[Finding]]


def _modules(package: Any) -> Iterable[tuple[str, Any]]:
    for found in sorted(iter_modules(package.__path__), key=lambda found: found.name):
        yield found.name.replace("_", "-"), import_module(f"{package.__name__}.{found.name}")


CHECKS = tuple(Check(code, module.find) for code, module in _modules(stated))
DATED_CHECKS = tuple(DatedCheck(code, module.find) for code, module in _modules(dated))
LIVE_CHECKS = tuple(LiveCheck(code, module.find) for code, module in _modules(live))


def check(policy: Policy) -> list[Finding]:
    """All that a policy says that cannot stand, in the order of the files."""
    return in_order(finding for each in CHECKS for finding in each.find(policy))


def check_on(policy: Policy, today: date, confirmed: Mapping[str, Attestation]) -> list[Finding]:
    """All that a policy says will be done again by a day that is over, in the order of the files.

    `confirmed` maps facts ("recipients.host") to their latest confirmation.
    """
    return in_order(finding for each in DATED_CHECKS for finding in each.find(policy, today, confirmed))


def check_live(policy: Policy, catalogues: Mapping[str, Catalogue]) -> list[Finding]:
    """All in which the live systems differ from what the policy says of them, in the order of the files.

    `catalogues` maps names of systems to what their databases say of themselves; a system without one is
    not looked at.
    """
    return in_order(
        finding
        for name, system in policy.systems.items()
        if name in catalogues
        for each in LIVE_CHECKS
        for finding in each.find(policy, system, catalogues[name])
    )


__all__ = [
    "CHECKS", "DATED_CHECKS", "LIVE_CHECKS", "Check", "DatedCheck", "LiveCheck", "check", "check_live",
    "check_on",
]  # fmt: skip
