"""A system's address: `${NAME}`s filled in, and split into what a driver wants. Never shown again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from holdord.connectors.errors import SystemFault
from holdord.words.finding import Finding
from holdord.words.policy import System

DIALECTS = {
    "postgresql": "postgresql",
    "postgres": "postgresql",
    "mariadb": "mariadb",
    "mysql": "mariadb",
    "sqlite": "sqlite",
}
DRIVERS = {"postgresql": "psycopg", "mariadb": "pymysql", "sqlite": "pysqlite"}
EXAMPLES = (
    "postgresql://user:password@host/database, mariadb://user:password@host/database, sqlite:///file.sqlite3"
)

_VARIABLE = re.compile(r"\$\{([^}]*)\}")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is. `arguments` is what the driver's `connect` takes; it holds the password."""

    dialect: str
    arguments: Mapping[str, Any] = field(repr=False)
    schema: str = ""


def address_of(system: System, environment: Mapping[str, str]) -> Address:
    """Read a system's `url`; raises SystemFault, which tells of the fault but not the address."""
    text = _filled(system, environment)
    try:
        url = make_url(text.strip())
    except (ArgumentError, ValueError):
        url = None
    if url is None:  # raised here, not above: the parser's own message may hold part of the address
        raise _fault(
            system,
            "unreadable-address",
            f"the address of the system {system.name} cannot be read",
            f"write it like one of: {EXAMPLES}; a password's / @ : % are written %2F %40 %3A %25",
        )
    dialect = _dialect(system, url)
    return Address(dialect, _arguments(system, dialect, url), system.schema)


def _filled(system: System, environment: Mapping[str, str]) -> str:
    missing = [name for name in dict.fromkeys(_VARIABLE.findall(system.url)) if not environment.get(name)]
    if missing:
        raise _fault(
            system,
            "environment-variable-missing",
            f"the address of the system {system.name} needs {_listed(missing)}, not set in the environment",
            f"set it before you start: export {missing[0]}=…, with an address like one of: {EXAMPLES}",
        )
    return _VARIABLE.sub(lambda match: environment[match[1]], system.url)


def _dialect(system: System, url: URL) -> str:
    name, _, driver = url.drivername.partition("+")
    dialect = DIALECTS.get(name, "")
    if dialect and driver in ("", DRIVERS[dialect]):
        return dialect
    shown = url.drivername if dialect or name.isalpha() else "something unreadable"
    raise _fault(
        system,
        "unknown-database-kind",
        f"the address of the system {system.name} begins with {shown}, which nothing here can reach",
        f"write it like one of: {EXAMPLES}",
    )


def _arguments(system: System, dialect: str, url: URL) -> Mapping[str, Any]:
    if dialect == "sqlite":
        if not url.database or url.database == ":memory:":
            raise _fault(
                system,
                "unreadable-address",
                f"the address of the system {system.name} names no file",
                "write sqlite:///folder/file.sqlite3, with four slashes for a path from the root",
            )
        return {"path": url.database}
    driver = f"{'postgresql' if dialect == 'postgresql' else 'mysql'}+{DRIVERS[dialect]}"
    _, arguments = url.set(drivername=driver).get_dialect()().create_connect_args(url)
    if dialect == "mariadb" and system.schema:
        arguments["database"] = system.schema
    if dialect == "mariadb" and not arguments.get("database"):
        raise _fault(
            system,
            "unreadable-address",
            f"the address of the system {system.name} names no database",
            "write mariadb://user:password@host/database, or say `schema:`",
        )
    return arguments


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _fault(system: System, code: str, message: str, remedy: str) -> SystemFault:
    return SystemFault(Finding(code, message, remedy, system.place), permanent=True)
