"""Sessions on MariaDB.

Two settings decide whether counts and waits mean the same as elsewhere. `FOUND_ROWS`: a statement's row count
is of the rows it matched, not of those whose values differ afterwards. READ COMMITTED: an erasure locks the
rows it erases and not the gaps between them, into which the shop wants to insert (unless the binary log is
written as statements, which forbids it).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pymysql
from pymysql.constants import CLIENT
from pymysql.cursors import SSCursor

from holdord.connectors.sql.address import Address
from holdord.connectors.sql.limits import Limits
from holdord.connectors.sql.mariadb.catalogue import tables, unfit_tables
from holdord.connectors.sql.mariadb.troubles import trouble_of
from holdord.connectors.sql.parameters import NOTHING
from holdord.connectors.sql.session import RECEIPTS, Parameters, Row, Session
from holdord.connectors.sql.troubles import Kind, Trouble, is_loss
from holdord.words.catalogue import Table
from holdord.words.plan import Value

OLDEST = (10, 5)
NO_ROWS = "(SELECT NULL FROM DUAL WHERE FALSE)"
DUPLICATE = 1062

_SEARCHED = """
SELECT group_concat(DISTINCT table_name ORDER BY table_name SEPARATOR ', ') FROM information_schema.statistics
WHERE table_schema = database() AND index_type = 'FULLTEXT'"""


class WrongServer(Exception):
    """The server answers, but is none that is known here."""


class Literals(dict[str, str]):
    """Parameters as they are written into a statement, each made when first asked for and then kept.

    PyMySQL writes parameters into the text itself, and would write all of them again for every statement.
    """

    def __init__(self, connection: Any, parameters: Mapping[str, Any]) -> None:
        super().__init__()
        self._connection = connection
        self._parameters = parameters

    def more(self, parameters: Mapping[str, Any]) -> None:
        """Take some more of them."""
        self._parameters = {**self._parameters, **parameters}

    def __missing__(self, name: str) -> str:
        value = self._parameters[name]
        text = NO_ROWS if value is NOTHING else self._connection.escape(value)
        self[name] = text
        return str(text)


class MariadbSession(Session):
    """A connection to MariaDB 10.5 or newer."""

    dialect = "mariadb"
    failures = (pymysql.err.Error, UnicodeError, OSError)
    begin_reading_sql = "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"
    begin_acting_sql = "START TRANSACTION READ WRITE"
    receipts_ddl = (
        f"CREATE TABLE IF NOT EXISTS {RECEIPTS} (receipt varchar(120) CHARACTER SET ascii COLLATE ascii_bin "
        "PRIMARY KEY, outcome text NOT NULL, at datetime NOT NULL DEFAULT current_timestamp) ENGINE=InnoDB"
    )
    insert_receipt = f"INSERT INTO {RECEIPTS} (receipt, outcome) VALUES (%s, %s)"
    select_receipt = f"SELECT outcome FROM {RECEIPTS} WHERE receipt = %s"
    update_receipt = f"UPDATE {RECEIPTS} SET outcome = %s WHERE receipt = %s"

    @staticmethod
    def open(address: Address, limits: Limits, acting: bool) -> Any:
        """A new connection, ready for use."""
        arguments = dict(address.arguments)
        flags = int(arguments.pop("client_flag", 0)) | CLIENT.FOUND_ROWS
        connection = pymysql.connect(
            **{"connect_timeout": max(1, round(limits.connect_seconds)), "charset": "utf8mb4"} | arguments,
            client_flag=flags,
            autocommit=True,
            program_name="holdord",
        )
        version = re.search(r"(\d+)\.(\d+)\.\d+-mariadb", connection.get_server_info().lower())
        if not version or (int(version[1]), int(version[2])) < OLDEST:
            connection.close()
            raise WrongServer("MySQL, or a MariaDB older than 10.5")
        with connection.cursor() as cursor:
            cursor.execute("SET " + ", ".join(_settings(limits, acting)))
        return connection

    @staticmethod
    def opening_trouble(error: BaseException) -> Trouble:
        """Why a connection could not be opened."""
        if isinstance(error, WrongServer):
            return Trouble(Kind.NOT_MARIADB, (str(error),))
        trouble = trouble_of(error, "")
        return Trouble(Kind.UNREACHABLE) if is_loss(trouble) else trouble

    def adapted(self, parameters: Mapping[str, Value]) -> Parameters:
        return Literals(self.connection, super().adapted(parameters))

    def with_more(self, known: Parameters, more: Mapping[str, Value]) -> Parameters:
        if not isinstance(known, Literals):
            return super().with_more(known, more)
        known.more(super().adapted(more))
        return known

    def run(self, sql: str, parameters: Parameters | Row, by_index: bool = False) -> int:
        self.statement = sql
        self._execute(self.cursor, sql, parameters)
        return int(self.cursor.rowcount)

    def rows(self, sql: str, parameters: Parameters | Row, by_index: bool = False) -> list[Row]:
        self.statement = sql
        self._execute(self.cursor, sql, parameters)
        return list(self.cursor.fetchall())

    def stream(self, sql: str, parameters: Parameters, size: int) -> Iterator[list[Row]]:
        self.statement = sql
        with self.connection.cursor(SSCursor) as cursor:
            self._execute(cursor, sql, parameters)
            while rows := cursor.fetchmany(size):
                yield list(rows)

    def claim(self, receipt: str, outcome: str) -> bool:
        try:
            return self.run(self.insert_receipt, (receipt, outcome)) == 1
        except pymysql.err.IntegrityError as error:
            if error.args[0] != DUPLICATE:
                raise
        return False

    def trouble(self, error: BaseException) -> Trouble:
        user = self.connection.user
        name = user.decode() if isinstance(user, bytes) else user
        trouble = trouble_of(error, self.statement, name or "", not self.connection.open)
        if is_loss(trouble) and self.committing:
            return Trouble(Kind.LOST_AT_COMMIT)
        return trouble

    def tables(self, schema: str) -> tuple[dict[str, Table], str]:
        return tables(self)

    def unfit_tables(self, schema: str) -> list[tuple[str, str]]:
        return unfit_tables(self)

    def settings(self) -> dict[str, str]:
        ((logs, days),) = self.rows("SELECT @@log_bin, @@expire_logs_days", ())
        ((searched,),) = self.rows(_SEARCHED, ())
        return {"log_bin": str(logs), "expire_logs_days": str(days), "fulltext": str(searched or "")}

    def _execute(self, cursor: Any, sql: str, parameters: Parameters | Row) -> None:
        if isinstance(parameters, Literals):
            cursor.execute(sql % parameters)
        else:
            cursor.execute(sql, parameters)


def _settings(limits: Limits, acting: bool) -> Iterator[str]:
    wait = max(1, round(limits.lock_seconds)) if limits.lock_seconds else 100_000_000
    yield "SESSION time_zone = '+00:00'"
    yield f"SESSION innodb_lock_wait_timeout = {wait}"
    yield f"SESSION lock_wait_timeout = {min(wait, 31_536_000)}"
    yield f"SESSION max_statement_time = {limits.longest(acting):g}"
    # strict: what does not fit is an error and not cut off; "…" stays an identifier's or a text's as planned
    yield "SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'"
    if acting:
        yield "SESSION idle_write_transaction_timeout = 60"
        yield (
            "SESSION tx_isolation = IF(@@log_bin AND @@binlog_format = 'STATEMENT', "
            "'REPEATABLE-READ', 'READ-COMMITTED')"
        )
    else:
        yield "SESSION tx_isolation = 'REPEATABLE-READ'"
        yield "SESSION tx_read_only = 1"


def grants(user: str) -> str:
    """What the owner of the database says so that receipts can be written."""
    return f"GRANT SELECT, INSERT, UPDATE ON {RECEIPTS} TO '{user}'@'%';"
