"""What a PostgreSQL database says of itself: five set-based queries on pg_catalog, however many tables.

Partitions are not listed: their rows are the partitioned table's. Views are not listed: they hold nothing.
Materialised views are: they hold copies of people's rows until somebody refreshes them. A table of another
schema is listed, as "schema.table", when it refers to one of ours: a cascade would reach it.
"""

import re
from collections import defaultdict
from typing import Any

from holdord.connectors.sql.session import RECEIPTS, Session
from holdord.words.catalogue import Column, ColumnKind, ForeignKey, Index, Table, body_digest

_SCHEMA = "coalesce(nullif(%(schema)s, ''), current_schema())"
_NAME = (
    f"CASE WHEN {{n}}.nspname = {_SCHEMA} THEN {{c}}.relname ELSE {{n}}.nspname || '.' || {{c}}.relname END"
)
_OURS = f"""
our AS (
    SELECT c.oid, c.relkind, c.reltuples, c.relhassubclass, {_NAME.format(n="n", c="c")} AS name
    FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'f', 'm') AND NOT c.relispartition AND c.relname <> '{RECEIPTS}'
    AND (n.nspname = {_SCHEMA} OR EXISTS (
        SELECT 1 FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_class AS r ON r.oid = k.confrelid
        JOIN pg_catalog.pg_namespace AS m ON m.oid = r.relnamespace
        WHERE k.contype = 'f' AND k.conrelid = c.oid AND m.nspname = {_SCHEMA}))
)"""

_TABLES = f"""
WITH RECURSIVE {_OURS}, parts AS (
    SELECT oid, oid AS leaf FROM our WHERE relkind = 'p'
    UNION ALL
    SELECT p.oid, i.inhrelid FROM parts AS p JOIN pg_catalog.pg_inherits AS i ON i.inhparent = p.leaf
)
SELECT o.oid, o.name, CASE o.relkind WHEN 'p' THEN (
    SELECT sum(greatest(c.reltuples, 0)) FROM parts AS p JOIN pg_catalog.pg_class AS c ON c.oid = p.leaf
    WHERE p.oid = o.oid AND c.relkind <> 'p' AND c.reltuples >= 0) ELSE o.reltuples END,
    o.relkind = 'p' OR o.relhassubclass, current_setting('server_version')
FROM our AS o ORDER BY o.name"""

_COLUMNS = f"""
WITH RECURSIVE {_OURS}, base AS (
    SELECT oid, oid AS type, typnotnull AS required, -1 AS typmod FROM pg_catalog.pg_type
    UNION ALL
    SELECT b.oid, t.typbasetype, b.required OR u.typnotnull, t.typtypmod
    FROM base AS b JOIN pg_catalog.pg_type AS t ON t.oid = b.type AND t.typtype = 'd'
    JOIN pg_catalog.pg_type AS u ON u.oid = t.typbasetype
)
SELECT o.oid, a.attname, t.typname, pg_catalog.format_type(a.atttypid, a.atttypmod),
    NOT (a.attnotnull OR b.required), CASE WHEN b.oid = b.type THEN a.atttypmod ELSE b.typmod END,
    a.attgenerated <> '', CASE WHEN NOT coll.collisdeterministic THEN to_jsonb(coll)::text END
FROM our AS o
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = o.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN base AS b ON b.oid = a.atttypid
JOIN pg_catalog.pg_type AS t ON t.oid = b.type AND t.typtype <> 'd'
LEFT JOIN pg_catalog.pg_collation AS coll ON coll.oid = a.attcollation
ORDER BY o.oid, a.attnum"""

_INDEXES = f"""
WITH {_OURS}
SELECT o.oid, c.relname, i.indisunique, i.indisprimary, i.indpred IS NOT NULL,
    ARRAY(SELECT a.attname::text FROM generate_series(0, i.indnkeyatts - 1) AS n
        LEFT JOIN pg_catalog.pg_attribute AS a
            ON a.attrelid = o.oid AND a.attnum = i.indkey[n] AND a.attnum > 0
        ORDER BY n),
    CASE WHEN i.indexprs IS NULL THEN NULL ELSE ARRAY(
        SELECT pg_catalog.pg_get_indexdef(i.indexrelid, n, true) FROM generate_series(1, i.indnkeyatts) AS n
        ORDER BY n) END
FROM our AS o
JOIN pg_catalog.pg_index AS i ON i.indrelid = o.oid AND i.indisvalid
JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
JOIN pg_catalog.pg_am AS m ON m.oid = c.relam AND m.amname IN ('btree', 'hash')
ORDER BY o.oid, c.relname"""

_REFERENCES = f"""
WITH {_OURS}
SELECT o.oid, {_NAME.format(n="n", c="r")}, k.confdeltype::text,
    ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS u (attnum, place)
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = u.attnum
        ORDER BY u.place),
    ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY AS u (attnum, place)
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.confrelid AND a.attnum = u.attnum
        ORDER BY u.place)
FROM our AS o
JOIN pg_catalog.pg_constraint AS k ON k.conrelid = o.oid AND k.contype = 'f'
JOIN pg_catalog.pg_class AS r ON r.oid = k.confrelid AND NOT r.relispartition
JOIN pg_catalog.pg_namespace AS n ON n.oid = r.relnamespace
ORDER BY o.oid, k.conname"""

# Bits of pg_trigger.tgtype: 8 DELETE, 16 UPDATE. A trigger of a partition fires for the rows that stand
# there; a rule only where a statement names its own table. What is disabled, or for replicas, never fires.
# A partition's own copy of a trigger (`tgparentid`, PostgreSQL 13) says nothing that the table's does not.
_TRIGGERS = f"""
WITH RECURSIVE {_OURS}, tree AS (
    SELECT oid, oid AS leaf FROM our
    UNION
    SELECT t.oid, i.inhrelid FROM tree AS t JOIN pg_catalog.pg_inherits AS i ON i.inhparent = t.leaf
)
SELECT t.oid, g.tgname::text, CASE WHEN coalesce(to_jsonb(g) ->> 'tgparentid', '0') = '0' THEN
    pg_catalog.pg_get_triggerdef(g.oid) || E'\\n' || p.prosrc || coalesce(p.probin::text, '') END
FROM tree AS t JOIN pg_catalog.pg_trigger AS g ON g.tgrelid = t.leaf
JOIN pg_catalog.pg_proc AS p ON p.oid = g.tgfoid
WHERE NOT g.tgisinternal AND g.tgtype & 24 <> 0 AND g.tgenabled IN ('O', 'A')
UNION
SELECT o.oid, w.rulename::text, pg_catalog.pg_get_ruledef(w.oid)
FROM our AS o JOIN pg_catalog.pg_rewrite AS w ON w.ev_class = o.oid
WHERE w.ev_type IN ('2', '4') AND w.ev_enabled IN ('O', 'A')
ORDER BY 1, 2"""

_RULES = """
SELECT DISTINCT c.relname FROM pg_catalog.pg_rewrite AS w
JOIN pg_catalog.pg_class AS c ON c.oid = w.ev_class AND c.relkind IN ('r', 'p')
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = coalesce(nullif(%(schema)s, ''), current_schema())
AND w.ev_type IN ('2', '4') AND w.is_instead"""

_INHERITED = """
SELECT DISTINCT c.relname FROM pg_catalog.pg_inherits AS i
JOIN pg_catalog.pg_class AS c ON c.oid = i.inhparent AND c.relkind = 'r'
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = coalesce(nullif(%(schema)s, ''), current_schema())"""

KINDS = {
    "date": ColumnKind.DATE,
    "timestamp": ColumnKind.TIMESTAMP,
    "timestamptz": ColumnKind.INSTANT,
    "int2": ColumnKind.INTEGER,
    "int4": ColumnKind.INTEGER,
    "int8": ColumnKind.INTEGER,
    "numeric": ColumnKind.NUMBER,
    "float4": ColumnKind.NUMBER,
    "float8": ColumnKind.NUMBER,
    "text": ColumnKind.TEXT,
    "varchar": ColumnKind.TEXT,
    "bpchar": ColumnKind.TEXT,
    "citext": ColumnKind.TEXT,
    "bool": ColumnKind.BOOLEAN,
    "uuid": ColumnKind.UUID,
    "json": ColumnKind.JSON,
    "jsonb": ColumnKind.JSON,
    "bytea": ColumnKind.BINARY,
}
ON_DELETE = {"a": "", "r": "restrict", "c": "cascade", "n": "set null", "d": "set default"}

_LOWER = re.compile(r'^lower\(\(?(?:"((?:[^"]|"")+)"|([^\s"():]+))\)?(?:::(?:text|character varying))?\)$')
_TYPMOD_HEADER = 4


def tables(session: Session, schema: str) -> tuple[dict[str, Table], str]:
    """Every table, by name; and the server's version."""
    given = {"schema": schema}
    found = session.rows(_TABLES, given)
    columns, indexes, keys, references = _gathered(session, given)
    triggers: dict[int, dict[str, list[str]]] = defaultdict(dict)
    for oid, trigger, text in session.rows(_TRIGGERS, given):
        triggers[oid].setdefault(trigger, []).extend([text] if text else [])
    listed = {
        name: Table(
            name,
            columns.get(oid, {}),
            keys.get(oid, ()),
            tuple(indexes[oid]),
            tuple(references[oid]),
            -1 if rows is None or rows < 0 else int(rows),
            spread,
            tuple(triggers[oid]),
            bodies={trigger: body_digest(texts) for trigger, texts in triggers[oid].items()},
        )
        for oid, name, rows, spread, _ in found
    }
    return listed, found[0][-1] if found else str(session.rows("SHOW server_version", ())[0][0])


def _gathered(session: Session, given: dict[str, str]) -> tuple[Any, Any, Any, Any]:
    columns: dict[int, dict[str, Column]] = defaultdict(dict)
    for oid, *rest in session.rows(_COLUMNS, given):
        column = _column(*rest)
        columns[oid][column.name] = column
    indexes: dict[int, list[Index]] = defaultdict(list)
    keys: dict[int, tuple[str, ...]] = {}
    for oid, name, unique, primary, partial, names, expressions in session.rows(_INDEXES, given):
        parts = tuple(n if n else _part(expressions[place]) for place, n in enumerate(names))
        indexes[oid].append(Index(name, parts, unique, partial))
        if primary:
            keys[oid] = parts
    references: dict[int, list[ForeignKey]] = defaultdict(list)
    for oid, table, on_delete, own, referred in session.rows(_REFERENCES, given):
        references[oid].append(ForeignKey(tuple(own), table, tuple(referred), ON_DELETE[on_delete]))
    return columns, indexes, keys, references


def _column(
    name: str,
    type_name: str,
    shown: str,
    nullable: bool,
    typmod: int,
    generated: bool,
    collation: str | None,
) -> Column:
    kind = KINDS.get(type_name, ColumnKind.OTHER)
    sized = type_name in ("varchar", "bpchar") and typmod >= _TYPMOD_HEADER
    return Column(
        name,
        kind,
        nullable,
        typmod - _TYPMOD_HEADER if sized else None,
        type_name == "citext" or _is_loose(collation or ""),
        shown,
        generated,
    )


def _is_loose(collation: str) -> bool:
    """Whether an ICU collation disregards case: its strength is level 1 or 2, and case is not its own level.

    The column with the locale has had three names in as many versions, so pg_collation's whole row is read.
    """
    return (
        bool(re.search(r"ks-level[12]|colStrength=(primary|secondary)", collation))
        and "kc-true" not in collation
    )


def _part(expression: str) -> str:
    match = _LOWER.match(expression)
    if not match:
        return expression
    return f"lower({(match[1] or '').replace(chr(34) * 2, chr(34)) or match[2]})"


def unfit_tables(session: Session, schema: str) -> list[tuple[str, str]]:
    """Tables on which a rule runs something else instead of a DELETE or UPDATE, or that others inherit from.

    A statement about a parent reaches the rows of those that inherit from it, where its key is no key: a row
    of somebody else's can have the same id.
    """
    reasons = (
        (_RULES, "a rule runs something else instead of what is asked"),
        (_INHERITED, "other tables inherit from it, and what is done to it is done to their rows too"),
    )
    given = {"schema": schema}
    return [(name, reason) for query, reason in reasons for (name,) in session.rows(query, given)]
