"""A company for a test: its policy in a folder, its databases, its store; and an office opened over them.

A policy is written short. What every policy must state but no test is about (who the controller is, what a
purpose is called, which interest was weighed) is filled in from `cases/header.yaml` and below.
"""

from __future__ import annotations

import atexit
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import yaml

from holdord.store import open_store
from holdord.words.finding import Finding
from holdord.workflows.office import STORE_FOLDER, Office
from tests.servers import Database

HEADER = (Path(__file__).parent / "cases" / "header.yaml").read_text(encoding="utf-8")
BY = "the person responsible"

_TYPES = {
    "MOMENT": {"sqlite": "datetime", "postgresql": "timestamp", "mariadb": "datetime(6)"},
    "INSTANT": {"sqlite": "datetime", "postgresql": "timestamptz", "mariadb": "timestamp(6)"},
    "EXACT": {
        "sqlite": "varchar(20)",
        "postgresql": "varchar(20)",
        "mariadb": "varchar(20) collate utf8mb4_bin",
    },
    "UUID": {"sqlite": "char(36)", "postgresql": "uuid", "mariadb": "uuid"},
}


class _Plain(yaml.SafeDumper):
    """Writes the same thing twice where it stands twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def purposes_text(purposes: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Purposes with what their basis asks to be stated beside them."""
    return {name: _purpose(name, given) for name, given in purposes.items()}


def _purpose(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    stated: dict[str, Any] = {"says": {"en": name}, "people": ["customer"], **given}
    if stated["basis"] == "legal_obligation":
        stated.setdefault("law", "a law that this test is not about § 1")
    if stated["basis"] == "legitimate_interest":
        stated.setdefault("interest", {"en": f"to be able to do {name}"})
    return stated


def policy_text(
    purposes: Mapping[str, Mapping[str, Any]],
    systems: Mapping[str, Mapping[str, Any]],
    changes: Mapping[str, Any] | None = None,
) -> str:
    """A whole policy: the header, these purposes, these systems (`collections:` and what else is said).

    `changes` replaces parts of the header's sections, such as another key or kind of people.
    """
    head = yaml.load(HEADER, yaml.CBaseLoader)
    for section, entries in (changes or {}).items():
        head[section] = {**head[section], **entries}
    head["purposes"] = purposes_text(purposes)
    documents = [head]
    for name, system in systems.items():
        address = f"${{{name.upper()}_URL}}"
        documents.append({"system": name, "kind": "sql", "url": address, "backups": "30 days", **system})
    return yaml.dump_all(documents, Dumper=_Plain, sort_keys=False, allow_unicode=True)


def typed(dialect: str, ddl: str) -> str:
    """A schema with types of the dialect for MOMENT, INSTANT, UUID, and EXACT (a text told apart by case)."""
    return re.sub(r"\b(MOMENT|INSTANT|EXACT|UUID)\b", lambda match: _TYPES[match[0]][dialect], ddl)


@cache
def empty_store() -> Path:
    """A store nobody has written in, made once: making its tables takes longer than most tests."""
    folder = Path(mkdtemp(prefix="holdord-store-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    open_store(None, folder)
    return folder


@dataclass(frozen=True, slots=True)
class Company:
    """A policy's folder, with the databases behind its systems by name."""

    folder: Path
    databases: Mapping[str, Database]

    @property
    def environment(self) -> dict[str, str]:
        """What `${NAME}` in the policy stands for."""
        return {f"{name.upper()}_URL": database.url for name, database in self.databases.items()}

    @contextmanager
    def office(self) -> Iterator[Office]:
        """The office, opened; what a later process would open again."""
        with Office.open(self.folder, self.environment) as office:
            yield office

    def rows(self, system: str, table: str, columns: str = "*") -> list[tuple[Any, ...]]:
        """The rows of a table as texts, in the order of their columns."""
        found = self.databases[system].rows(f"SELECT {columns} FROM {table}")
        return sorted((tuple(map(shown, row)) for row in found), key=lambda row: tuple(map(sortable, row)))


def found_company(folder: Path, policy: str, databases: Mapping[str, Database]) -> Company:
    """Writes the policy down, gives it an empty store; returns the company."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(empty_store(), folder / STORE_FOLDER)
    (folder / "policy.yaml").write_text(policy, encoding="utf-8")
    return Company(folder, databases)


def shown(value: Any) -> str | None:
    """A stored value as the cases write it."""
    if value is None:
        return None
    if isinstance(value, datetime):
        value = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
        return value.isoformat(" ")
    return str(value)


def sortable(value: str | None) -> tuple[int, str]:
    """Numbers in their order, then texts, then nothing."""
    if value is None:
        return (2, "")
    return (0, value.zfill(20)) if value.isdigit() else (1, value)


def moment(text: str) -> datetime:
    """A moment as the cases write it: in UTC unless a zone is said, noon unless a time is said."""
    if len(text) == 10:
        text += " 12:00"
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def told(findings: list[Finding]) -> str:
    """Findings in full, as a failing test shows them."""
    return "\n".join(f"{f.severity} {f.code} {f.place}: {f.message}; {f.help}; {f.example}" for f in findings)
