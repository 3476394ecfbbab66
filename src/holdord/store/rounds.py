"""Rounds: requests that wait to be carried on are carried together, and each is in one round at most.

A round is open until somebody closes it; who joins afterwards is in the next one. Whoever joins reads the
number and writes it down in one transaction, so a round that is closed has all its requests.
"""

from collections.abc import Sequence

from holdord.store.base import places
from holdord.store.notices import Notices
from holdord.store.records import StoreFault


class Rounds(Notices):
    """Which requests wait, and for which round."""

    def join_round(self, request: str) -> int:
        """Have a request carried on with the open round, whichever it waited for before; its number."""
        server = self._connection.vendor == "postgresql"
        number = f"SELECT number FROM holdord_round WHERE id = 1{' FOR SHARE' if server else ''}"
        with self._transaction() as cursor:
            cursor.execute(
                f"UPDATE holdord_request SET round = ({number}) WHERE id = %s RETURNING round", (request,)
            )
            row = cursor.fetchone()
        if row is None:
            raise StoreFault("store-unknown", "there is no request of this id", "look it up in the list.")
        return int(row[0])

    def close_round(self, number: int) -> list[str]:
        """Let nobody else join a round; the requests in it that are still to be carried on, in order."""
        with self._transaction(lasting=False) as cursor:
            cursor.execute(
                "UPDATE holdord_round SET number = number + 1 WHERE id = 1 AND number = %s", (number,)
            )
        sql = "SELECT id FROM holdord_request WHERE round = %s ORDER BY received, id"
        return [id for (id,) in self._rows(sql, (number,))]

    def leave_round(self, number: int, requests: Sequence[str]) -> None:
        """Requests of a round have been carried on; one that has joined another meanwhile stays in that."""
        if not requests:
            return
        with self._transaction(lasting=False) as cursor:
            cursor.execute(
                f"UPDATE holdord_request SET round = NULL WHERE round = %s AND id IN ({places(requests)})",
                (number, *requests),
            )

    def rounds_waited_for(self) -> list[int]:
        """The rounds that requests are in."""
        sql = "SELECT DISTINCT round FROM holdord_request WHERE round IS NOT NULL ORDER BY round"
        return [number for (number,) in self._rows(sql)]
