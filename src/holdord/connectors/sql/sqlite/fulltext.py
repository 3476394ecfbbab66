"""Full-text search tables (FTS3, FTS4, FTS5), which keep what was deleted.

A search table keeps the words of every row in an index of its own, in "shadow" tables. Deleting a row only
notes there that its words no longer count; they leave the file when segments of the index are merged, which
may be never. So after a run all segments are merged into one, in small steps so that the shop waits for none
of them, and an index over another table's text that no trigger keeps up is built anew.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdord.connectors.sql.session import Session

PAGES_AT_ONCE = 500
SHADOWS = ("data", "idx", "content", "docsize", "config", "segments", "segdir", "stat")
RTREE_SHADOWS = ("node", "rowid", "parent")

_MODULE = re.compile(r"^\s*CREATE\s+VIRTUAL\s+TABLE\s+.*?\bUSING\s+(\w+)", re.IGNORECASE | re.DOTALL)
_CONTENT = re.compile(r"""\bcontent\s*=\s*(?:'([^']*)'|"([^"]*)"|([^\s,)]*))""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SearchTable:
    """A full-text table. `content` is the table whose text it indexes; None when it keeps the text itself."""

    name: str
    module: str
    content: str | None

    @property
    def is_derived(self) -> bool:
        """Whether it only mirrors another table, whose rows stand for it."""
        return bool(self.content)


def search_table(name: str, sql: str) -> SearchTable | None:
    """The full-text table that a CREATE VIRTUAL TABLE makes; None for any other."""
    module = _MODULE.match(sql)
    if not module or not module[1].lower().startswith("fts"):
        return None
    content = _CONTENT.search(sql)
    named = None if content is None else next((part for part in content.groups() if part is not None), "")
    return SearchTable(name, module[1].lower(), named)


def shadow_names(name: str, sql: str) -> set[str]:
    """The tables a virtual table keeps its own matters in."""
    module = _MODULE.match(sql)
    kind = module[1].lower() if module else ""
    suffixes = SHADOWS if kind.startswith("fts") else RTREE_SHADOWS if kind.startswith("rtree") else ()
    return {f"{name}_{suffix}" for suffix in suffixes}


def settle_search_tables(session: "Session") -> None:
    """Take the words of deleted rows out of every search table of the file."""
    found = session.rows(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL%'", ()
    )
    searches = [table for name, sql in found if (table := search_table(name, sql))]
    if not searches:
        return
    triggers = [sql for (sql,) in session.rows("SELECT sql FROM sqlite_master WHERE type = 'trigger'", ())]
    for search in searches:
        if search.is_derived and not _is_kept_up(search, triggers):
            session.command(_order(search, "'rebuild'"))
        if search.module == "fts5":
            _merge(session, search)
        else:
            session.command(_order(search, "'optimize'"))


def _is_kept_up(search: SearchTable, triggers: Iterable[str]) -> bool:
    name = re.compile(rf"(?<!\w){re.escape(search.name)}(?!\w)", re.IGNORECASE)
    return any(name.search(sql) and re.search(r"\bDELETE\b", sql, re.IGNORECASE) for sql in triggers)


def _merge(session: "Session", search: SearchTable) -> None:
    """Merge all segments, a few pages in each transaction, until a step has nothing left to write.

    A negative number first: it marks every segment as due, whatever its level.
    """
    pages = -PAGES_AT_ONCE
    while True:
        before = session.connection.total_changes
        session.command(_order(search, "'merge'", pages))
        if session.connection.total_changes - before < 2:
            return
        pages = PAGES_AT_ONCE


def _order(search: SearchTable, order: str, rank: int | None = None) -> str:
    name = '"' + search.name.replace('"', '""') + '"'
    if rank is None:
        return f"INSERT INTO {name} ({name}) VALUES ({order})"
    return f"INSERT INTO {name} ({name}, rank) VALUES ({order}, {rank})"
