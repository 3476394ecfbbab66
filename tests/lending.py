"""Databases of PostgreSQL that are lent again: to drop one costs the server a checkpoint each time.

What comes back is renamed, so that nobody who knew it can reach it, brought back to how it was, and looked
through: a database in which anything at all is otherwise than in a new one is dropped, never lent again.
"""

import itertools
import os
from contextlib import closing
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

_numbers = itertools.count(1)
FIRST_OF_OURS = 16384
"""Whatever somebody made in a database has an oid from here on (FirstNormalObjectId)."""

_CATALOGS = """
    SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'oid'
    WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r' AND NOT c.relisshared
    ORDER BY c.relname
"""
_ITSELF = """
    SELECT d.datacl::text, d.datconnlimit, d.datallowconn, d.datistemplate, d.datdba,
        n.nspowner, n.nspacl::text, obj_description(n.oid, 'pg_namespace'),
        shobj_description(d.oid, 'pg_database'),
        (SELECT count(*) FROM pg_db_role_setting s WHERE s.setdatabase = d.oid),
        (SELECT count(*) FROM pg_prepared_xacts x WHERE x.database = d.datname)
    FROM pg_database d LEFT JOIN pg_namespace n ON n.nspname = 'public' WHERE d.datname = current_database()
"""
_END_OTHERS = """
    SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
    WHERE datname = %s AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
_SCHEMAS = "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'"
_TABLES = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1
"""
_ROWS = "SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {} t"
_COLUMNS = f"""
    SELECT 'pg_attribute',
        md5(string_agg(attrelid || ' ' || attnum || ' ' || xmin, ',' ORDER BY attrelid, attnum))
    FROM pg_attribute WHERE attrelid >= {FIRST_OF_OURS}
"""
_SEQUENCES = """
    SELECT format('%I.%I', schemaname, sequencename), start_value, last_value FROM pg_sequences ORDER BY 1
"""
_PUBLIC_AGAIN = """
    CREATE SCHEMA public AUTHORIZATION pg_database_owner;
    GRANT USAGE ON SCHEMA public TO PUBLIC;
    COMMENT ON SCHEMA public IS 'standard public schema';
"""

Connection = psycopg.Connection[tuple[Any, ...]]


class Lending:
    """Empty databases of one server, which this process lends."""

    def __init__(self, server: str, room: str) -> None:
        self._server = make_url(server).set(drivername="postgresql")
        self._room = room
        self._idle: list[str] = []
        self._as_made: Any = None

    def lend(self) -> str:
        """The name of a database, which nobody else has and nobody had before."""
        if self._idle:
            return self._idle.pop()
        name = self._new_name()
        with self._open() as server:
            self._make(server, name)
        if self._as_made is None:
            with self._open(name) as made:
                self._as_made = self._look(made)
        return name

    def address(self, name: str | None = None, driver: str = "postgresql") -> str:
        """The address of a database, or of the server."""
        url = self._server.set(drivername=driver)
        return (url.set(database=name) if name else url).render_as_string(hide_password=False)

    def take_back(self, name: str) -> None:
        """Whoever is still connected is cut off; what was there is gone when this returns."""
        emptied = self._new_name()
        with self._open() as server:
            try:
                server.execute(_END_OTHERS, (name,))
                server.execute(_named("ALTER DATABASE {} RENAME TO {}", name, emptied))
            except psycopg.Error:
                self._drop(server, name)
                return
        if self._clean(emptied):
            self._idle.append(emptied)
        else:
            with self._open() as server:
                self._drop(server, emptied)

    def close(self) -> None:
        """Drop what is not lent."""
        with self._open() as server:
            while self._idle:
                self._drop(server, self._idle.pop())

    def _new_name(self) -> str:
        return f"holdord_test_{self._room}_{os.getpid()}_{next(_numbers)}"

    def _open(self, name: str | None = None) -> closing[Connection]:
        return closing(psycopg.connect(self.address(name), autocommit=True))

    def _drop(self, server: Connection, name: str) -> None:
        server.execute(_named("DROP DATABASE IF EXISTS {} WITH (FORCE)", name))

    def _clean(self, name: str) -> bool:
        """Brings a database back to how it was made; whether it then is so in everything."""
        try:
            with self._open(name) as cleaned:
                with cleaned.transaction():
                    cleaned.execute("SET LOCAL client_min_messages = warning")
                    self._bring_back(cleaned)
                return bool(self._look(cleaned) == self._as_made)
        except psycopg.Error:
            return False

    def _make(self, server: Connection, name: str) -> None:
        server.execute(_named("CREATE DATABASE {} TEMPLATE template0", name))

    def _bring_back(self, connection: Connection) -> None:
        for (schema,) in connection.execute(_SCHEMAS).fetchall():
            connection.execute(_named("DROP SCHEMA {} CASCADE", schema))
        connection.execute(_PUBLIC_AGAIN)

    def _look(self, connection: Connection) -> Any:
        """What is there beyond what every database has, but for the schema public; and how it is itself."""
        catalogs = [name for (name,) in connection.execute(_CATALOGS)]
        each = (
            f"SELECT '{name}', count(*) FROM {name} WHERE oid >= {FIRST_OF_OURS}"
            + (" AND nspname <> 'public'" if name == "pg_namespace" else "")
            for name in catalogs
        )
        counted = connection.execute(" UNION ALL ".join(each)).fetchall()
        return [one for one in counted if one[1]], connection.execute(_ITSELF).fetchall()


class LendingFilled(Lending):
    """Databases with tables in them, copied from one that nobody is connected to.

    What comes back loses its rows; one whose tables, or the rows it was made with, have changed is dropped.
    """

    def __init__(self, server: str, room: str, origin: str) -> None:
        super().__init__(server, room)
        self._origin = origin

    def _make(self, server: Connection, name: str) -> None:
        server.execute(_named("CREATE DATABASE {} TEMPLATE {}", name, self._origin))

    def _bring_back(self, connection: Connection) -> None:
        connection.execute("SET LOCAL session_replication_role = replica")  # no guard, no reference
        rows, _, sequences, _ = self._as_made
        made_with = {name for name, _ in rows}
        for name in _filled(connection):
            if name not in made_with:
                connection.execute(_named("DELETE FROM {}", name))
        for name, start, last in set(sequences) - set(connection.execute(_SEQUENCES).fetchall()):
            connection.execute("SELECT setval(%s, %s, %s)", (name, last or start, last is not None))

    def _look(self, connection: Connection) -> Any:
        """The rows, what is ours in the catalogues with the transaction that wrote it; how it is itself."""
        rows = [(name, connection.execute(_named(_ROWS, name)).fetchone()) for name in _filled(connection)]
        each = [
            f"SELECT '{name}', md5(string_agg(oid || ' ' || xmin, ',' ORDER BY oid)) FROM {name} "
            f"WHERE oid >= {FIRST_OF_OURS}"
            for (name,) in connection.execute(_CATALOGS)
        ]
        shape = connection.execute(" UNION ALL ".join([*each, _COLUMNS])).fetchall()
        sequences = connection.execute(_SEQUENCES).fetchall()
        return rows, shape, sequences, connection.execute(_ITSELF).fetchall()


def _filled(connection: Connection) -> list[str]:
    """The tables in which there are rows."""
    tables = [name for (name,) in connection.execute(_TABLES)]
    each = [
        sql.SQL("SELECT {} WHERE EXISTS (SELECT 1 FROM {})").format(sql.Literal(name), sql.Identifier(name))
        for name in tables
    ]
    return [name for (name,) in connection.execute(sql.SQL(" UNION ALL ").join(each))] if each else []


def _named(statement: str, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*map(sql.Identifier, names))
