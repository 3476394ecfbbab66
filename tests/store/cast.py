"""The same people, plans and records for every test of the store, and a look behind its back."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from holdord.store.version_records import NewText, NewVersion
from holdord.words.change import Change, Kind
from holdord.words.evidence import Evidence
from holdord.words.facts import Rows
from holdord.words.plan import Act, Plan, Step, Unit
from holdord.words.version import VersionLine

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
CUSTOMERS = ("shop", "customers")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a store is: its address (None for SQLite) and its folder."""

    url: str | None
    folder: Path

    def execute(self, *statements: str) -> list[tuple[Any, ...]]:
        """Run statements past the store, as who has the database's password could; the last one's rows."""
        with closing(self._connected()) as connection:
            for statement in statements:
                cursor = connection.execute(statement)
            rows = cursor.fetchall() if cursor.description else []
            connection.commit()
            return [tuple(row) for row in rows]

    def _connected(self) -> Any:
        return psycopg.connect(self.url) if self.url else sqlite3.connect(self.folder / "store.sqlite3")


def day(number: float) -> datetime:
    """Days after the fixed present."""
    return NOW + timedelta(days=number)


def customers(*ids: int | str) -> Rows:
    return Rows({CUSTOMERS: frozenset(ids)}) if ids else Rows()


def plan(number: int = 1, made_at: datetime = NOW) -> Plan:
    """A plan that differs from the others by its number."""
    step = Step("customers", "customers", Act.REMOVE, (), ("name",), ("contract",), 1, "DELETE …", "SELECT …")
    units = (Unit(1, "shop", "sqlite", (step,), {"ids": [number]}),)
    return Plan("erasure", made_at.isoformat(), "f" * 64, units)


def evidence(step: str = "customers", changed: int = 1) -> Evidence:
    """A record as a workflow makes it: without a number, and with run and receipt still to come."""
    return Evidence(
        number=0,
        run="",
        receipt="",
        step=step,
        kind="erasure",
        at=NOW.isoformat(),
        plan="e" * 64,
        policy="f" * 64,
        system="shop",
        collection="customers",
        act="remove",
        columns=(),
        categories=("name",),
        purposes=("contract",),
        changed=changed,
        left=0,
        erased="row gone",
        next="back-ups overwritten by 2026-12-20",
    )


def version(
    number: int, announced: bool = False, text: bytes = b"<h1>\xc3\x86</h1>", at: float = 0
) -> NewVersion:
    """A version of the policy, about people of the purpose `newsletter`."""
    line = VersionLine(number, day(at), "Karla Lund, director", {"da": "Nyt formål"})
    changes = (Change(Kind.LONGER, "purposes.newsletter.keep", "it is longer", "1 year", "2 years"),)
    texts = (NewText("da", "html", text), NewText("da", "md", text), NewText("", "jsonld", b"{}"))
    facts = '{"controller":{}}'
    return NewVersion(line, "f" * 64, facts, f"{number:064}", changes, texts, announced, ("newsletter",))
