"""Triggers that refuse to change or delete what must only be added to.

They hold against every program that opens the database, not only against this one. On SQLite a migration that
rebuilds a table drops its triggers with it: such a migration ends with `guard` for that table again (a test
looks whether every table here refuses).
"""

from typing import Any

APPEND_ONLY = (
    "holdord_consent",
    "holdord_objection",
    "holdord_hold",
    "holdord_hold_lifted",
    "holdord_restriction",
    "holdord_restriction_lifted",
    "holdord_subject",
    "holdord_subject_join",
    "holdord_outcome",
    "holdord_evidence",
    "holdord_seal",
    "holdord_request_event",
    "holdord_look",
)

_FUNCTION = """
CREATE OR REPLACE FUNCTION holdord_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is only added to', TG_TABLE_NAME; END $$
"""


def guard(editor: Any, tables: tuple[str, ...] = APPEND_ONLY) -> None:
    """Place the guards on the tables; `editor` is a migration's schema editor."""
    if editor.connection.vendor == "postgresql":
        editor.execute(_FUNCTION, params=None)
    for table in tables:
        for statement in _statements(editor.connection.vendor, table):
            editor.execute(statement, params=None)


def unguard(editor: Any, tables: tuple[str, ...] = APPEND_ONLY) -> None:
    """Take the guards away again: only for undoing a migration."""
    on_table = editor.connection.vendor == "postgresql"
    for table in tables:
        for event in ("update", "delete", "truncate") if on_table else ("update", "delete"):
            where = f" ON {table}" if on_table else ""
            editor.execute(f"DROP TRIGGER {table}_no_{event}{where}", params=None)


def _statements(vendor: str, table: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END"
            for event in ("update", "delete")
        ]
    each = {"update": "ROW", "delete": "ROW", "truncate": "STATEMENT"}
    return [
        f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} "
        f"FOR EACH {unit} EXECUTE FUNCTION holdord_refuse()"
        for event, unit in each.items()
    ]
