"""Signs of life: how the runs of a worker that never comes back get to another.

DBOS gives a run back to its queue when a worker of the same name begins, and otherwise only when somebody
tells it that the worker is dead (its makers sell a server that does). Here every worker writes down a sign
of life now and then, by the clock of the database. Whoever finds runs under a name without a recent sign
puts them back into their queues, where one worker, and one only, takes each of them.

A worker that was only slow loses nothing but its turn: the engine's tables refuse what it still wants to
note of a run that has been given away, and the step it did last has been done twice, which steps must bear.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from holdord.workflows.engine.names import Name, taken
from holdord.workflows.engine.places import SCHEMA, VERSION, Place, told
from holdord.workflows.engine.queues import REQUESTS, Settings

_SIGN = (
    "INSERT INTO holdord_workers (name, token, machine, beat) VALUES (:name, :token, :machine, {now}) "
    "ON CONFLICT (name) DO UPDATE SET beat = {now}, token = :token, machine = :machine "
    "WHERE holdord_workers.token = :token OR {may}"
)
_LOST = (
    "SELECT DISTINCT executor_id FROM {runs} WHERE status = 'PENDING' AND executor_id NOT IN "
    "(SELECT name FROM holdord_workers WHERE beat > {now} - :dead)"
)
_OLD = "DELETE FROM holdord_workers WHERE beat < {now} - 86400"
_GONE = "DELETE FROM holdord_workers WHERE name = :name AND token = :token"


class Beats:
    """The signs of one worker, and its look at those of the others."""

    def __init__(self, place: Place, name: Name, settings: Settings) -> None:
        self._place = place
        self._settings = settings
        self._tables = place.tables()
        self._own = {"name": name.text, "token": name.token, "machine": name.machine}
        self._words = {
            "now": "(julianday('now') - 2440587.5) * 86400.0"
            if place.is_file
            else "extract(epoch from clock_timestamp())",
            "runs": "workflow_status" if place.is_file else f"{SCHEMA}.workflow_status",
        }

    def first(self) -> None:
        """Begin under the name. On this machine its lock is ours, so whoever had it is dead."""
        self._sign("holdord_workers.machine = :machine OR holdord_workers.beat < {now} - :dead")

    def again(self) -> None:
        """A further sign; raises StoreFault when the name went to somebody else meanwhile."""
        self._sign("holdord_workers.beat < {now} - :dead")

    def _sign(self, may: str) -> None:
        sql = _SIGN.replace("{may}", may).format(**self._words)
        values = {**self._own, "dead": self._settings.dead_after}
        with self._place.writing() as connection:
            if not connection.execute(sa.text(sql), values).rowcount:
                raise taken()

    def lost(self) -> list[str]:
        """The names under which runs stand though nobody of that name lives."""
        with self._place.writing() as connection:
            found = connection.execute(
                sa.text(_LOST.format(**self._words)), {"dead": self._settings.dead_after}
            )
            return [str(row[0]) for row in found]

    def hand_back(self, names: Sequence[str]) -> int:
        """Put the runs under these names back into their queues; how many there were.

        Each is put back only while it still stands under one of the names, so doing this twice, or beside
        another worker that does the same, changes nothing more.
        """
        with told():
            return sum(
                self._tables.reenqueue_for_recovery(run.workflow_id, list(names), REQUESTS)
                for name in names
                for run in self._tables.get_pending_workflows(name, VERSION)
            )

    def end(self) -> None:
        """The last sign: nothing is running under this name any more."""
        with self._place.writing() as connection:
            connection.execute(sa.text(_GONE), {"name": self._own["name"], "token": self._own["token"]})
            connection.execute(sa.text(_OLD.format(**self._words)))
