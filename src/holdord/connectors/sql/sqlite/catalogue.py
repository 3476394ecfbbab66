"""What a SQLite file says of itself: a few set-based queries on its schema table, however many tables.

SQLite enforces neither types nor lengths, so a column's kind is read from its declared type as people mean
it, and no length is given. The shadow tables of virtual tables are not listed, nor a search table that only
mirrors another table: what stands there follows from that one (`fulltext`).
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from holdord.connectors.sql.session import RECEIPTS, Row, Session
from holdord.connectors.sql.sqlite.fulltext import search_table, shadow_names
from holdord.connectors.sql.sqlite.triggers import triggers
from holdord.words.catalogue import Column, ColumnKind, ForeignKey, Index, Table, body_digest

_TABLES = """
SELECT name, sql FROM sqlite_master
WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"""

_COLUMNS = """
SELECT m.name, c.name, c.type, c."notnull", c.pk, c.hidden
FROM sqlite_master AS m, pragma_table_xinfo(m.name) AS c
WHERE m.type = 'table' ORDER BY m.name, c.cid"""

_INDEXES = """
SELECT m.name, i.name, i."unique", i.origin, i.partial, x.cid, x.name, x.coll, s.sql
FROM sqlite_master AS m, pragma_index_list(m.name) AS i, pragma_index_xinfo(i.name) AS x
LEFT JOIN sqlite_master AS s ON s.type = 'index' AND s.name = i.name
WHERE m.type = 'table' AND x.key = 1 ORDER BY m.name, i.name, x.seqno"""

_REFERENCES = """
SELECT m.name, k.id, k.[table], k."from", k."to", k.on_delete
FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS k
WHERE m.type = 'table' ORDER BY m.name, k.id, k.seq"""

# Declared types are free text; the first of these that the type contains decides.
KINDS = (
    ("DATETIME", ColumnKind.TIMESTAMP),
    ("TIMESTAMP", ColumnKind.TIMESTAMP),
    ("DATE", ColumnKind.DATE),
    ("BOOL", ColumnKind.BOOLEAN),
    ("UUID", ColumnKind.TEXT),
    ("JSON", ColumnKind.JSON),
    ("INT", ColumnKind.INTEGER),
    ("CHAR", ColumnKind.TEXT),
    ("CLOB", ColumnKind.TEXT),
    ("TEXT", ColumnKind.TEXT),
    ("STRING", ColumnKind.TEXT),
    ("BLOB", ColumnKind.BINARY),
    ("REAL", ColumnKind.NUMBER),
    ("FLOA", ColumnKind.NUMBER),
    ("DOUB", ColumnKind.NUMBER),
    ("DEC", ColumnKind.NUMBER),
    ("NUM", ColumnKind.NUMBER),
)
ON_DELETE = {
    "NO ACTION": "",
    "RESTRICT": "restrict",
    "CASCADE": "cascade",
    "SET NULL": "set null",
    "SET DEFAULT": "set default",
}
EXPRESSION, ROWID = -2, -1
VIRTUAL_HIDDEN = 1

_LOWER = re.compile(r'^lower\(\s*(?:"((?:[^"]|"")+)"|\[([^\]]+)\]|`([^`]+)`|(\w+))\s*\)$', re.IGNORECASE)


def tables(session: Session) -> tuple[dict[str, Table], str]:
    """Every table, by name; and the library's version."""
    found: dict[str, str | None] = dict(session.rows(_TABLES, ()))
    hidden, mirrors = {RECEIPTS}, set()
    for name, sql in found.items():
        hidden |= shadow_names(name, sql or "")
        search = search_table(name, sql or "")
        if search and search.is_derived:
            hidden.add(name)
            mirrors.add(name)
    loose = {
        name: _loose_columns(session, name) for name, sql in found.items() if "NOCASE" in (sql or "").upper()
    }
    columns, keys = _columns(session, loose)
    indexes = _indexes(session, loose)
    references = _references(session, keys)
    rows = _estimates(session)
    fired = triggers(session, mirrors)
    listed = {
        name: Table(
            name,
            columns[name],
            keys[name],
            tuple(indexes[name]),
            tuple(references[name]),
            rows.get(name, -1),
            triggers=tuple(fired.get(name.lower(), ())),
            bodies={one: body_digest([text]) for one, text in fired.get(name.lower(), {}).items()},
        )
        for name in found
        if name not in hidden
    }
    return listed, str(session.rows("SELECT sqlite_version()", ())[0][0])


def kind_of(declared: str) -> ColumnKind:
    """What a declared type means to people; OTHER for none or an unknown one."""
    upper = declared.upper()
    return next((kind for word, kind in KINDS if word in upper), ColumnKind.OTHER)


def _columns(
    session: Session, loose: dict[str, set[str]]
) -> tuple[dict[str, dict[str, Column]], dict[str, tuple[str, ...]]]:
    columns: dict[str, dict[str, Column]] = defaultdict(dict)
    places: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for table, name, declared, required, key, hidden in session.rows(_COLUMNS, ()):
        if hidden == VIRTUAL_HIDDEN:
            continue
        columns[table][name] = Column(
            name,
            kind_of(declared),
            not required and not key,
            None,
            name in loose.get(table, ()),
            declared,
            hidden > VIRTUAL_HIDDEN,
        )
        if key:
            places[table].append((key, name))
    keys = defaultdict(
        tuple, {table: tuple(name for _, name in sorted(parts)) for table, parts in places.items()}
    )
    return columns, keys


def _loose_columns(session: Session, table: str) -> set[str]:
    """Columns that compare without regard to case, told by how SQLite itself would compare each of them."""
    quoted = _quoted(table)
    loose = set()
    for (name,) in session.rows("SELECT name FROM pragma_table_info(?)", (table,)):
        # the comparison is written against an expression of no collation, so the column's own decides
        steps = session.rows(
            f"EXPLAIN SELECT 1 FROM {quoted} NOT INDEXED WHERE {_quoted(name)} = lower('A')", ()
        )
        if any("NOCASE" in str(step[5]) for step in steps):
            loose.add(name)
    return loose


def _indexes(session: Session, loose: dict[str, set[str]]) -> dict[str, list[Index]]:
    parts: dict[tuple[str, str, bool, bool], list[str]] = defaultdict(list)
    expressions: dict[str, Iterator[str]] = {}
    for table, name, unique, _, partial, place, column, collation, sql in session.rows(_INDEXES, ()):
        if place == EXPRESSION:
            own = expressions.setdefault(name, iter([p for p in _key_parts(sql) if not _is_column(p)]))
            part = _part(next(own, ""))
        elif place == ROWID:
            part = "rowid"
        else:
            own_collation = "NOCASE" if column in loose.get(table, ()) else "BINARY"
            part = column if collation == own_collation else f"{column} COLLATE {collation}"
        parts[table, name, bool(unique), bool(partial)].append(part)
    indexes: dict[str, list[Index]] = defaultdict(list)
    for (table, name, unique, partial), columns in parts.items():
        indexes[table].append(Index(name, tuple(columns), unique, partial))
    return indexes


def _key_parts(sql: str) -> list[str]:
    """The parts between the parentheses of a CREATE INDEX, without ASC, DESC and COLLATE."""
    start = re.search(
        r"\bON\b\s*(?:\"(?:[^\"]|\"\")+\"|\[[^\]]+\]|`[^`]+`|'[^']+'|\w+)\s*\(", sql, re.IGNORECASE
    )
    if not start:
        return []
    parts, depth, quote = [""], 1, ""
    for character in sql[start.end() :]:
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'`":
            quote = character
        elif character in "()":
            depth += 1 if character == "(" else -1
            if depth == 0:
                break
        elif character == "," and depth == 1:
            parts.append("")
            continue
        parts[-1] += character
    ordering = re.compile(r"\s+(?:COLLATE\s+\S+)?\s*(?:ASC|DESC)?\s*$", re.IGNORECASE)
    return [ordering.sub("", part).strip() for part in parts]


def _is_column(part: str) -> bool:
    return bool(re.fullmatch(r'"(?:[^"]|"")+"|\[[^\]]+\]|`[^`]+`|\w+', part))


def _part(expression: str) -> str:
    match = _LOWER.match(expression)
    if not match:
        return expression
    return f"lower({next(name for name in match.groups() if name).replace(chr(34) * 2, chr(34))})"


def _references(session: Session, keys: dict[str, tuple[str, ...]]) -> dict[str, list[ForeignKey]]:
    pairs: dict[tuple[str, int, str, str], list[tuple[str, str | None]]] = defaultdict(list)
    for table, number, target, own, referred, rule in session.rows(_REFERENCES, ()):
        pairs[table, number, target, rule].append((own, referred))
    references: dict[str, list[ForeignKey]] = defaultdict(list)
    for (table, _, target, rule), columns in pairs.items():
        referred = tuple(name for _, name in columns if name)
        references[table].append(
            ForeignKey(
                tuple(own for own, _ in columns), target, referred or keys.get(target, ()), ON_DELETE[rule]
            )
        )
    return references


def _estimates(session: Session) -> dict[str, int]:
    """Rows as ANALYZE counted them last; nothing where it never ran."""
    if not session.rows("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'", ()):
        return {}
    rows: list[Row] = session.rows(
        "SELECT tbl, max(CAST(stat AS integer)) FROM sqlite_stat1 GROUP BY tbl", ()
    )
    return {table: int(count) for table, count in rows}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
