"""The controls: each says of one kind of record how a fact stands, as a pure function.

What shows that a promise is kept must be fresh: probes and sweeps come once a day, so what is older than a
day and a half is late, and after four days it says nothing of today any more.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from holdord.words.policy import Policy
from holdord.words.probe import Outcome, Reading
from holdord.words.request import Right
from holdord.words.standing import ProofKind, ProofLink, Reason, State, Verdict, worst
from holdord.workflows.promises.records import SOON, Confirmed, Differs, Records

EVERY = timedelta(days=1)
FRESH = timedelta(hours=36)
STALE = timedelta(days=4)

AHEAD = timedelta(days=30)
"""A confirmation, an assessment or a review that ends within this is due."""

NOTICE_WITHIN = timedelta(days=45)
"""By then a recipient has confirmed a notice, or somebody of staff has made sure."""

TOLD_WITHIN = timedelta(days=7)
"""So long after a substantial change was published everybody whom it concerns has been written to."""

HOLD_REVIEWED = timedelta(days=30)
"""So long after its day a hold that was not reviewed is only due; then the promise to review is broken."""

_OF_POLICY = ("retention", "data-map", "content", "consents", "sweep")
"""Probes that measure the world against the policy: under another policy they say nothing of this one."""


def unproven(code: str, fact: str = "", what: str = "") -> Verdict:
    """Nothing shows it, for a reason."""
    return Verdict(State.UNPROVEN, Reason(code, fact=fact, what=what))


def all_of(verdicts: Iterable[Verdict], nothing: Verdict) -> Verdict:
    """The worst of some verdicts; `nothing` where there are none."""
    found = [("", verdict) for verdict in verdicts]
    return worst(found)[1] if found else nothing


def measured(records: Records, policy: Policy, probe: str, *counted: str) -> Verdict:
    """What the latest reading of a probe says; where names are `counted`, of what they name alone."""
    reading = records.readings.get(probe)
    if reading is None:
        return unproven("never-measured", what=probe)
    proof = ProofLink(ProofKind.READING, reading.name)
    next_check = reading.at + EVERY
    count = reading.count(*counted) if counted else 0
    broken = bool(count) if counted else reading.outcome is Outcome.BROKEN
    if broken:
        reason = Reason(f"{probe}-broken", count=count or _found(reading), at=reading.at, what=probe)
        return Verdict(State.BROKEN, reason, None, next_check, proof)
    if reading.outcome is Outcome.UNKNOWN:
        reason = Reason("unreadable", at=reading.at, what=probe)
        return Verdict(State.UNPROVEN, reason, None, next_check, proof)
    return aged(records, policy, reading, Reason(f"{probe}-kept", at=reading.at, what=probe))


def _found(reading: Reading) -> int:
    """How many of what must not be were counted, each once: totals and "looked at" do not count.

    Some probes count the same a second time, under other names: a row that is late by its purpose, an error
    in the map by its code, a confirmation that is denied among those that are due.
    """
    again = {
        "retention": lambda name: name.startswith("purposes."),
        "data-map": lambda name: ": " in name,
        "confirmations": lambda name: name == "denied",
    }.get(reading.probe, lambda name: False)
    quiet = (
        "tables",
        "rows",
        "records",
        "unsealed",
        "seals",
        "not looked at",
        "days left",
        "hsts seconds",
        "disclosures",
    )
    return sum(
        number
        for name, number in reading.measured.counts.items()
        if name not in quiet
        and not again(name)
        and not name.startswith(("also ", "TLSv"))
        and not name.endswith("looked at")
    )


def aged(records: Records, policy: Policy, reading: Reading, reason: Reason) -> Verdict:
    """What a reading shows to be kept, as far as it still says something of today."""
    proof, age = ProofLink(ProofKind.READING, reading.name), records.now - reading.at
    if reading.measured.reference:
        proof = ProofLink(ProofKind.RUN, reading.measured.reference)
    next_check = reading.at + EVERY
    if age > STALE:
        return Verdict(
            State.UNPROVEN, Reason("reading-old", at=reading.at, what=reading.probe), None, next_check, proof
        )
    if age > FRESH:
        return Verdict(
            State.DUE, Reason("reading-late", at=reading.at, what=reading.probe), None, next_check, proof
        )
    if reading.policy != policy.digest and reading.probe in _OF_POLICY:
        return Verdict(
            State.DUE, Reason("policy-changed", at=reading.at, what=reading.probe), None, next_check, proof
        )
    return Verdict(State.KEPT, reason, None, next_check, proof)


def swept(records: Records, policy: Policy) -> Verdict:
    """Whether a sweep over everybody ran when it should have, and came to its end."""
    reading = records.readings.get("sweep")
    if reading is None:
        return unproven("never-swept")
    proof = ProofLink(ProofKind.READING, reading.name)
    if reading.measured.reference:
        proof = ProofLink(ProofKind.RUN, reading.measured.reference)
    if reading.outcome is not Outcome.KEPT:
        state = State.DUE if records.now - reading.at <= STALE else State.UNPROVEN
        return Verdict(state, Reason("sweep-waits", at=reading.at), None, reading.at + EVERY, proof)
    reason = Reason("swept", count=reading.count("rows"), at=reading.at)
    return aged(records, policy, reading, reason)


def nothing_late(records: Records, policy: Policy, purpose: str) -> Verdict:
    """Whether nothing that a purpose held is still there past its time."""
    return measured(records, policy, "retention", f"purposes.{purpose}")


def consented(records: Records, policy: Policy, fact: str) -> Verdict:
    """Whether everybody held for a purpose on consent has one on record.

    Where nobody at all has one, the ledger is not in use for it: that shows nothing, neither way.
    """
    verdict, reading = measured(records, policy, "consents", fact), records.readings.get("consents")
    if reading is None or verdict.state is not State.BROKEN:
        return verdict
    if reading.count(fact) < reading.count(f"{fact}: looked at"):
        return verdict
    reason = Reason("no-consents", fact=fact, at=reading.at)
    return Verdict(State.UNPROVEN, reason, None, verdict.next_check, verdict.proof)


def right_served(records: Records, policy: Policy, right: Right) -> Verdict:
    """Whether everybody who used a right was answered in time, and the next one would be.

    Where nobody has asked yet, the nightly rehearsal has to show that an answer could be given.
    """
    asked = records.asked.get(right)
    waiting = asked.waiting if asked else ()
    late = [one for one in waiting if one.due < records.today]
    if late:
        proof = ProofLink(ProofKind.REQUEST, late[0].id)
        since = _at(records, policy, late[0].due + timedelta(days=1))
        return Verdict(State.BROKEN, Reason("request-late", count=len(late)), since, records.now, proof)
    if soon := [one for one in waiting if one.due <= records.today + SOON]:
        proof = ProofLink(ProofKind.REQUEST, soon[0].id)
        due = _at(records, policy, soon[0].due)
        return Verdict(State.DUE, Reason("request-soon", count=len(soon), at=due), None, due, proof)
    rehearsed = measured(records, policy, "rights")
    if rehearsed.state is not State.KEPT or asked is None or not asked.answered:
        if rehearsed.state is State.KEPT:
            reason = Reason("nothing-asked", at=rehearsed.reason.at)
            return Verdict(State.KEPT, reason, None, rehearsed.next_check, rehearsed.proof)
        return rehearsed
    proof = ProofLink(ProofKind.REQUEST, asked.answered)
    return Verdict(State.KEPT, Reason("answered", at=asked.answered_at), None, rehearsed.next_check, proof)


def confirmed(records: Records, policy: Policy, fact: str) -> Verdict:
    """Whether somebody has said that a fact is so, and their word still lasts."""
    found = records.confirmed.get(fact)
    if found is None or (found.on is None and found.lasts_until is None):
        return unproven("never-confirmed", fact=fact)
    proof = ProofLink(ProofKind.CONFIRMATION, found.id) if found.id else ProofLink(ProofKind.POLICY, fact)
    said = _at(records, policy, found.on) if found.on else None
    if not found.holds:
        return Verdict(State.BROKEN, Reason("denied", fact=fact, at=said), said, None, proof)
    return lasting(records, policy, found, Reason("confirmed", fact=fact, at=said), proof)


def lasting(records: Records, policy: Policy, found: Confirmed, reason: Reason, proof: ProofLink) -> Verdict:
    """What was said on a day, as far as it still lasts."""
    ends = found.lasts_until
    if ends is None:
        return Verdict(State.KEPT, reason, None, None, proof)
    over = _at(records, policy, ends + timedelta(days=1))
    if ends < records.today:
        return Verdict(State.UNPROVEN, Reason("lapsed", fact=reason.fact, at=over), over, over, proof)
    if ends <= records.today + AHEAD:
        return Verdict(State.DUE, Reason("confirm-soon", fact=reason.fact, at=over), None, over, proof)
    return Verdict(State.KEPT, reason, None, over, proof)


def published(records: Records, policy: Policy) -> Verdict:
    """Whether what is published says what the files say."""
    found = records.published
    if found is None:
        return unproven("never-published")
    proof = ProofLink(ProofKind.PUBLICATION, str(found.number))
    if found.differs is not Differs.NOT:
        state = State.BROKEN if found.differs is Differs.SUBSTANTIAL else State.DUE
        reason = Reason(f"published-{found.differs}", count=found.number, at=found.at)
        return Verdict(state, reason, None, records.now, proof)
    return Verdict(State.KEPT, Reason("published", count=found.number, at=found.at), found.at, None, proof)


def change_told(records: Records, policy: Policy) -> Verdict:
    """Whether people were told of what was substantial in the version that is published."""
    verdict, found = published(records, policy), records.published
    if found is None or verdict.state is not State.KEPT or not found.tells:
        return verdict
    if not found.announced:
        reason = Reason("not-announced", count=found.number, at=found.at)
        return Verdict(State.BROKEN, reason, found.at, records.now, verdict.proof)
    if found.waits:
        late = found.at + TOLD_WITHIN < records.now
        state = State.BROKEN if late else State.DUE
        ends = found.at + TOLD_WITHIN
        return Verdict(state, Reason("telling", count=found.number, at=found.at), None, ends, verdict.proof)
    return Verdict(
        State.KEPT, Reason("announced", count=found.number, at=found.at), found.at, None, verdict.proof
    )


def holds_reviewed(records: Records, policy: Policy) -> Verdict:
    """Whether each hold that stands was looked at again by its day; holds are kept to by every sweep."""
    late = [day for day in records.reviews if day < records.today]
    if late:
        state = State.BROKEN if min(late) + HOLD_REVIEWED < records.today else State.DUE
        since = _at(records, policy, min(late) + timedelta(days=1))
        return Verdict(state, Reason("hold-late", count=len(late)), since, records.now)
    verdict = swept(records, policy)
    if verdict.state is not State.KEPT:
        return verdict
    first = min(records.reviews, default=None)
    next_check = _at(records, policy, first) if first else verdict.next_check
    reason = Reason("holds", count=len(records.reviews), at=verdict.reason.at)
    return Verdict(State.KEPT, reason, None, next_check, verdict.proof)


def recipients_told(records: Records, policy: Policy) -> Verdict:
    """Whether recipients that had to be told have confirmed it, or are still in time to."""
    open_ = records.notices
    if open_.oldest and open_.oldest + NOTICE_WITHIN < records.now:
        since = open_.oldest + NOTICE_WITHIN
        return Verdict(State.BROKEN, Reason("notice-late", count=open_.count), since, records.now)
    if open_.handed:
        return Verdict(State.DUE, Reason("notice-handed", count=open_.handed), None, records.now)
    rehearsed = measured(records, policy, "rights")
    if rehearsed.state is not State.KEPT:
        return rehearsed
    reason = Reason("notices", count=open_.count, at=rehearsed.reason.at)
    return Verdict(State.KEPT, reason, None, rehearsed.next_check, rehearsed.proof)


def _at(records: Records, policy: Policy, day: date) -> datetime:
    """The first moment of a day, where the controller is."""
    return datetime.combine(day, time(), policy.controller.calendar.zone)
