"""Sessions on PostgreSQL.

What every session needs goes with the connection's start-up message and costs no statement: time-outs, zone,
search path. `row_security=off` makes a table whose policies hide rows an error: otherwise people's rows would
silently not be found.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import count
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.datetime import DateLoader, TimestampLoader, TimestamptzLoader

from holdord.connectors.sql.address import Address
from holdord.connectors.sql.limits import Limits
from holdord.connectors.sql.parameters import Numbers
from holdord.connectors.sql.postgresql.catalogue import tables, unfit_tables
from holdord.connectors.sql.postgresql.troubles import trouble_of
from holdord.connectors.sql.session import RECEIPTS, Parameters, Row, Session
from holdord.connectors.sql.troubles import Kind, Trouble, is_loss
from holdord.words.catalogue import Table
from holdord.words.plan import Pick, Step

OLDEST = 120000

# The schema alone would hide the operators of extensions such as citext, and comparing would fall back on
# another meaning; so the schemas that hold extensions come after it.
_SET_PATH = """
SELECT set_config('search_path', concat_ws(', ', quote_ident(%(schema)s), (
    SELECT string_agg(DISTINCT quote_ident(n.nspname), ', ') FROM pg_catalog.pg_extension AS e
    JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace
    WHERE n.nspname <> ALL(ARRAY['pg_catalog', %(schema)s]))), false)"""

_names = count(1)


class _NumbersDumper(psycopg.adapt.Dumper):
    """Says that the text of an array is one of bigint."""

    oid = psycopg.postgres.types["int8"].array_oid

    def dump(self, obj: Numbers) -> bytes:
        return obj.encode()


def _tolerant(loader: type[Any]) -> type[Any]:
    """A loader that gives 'infinity' and years beyond Python's as the text they are."""

    class Tolerant(loader):
        def load(self, data: Any) -> Any:
            try:
                return super().load(data)
            except psycopg.DataError:
                return bytes(data).decode()

    return Tolerant


_PEOPLE = (
    "SET plan_cache_mode = force_generic_plan; SET random_page_cost = 0.1; SET cpu_operator_cost = 0.0005"
)
_EVERYBODY = "SET plan_cache_mode = auto; RESET random_page_cost; RESET cpu_operator_cost"
_WEIGHING = "SELECT set_config('plan_cache_mode', 'auto', true), set_config('enable_nestloop', 'on', true)"
_NOT_WEIGHING = (
    "SELECT set_config('plan_cache_mode', 'force_generic_plan', true), "
    "set_config('enable_nestloop', 'off', true)"
)

_LOADERS = [
    (name, _tolerant(loader))
    for name, loader in (
        ("date", DateLoader),
        ("timestamp", TimestampLoader),
        ("timestamptz", TimestamptzLoader),
    )
]


def _be_tolerant(cursor: Any) -> None:
    for name, loader in _LOADERS:
        cursor.adapters.register_loader(name, loader)


_PLACE = re.compile(r"%(?:\((\w+)\))?s|%%")


@lru_cache(maxsize=4096)
def _numbered(statement: str) -> tuple[str, tuple[str, ...]]:
    """A statement with the server's own numbers for its parameters, and the names in that order.

    The driver would look for them in the text each time, and the texts of plans are long.
    """
    places: dict[str, int] = {}

    def number(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%"
        return f"${places.setdefault(found[1] or str(len(places)), len(places) + 1)}"

    return _PLACE.sub(number, statement), tuple(places)


class Remembering(psycopg.Connection[Row]):
    """A connection that remembers how the server was told to plan."""

    plans = "auto"


class PostgresqlSession(Session):
    """A connection to PostgreSQL 12 or newer."""

    dialect = "postgresql"
    cursor: psycopg.RawCursor[Row]
    failures = (psycopg.Error, UnicodeError, OSError)
    connection: Remembering
    prepare: bool | None = None
    many = False
    weighs: bool | None = None
    begin_reading_sql = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    begin_acting_sql = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
    receipts_ddl = (
        f"CREATE TABLE IF NOT EXISTS {RECEIPTS} (receipt varchar(120) PRIMARY KEY, outcome text NOT NULL, "
        "at timestamp with time zone NOT NULL DEFAULT current_timestamp)"
    )
    insert_receipt = f"INSERT INTO {RECEIPTS} (receipt, outcome) VALUES (%s, %s) ON CONFLICT DO NOTHING"
    select_receipt = f"SELECT outcome FROM {RECEIPTS} WHERE receipt = %s"
    update_receipt = f"UPDATE {RECEIPTS} SET outcome = %s WHERE receipt = %s"

    def __init__(self, connection: Any) -> None:
        super().__init__(connection)
        self.cursor = psycopg.RawCursor(connection)

    @staticmethod
    def open(address: Address, limits: Limits, acting: bool) -> Any:
        """A new connection, ready for use."""
        arguments = dict(address.arguments)
        options = [arguments.pop("options", ""), *_options(limits, acting)]
        fixed: dict[str, Any] = {
            "application_name": "holdord",
            "connect_timeout": max(2, round(limits.connect_seconds)),
        }
        connection = Remembering.connect(
            **(fixed | arguments),
            options=" ".join(filter(None, options)),
            client_encoding="utf8",
            autocommit=True,
        )
        if connection.info.server_version < OLDEST:
            connection.close()
            raise WrongServer("PostgreSQL older than 12")
        connection.adapters.register_dumper(Numbers, _NumbersDumper)
        if address.schema:
            connection.execute(_SET_PATH, {"schema": address.schema})
        return connection

    @staticmethod
    def opening_trouble(error: BaseException) -> Trouble:
        """Why a connection could not be opened."""
        if isinstance(error, WrongServer):
            return Trouble(Kind.NOT_MARIADB, (str(error),))
        trouble = trouble_of(error, "")
        return Trouble(Kind.UNREACHABLE) if is_loss(trouble) else trouble

    def begin_reading(self, few: bool = False) -> None:
        """A few rows are found by the same plan whoever is meant; making it anew takes longer than that.

        Of many, the plan must know how many: PostgreSQL takes a list it has not seen for one of ten. The way
        to people's rows is by index, however many they are: it takes each look-up for a turn of a disk and
        much comparing, and would rather read a whole table than look some thousand ids up.
        The setting stays with the connection and travels with BEGIN, so it costs no statement of its own.
        """
        self._begin(self.begin_reading_sql, few)

    def shared_snapshot(self) -> str:
        return str(self.rows("SELECT pg_export_snapshot()", {})[0][0])

    def see(self, snapshot: str) -> None:
        self.command(f"SET TRANSACTION SNAPSHOT '{snapshot}'")

    def begin_acting(self, few: bool = False) -> None:
        self._begin(self.begin_acting_sql, few)

    def _begin(self, begin: str, few: bool) -> None:
        self.prepare = None if few else False
        wanted = _PEOPLE if few else _EVERYBODY
        if self.connection.plans == wanted:
            self.command(begin)
            return
        self.connection.plans = "unknown"
        self.command(f"{wanted}; {begin}")
        self.connection.plans = wanted

    def expect_many(self) -> None:
        """A statement that is not prepared is planned for its own lists; those that watch references keep
        theirs, which would else be made anew for each row that goes."""
        self.many = True
        self._weigh(True)

    def _weigh(self, lists: bool) -> None:
        """Let the lists of the next statements be looked at by the planner, or not.

        It guesses of each id in a list how many rows it finds. That takes as long as to find them, and is in
        vain where an index finds them anyhow. A list that it has not looked at it takes for one of ten: so it
        must not go through one for each row of another.
        """
        if self.weighs is not lists:
            self.prepare = False if lists else None
            self.connection.execute(_WEIGHING if lists else _NOT_WEIGHING)
            self.weighs = lists

    def with_lists(self, known: Parameters, pick: Pick, rows: Sequence[Row]) -> Parameters:
        if not pick.together:
            return super().with_lists(known, pick, rows)
        texts = [(bits, ids[1:-1]) for bits, ids in rows]
        lists = {
            name: Numbers("{" + ",".join(ids for bits, ids in texts if bits >> at & 1) + "}")
            for at, name in enumerate(pick.names)
        }
        return {**known, **lists}

    def run(self, sql: str, parameters: Parameters | Row, by_index: bool = False) -> int:
        if self.many:
            self._weigh(not by_index)
        self._execute(sql, parameters)
        return int(self.cursor.rowcount)

    def _execute(
        self, sql: str, parameters: Parameters | Row, cursor: psycopg.RawCursor[Row] | None = None
    ) -> None:
        self.statement = sql
        text, names = _numbered(sql)
        values = [parameters[name] for name in names] if isinstance(parameters, Mapping) else parameters
        (cursor or self.cursor).execute(text, values, prepare=self.prepare)

    def rows(self, sql: str, parameters: Parameters | Row, by_index: bool = False) -> list[Row]:
        if self.many:
            self._weigh(not by_index)
        self._execute(sql, parameters)
        try:
            return self.cursor.fetchall()
        except psycopg.DataError:  # a date that Python does not reach: rare, and much slower to be ready for
            cursor = psycopg.RawCursor(self.connection)
            _be_tolerant(cursor)
            self._execute(sql, parameters, cursor)
            return cursor.fetchall()

    def counts(self, steps: Sequence[Step], parameters: Parameters) -> list[int]:
        """One journey, but each query by itself: its plan is then kept, whichever others come with it."""
        cursors: list[psycopg.RawCursor[Row]] = []
        with self.connection.pipeline():
            for step in steps:
                if self.many:
                    self._weigh(not step.by_index)
                cursors.append(psycopg.RawCursor(self.connection))
                self._execute(step.left_sql, parameters, cursors[-1])
        return [int(cursor.fetchall()[0][0]) for cursor in cursors]

    def stream(self, sql: str, parameters: Parameters, size: int) -> Iterator[list[Row]]:
        self.statement = sql
        with self.connection.cursor(f"holdord_{next(_names)}") as cursor:
            _be_tolerant(cursor)
            cursor.execute(sql, parameters)
            while rows := cursor.fetchmany(size):
                yield rows

    def trouble(self, error: BaseException) -> Trouble:
        user = "" if self.connection.closed else self.connection.info.user
        trouble = trouble_of(error, self.statement, user, self.connection.broken)
        if is_loss(trouble) and self.committing:
            return Trouble(Kind.LOST_AT_COMMIT)
        return trouble

    def tables(self, schema: str) -> tuple[dict[str, Table], str]:
        return tables(self, schema)

    def unfit_tables(self, schema: str) -> list[tuple[str, str]]:
        return unfit_tables(self, schema)

    def settings(self) -> dict[str, str]:
        names = ("autovacuum", "archive_mode", "wal_level")
        rows = self.rows(
            "SELECT name, setting FROM pg_catalog.pg_settings WHERE name = ANY(%s)", (list(names),)
        )
        return dict(rows)


class WrongServer(Exception):
    """The server answers, but is none that is known here."""


def _options(limits: Limits, acting: bool) -> Iterator[str]:
    settings: Mapping[str, object] = {
        "lock_timeout": _milliseconds(limits.lock_seconds),
        "statement_timeout": _milliseconds(limits.longest(acting)),
        "timezone": "UTC",
        "datestyle": "ISO",
        "intervalstyle": "postgres",
        "row_security": "off",
        "jit": "off",  # compiling the nested conditions of a plan takes fifty times as long as running them
        "cursor_tuple_fraction": 1,  # every row of a stream is read, so plan for all of them
        "work_mem": "64MB",  # a list of ids that is too long for 4 MB would be read again for each row
    }
    if acting:  # a worker that hangs must not hold the shop's rows, nor may a commit be lost that we recorded
        settings = {**settings, "synchronous_commit": "on", "idle_in_transaction_session_timeout": 60_000}
    else:
        settings = {**settings, "default_transaction_read_only": "on"}
    yield from (f"-c {name}={value}" for name, value in settings.items())


def _milliseconds(seconds: float) -> int:
    return max(1, round(seconds * 1000)) if seconds else 0


def grants(user: str) -> str:
    """What the owner of the database says so that receipts can be written."""
    name = sql.Identifier(user).as_string(None)
    return f"GRANT SELECT, INSERT, UPDATE ON {RECEIPTS} TO {name};"
