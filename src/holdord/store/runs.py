"""Plans and their runs: claimed once, recorded once.

A run's transaction in a company's system leaves a receipt there. `record` writes the same receipt here
together with its evidence, in one transaction and unique by (run, receipt): whoever dies between the act and
its record repeats both, and nothing is done or counted twice.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from holdord.store.base import aware, places
from holdord.store.chain import Chain
from holdord.store.endings import Endings
from holdord.store.names import new_id
from holdord.store.records import Claim, Ending, EndState, Forecast, RunState, StoreFault
from holdord.words.evidence import Evidence
from holdord.words.facts import NO_ROWS, Rows
from holdord.words.plan import Plan, canonical_json

_RUN = "SELECT id, plan, kind, state, reason, started, ended, by FROM holdord_run "
_SAVE_PLAN = "INSERT INTO holdord_plan (digest, made_at, body) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"
_NEW_RUN = (
    "INSERT INTO holdord_run (id, plan, kind, state, reason, by, started) "
    "VALUES (%s, %s, %s, 'running', '', %s, %s) ON CONFLICT (plan) DO NOTHING"
)
_ACCEPTED = (
    "INSERT INTO holdord_run (id, plan, kind, state, reason, by, started, ended) "
    "VALUES (%s, %s, 'elsewhere', 'stopped', 'store-lost', %s, %s, %s) ON CONFLICT DO NOTHING"
)
_RECEIPT = (
    "INSERT INTO holdord_outcome (run_id, receipt, unit, at) VALUES (%s, %s, %s, %s) "
    "ON CONFLICT (run_id, receipt) DO NOTHING"
)
_END = "UPDATE holdord_run SET state = %s, reason = %s, ended = %s WHERE id = %s AND state = 'running'"
_FORGET = """
DELETE FROM holdord_plan WHERE
  EXISTS (SELECT 1 FROM holdord_run r WHERE r.plan = digest AND r.ended < %s)
  OR (made_at < %s AND NOT EXISTS (SELECT 1 FROM holdord_run r WHERE r.plan = digest))
"""

SHORT = 100_000
"""Characters of a plan about few people, which several steps of one request read one after the other."""


@lru_cache(maxsize=16)
def _read_before(body: str) -> Plan:
    return Plan.from_json(body)


class Runs(Chain, Endings):
    """Plans, runs and forecasts."""

    def save_plan(self, plan: Plan) -> None:
        """Keep a plan under its digest; keeping it again changes nothing.

        It lasts with the claim of its run. One that a power cut took before that is made and shown again.
        """
        with self._transaction(lasting=False) as cursor:
            self._save(cursor, plan)

    def plan(self, digest: str) -> Plan | None:
        """The plan with this digest; None if unknown or forgotten. Raises StoreFault if it was altered."""
        rows = self._rows("SELECT body FROM holdord_plan WHERE digest = %s", (digest,))
        if not rows:
            return None
        body: str = rows[0][0]
        if hashlib.sha256(body.encode()).hexdigest() != digest:
            raise StoreFault(
                "store-altered", "the plan in the store is not the one with this digest", "make it anew."
            )
        return _read_before(body) if len(body) <= SHORT else Plan.from_json(body)

    def start_run(self, plan_digest: str, kind: str, at: datetime, by: str) -> str:
        """Claim the one run of a saved plan and return its id; a second start gets the same run."""
        return self.claim(plan_digest, kind, at, by).run

    def claim(
        self, plan_digest: str, kind: str, at: datetime, by: str, ending: Ending | None = None
    ) -> Claim:
        """As `start_run`, and tells who was first; whoever is writes the `ending` in the same transaction."""
        with self._transaction() as cursor:
            cursor.execute("SELECT 1 FROM holdord_plan WHERE digest = %s", (plan_digest,))
            if not cursor.fetchone():
                raise StoreFault("store-unknown", "no plan has this digest", "make the plan first.")
            claim = self._claim(cursor, plan_digest, kind, at, by)
            if claim.first and ending:
                self._end(cursor, ending, by)
            return claim

    def begin(self, plan: Plan, at: datetime, by: str) -> str:
        """Save the plan and claim its run, in one transaction; returns the run's id."""
        with self._transaction() as cursor:
            return self._claim(cursor, self._save(cursor, plan), plan.kind, at, by).run

    def run(self, run_id: str) -> RunState:
        """Where a run stands; raises StoreFault if there is none of this id."""
        runs = self._run_states(_RUN + "WHERE id = %s", (run_id,))
        if not runs:
            raise StoreFault("store-unknown", f"there is no run {run_id}", "`holdord prove` lists the runs.")
        return runs[0]

    def run_of(self, plan_digest: str) -> RunState | None:
        """The run of a plan, also after the plan was forgotten; None if it was never started."""
        runs = self._run_states(_RUN + "WHERE plan = %s", (plan_digest,))
        return runs[0] if runs else None

    def unfinished_runs(self) -> list[RunState]:
        """Every run that has neither ended nor been stopped, the oldest first."""
        return self._run_states(_RUN + "WHERE state = 'running' ORDER BY started, id")

    def unknown_runs(self, runs: Sequence[str]) -> list[str]:
        """Those of some ids of runs that are not in this store."""
        known: set[str] = set()
        for start in range(0, len(runs), 500):
            some = tuple(runs[start : start + 500])
            sql = f"SELECT id FROM holdord_run WHERE id IN ({places(some)})"
            known.update(id for (id,) in self._rows(sql, some))
        return [run for run in runs if run not in known]

    def accept_runs(self, runs: Sequence[str], at: datetime, by: str) -> None:
        """Note runs of another store as known, ended and without evidence here, because somebody said so."""
        with self._transaction() as cursor:
            moment = self._moment(at)
            for run in runs:
                cursor.execute(_ACCEPTED, (run, f"elsewhere {run}", by, moment, moment))

    def record(
        self,
        run_id: str,
        receipt: str,
        unit: int,
        at: datetime,
        evidence: Sequence[Evidence],
        *,
        end: bool = False,
        seal: bool = False,
        gone: Rows = NO_ROWS,
    ) -> bool:
        """Write down what one transaction did, and its evidence, in one transaction; False if it already was.

        The records get their numbers, run and receipt here. `end` ends the run as done (also when the receipt
        was known, for a repeat must come to an end too); `seal` seals what is not yet sealed; `gone` drops
        rows that no longer exist from the people they belonged to.
        """
        with self._transaction() as cursor:
            moment = self._moment(at)
            cursor.execute(_RECEIPT, (run_id, receipt, unit, moment))
            new = bool(cursor.rowcount)
            if new:
                self._drop_rows(cursor, gone)
                self._append(cursor, run_id, receipt, evidence)
                if seal:
                    self._seal(cursor, at)
            if end:
                cursor.execute(_END, ("done", "", moment, run_id))
        return new

    def record_chunks(
        self, run_id: str, unit: int, at: datetime, chunks: Sequence[tuple[str, Sequence[Evidence]]]
    ) -> None:
        """As `record`, for several transactions in the midst of a sweep: the receipt and evidence of each.

        In the midst of a long run this need not last: after a power cut the run is still open, and continuing
        it writes anew what is missing, from the receipts. What ends the run lasts, and so does all before it.
        """
        with self._transaction(lasting=False) as cursor:
            moment = self._moment(at)
            for receipt, evidence in chunks:
                cursor.execute(_RECEIPT, (run_id, receipt, unit, moment))
                if cursor.rowcount:
                    self._append(cursor, run_id, receipt, evidence)

    def end_run(self, run_id: str, state: EndState, at: datetime, reason: str = "") -> None:
        """End a running run as done or stopped; a run that has ended stays as it is."""
        with self._transaction() as cursor:
            cursor.execute(_END, (state, reason, self._moment(at), run_id))

    def resume_run(self, run_id: str) -> bool:
        """Let a stopped run go on, once somebody has decided so; False if it was not stopped."""
        with self._transaction() as cursor:
            cursor.execute(
                "UPDATE holdord_run SET state = 'running', reason = '', ended = NULL "
                "WHERE id = %s AND state = 'stopped'",
                (run_id,),
            )
            return bool(cursor.rowcount)

    def forget_plans(self, before: datetime) -> int:
        """Drop plans whose run ended before a moment, and those made before it and never run; how many.

        They hold ids of rows, and are of use until the back-ups that could bring the rows back are gone.
        """
        with self._transaction() as cursor:
            cursor.execute(_FORGET, (self._moment(before), self._moment(before)))
            return int(cursor.rowcount)

    def save_forecast(self, policy_digest: str, at: datetime, counts: Any, own: bool = False) -> None:
        """Keep what is foreseen to go, any JSON value, so that a sweep can be compared with it.

        `own` is that of Holdord's own data, which is another one.
        """
        with self._transaction() as cursor:
            cursor.execute(
                "INSERT INTO holdord_forecast (policy, at, counts, own) VALUES (%s, %s, %s, %s)",
                (policy_digest, self._moment(at), canonical_json(counts), own),
            )

    def last_forecast(self, before: datetime, own: bool = False) -> Forecast | None:
        """The latest forecast made before a moment."""
        sql = "SELECT policy, at, counts FROM holdord_forecast WHERE at < %s AND own = %s "
        sql += "ORDER BY at DESC, id DESC LIMIT 1"
        for policy, at, counts in self._rows(sql, (self._moment(before), own)):
            return Forecast(policy, aware(at) or at, json.loads(counts))
        return None

    def save_outlook(self, policy_digest: str, at: datetime, counts: Any) -> None:
        """Keep what is foreseen to go, for people to look at, in place of the one before."""
        with self._transaction(lasting=False) as cursor:
            cursor.execute(
                "INSERT INTO holdord_outlook (id, policy, at, counts) VALUES (1, %s, %s, %s) "
                "ON CONFLICT (id) DO UPDATE SET policy = excluded.policy, at = excluded.at, "
                "counts = excluded.counts",
                (policy_digest, self._moment(at), canonical_json(counts)),
            )

    def outlook(self) -> Forecast | None:
        """What is foreseen to go, as it was last looked at; None before the first time."""
        for policy, at, counts in self._rows("SELECT policy, at, counts FROM holdord_outlook WHERE id = 1"):
            return Forecast(policy, aware(at) or at, json.loads(counts))
        return None

    def _save(self, cursor: Any, plan: Plan) -> str:
        body = plan.canonical()
        digest = hashlib.sha256(body.encode()).hexdigest()
        cursor.execute(_SAVE_PLAN, (digest, self._moment(datetime.fromisoformat(plan.made_at)), body))
        return digest

    def _claim(self, cursor: Any, digest: str, kind: str, at: datetime, by: str) -> Claim:
        id = new_id("R", 10)
        cursor.execute(_NEW_RUN, (id, digest, kind, by, self._moment(at)))
        if cursor.rowcount:
            return Claim(id, first=True)
        cursor.execute("SELECT id FROM holdord_run WHERE plan = %s", (digest,))
        return Claim(cursor.fetchone()[0], first=False)

    def _run_states(self, sql: str, values: tuple[Any, ...] = ()) -> list[RunState]:
        states = []
        for id, plan, kind, state, reason, started, ended, by in self._rows(sql, values):
            done = self._rows("SELECT receipt FROM holdord_outcome WHERE run_id = %s", (id,))
            receipts = frozenset(receipt for (receipt,) in done)
            begun = aware(started) or started
            states.append(RunState(id, plan, kind, state, reason, begun, aware(ended), by, receipts))
        return states
