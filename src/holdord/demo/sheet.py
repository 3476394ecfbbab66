"""Rows on their way into a database."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from holdord.demo.loading import Batch, Row
from holdord.demo.tables import Table

FIRST = 1001
"""The first number that a generated row has in every table: those below belong to the fixed cast."""


class Sheet:
    """Gathers rows by table and gives each the next number of its table."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self.rows: dict[str, list[Row]] = {table.name: [] for table in tables}
        self.next = {table.name: FIRST for table in tables}

    def add(self, table: str, *values: object) -> int:
        """A row under the table's next number, which is returned."""
        number = self.next[table]
        self.next[table] = number + 1
        self.rows[table].append((number, *values))
        return number

    def take(self) -> dict[str, list[Row]]:
        """What has been gathered; the sheet goes on empty."""
        taken, self.rows = self.rows, {table: [] for table in self.rows}
        return taken

    def batches(
        self, customers: int, size: int, write: Callable[[int], Iterable[Batch] | None]
    ) -> Iterator[Batch]:
        """Every customer's rows by their number, taken whenever `size` of them are written.

        `write` may itself take what is too much for one batch, and gives that.
        """
        for number in range(FIRST, FIRST + customers):
            yield from write(number) or ()
            if (number - FIRST + 1) % size == 0:
                yield self.take()
        yield self.take()
