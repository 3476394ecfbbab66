"""Triggers that refuse to change or delete what must only be added to.

They hold against every program that opens the database, not only against this one. On SQLite a migration that
rebuilds a table drops its triggers with it; after every migration all are placed anew (`place`).

What is about people has an end all the same (`docs/own-data.md`). It goes with a sweep of Holdord's own data,
and with nothing else: a deletion is let through only where the receipt of such a run stands in the database
and its outcome does not yet, which is so from the beginning of its transaction until that is recorded. And
what happened to a request, and who looked at it, goes only with the request itself, in one transaction
(`Parting`). An owner of the database can take the triggers away; against that stand the seals.
"""

from collections.abc import Sequence
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
    "holdord_reading",
    "holdord_standing",
    "holdord_publication",
    "holdord_published_text",
    "holdord_disclosure",
    "holdord_disclosure_struck",
    "holdord_attestation",
)

WITH_REQUEST = ("holdord_request_event", "holdord_look")
"""What goes with its request only."""

IN_SWEEP = (
    "holdord_consent",
    "holdord_objection",
    "holdord_hold",
    "holdord_hold_lifted",
    "holdord_restriction",
    "holdord_restriction_lifted",
    "holdord_subject",
    "holdord_subject_join",
    "holdord_request",
    *WITH_REQUEST,
    "holdord_disclosure",
    "holdord_disclosure_struck",
    "holdord_attestation",
)
"""What goes in a sweep of Holdord's own data only."""

NOTED = {
    "holdord_consent": "ended",
    "holdord_objection": "ended",
    "holdord_hold": "ended",
    "holdord_restriction": "ended",
    "holdord_subject": "unneeded",
}
"""What may be noted of a row that is else never changed: `ended` once, `unneeded` as often as need be."""

_UNITS = {"update": "ROW", "delete": "ROW", "truncate": "STATEMENT"}
"""What PostgreSQL is asked to refuse, and by what; SQLite has no truncate."""

_FUNCTION = """
CREATE OR REPLACE FUNCTION holdord_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is only added to', TG_TABLE_NAME; END $$
"""

_SWEEPING = """
SELECT 1 FROM holdord_run u JOIN holdord_receipts r ON r.receipt = u.id || '/0'
WHERE u.state = 'running' AND u.kind = 'expiry' {more}
AND NOT EXISTS (SELECT 1 FROM holdord_outcome o WHERE o.run_id = u.id AND o.receipt = r.receipt)
"""
"""A sweep's transaction: its receipt is its first statement, and it is one unit of a plan, number 0."""

_THIS_TRANSACTION = "AND r.xmin::text = (txid_current() % 4294967296)::text"
"""PostgreSQL knows besides whether it was this very transaction that wrote the receipt."""

_PART = """
INSERT INTO holdord_parting (request_id, nothing_id) SELECT OLD.request_id, 1
WHERE NOT EXISTS (SELECT 1 FROM holdord_parting p WHERE p.request_id = OLD.request_id)
AND EXISTS (SELECT 1 FROM holdord_request q WHERE q.id = OLD.request_id);
"""
_PARTED = "DELETE FROM holdord_parting WHERE request_id = OLD.id;"
_STAYS = "EXISTS (SELECT 1 FROM holdord_request q WHERE q.id = OLD.request_id)"


def place(editor: Any) -> None:
    """Place all guards, whichever are there and whichever a migration has dropped with a table."""
    postgresql = editor.connection.vendor == "postgresql"
    for table in APPEND_ONLY:
        for event in _events(editor.connection.vendor):
            on = f" ON {table}" if postgresql else ""
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}{on}", params=None)
    guard(editor)
    guard_going(editor)
    guard_noted(editor)


def names_of(vendor: str) -> set[str]:
    """The names of all triggers that `place` leaves in a database."""
    return {
        *(f"{table}_no_{event}" for table in APPEND_ONLY for event in _events(vendor)),
        *(f"{table}_no_delete" for table in IN_SWEEP),
        *(f"{table}_ended_once" for table, noted in NOTED.items() if noted == "ended"),
        *(name for name, _ in _PARTING_TRIGGERS),
    }


def _events(vendor: str) -> tuple[str, ...]:
    return tuple(_UNITS) if vendor == "postgresql" else ("update", "delete")


def guard_noted(editor: Any) -> None:
    """Let what may be noted of a row be noted, and refuse every other change; after `guard`."""
    postgresql = editor.connection.vendor == "postgresql"
    for table, noted in NOTED.items():
        on = f" ON {table}" if postgresql else ""
        for name in (f"{table}_no_update", f"{table}_{noted}_once"):
            editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}", params=None)
        fixed = [column for column in _columns(editor, table) if column != noted]
        columns = ", ".join(f'"{column}"' for column in fixed)
        told = [f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {columns} ON {table}"]
        if noted == "ended":
            once = f'CREATE TRIGGER {table}_ended_once BEFORE UPDATE OF "ended" ON {table}'
            told.append(once + (" FOR EACH ROW" if postgresql else "") + ' WHEN (OLD."ended" IS NOT NULL)')
        for statement in told:
            each = "" if "FOR EACH" in statement else " FOR EACH ROW"
            body = (
                f"{each} EXECUTE FUNCTION holdord_refuse()"
                if postgresql
                else f" BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END"
            )
            editor.execute(statement + body, params=None)


def _there(editor: Any, tables: Sequence[str]) -> list[str]:
    """Those of some tables that are there already."""
    there = set(editor.connection.introspection.table_names())
    return [table for table in tables if table in there]


def _columns(editor: Any, table: str) -> list[str]:
    """The columns that a table has as the migrations stand: an early one knows nothing of later columns."""
    with editor.connection.cursor() as cursor:
        return [
            column.name for column in editor.connection.introspection.get_table_description(cursor, table)
        ]


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
        for event in _events(editor.connection.vendor):
            where = f" ON {table}" if on_table else ""
            editor.execute(f"DROP TRIGGER {table}_no_{event}{where}", params=None)


def guard_going(editor: Any) -> None:
    """Let go in a sweep what may, and refuse it otherwise as before; after `guard`.

    A table that a later migration makes is passed over until then: `place` comes after all of them.
    """
    postgresql = editor.connection.vendor == "postgresql"
    tables = _there(editor, IN_SWEEP)
    names = [(f"{table}_no_delete", table) for table in tables]
    for name, table in (*names, *_PARTING_TRIGGERS):
        on = f" ON {table}" if postgresql else ""
        editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}", params=None)
    for statement in (_going_postgresql if postgresql else _going_sqlite)(tables):
        editor.execute(statement, params=None)


def unguard_going(editor: Any) -> None:
    """Refuse all again: only for undoing a migration."""
    postgresql = editor.connection.vendor == "postgresql"
    for table in _there(editor, IN_SWEEP):
        on = f" ON {table}" if postgresql else ""
        editor.execute(f"DROP TRIGGER {table}_no_delete{on}", params=None)
        if table in APPEND_ONLY:
            delete = next(s for s in _statements(editor.connection.vendor, table) if "_no_delete" in s)
            editor.execute(delete, params=None)
    for name, table in _PARTING_TRIGGERS:
        on = f" ON {table}" if postgresql else ""
        editor.execute(f"DROP TRIGGER {name}{on}", params=None)
    if postgresql:
        for function in ("holdord_refuse_alone", "holdord_part", "holdord_parted", "holdord_parting_stays"):
            editor.execute(f"DROP FUNCTION {function}()", params=None)


_PARTING_TRIGGERS = (
    *((f"{table}_parts", table) for table in WITH_REQUEST),
    ("holdord_request_parted", "holdord_request"),
    ("holdord_parting_stays", "holdord_parting"),
    ("holdord_nothing_no_insert", "holdord_nothing"),
)


def _going_sqlite(tables: Sequence[str]) -> list[str]:
    sweeping = _SWEEPING.format(more="")
    refused = [
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} WHEN NOT EXISTS ({sweeping}) "
        f"BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END"
        for table in tables
    ]
    parting = [
        f"CREATE TRIGGER {table}_parts AFTER DELETE ON {table} BEGIN {_PART} END" for table in WITH_REQUEST
    ]
    return [
        *refused,
        *parting,
        f"CREATE TRIGGER holdord_request_parted AFTER DELETE ON holdord_request BEGIN {_PARTED} END",
        f"CREATE TRIGGER holdord_parting_stays BEFORE DELETE ON holdord_parting WHEN {_STAYS} "
        "BEGIN SELECT RAISE(ABORT, 'holdord_parting waits for the request'); END",
        "CREATE TRIGGER holdord_nothing_no_insert BEFORE INSERT ON holdord_nothing "
        "BEGIN SELECT RAISE(ABORT, 'holdord_nothing stays empty'); END",
    ]


def _going_postgresql(tables: Sequence[str]) -> list[str]:
    sweeping = _SWEEPING.format(more=_THIS_TRANSACTION)
    refuse = "RAISE EXCEPTION '% is only added to', TG_TABLE_NAME;"
    functions = {
        "holdord_refuse_alone": f"IF NOT EXISTS ({sweeping}) THEN {refuse} END IF; RETURN OLD;",
        "holdord_part": f"{_PART} RETURN NULL;",
        "holdord_parted": f"{_PARTED} RETURN NULL;",
        "holdord_parting_stays": f"IF {_STAYS} THEN {refuse} END IF; RETURN OLD;",
    }
    row = "FOR EACH ROW EXECUTE FUNCTION"
    return [
        *(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
            for name, body in functions.items()
        ),
        *(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {row} holdord_refuse_alone()"
            for table in tables
        ),
        *(
            f"CREATE TRIGGER {table}_parts AFTER DELETE ON {table} {row} holdord_part()"
            for table in WITH_REQUEST
        ),
        f"CREATE TRIGGER holdord_request_parted AFTER DELETE ON holdord_request {row} holdord_parted()",
        "CREATE TRIGGER holdord_parting_stays BEFORE DELETE ON holdord_parting "
        f"{row} holdord_parting_stays()",
        f"CREATE TRIGGER holdord_nothing_no_insert BEFORE INSERT ON holdord_nothing {row} holdord_refuse()",
    ]


def _statements(vendor: str, table: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END"
            for event in _events(vendor)
        ]
    return [
        f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} "
        f"FOR EACH {unit} EXECUTE FUNCTION holdord_refuse()"
        for event, unit in _UNITS.items()
    ]
