"""Asking for runs. The web server and the commands do this; they never carry one.

A client opens connections and inserts rows. It starts no thread and launches nothing: a web server that did
would carry runs itself, in as many copies as it has children, under one name.
"""

from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from holdord.workflows.engine.bell import ring, ring_file
from holdord.workflows.engine.places import APPLICATION, VERSION, Place
from holdord.workflows.engine.plain import LONGEST, Plain, PlainJson, RunFault, checked
from holdord.workflows.engine.queues import REQUESTS
from holdord.workflows.engine.runs import BODIES

State = Literal["unknown", "waiting", "running", "done", "failed", "cancelled"]

_STATES: dict[str, State] = {
    "ENQUEUED": "waiting",
    "DELAYED": "waiting",
    "PENDING": "running",
    "SUCCESS": "done",
    "ERROR": "failed",
    "MAX_RECOVERY_ATTEMPTS_EXCEEDED": "failed",
    "CANCELLED": "cancelled",
}


class Client:
    """Asks for runs by name and key; may be shared by threads."""

    def __init__(self, place: Place) -> None:
        from dbos import DBOSClient

        self._place = place
        self._latest_key = ""
        self._client: Any = DBOSClient(
            system_database_engine=place.engine,
            dbos_system_schema=place.schema,
            serializer=PlainJson(),  # type: ignore[arg-type]
            application_name=APPLICATION,
            lazy=True,
            retry_connection_errors=False,
        )

    @classmethod
    def open(cls, url: str | None, folder: Path) -> "Client":
        """A client of the engine beside a store: the same address and folder as `open_store` is given."""
        place = Place(url, folder)
        place.prepare()
        return cls(place)

    def enqueue(self, name: str, key: str, *ids: Plain, queue: str = REQUESTS) -> str:
        """Ask for a run, once: a key that was asked for before changes nothing. Returns the key."""
        if name not in BODIES:
            raise ValueError(f'no durable run is called "{name}"')
        if not 0 < len(checked(key)) <= LONGEST or key != key.strip():
            raise ValueError("a run's key is a short text without spaces around it")
        if key == self._latest_key:
            return key
        options = {
            "workflow_name": name,
            "queue_name": queue,
            "workflow_id": key,
            "app_version": VERSION,
            "application_name": APPLICATION,
        }
        with self._place.writing() as connection:
            self._client.enqueue_in_transaction(connection, options, *checked(list(ids)))
            ring(self._place, connection)
        ring_file(self._place)
        self._latest_key = key
        return key

    def state(self, key: str) -> State:
        """How far the run is; of one that was repeated, the latest repetition."""
        return _STATES.get(self._latest(key)[1], "unknown")

    def fault(self, key: str) -> str:
        """The code of what made the run fail; empty when it has not."""
        latest, status = self._latest(key)
        if status == "MAX_RECOVERY_ATTEMPTS_EXCEEDED":
            return "workers-died"
        found = self._client.list_workflows(workflow_ids=[latest], load_input=False)
        error = found[0].error if found else None
        return error.code if isinstance(error, RunFault) else ""

    def repeat(self, key: str) -> str:
        """Begin a failed run anew, under a key of its own; raises RunFault where it has not failed.

        Its steps are all done again, as those of any run must bear. Nothing else is ever resumed: of a run
        that is not known to have ended, a step may still be running.
        """
        latest, status = self._latest(key)
        if _STATES.get(status) != "failed":
            raise RunFault("run-not-failed")
        found = self._status(latest)
        ids = PlainJson().deserialize(found["inputs"])["args"]
        number = int(latest.removeprefix(key).lstrip("#") or 1) + 1
        return self.enqueue(found["name"], f"{key}#{number}", *ids, queue=found["queue_name"])

    def _latest(self, key: str) -> tuple[str, str]:
        latest, status, number = key, self._status(key).get("status", ""), 2
        while found := self._status(f"{key}#{number}"):
            latest, status, number = f"{key}#{number}", found["status"], number + 1
        return latest, status

    def _status(self, key: str) -> dict[str, Any]:
        found: dict[str, Any] = self._client._sys_db.get_workflow_status(key) or {}
        return found

    def close(self) -> None:
        """Let go of every connection."""
        self._client.destroy()
        self._place.close()

    def __enter__(self) -> "Client":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
