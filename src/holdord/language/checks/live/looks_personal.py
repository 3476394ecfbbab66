"""Columns said to hold nothing personal, whose names say otherwise.

A name proves nothing, so this is a note only. It is looked for where nobody else looks: under `other:` and
in ignored tables.
"""

import re
from collections.abc import Iterator

from holdord.language.checks.mapped import mapped
from holdord.language.checks.phrases import listed
from holdord.words.catalogue import Catalogue, ColumnKind
from holdord.words.finding import Finding, Severity
from holdord.words.policy import Policy, System

CODE = "looks-personal"

_NAMES = re.compile(
    r"e_?mail(_?addr(ess)?)?|mail_?addr(ess)?|(tele)?phone(_?(no|number))?|mobile?(_?(no|number))?|telefon(nummer)?"
    r"|(first|last|given|family|sur|full)_?name|fornavn|efternavn|etternavn|(date_of_)?birth(_?da(y|te))?|dob"
    r"|f(ø|oe)dsels(dag|dato|nummer)|cpr(_?(no|nr|nummer))?|ssn|personnummer|iban|(bank_?)?account_?(no|number)"
    r"|kontonummer|card_?number|kortnummer|ip(_?addr(ess)?)?|remote_?addr(ess)?"
)
_CANNOT = (ColumnKind.BOOLEAN,)


def find(policy: Policy, system: System, catalogue: Catalogue) -> Iterator[Finding]:
    """Every column by whose name people are known, under `other:` or in an ignored table."""
    for collection, table in mapped(system, catalogue):
        named = [c for c in collection.other if c in table.columns and _telling(c, table.columns[c].kind)]
        if named:
            yield Finding(
                CODE,
                f"{_columns(named)} of '{collection.name}' {_are(named)} listed under 'other' as holding "
                "nothing personal, and the name says otherwise",
                "look at what stands there; what is personal belongs under 'holds:'",
                collection.place,
                Severity.NOTE,
            )
    for name in system.ignores:
        ignored = catalogue.tables.get(name)
        named = [c.name for c in ignored.columns.values() if _telling(c.name, c.kind)] if ignored else []
        if named:
            yield Finding(
                CODE,
                f"table '{name}' is ignored as holding nothing personal, and the name of {_columns(named)} "
                "says otherwise",
                f"look at what stands there; declare '{name}' as a collection if it is about people",
                system.place,
                Severity.NOTE,
            )


def _telling(column: str, kind: ColumnKind) -> bool:
    return kind not in _CANNOT and _NAMES.fullmatch(column.lower()) is not None


def _columns(names: list[str]) -> str:
    return f"column{'' if len(names) == 1 else 's'} {listed(names)}"


def _are(names: list[str]) -> str:
    return "is" if len(names) == 1 else "are"
