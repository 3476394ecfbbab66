"""Carrying out a confirmed plan. This is the module that erases people's data; read it before changing it.

1. The plan comes from the store by the digest somebody confirmed. Another policy than the plan's: stop.
2. Claim its run. Whoever comes second continues the same run.
3. With the claim, in one transaction, write down which purposes are over for the people in it: before
   anything is erased, so that what must stay now is still known to go later.
4. Each transaction in a company's system leaves a receipt there, in that same transaction. Ask for it by its
   name: a transaction that has already happened answers from its receipt and does nothing.
5. Record what it did, with evidence, in one transaction of our store, unique by the same name. The chunks of
   a sweep are recorded some at a time: what is not yet recorded is told by the receipts.
6. When every unit is recorded, the run is done. One failing system holds up no other; the run is then open.

A machine may die between any two of these. Running the plan again continues where the receipts end.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from time import monotonic, sleep
from typing import TYPE_CHECKING

from holdord.connectors import SystemFault
from holdord.connectors.faults import reached
from holdord.planning.ownership import root_names
from holdord.store import Ending, RunState, StoreFault
from holdord.words.evidence import Evidence
from holdord.words.facts import NO_ROWS, RowId, Rows
from holdord.words.finding import Finding
from holdord.words.plan import Act, Outcome, Plan, Step, StepOutcome, Unit
from holdord.words.policy import Basis, Policy
from holdord.words.stages import Stage
from holdord.workflows.forgetting import vanished
from holdord.workflows.office import Office, Refused, refuse
from holdord.workflows.planning import rows_named
from holdord.workflows.remembering import assure_remembered
from holdord.workflows.sealing import opened

if TYPE_CHECKING:
    from holdord.connectors.sql.system import SqlSystem

Clock = Callable[[], datetime]

TOGETHER = 32
"""So many chunks of a sweep are recorded in one transaction of the store, fewer where a second has passed."""

BRAKE = 1.10
"""A sweep may find a tenth more than was planned, for shops go on; what would go beyond stops it instead."""


@dataclass(slots=True)
class Report:
    """What a run did. `faults` are what is still in its way; `longest` the longest transaction in seconds.

    `forgotten` tells that the store no longer holds rows for somebody's that are gone.
    """

    run: str
    plan: str
    changed: dict[str, int] = field(default_factory=dict)
    faults: list[Finding] = field(default_factory=list)
    stages: dict[str, tuple[Stage, ...]] = field(default_factory=dict)
    transactions: int = 0
    repeated: int = 0
    longest: float = 0.0
    already_done: bool = False
    forgotten: bool = False

    def count(self, outcome: Outcome) -> None:
        """Add what one transaction did."""
        self.transactions += 1
        self.repeated += outcome.repeated
        self.longest = max(self.longest, outcome.seconds)
        for done in outcome.steps:
            self.changed[done.step] = self.changed.get(done.step, 0) + done.changed

    @property
    def complete(self) -> bool:
        """Whether everything in the plan has been done and recorded."""
        return not self.faults


Progress = Callable[[Unit, Step | None, int], None]


def confirm(office: Office, digest: str) -> Plan:
    """The plan with a digest; raises Refused when it is unknown, ambiguous or of another policy."""
    try:
        plan = office.store.plan(digest)
    except StoreFault as fault:
        raise Refused(fault.finding) from None
    if plan is None:
        raise refuse(
            "unknown-digest",
            "no plan with this digest was shown",
            "make the plan again, read it, and confirm the digest that stands at its end",
        )
    if plan.policy != office.policy.digest:
        raise refuse(
            "policy-changed",
            "the policy has changed since this plan was made: nothing was changed",
            "make the plan again under the present policy",
        )
    return plan


@dataclass
class Runner:
    """One try at running a plan. `pace` is seconds to wait between the transactions of a sweep."""

    office: Office
    clock: Clock
    by: str
    pace: float = 0.0
    progress: Progress | None = None

    def run(self, digest: str) -> Report:
        """Run a confirmed plan to its end, or continue it; raises Refused when it must not be run."""
        plan = confirm(self.office, digest)
        if self.office.store.run_of(digest) is None:
            self._see_that_nothing_is_held(plan)
        claim = self.office.store.claim(digest, plan.kind, self.clock(), self.by, self._ending(plan))
        reached("after-claim")
        return self._continue(plan, self.office.store.run(claim.run))

    def _see_that_nothing_is_held(self, plan: Plan) -> None:
        """A hold that was placed after the plan was made is not in it: the plan is to be made anew.

        Holds on what a request leaves out by two people's decision are: its plan was made without that.
        """
        made, own = datetime.fromisoformat(plan.made_at), f"request {self.by}:"
        for hold in self.office.store.holds(self.clock()):
            if hold.at > made and not hold.reason.startswith(own):
                raise refuse(
                    "held-since-plan",
                    f"hold {hold.id} was placed after this plan was made: nothing was changed",
                    "make the plan again: it leaves out what is held",
                )

    def _continue(self, plan: Plan, state: RunState) -> Report:
        report = Report(state.id, state.plan)
        if state.state == "stopped":
            raise refuse(
                "run-stopped", f"the run of this plan was stopped: {state.reason}", "make a new plan"
            )
        for unit in plan.units:
            report.stages.setdefault(unit.system, self._stages(unit.system))
        report.already_done = state.state == "done"
        stopped = ""
        for unit in plan.units:
            try:
                assure_remembered(self.office, [unit.system])
                if unit.chunk:
                    self._swept(plan, unit, state, report)
                else:
                    self._record(plan, unit, self._whole(plan, unit, state), report)
            except SystemFault as fault:
                report.faults.append(fault.finding)
                stopped = stopped or (fault.finding.code if _needs_a_new_plan(fault) else "")
        self._finish(plan, report, state, stopped)
        return report

    def _finish(self, plan: Plan, report: Report, state: RunState, stopped: str) -> None:
        reached("before-end")
        for name in dict.fromkeys(unit.system for unit in plan.units):
            try:
                self.office.systems[name].finish()
            except SystemFault as fault:
                report.faults.append(fault.finding)
        store = self.office.store
        if report.faults or not plan.units or plan.units[-1].chunk:
            if not report.faults:
                store.end_run(state.id, "done", self.clock())
            elif stopped:
                store.end_run(state.id, "stopped", self.clock(), stopped)
            store.seal_pending(self.clock())
        if not report.forgotten:
            store.forget_rows(rows_gone(self.office, plan))
        if plan.sealed and not report.faults:
            store.drop(plan.sealed.entry)
        reached("after-end")

    def _ending(self, plan: Plan) -> Ending | None:
        """Consents taken as withdrawn, objections as upheld, for those of whom something stays."""
        if not plan.persons:
            return None
        consents = tuple(n for n in plan.ended if self.office.policy.purposes[n].basis is Basis.CONSENT)
        objections = tuple(n for n in plan.ended if n not in consents)
        people = tuple(rows_named(named) for named in plan.persons)
        return Ending(people, consents, objections, datetime.fromisoformat(plan.made_at))

    def _whole(self, plan: Plan, unit: Unit, state: RunState) -> Outcome:
        """A unit that is one transaction, exactly once however often this is asked."""
        system, receipt = self.office.systems[unit.system], f"{state.id}/{unit.number}"
        system.prepare()
        filled = unit if receipt in state.done else opened(self.office.store, plan, unit)
        return system.carry_out(filled, receipt)

    def _swept(self, plan: Plan, unit: Unit, state: RunState, report: Report) -> None:
        """The transactions of a sweep, each exactly once; recorded some at a time, also where one fails."""
        self.office.systems[unit.system].prepare()
        done: list[Outcome] = []
        since = monotonic()
        try:
            for number, step in enumerate(unit.steps):
                for outcome in self._sweep(unit, step, f"{state.id}/{unit.number}/{number}"):
                    done.append(outcome)
                    if len(done) >= TOGETHER or monotonic() - since > 1:
                        self._record_chunks(plan, unit, done, report)
                        done, since = [], monotonic()
        finally:
            self._record_chunks(plan, unit, done, report)

    def _sweep(self, unit: Unit, step: Step, name: str) -> Iterator[Outcome]:
        """One step of a sweep, chunk by chunk, until a chunk is not full; brakes when it finds too much."""
        system = self.office.systems[unit.system]
        total, chunk = 0, 0
        most = int(step.expected * BRAKE)
        while True:
            chunk += 1
            allowed = replace(unit, chunk=max(min(unit.chunk, most - total), 0))
            outcome = self._chunk(system, allowed, step, f"{name}/{chunk}", total)
            total += outcome.steps[0].changed
            yield outcome
            if self.progress:
                self.progress(unit, step, total)
            if outcome.steps[0].changed < max(allowed.chunk, 1):
                return
            if self.pace and not outcome.repeated:
                sleep(self.pace)

    def _chunk(self, system: "SqlSystem", allowed: Unit, step: Step, name: str, total: int) -> Outcome:
        """One transaction of a sweep; where it would change more than is still allowed it changes nothing."""
        try:
            return system.carry_out_chunk(allowed, step, name)
        except SystemFault as fault:
            if fault.finding.code != "changed-since-plan":
                raise
        raise SystemFault(_braked(allowed, step, total), permanent=True)

    def _record_chunks(self, plan: Plan, unit: Unit, done: Sequence[Outcome], report: Report) -> None:
        if done:
            told = [(outcome.receipt, self._told(plan, unit, outcome, report)) for outcome in done]
            reached("before-record")
            self.office.store.record_chunks(report.run, unit.number, self.clock(), told)
            reached("after-record")
        for outcome in done:
            report.count(outcome)

    def _record(self, plan: Plan, unit: Unit, outcome: Outcome, report: Report) -> None:
        """Record a transaction; with the last one of all end the run, seal, and forget rows that are gone."""
        last = unit is plan.units[-1] and not report.faults
        evidence = self._told(plan, unit, outcome, report)
        gone = self._gone(plan) if last else None
        reached("before-record")
        report.forgotten = (
            self.office.store.record(
                report.run,
                outcome.receipt,
                unit.number,
                self.clock(),
                evidence,
                end=last,
                seal=last,
                gone=gone or NO_ROWS,
            )
            and gone is not None
        )
        reached("after-record")
        report.count(outcome)
        if self.progress:
            self.progress(unit, None, sum(done.changed for done in outcome.steps))

    def _told(self, plan: Plan, unit: Unit, outcome: Outcome, report: Report) -> list[Evidence]:
        """The evidence of one transaction."""
        at = self.clock().isoformat()
        steps = {step.name: step for step in unit.steps}
        return [
            _evidence(plan, report, unit, steps[done.step], done, outcome.receipt, at)
            for done in outcome.steps
            if done.changed
        ]

    def _gone(self, plan: Plan) -> Rows | None:
        """Rows to forget; None when that cannot be told now: what was done is recorded all the same."""
        try:
            return rows_gone(self.office, plan)
        except SystemFault:
            return None

    def _stages(self, system: str) -> tuple[Stage, ...]:
        try:
            return tuple(self.office.systems[system].stages(self.clock().date()))
        except SystemFault:
            return ()


def rows_gone(office: Office, plan: Plan) -> Rows:
    """Rows that the store remembers as somebody's and that are gone: their ids may be another's one day.

    Only rows that the store remembers are looked for, and only where the plan removed any.
    """
    removed = {
        (unit.system, step.collection) for unit in plan.units for step in unit.steps if step.act is Act.REMOVE
    }
    if not removed:
        return NO_ROWS
    known = office.store.remembered(named_ids(plan, office.policy) if plan.kind == "erasure" else None)
    looked_for = {
        (system, name): ids
        for (system, name), ids in known.ids.items()
        if (system, name.partition(":")[0]) in removed
    }
    with office.readers(few=True) as readers:
        return vanished(office, readers, Rows(looked_for))


def named_ids(plan: Plan, policy: Policy) -> Rows:
    """The rows that a plan about people names, under every name that its parameter can stand for."""
    found: dict[tuple[str, str], frozenset[RowId]] = {}
    for unit in plan.units:
        roots: dict[str, list[str]] = {}
        for root in (n for c in policy.systems[unit.system].collections.values() for n in root_names(c)):
            roots.setdefault(f"people_{root}".replace(":", "__"), []).append(root)
        for name, value in unit.parameters.items():
            stem, _, number = name.rpartition("_")
            hints = (name, stem) if number.isdecimal() else (name,)
            if not isinstance(value, list):
                continue
            for root in (one for hint in hints for one in roots.get(hint, ())):
                found[unit.system, root] = found.get((unit.system, root), frozenset()) | frozenset(value)
    return Rows(found)


_REACHED = {
    Act.REMOVE: "row gone from its table",
    Act.CLEAR: "cleared in its row",
    Act.RECTIFY: "corrected in its row",
}
"""What the end of a step's transaction is, in the words of evidence."""


_STALE = ("changed-since-plan", "left-after-run")
_MENDED_OUTSIDE = (
    "no-right",
    "no-receipts",
    "receipt-unreadable",
    "login-refused",
    "database-missing",
    "table-unfit",
)
"""A right is given, a password corrected, a table's kind changed: then the same plan is as good as before."""


def _needs_a_new_plan(fault: SystemFault) -> bool:
    """Whether only a new plan can help, so that this one's run ends."""
    code = fault.finding.code
    return code in _STALE or (fault.permanent and code not in _MENDED_OUTSIDE)


def _braked(unit: Unit, step: Step, total: int) -> Finding:
    return Finding(
        "more-than-planned",
        f"{step.name} has found more rows than planned, and stopped",
        "make a new plan, see why there are more, and confirm that one",
        example=f"planned {step.expected}, found {total} and more in {unit.system}",
    )


def _evidence(
    plan: Plan,
    report: Report,
    unit: Unit,
    step: Step,
    done: StepOutcome,
    receipt: str,
    at: str,
) -> Evidence:
    return Evidence(
        number=0,
        run=report.run,
        receipt=receipt,
        step=step.name,
        kind=plan.kind,
        at=at,
        plan=report.plan,
        policy=plan.policy,
        system=unit.system,
        collection=step.collection,
        act=str(step.act),
        columns=step.columns,
        categories=step.categories,
        purposes=step.purposes,
        changed=done.changed,
        left=max(done.left, 0),
        erased=_REACHED[step.act],
        next="; ".join(_next(stage) for stage in report.stages[unit.system] if not stage.reached),
    )


def _next(stage: Stage) -> str:
    by = f" by {stage.by}" if stage.by else ""
    return f"{stage.name}{by}: {stage.next}" if stage.next else f"{stage.name}{by}"


def run_plan(
    office: Office,
    digest: str,
    clock: Clock,
    by: str,
    pace: float = 0.0,
    progress: Progress | None = None,
) -> Report:
    """Run a confirmed plan, or continue it."""
    return Runner(office, clock, by, pace, progress).run(digest)
