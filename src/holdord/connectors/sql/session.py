"""One connection in use: the little that the three drivers are asked to do, said in one way.

Statements go through the driver's own cursor; nothing is put between a plan's text and the database.
Sessions are in the driver's autocommit mode and say BEGIN themselves, so that a transaction begins and ends
where it is written that it does.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, ClassVar

from holdord.connectors.sql.parameters import Adapting
from holdord.connectors.sql.troubles import Trouble
from holdord.words.catalogue import Table
from holdord.words.plan import Pick, Step, Value

RECEIPTS = "holdord_receipts"
"""Our one table in the company's database: which transactions are done."""

Parameters = Mapping[str, Any]
Row = tuple[Any, ...]


class Session:
    """What the dialects share; each has a folder with its own way of everything else.

    `step` names what is being done, for the message if it fails. Methods raise whatever the driver raises:
    `SqlSystem` turns that into a SystemFault in one place.
    """

    dialect: ClassVar[str]
    failures: ClassVar[tuple[type[Exception], ...]]
    begin_reading_sql: ClassVar[str]
    begin_acting_sql: ClassVar[str]
    receipts_ddl: ClassVar[str]
    insert_receipt: ClassVar[str]
    select_receipt: ClassVar[str]
    update_receipt: ClassVar[str]

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.cursor = connection.cursor()
        self.step = ""
        self.statement = ""
        self.committing = False
        self._adapting = Adapting(self.dialect)

    def adapted(self, parameters: Mapping[str, Value]) -> Parameters:
        """Parameters as `run` and `rows` take them; made once, used for many statements."""
        return self._adapting(parameters)

    def with_more(self, known: Parameters, more: Mapping[str, Value]) -> Parameters:
        """Adapted parameters with some more of them."""
        return {**known, **self._adapting(more)}

    def with_lists(self, known: Parameters, pick: Pick, rows: Sequence[Row]) -> Parameters:
        """Adapted parameters with the lists that the rows of a pick make."""
        marked = [(one if isinstance(one, int) else str(one), int(str(bits))) for one, bits in rows]
        lists = {name: [one for one, bits in marked if bits >> at & 1] for at, name in enumerate(pick.names)}
        return self.with_more(known, lists)

    def run(self, sql: str, parameters: Parameters | Row, by_index: bool = False) -> int:
        """Run one statement; the number of rows it matched. `by_index` as in a plan's step."""
        self.statement = sql
        self.cursor.execute(sql, parameters)
        return int(self.cursor.rowcount)

    def rows(self, sql: str, parameters: Parameters | Row, by_index: bool = False) -> list[Row]:
        """All rows of a query, as tuples."""
        self.statement = sql
        self.cursor.execute(sql, parameters)
        return list(self.cursor.fetchall())

    def stream(self, sql: str, parameters: Parameters, size: int) -> Iterator[list[Row]]:
        """The rows of a query in lists of at most `size`, without holding more than that in memory."""
        raise NotImplementedError

    def command(self, sql: str) -> None:
        """A statement without parameters or result."""
        self.statement = sql
        self.cursor.execute(sql)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the last query's columns."""
        return tuple(column[0] for column in self.cursor.description or ())

    def begin_reading(self, few: bool = False) -> None:
        """Begin a transaction that sees one state of the database and cannot change it.

        `few` tells that all questions are about a few rows, named by keys or ids.
        """
        self.command(self.begin_reading_sql)

    def shared_snapshot(self) -> str:
        """A name under which another connection can see the state that this one sees; "" where none can."""
        return ""

    def see(self, snapshot: str) -> None:
        """Look at the state of another connection, first of all in a transaction that reads."""
        raise NotImplementedError

    def begin_acting(self, few: bool = False) -> None:
        """Begin a transaction that changes rows; `few` as for reading."""
        self.command(self.begin_acting_sql)

    def expect_many(self) -> None:
        """What follows in this transaction is about many rows after all."""

    def counts(self, steps: Sequence[Step], parameters: Parameters) -> list[int]:
        """How many rows each of some steps would still match, in one journey to the server."""
        together = ", ".join(f"({step.left_sql})" for step in steps)
        return [int(count) for count in self.rows(f"SELECT {together}", parameters)[0]]

    def commit(self) -> None:
        """End the transaction and keep what it did."""
        self.committing = True
        self.command("COMMIT")
        self.committing = False

    def rollback(self) -> None:
        """End the transaction and undo what it did."""
        self.command("ROLLBACK")

    def close(self) -> None:
        """Let go of the cursor; the connection may be used by another session. Never raises."""
        with suppress(*self.failures):
            self.cursor.close()

    def claim(self, receipt: str, outcome: str) -> bool:
        """Write a receipt first of all; False when it is there already.

        Whoever else works on the same receipt waits here until the first has ended, instead of failing later
        on rows the first has already changed.
        """
        return self.run(self.insert_receipt, (receipt, outcome)) == 1

    @property
    def is_at_receipts(self) -> bool:
        """Whether the last statement was about our own table."""
        own = (self.insert_receipt, self.select_receipt, self.update_receipt, self.receipts_ddl)
        return self.statement in own

    def receipt(self, receipt: str) -> str | None:
        """The outcome that was written for a receipt, None when there is none."""
        found = self.rows(self.select_receipt, (receipt,))
        return str(found[0][0]) if found else None

    def write_outcome(self, receipt: str, outcome: str) -> None:
        """Write what was done beside a receipt that was claimed before it was known."""
        self.run(self.update_receipt, (outcome, receipt))

    def trouble(self, error: BaseException) -> Trouble:
        """What an error of the driver means, without the values it quotes."""
        raise NotImplementedError

    def tables(self, schema: str) -> tuple[dict[str, Table], str]:
        """Every table of the schema, and the server's version."""
        raise NotImplementedError

    def unfit_tables(self, schema: str) -> list[tuple[str, str]]:
        """Tables whose rows cannot be erased in a transaction, or stay readable after it: name and why."""
        return []

    def settings(self) -> dict[str, str]:
        """What `stages` must know of the server."""
        return {}

    def finish(self) -> bool:
        """Bring on what can be brought on after a run; whether the data has now left the files."""
        return False
