"""A SQL database of the company: the contract that workflows work with.

Reading and acting use separate connections. Those that read cannot write, so a read-only user suffices until
something is to be erased. A driver's error becomes a `SystemFault` here and nowhere else, and is not kept as
its cause: its text quotes rows.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from importlib import import_module
from types import TracebackType
from typing import Any, Self, TypeVar

from sqlalchemy.pool import PoolProxiedConnection, QueuePool

from holdord.connectors.errors import SystemFault
from holdord.connectors.faults import reached
from holdord.connectors.sql import carrying
from holdord.connectors.sql.address import DRIVERS, address_of
from holdord.connectors.sql.limits import Limits
from holdord.connectors.sql.session import RECEIPTS, Row, Session
from holdord.connectors.sql.stages import stages
from holdord.connectors.sql.troubles import Kind, Trouble, fault, is_loss
from holdord.planning.statements import Query
from holdord.words.catalogue import Catalogue
from holdord.words.finding import Finding
from holdord.words.plan import Outcome, Step, Unit, Value
from holdord.words.policy import System
from holdord.words.stages import Stage

Result = TypeVar("Result")

CONNECTIONS = 4
PROBE = "probe"
FEW = 100
"""Ids in one list, up to which PostgreSQL need not look at them to plan well."""


class Reader:
    """One state of a database, to be read by any number of queries; a context manager."""

    def __init__(self, system: "SqlSystem", few: bool = False, snapshot: str = "") -> None:
        self._system = system
        self._few = self._about_few = few
        self._snapshot = snapshot
        self._pooled: PoolProxiedConnection | None = None
        self._session: Session | None = None
        self._beside: Reader | None = None

    def __enter__(self) -> Self:
        self._pooled, self._session = self._system.begin(acting=False, few=self._few)
        if self._snapshot:
            self._attempt(partial(self._session.see, self._snapshot))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._beside is not None:
            self._beside.__exit__(kind, error, traceback)
        pooled, session = self._pooled, self._session
        self._pooled = self._session = self._beside = None
        if pooled is None or session is None:
            return  # a query failed, and the connection is gone with it
        if error is None:
            self._system.attempt(pooled, session, session.commit)
        session.close()
        if error is None:
            pooled.close()
        else:
            pooled.invalidate()

    def rows(self, sql: str, parameters: Mapping[str, Value], by_index: bool = False) -> list[Row]:
        """All rows of a query, as tuples; `by_index` as in a plan's step."""
        session = self._open()
        if self._few and not _is_few(parameters):  # a single person can have very many rows
            self._few = False
            self._attempt(session.expect_many)
        return self._attempt(lambda: session.rows(sql, session.adapted(parameters), by_index))

    def rows_of_each(self, queries: Sequence[Query]) -> list[list[Row]]:
        """All rows of each of some queries: where they name very many rows, two at a time if that can be.

        Two connections then see the one state of the database. What goes wrong on either is raised when both
        have come to an end.
        """
        waiting, found = list(enumerate(queries)), dict[int, list[Row]]()

        def work(reader: Reader) -> None:
            while waiting:
                try:
                    number, query = waiting.pop(0)
                except IndexError:  # the other took the last one meanwhile
                    return
                found[number] = reader.rows(query.sql, query.parameters, query.by_index)

        large = len(queries) > 1 and not all(_is_few(query.parameters) for query in queries)
        second = self._second() if large else None
        if second is None:
            work(self)
        else:
            with ThreadPoolExecutor(1) as beside:
                other = beside.submit(work, second)
                try:
                    work(self)
                finally:
                    waiting.clear()
            other.result()
        return [found[number] for number in range(len(queries))]

    def _second(self) -> "Reader | None":
        """Another reader that sees the same state, opened once; None where that cannot be."""
        if self._beside is None and self._system.has_another():
            snapshot = self._attempt(self._open().shared_snapshot)
            if snapshot:
                self._beside = Reader(self._system, self._about_few, snapshot).__enter__()
        return self._beside

    def stream(self, sql: str, parameters: Mapping[str, Value], size: int = 2000) -> Iterator[list[Row]]:
        """The rows of a query in lists of at most `size`; memory does not grow with the result.

        Read it to its end, or close it, before the next query.
        """
        session = self._open()
        parts = session.stream(sql, session.adapted(parameters), size)
        try:
            while (part := self._attempt(lambda: next(parts, None))) is not None:
                yield part
        finally:
            if self._session is not None:
                parts.close()  # type: ignore[attr-defined]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns of the last `rows`."""
        return self._open().columns

    def _open(self) -> Session:
        if self._session is None:
            raise RuntimeError("a reader is used inside its `with`, and no more after a fault")
        return self._session

    def _attempt(self, work: Callable[[], Result]) -> Result:
        assert self._pooled is not None
        try:
            return self._system.attempt(self._pooled, self._open(), work)
        except SystemFault:
            self._pooled = self._session = None
            raise


class SqlSystem:
    """A database behind a policy's `system:`. Nothing is opened before the first use.

    `name` is the system's in the policy; `dialect` is "postgresql", "mariadb" or "sqlite". Every method may
    raise SystemFault. May be shared by threads; each worker process makes its own.
    """

    def __init__(self, system: System, environment: Mapping[str, str], limits: Limits | None = None) -> None:
        self._system = system
        self._limits = limits or Limits()
        self._address = address_of(system, environment)
        self.name = system.name
        self.dialect = self._address.dialect
        self._own = _dialect_module(system, self.dialect)
        self._session_type: Any = getattr(self._own, f"{self.dialect.capitalize()}Session")
        self._pools = {acting: self._pool(acting) for acting in (False, True)}
        self._prepared = False
        self._finished = False
        self._settings: dict[str, str] | None = None

    def catalogue(self) -> Catalogue:
        """Every table of the schema: columns, indexes, references, row estimates."""

        def read(session: Session) -> Catalogue:
            session.step = "reading the catalogue"
            tables, version = session.tables(self._system.schema)
            session.commit()
            return Catalogue(self.name, self.dialect, tables, version)

        return self._do(read, acting=False)

    def reader(self, few: bool = False) -> Reader:
        """A read-only transaction that sees one state of the database.

        `few`: all its queries are about a few people's rows, by keys or ids. Then PostgreSQL makes its plans
        once and uses them again, which would be wrong for a query over a whole table.
        """
        return Reader(self, few)

    def receipts(self, all: bool = False) -> tuple[str, ...]:
        """The names of receipts that were left here: the first and the last one, found by an index, or `all`.

        Empty where there is no table of receipts yet, or the user may not read it (then nothing can be
        erased either).
        """

        def read(session: Session) -> list[Row]:
            session.step = f"reading the table {RECEIPTS}"
            ends = f"SELECT min(receipt) FROM {RECEIPTS} UNION ALL SELECT max(receipt) FROM {RECEIPTS}"
            try:
                found = session.rows(f"SELECT receipt FROM {RECEIPTS}" if all else ends, ())
            except session.failures as error:
                if session.trouble(error).kind not in (Kind.NO_TABLE, Kind.NO_RIGHT):
                    raise
                found = []
            session.rollback()
            return found

        return tuple(str(name) for (name,) in self._do(read, acting=False) if name is not None)

    def prepare(self) -> None:
        """Make sure, once, that units can be carried out: receipts can be written, every table can undo."""
        if self._prepared:
            return
        self._do(self._check_tables, acting=False)
        self._do(self._make_receipts, acting=True)
        self._prepared = True

    def carry_out(self, unit: Unit, receipt: str, *, pause: float = 0.0) -> Outcome:
        """Carry out a unit in one transaction, once per receipt; then wait `pause` seconds.

        Raises SystemFault `changed-since-plan` or `left-after-run`, having changed nothing, when the database
        is not as it was planned.
        """

        def work(session: Session) -> Outcome:
            if not _is_few(unit.parameters):
                session.expect_many()
            return carrying.carry_out(session, unit, receipt)

        outcome = self._act(work, few=True)
        if pause:
            time.sleep(pause)
        return outcome

    def carry_out_chunk(self, unit: Unit, step: Step, receipt: str) -> Outcome:
        """Carry out one step on at most `unit.chunk` rows in one transaction, once per receipt.

        The step is done when fewer than `unit.chunk` rows changed; `left` is -1 (not looked) before that.
        """
        return self._act(lambda session: carrying.carry_out_chunk(session, unit, step, receipt), few=False)

    def finish(self) -> bool:
        """After a run: bring erased data out of the files as far as this can be asked for.

        Returns whether it has left them. On PostgreSQL and MariaDB the server does that by itself, later.
        """

        def settle(session: Session) -> bool:
            session.step = "clearing the files"
            return session.finish()

        self._finished = self._do(settle, acting=True, transaction=False)
        return self._finished

    def stages(self, on: date) -> tuple[Stage, ...]:
        """Which erasure is reached by what was committed on a day, and what brings about the rest."""
        if self._settings is None:
            self._settings = self._do(_settings, acting=False)
        return stages(self._system, self.dialect, on, self._settings, self._finished)

    def close(self) -> None:
        """Close every connection that is not in use."""
        for pool in self._pools.values():
            pool.dispose()

    def begin(
        self, acting: bool, transaction: bool = True, few: bool = False
    ) -> tuple[PoolProxiedConnection, Session]:
        """A connection with its transaction begun.

        One that has been idle may have been closed by the server meanwhile. Nothing has been done on it yet,
        so then another is opened, once.
        """
        pooled, session = self._connection(acting)
        if not transaction:
            return pooled, session
        try:
            _begin(session, acting, few)
        except session.failures as error:
            trouble = session.trouble(error)
        else:
            return pooled, session
        session.close()
        pooled.invalidate()
        if not is_loss(trouble):
            raise fault(self._system, trouble, "")
        self._pools[acting].dispose()
        self._pools[acting] = self._pool(acting)
        self._settings = None
        pooled, session = self._connection(acting)
        self.attempt(pooled, session, lambda: _begin(session, acting, few))
        return pooled, session

    def has_another(self) -> bool:
        """Whether somebody who reads can have a second connection, and leaves one for others."""
        return self._pools[False].checkedout() < CONNECTIONS - 1

    def attempt(self, pooled: PoolProxiedConnection, session: Session, work: Callable[[], Result]) -> Result:
        """Do something on a connection; when it fails, undo the transaction and raise a SystemFault.

        The fault is raised after the driver's error has been let go of, so that it is not its context.
        """
        found: SystemFault
        try:
            return work()
        except carrying.Refused as refused:
            found = self._refusal(refused)
        except session.failures as error:
            found = self._fault(session, session.trouble(error))
        except BaseException:
            session.close()
            pooled.invalidate()
            raise
        _undo(pooled, session)
        raise found

    def _act(self, work: Callable[[Session], Outcome], few: bool) -> Outcome:
        reached("before-begin")
        self._finished = False
        return self._do(work, acting=True, few=few)

    def _do(
        self, work: Callable[[Session], Result], acting: bool, transaction: bool = True, few: bool = False
    ) -> Result:
        pooled, session = self.begin(acting, transaction, few)
        result = self.attempt(pooled, session, lambda: work(session))
        session.close()
        pooled.close()
        return result

    def _connection(self, acting: bool) -> tuple[PoolProxiedConnection, Session]:
        trouble: Trouble
        try:
            pooled = self._pools[acting].connect()
            return pooled, self._session_type(pooled.driver_connection)
        except Exception as error:
            trouble = self._session_type.opening_trouble(error)
        raise fault(self._system, trouble, "")

    def _pool(self, acting: bool) -> QueuePool:
        def open_one() -> Any:
            return self._session_type.open(self._address, self._limits, acting)

        # Transactions end where they are written to end, so nothing is to be rolled back on return.
        return QueuePool(open_one, pool_size=CONNECTIONS, max_overflow=0, reset_on_return=None)

    def _check_tables(self, session: Session) -> None:
        unfit = dict(session.unfit_tables(self._system.schema))
        session.commit()
        for collection in self._system.collections.values():
            if collection.table in unfit:
                raise carrying.Refused(
                    "table-unfit",
                    f"rows of the table {collection.table} of the system {self.name} "
                    f"cannot be erased safely: {unfit[collection.table]}",
                    "change the table as docs/systems/sql.md says, before anything is erased",
                    "",
                )

    def _make_receipts(self, session: Session) -> None:
        """Make the table where it is missing, and see that a receipt can be written.

        Of two who make it at the same moment, PostgreSQL fails one, IF NOT EXISTS or not; it is there then.
        """
        session.step = f"preparing the table {RECEIPTS}"
        if self._takes_receipts(session):
            return
        try:
            session.command(session.receipts_ddl)
        except session.failures:
            session.begin_acting()
            if not self._takes_receipts(session):
                session.statement = session.receipts_ddl  # that is what failed
                raise
            return
        session.begin_acting()
        session.claim(_probe(), "")
        session.rollback()

    def _takes_receipts(self, session: Session) -> bool:
        """Whether the table is there; ends the transaction, and raises what else the driver says."""
        try:
            session.claim(_probe(), "")
        except session.failures as error:
            if session.trouble(error).kind is not Kind.NO_TABLE:
                raise
            session.rollback()
            return False
        session.rollback()
        return True

    def _fault(self, session: Session, trouble: Trouble) -> SystemFault:
        if session.is_at_receipts and trouble.kind in (Kind.NO_TABLE, Kind.NO_RIGHT):
            self._prepared = False
            return self._no_receipts()
        return fault(self._system, trouble, session.step)

    def _no_receipts(self) -> SystemFault:
        user = str(self._address.arguments.get("user") or "holdord")
        grant = self._own.grants(user) if hasattr(self._own, "grants") else ""
        return SystemFault(
            Finding(
                "no-receipts",
                f"the table {RECEIPTS} of the system {self.name} is not there or cannot be written: "
                "without it nothing can be erased exactly once",
                f"let the owner of the database run once: {self._session_type.receipts_ddl}; {grant}".strip(),
                self._system.place,
            ),
            permanent=True,
        )

    def _refusal(self, refused: carrying.Refused) -> SystemFault:
        finding = Finding(
            refused.code, str(refused), refused.remedy, self._system.place, example=refused.example
        )
        return SystemFault(finding, permanent=refused.code in ("table-unfit", "receipt-unreadable"))


def _probe() -> str:
    """A receipt that is written and undone; one for each thread, for two with one wait for each other."""
    return f"{PROBE} {os.getpid()} {threading.get_ident()}"


def _is_few(parameters: Mapping[str, Value]) -> bool:
    """Whether these are so few rows that one plan serves them as well as any others."""
    return all(len(value) <= FEW for value in parameters.values() if isinstance(value, list))


def _begin(session: Session, acting: bool, few: bool) -> None:
    if acting:
        session.begin_acting(few)
    else:
        session.begin_reading(few)


def _undo(pooled: PoolProxiedConnection, session: Session) -> None:
    """End a transaction that failed; where even that fails, the connection ends and the server undoes it."""
    try:
        session.rollback()
    except session.failures:
        undone = False
    else:
        undone = True
    session.close()
    if undone:
        pooled.close()
    else:
        pooled.invalidate()


def _settings(session: Session) -> dict[str, str]:
    settings = session.settings()
    session.commit()
    return settings


def _dialect_module(system: System, dialect: str) -> Any:
    try:
        return import_module(f"holdord.connectors.sql.{dialect}.session")
    except ModuleNotFoundError as error:
        missing = error.name
    finding = Finding(
        "driver-missing",
        f"the driver {missing} for the system {system.name} is not installed",
        f"pip install {DRIVERS[dialect]}",
        system.place,
    )
    raise SystemFault(finding, permanent=True)
