"""Cases of checks: what they start from, what they change in it, and what is then found.

Every case starts from the same policy without a fault (`clean.yaml`) and, for checks of live systems, from
a database that agrees with it (`clean.catalogue.yaml`). A case changes a few words of either, and marks with
`»` each place where a finding is expected. What is written in a case is so all there is to read.

A catalogue is written as columns with their kind (`text(100)!`: at most 100 characters, never empty;
`~text`: compared without regard to case; `=text`: computed), indexes (`unique lower(email)`,
`email where partial`) and references (`customer_id -> customers.id cascade`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from holdord.language import load_texts
from holdord.language.checks import CHECKS, DATED_CHECKS, LIVE_CHECKS
from holdord.words.attestation import Attestation
from holdord.words.catalogue import Catalogue, Column, ColumnKind, ForeignKey, Index, Table
from holdord.words.finding import Finding, has_errors, in_order
from holdord.words.place import Place
from holdord.words.policy import Policy

HERE = Path(__file__).parent
CLEAN = (HERE / "clean.yaml").read_text(encoding="utf-8")
CLEAN_CATALOGUE = (HERE / "clean.catalogue.yaml").read_text(encoding="utf-8")
FILE = "policy.yaml"
MARK = "»"
TODAY = date(2026, 11, 20)
"""The day on which checks of a day are made."""

_KIND = re.compile(r"(?P<flags>[~=]*)(?P<kind>\w+)(?:\((?P<length>\d+)\))?(?P<required>!?)")


@dataclass(frozen=True, slots=True)
class Case:
    """One case of one check: changed words, and what the check must then say, in the order of the marks."""

    code: str
    name: str
    change: dict[str, str]
    catalogue: dict[str, str]
    finds: list[dict[str, str]]
    confirmed: dict[str, Attestation]

    @property
    def text(self) -> str:
        """The changed policy, without marks."""
        return _changed(CLEAN, self.change).replace(MARK, "")

    @property
    def places(self) -> list[Place]:
        """Where findings are expected."""
        found, lines = [], _changed(CLEAN, self.change).split("\n")
        for number, line in enumerate(lines, start=1):
            for count, match in enumerate(re.finditer(MARK, line)):
                found.append(Place(FILE, number, match.start() - count + 1))
        return found

    def policy(self) -> Policy:
        """The changed policy, read; AssertionError where it cannot be."""
        loaded = load_texts({FILE: self.text})
        assert loaded.policy is not None, f"{self.code}, {self.name}: {loaded.findings}"
        return loaded.policy

    def live(self) -> Catalogue:
        """The changed catalogue."""
        return read_catalogue(_changed(CLEAN_CATALOGUE, self.catalogue))

    def found(self) -> list[Finding]:
        """What the check says."""
        policy = self.policy()
        for check in CHECKS:
            if check.code == self.code:
                return in_order(check.find(policy))
        for dated in DATED_CHECKS:
            if dated.code == self.code:
                return in_order(dated.find(policy, TODAY, self.confirmed))
        live = {check.code: check for check in LIVE_CHECKS}[self.code]
        return in_order(live.find(policy, policy.systems["shop"], self.live()))


def cases() -> Iterator[Case]:
    """Every case of every file."""
    for path in sorted((HERE / "cases").glob("*.yaml")):
        for raw in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader):
            changed = raw.get("change", {}), raw.get("catalogue", {})
            said = {
                fact: Attestation("", fact, "Anna Holm", on, holds)
                for key, holds in (("confirmed", True), ("not_so", False))
                for fact, on in raw.get(key, {}).items()
            }
            yield Case(path.stem, raw["name"], *changed, raw["finds"], said)


def _changed(text: str, changes: dict[str, str]) -> str:
    for old, new in changes.items():
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in what the case starts from"
        text = text.replace(old, new)
    return text


def read_catalogue(text: str) -> Catalogue:
    """A catalogue from its short form."""
    raw = yaml.load(text, yaml.CSafeLoader)
    tables = {name: _table(name, stated) for name, stated in raw["tables"].items()}
    return Catalogue("shop", raw["dialect"], tables)


def _table(name: str, raw: dict[str, Any]) -> Table:
    return Table(
        name,
        {column: _column(column, kind) for column, kind in raw["columns"].items()},
        tuple(raw.get("primary_key", ())),
        tuple(_index(part) for part in raw.get("indexes", ())),
        tuple(_reference(key) for key in raw.get("foreign_keys", ())),
        raw.get("rows", -1),
        triggers=tuple(raw.get("triggers", ())),
        bodies=raw.get("bodies", {}),
        shows_triggers=raw.get("shows_triggers", True),
    )


def _column(name: str, text: str) -> Column:
    found = _KIND.fullmatch(text)
    assert found is not None, text
    length = int(found["length"]) if found["length"] else None
    flags = found["flags"]
    kind = ColumnKind(found["kind"])
    return Column(name, kind, not found["required"], length, "~" in flags, found["kind"], "=" in flags)


def _index(text: str) -> Index:
    unique, partial = text.startswith("unique "), text.endswith(" where partial")
    parts = tuple(text.removeprefix("unique ").removesuffix(" where partial").split(", "))
    return Index(f"ix_{'_'.join(parts)}", parts, unique, partial)


def _reference(text: str) -> ForeignKey:
    columns, _, target = text.partition(" -> ")
    referred, _, on_delete = target.partition(" ")
    table, _, column = referred.rpartition(".")
    return ForeignKey(tuple(columns.split(", ")), table, (column,), on_delete)


def clean() -> tuple[Policy, Catalogue]:
    """The policy without a fault and the database that agrees with it."""
    loaded = load_texts({FILE: CLEAN})
    assert loaded.policy is not None
    assert not has_errors(loaded.findings)
    return loaded.policy, read_catalogue(CLEAN_CATALOGUE)
