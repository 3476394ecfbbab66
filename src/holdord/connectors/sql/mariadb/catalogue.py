"""What a MariaDB database says of itself: six set-based queries on information_schema, however many tables.

Views and sequences are not listed: they hold nothing.
"""

from collections import defaultdict
from typing import Any

from holdord.connectors.sql.session import RECEIPTS, Session
from holdord.words.catalogue import Column, ColumnKind, ForeignKey, Index, Table, body_digest

_TABLES = f"""
SELECT table_name, table_rows FROM information_schema.tables
WHERE table_schema = database() AND table_type IN ('BASE TABLE', 'SYSTEM VERSIONED')
AND table_name <> '{RECEIPTS}' ORDER BY table_name"""

_COLUMNS = """
SELECT table_name, column_name, data_type, column_type, is_nullable = 'YES', character_maximum_length,
    coalesce(collation_name LIKE '%%\\_ci', 0), is_generated <> 'NEVER'
FROM information_schema.columns WHERE table_schema = database() ORDER BY table_name, ordinal_position"""

_INDEXES = """
SELECT table_name, index_name, non_unique = 0, column_name, sub_part
FROM information_schema.statistics
WHERE table_schema = database() AND index_type IN ('BTREE', 'HASH')
ORDER BY table_name, index_name, seq_in_index"""

_REFERENCES = """
SELECT k.table_name, k.constraint_name, r.delete_rule, k.referenced_table_schema = database(),
    k.referenced_table_schema, k.referenced_table_name, k.column_name, k.referenced_column_name
FROM information_schema.referential_constraints AS r
JOIN information_schema.key_column_usage AS k ON k.constraint_schema = r.constraint_schema
    AND k.constraint_name = r.constraint_name AND k.table_name = r.table_name
WHERE r.constraint_schema = database() AND k.table_schema = database()
    AND k.referenced_table_name IS NOT NULL
ORDER BY k.table_name, k.constraint_name, k.ordinal_position"""

_TRIGGERS = """
SELECT event_object_table, trigger_name,
    concat_ws(' ', action_timing, event_manipulation, action_statement)
FROM information_schema.triggers
WHERE event_object_schema = database() AND event_manipulation IN ('DELETE', 'UPDATE')
ORDER BY event_object_table, trigger_name"""

# Without the right TRIGGER, MariaDB shows none and says nothing of it. Each row: a table, or NULL for all.
_TRIGGERS_SEEN = """
SELECT p.table_name FROM (
    SELECT grantee, NULL AS table_name FROM information_schema.user_privileges
    WHERE privilege_type = 'TRIGGER'
    UNION ALL
    SELECT grantee, NULL FROM information_schema.schema_privileges
    WHERE privilege_type = 'TRIGGER' AND database() LIKE table_schema
    UNION ALL
    SELECT grantee, table_name FROM information_schema.table_privileges
    WHERE privilege_type = 'TRIGGER' AND table_schema = database()) AS p
WHERE replace(p.grantee, '''', '') = current_user() OR replace(p.grantee, '''', '') IN (
    SELECT concat(role_name, '@') FROM information_schema.enabled_roles)"""

_JSON = """
SELECT table_name, constraint_name FROM information_schema.check_constraints
WHERE constraint_schema = database() AND check_clause = concat('json_valid(`', constraint_name, '`)')"""

_UNFIT = """
SELECT table_name, table_type, engine FROM information_schema.tables
WHERE table_schema = database()
AND (table_type = 'SYSTEM VERSIONED' OR (table_type = 'BASE TABLE' AND engine NOT IN (
    SELECT engine FROM information_schema.engines WHERE transactions = 'YES')))"""

KINDS = {
    "date": ColumnKind.DATE,
    "datetime": ColumnKind.TIMESTAMP,
    "timestamp": ColumnKind.INSTANT,  # kept in UTC, shown in the session's zone, which is UTC
    "tinyint": ColumnKind.INTEGER,
    "smallint": ColumnKind.INTEGER,
    "mediumint": ColumnKind.INTEGER,
    "int": ColumnKind.INTEGER,
    "bigint": ColumnKind.INTEGER,
    "decimal": ColumnKind.NUMBER,
    "float": ColumnKind.NUMBER,
    "double": ColumnKind.NUMBER,
    "char": ColumnKind.TEXT,
    "varchar": ColumnKind.TEXT,
    "tinytext": ColumnKind.TEXT,
    "text": ColumnKind.TEXT,
    "mediumtext": ColumnKind.TEXT,
    "longtext": ColumnKind.TEXT,
    "uuid": ColumnKind.UUID,
    "bit": ColumnKind.BINARY,
    "binary": ColumnKind.BINARY,
    "varbinary": ColumnKind.BINARY,
    "tinyblob": ColumnKind.BINARY,
    "blob": ColumnKind.BINARY,
    "mediumblob": ColumnKind.BINARY,
    "longblob": ColumnKind.BINARY,
}
ON_DELETE = {
    "NO ACTION": "",
    "RESTRICT": "restrict",
    "CASCADE": "cascade",
    "SET NULL": "set null",
    "SET DEFAULT": "set default",
}


def tables(session: Session) -> tuple[dict[str, Table], str]:
    """Every table, by name; and the server's version."""
    json_columns = set(session.rows(_JSON, ()))
    columns: dict[str, dict[str, Column]] = defaultdict(dict)
    for table, name, kind, shown, nullable, length, loose, generated in session.rows(_COLUMNS, ()):
        is_json = (table, name) in json_columns
        columns[table][name] = Column(
            name,
            _kind(kind, shown, is_json),
            bool(nullable),
            None if length is None else int(length),
            bool(loose) and not is_json,
            shown,
            bool(generated),
        )
    indexes, keys = _indexes(session)
    references = _references(session)
    triggers, seen = _triggers(session)
    listed = {
        name: Table(
            name,
            columns.get(name, {}),
            keys.get(name, ()),
            tuple(indexes[name]),
            tuple(references[name]),
            -1 if rows is None else int(rows),
            triggers=tuple(triggers[name]),
            bodies={trigger: body_digest([text]) for trigger, text in triggers[name].items()},
            shows_triggers=None in seen or name in seen,
        )
        for name, rows in session.rows(_TABLES, ())
    }
    return listed, str(session.rows("SELECT version()", ())[0][0])


def _kind(data_type: str, shown: str, is_json: bool) -> ColumnKind:
    if is_json:
        return ColumnKind.JSON
    if shown in ("tinyint(1)", "bit(1)"):
        return ColumnKind.BOOLEAN
    return KINDS.get(data_type, ColumnKind.OTHER)


def _indexes(session: Session) -> tuple[dict[str, list[Index]], dict[str, tuple[str, ...]]]:
    """Indexes and primary keys. An index on the beginning of a text has the part "name(10)"."""
    parts: dict[tuple[str, str, bool], list[str]] = defaultdict(list)
    for table, name, unique, column, length in session.rows(_INDEXES, ()):
        parts[table, name, bool(unique)].append(f"{column}({length})" if length else column)
    indexes: dict[str, list[Index]] = defaultdict(list)
    keys: dict[str, tuple[str, ...]] = {}
    for (table, name, unique), columns in parts.items():
        indexes[table].append(Index(name, tuple(columns), unique))
        if name == "PRIMARY":
            keys[table] = tuple(columns)
    return indexes, keys


def _references(session: Session) -> dict[str, list[ForeignKey]]:
    columns: dict[tuple[Any, ...], list[tuple[str, str]]] = defaultdict(list)
    for table, name, rule, here, schema, referred, own, their in session.rows(_REFERENCES, ()):
        target = referred if here else f"{schema}.{referred}"
        columns[table, name, rule, target].append((own, their))
    references: dict[str, list[ForeignKey]] = defaultdict(list)
    for (table, _, rule, target), pairs in columns.items():
        own_columns, their_columns = zip(*pairs, strict=True)
        references[table].append(ForeignKey(own_columns, target, their_columns, ON_DELETE[rule]))
    return references


def _triggers(session: Session) -> tuple[dict[str, dict[str, str]], set[str | None]]:
    """Triggers by table, with what they run; and where the user may see them, None being everywhere."""
    triggers: dict[str, dict[str, str]] = defaultdict(dict)
    for table, name, text in session.rows(_TRIGGERS, ()):
        triggers[table][name] = text
    return triggers, {table for (table,) in session.rows(_TRIGGERS_SEEN, ())}


def unfit_tables(session: Session) -> list[tuple[str, str]]:
    """Tables that cannot undo a change, and tables that keep every row that was deleted from them."""
    return [
        (
            name,
            "it keeps the history of its rows (SYSTEM VERSIONING)"
            if kind == "SYSTEM VERSIONED"
            else f"its engine {engine} knows no transactions",
        )
        for name, kind, engine in session.rows(_UNFIT, ())
    ]
