"""A request for rectification (Art. 16): planned by staff, confirmed by its digest, run as every plan is.

The person says in words what is wrong. Staff state it as corrections of the person's own fields; `propose`
makes the plan, `deciding.confirm` confirms it, and carrying the request on runs it. What no field takes is
added as the person's statement (Art. 16, second sentence); what nothing here reaches is a task (`by_hand`).
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from holdord.connectors import SystemFault
from holdord.letters.framing import capital, named, phrases_of
from holdord.planning.typed import normal
from holdord.words.correction import CorrectableRow, Corrected, Correction
from holdord.words.plan import Plan
from holdord.words.request import Request, Right, State
from holdord.workflows import correcting
from holdord.workflows.office import Office, Refused, refuse
from holdord.workflows.people import find
from holdord.workflows.requests.cases import case_of
from holdord.workflows.requests.contents import WHILE_OPEN, perhaps, replace
from holdord.workflows.requests.looking import known_of, proved
from holdord.workflows.running import Clock, run_plan

LONGEST = 2_000
"""Characters of a statement."""

_STALE = ("changed-since-plan", "left-after-run", "content-gone")
_UNRUN = ("run-stopped", "policy-changed", "unknown-digest")


def corrections_possible(office: Office, id: str, now: datetime, by: str = "") -> tuple[CorrectableRow, ...]:
    """The person's rows field by field; that somebody looked at what stands there is written down."""
    proved(office, id)
    if by:
        office.store.look(id, by, "values", now)
    return correcting.correctable(office, known_of(office, id), now)


def propose(office: Office, id: str, corrections: Iterable[Correction], by: str, now: datetime) -> Plan:
    """Make the plan of some corrections, keep it and note its digest; the one before counts no more."""
    return _planned(office, _open(office, id), corrections, by, now)


def plan_review(
    office: Office, request: Request, corrections: Iterable[Correction], by: str, now: datetime
) -> Plan:
    """The plan that sets the outcome of a decision as whoever looked at it again decided (`reviewing`)."""
    return _planned(office, request, corrections, by, now)


def _planned(
    office: Office, request: Request, corrections: Iterable[Correction], by: str, now: datetime
) -> Plan:
    made = correcting.propose(
        office,
        known_of(office, request.id),
        corrections,
        now,
        request=request.id,
        expires=now + WHILE_OPEN,
        decided=request.right is Right.HUMAN_REVIEW,
    )
    let_go(office, request.plan)
    replace(office.store, request.id, "corrections", [asdict(one) for one in made.changes], now + WHILE_OPEN)
    office.store.save_plan(made.plan)
    office.store.move(request.id, request.version, at=now, by=by, note_kind="planned", plan=made.plan.digest)
    return made.plan


def let_go(office: Office, digest: str) -> None:
    """The values of a plan that is no longer the one to be confirmed."""
    old = office.store.plan(digest) if digest else None
    if old and old.sealed:
        office.store.drop(old.sealed.entry)


def proposed(office: Office, id: str) -> tuple[Corrected, ...]:
    """What the plan of a request would change, or has changed: with its values, to be shown and not kept."""
    return tuple(Corrected(**one) for one in perhaps(office.store, id, "corrections") or ())


def complete(office: Office, id: str, statement: str, by: str, now: datetime) -> Request:
    """Add the person's statement to data that is incomplete (Art. 16, second sentence)."""
    request = _open(office, id)
    words = statement.strip()
    if not words or len(words) > LONGEST:
        raise refuse(
            "statement-unfit",
            f"a statement has 1 to {LONGEST:,} characters",
            "write what the person wants to have added, in their words",
        )
    replace(office.store, id, "statement", words, now + WHILE_OPEN)
    return office.store.move(id, request.version, at=now, by=by, note_kind="completed")


def statement_of(office: Office, id: str) -> str:
    """What the person had added; "" for nothing."""
    return str(perhaps(office.store, id, "statement") or "")


def carry(office: Office, request: Request, clock: Clock) -> bool:
    """Run the plan that was confirmed, if there is one; False where it has to be confirmed anew."""
    if not request.confirmed:
        return True
    if office.store.run_of(request.confirmed) is None and _leads_elsewhere(office, request, clock()):
        return _plan_anew(office, request, clock())
    try:
        report = run_plan(office, request.confirmed, clock, request.id)
    except Refused as refused:
        if refused.findings[0].code not in _UNRUN:
            raise
        return _plan_anew(office, request, clock())
    if any(fault.code in _STALE for fault in report.faults):
        return _plan_anew(office, request, clock())
    if report.faults:
        raise SystemFault(report.faults[0], permanent=False)
    _follow_keys(office, request, clock())
    if request.right is Right.RECTIFICATION:
        _tell(office, request, clock())
    return True


def _plan_anew(office: Office, request: Request, now: datetime) -> bool:
    """What stands in the fields has changed since the plan was shown: it is made again, and confirmed again.

    A part may have been done: what stands there already is left out. Where nothing is left to be corrected,
    or something now stands in its way, there is no new plan, and a person sees to it.
    """
    _follow_keys(office, request, now)
    again = [
        Correction(one.system, one.collection, one.row, one.column, one.new or "")
        for one in proposed(office, request.id)
    ]
    open_again = office.store.move(
        request.id,
        office.store.request(request.id).version,
        at=now,
        by="",
        note_kind="plan-stale",
        state=State.OPEN,
        plan="",
        confirmed="",
    )
    let_go(office, request.confirmed)
    try:
        _planned(office, open_again, again, "", now)
    except Refused as refused:
        code = refused.findings[0].code
        fresh = office.store.request(request.id)
        office.store.move(request.id, fresh.version, at=now, by="", note_kind=code)
    return False


def _leads_elsewhere(office: Office, request: Request, now: datetime) -> bool:
    """Whether somebody else has come under a new key since the plan was made."""
    changes = list(correcting.changed_keys(office, proposed(office, request.id)))
    if not changes:
        return False
    with office.readers(few=True) as readers:
        found = find(office, readers, known_of(office, request.id), now, wide=True)
        return any(correcting.leads_to_others(office, readers, found, *one, now) for one in changes)


def _follow_keys(office: Office, request: Request, now: datetime) -> None:
    """Keep the person findable in this request, and known in the store, when what they are found by changed.

    A new key counts once their own row holds it. One that stands in none of their rows any more was wrong: it
    is theirs no longer, for the store either.
    """
    changes = list(correcting.changed_keys(office, proposed(office, request.id)))
    if not changes:
        return
    known = {name: list(values) for name, values in known_of(office, request.id).items()}
    with office.readers(few=True) as readers:
        wider = {name: list(values) for name, values in known.items()}
        for key, change in changes:
            wider.setdefault(key, []).append(change.new or "")
        found = find(office, readers, wider, now)
    gone: list[tuple[str, str]] = []
    for key, change in changes:
        of = office.policy.keys[key]
        read = list(correcting.keys_read(office, found, key))
        stand = {value for *_, value in read}
        old, new = (normal(of, value or "") for value in (change.old, change.new))
        kept = [value for value in known.get(key, []) if normal(of, value) not in (old, new)]
        kept += [old] if old and old in stand else []
        done = (change.system, change.collection, change.row, new) in read
        known[key] = kept + ([new] if done else [])
        if old and old not in stand:
            gone.append((key, old))
    replace(office.store, request.id, "keys", {n: v for n, v in known.items() if v}, now + WHILE_OPEN)
    former = {key: {old} for key, old in gone}
    if former and office.store.subjects_of(former):
        keys = {name: set(values) | former.get(name, set()) for name, values in found.keys.items() if values}
        office.store.subject(keys, found.rows)
        for key, old in gone:
            office.store.forget_key(key, old)


def _tell(office: Office, request: Request, now: datetime) -> None:
    """What the answer says: each field in the person's language, and what it says now."""
    words = phrases_of(case_of(office, request, now))
    changes = proposed(office, request.id)
    told = []
    for one in changes:
        fields = {(o.collection, o.column) for o in changes if o.category == one.category}
        what = capital(words.category(one.category))
        what = f"{what} ({named(one.column)})" if len(fields) > 1 else what
        told.append({"category": one.category, "what": what, "now": one.new or ""})
    replace(office.store, request.id, "changes", told, now + WHILE_OPEN)


def categories(office: Office, request: Request) -> set[str]:
    """The categories in which something was corrected or completed."""
    plan = office.store.plan(request.confirmed) if request.confirmed else None
    found = {c for unit in plan.units for step in unit.steps for c in step.categories} if plan else set()
    by_words = not plan or statement_of(office, request.id) or office.store.tasks(request.id)
    if by_words and "category" in request.details:
        found.add(request.details["category"])
    if not found:
        return {name for purpose in office.policy.purposes.values() for name in purpose.categories}
    return found


def _open(office: Office, id: str) -> Request:
    request = office.store.request(id)
    if request.right is not Right.RECTIFICATION or request.state is not State.OPEN:
        raise refuse("not-this-right", f"request {id} is no open request for rectification (Art. 16)", "")
    return request
