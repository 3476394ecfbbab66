"""Which control a fact or a capability is judged by: the one place that says so (docs/promises.md)."""

from collections.abc import Callable
from datetime import datetime, time

from holdord.words.agreement import Agreement
from holdord.words.capabilities import CAPABILITIES
from holdord.words.period import Duration, Indefinitely, WhileKept, lasts_until
from holdord.words.policy import Basis, Policy, Proof, Purpose, RecipientKind
from holdord.words.request import Right
from holdord.words.standing import ProofKind, ProofLink, Reason, State, Verdict
from holdord.workflows.probes import PROBES
from holdord.workflows.probes.consents import on_consent_alone
from holdord.workflows.promises import controls
from holdord.workflows.promises.controls import all_of, measured, unproven
from holdord.workflows.promises.records import Confirmed, Records

Judge = Callable[[Policy, Records, str], Verdict]


def verdict_of(policy: Policy, records: Records, fact: str) -> Verdict:
    """How one fact ("purposes.bookkeeping") or capability ("capability retention") stands."""
    if fact.startswith("capability "):
        return _capability(policy, records, fact)
    section, _, name = fact.partition(".")
    return _SECTIONS[section](policy, records, name)


def _capability(policy: Policy, records: Records, fact: str) -> Verdict:
    name = fact.removeprefix("capability ")
    if not CAPABILITIES[name].here:
        return unproven("capability-missing", fact=fact, what=name)
    judge = _CAPABILITIES.get(name)
    return judge(policy, records, name) if judge else unproven("no-control", fact=fact, what=name)


def _purpose(policy: Policy, records: Records, name: str) -> Verdict:
    """A purpose is kept to when what it held goes in time and, on consent, nobody is held without one."""
    ended = _ended(policy, records, name)
    looked_at = {each for collection, _ in on_consent_alone(policy) for each in collection.purposes}
    if policy.purposes[name].basis is not Basis.CONSENT or name not in looked_at:
        return ended
    return all_of([ended, controls.consented(records, policy, f"purposes.{name}")], ended)


def _ended(policy: Policy, records: Records, name: str) -> Verdict:
    """Whether what a purpose held goes when the purpose has ended."""
    fact = f"purposes.{name}"
    if isinstance(policy.purposes[name].keep, Indefinitely):
        return unproven("capability-missing", fact=fact, what="anonymity-check")
    if not any(name in collection.purposes for collection in policy.collections()):
        return unproven("held-nowhere", fact=fact)
    verdicts = [controls.swept(records, policy), controls.nothing_late(records, policy, name)]
    return all_of(verdicts, verdicts[0])


def _all_ended(policy: Policy, records: Records, wanted: Callable[[Purpose], bool]) -> Verdict:
    """The same for all of some purposes that hold something for a time; by-hand places are no sweep's."""
    held = {name for collection in policy.collections() for name in collection.purposes}
    found = [
        name
        for name, purpose in policy.purposes.items()
        if name in held and wanted(purpose) and not isinstance(purpose.keep, Indefinitely)
    ]
    return all_of((_ended(policy, records, name) for name in found), unproven("held-nowhere"))


def _limit(policy: Policy, records: Records, name: str) -> Verdict:
    bounded = set(policy.limits[name].categories)
    return _all_ended(policy, records, lambda purpose: bool(bounded & set(purpose.categories)))


def _system(policy: Policy, records: Records, name: str) -> Verdict:
    return measured(records, policy, "data-map", name)


def _map(policy: Policy, records: Records, name: str) -> Verdict:
    return measured(records, policy, "data-map")


def _recipient(policy: Policy, records: Records, name: str) -> Verdict:
    recipient, fact = policy.recipients[name], f"recipients.{name}"
    if recipient.kind is not RecipientKind.PROCESSOR:
        return _disclosures(policy, records, name)
    agreement = recipient.agreement
    if not isinstance(agreement, Agreement):
        return unproven("agreement-bare", fact=fact)
    if agreement.missing:
        return Verdict(
            State.UNPROVEN,
            Reason("clauses-missing", fact=fact, count=len(agreement.missing)),
            proof=ProofLink(ProofKind.POLICY, fact),
        )
    if fact in records.confirmed:
        return controls.confirmed(records, policy, fact)
    signed = datetime.combine(agreement.signed, time(), policy.controller.calendar.zone)
    proof = ProofLink(ProofKind.POLICY, fact)
    return Verdict(State.KEPT, Reason("agreement", fact=fact, at=signed), signed, None, proof)


def _disclosures(policy: Policy, records: Records, name: str) -> Verdict:
    ledger = measured(records, policy, "ledger")
    if ledger.state is not State.KEPT:
        return ledger
    count = records.readings["ledger"].count("disclosures")
    reason = Reason("disclosed", count=count, at=ledger.reason.at)
    return Verdict(State.KEPT, reason, None, ledger.next_check, ledger.proof)


def _measure(policy: Policy, records: Records, name: str) -> Verdict:
    measure = policy.measures[name]
    if measure.proof is not Proof.PROBE:
        return controls.confirmed(records, policy, f"measures.{name}")
    if measure.probe not in PROBES:
        return unproven("no-probe", fact=f"measures.{name}", what=measure.probe)
    return measured(records, policy, measure.probe)


def _risk(policy: Policy, records: Records, name: str) -> Verdict:
    risk, fact = policy.risks[name], f"risks.{name}"
    ends = None
    if isinstance(risk.every, Duration):
        ends = lasts_until(risk.every, risk.assessed, policy.controller.calendar)
    assessed = datetime.combine(risk.assessed, time(), policy.controller.calendar.zone)
    found, proof = Confirmed("", risk.assessed, True, ends), ProofLink(ProofKind.POLICY, fact)
    weighed = controls.lasting(records, policy, found, Reason("assessed", fact=fact, at=assessed), proof)
    return all_of([weighed, *(_measure(policy, records, one) for one in risk.measures)], weighed)


def _risks(policy: Policy, records: Records, name: str) -> Verdict:
    unweighed = set(policy.systems) - {risk.system for risk in policy.risks.values()}
    if unweighed:
        return unproven("system-unweighed", what=min(unweighed))
    return all_of(
        (_risk(policy, records, one) for one in policy.risks), unproven("nothing-stated", what="risks")
    )


def _measures(policy: Policy, records: Records, name: str) -> Verdict:
    found = (_measure(policy, records, one) for one in policy.measures)
    return all_of(found, unproven("nothing-stated", what="measures"))


def _attestations(policy: Policy, records: Records, name: str) -> Verdict:
    found = (controls.confirmed(records, policy, fact) for fact in records.confirmed)
    return all_of(found, unproven("nothing-stated", what="attestations"))


def _processors(policy: Policy, records: Records, name: str) -> Verdict:
    found = [one for one, who in policy.recipients.items() if who.kind is RecipientKind.PROCESSOR]
    nothing = unproven("nothing-stated", what="processors")
    return all_of((_recipient(policy, records, one) for one in found), nothing)


def _published(policy: Policy, records: Records, name: str) -> Verdict:
    return controls.published(records, policy)


def _cookie(policy: Policy, records: Records, name: str) -> Verdict:
    return unproven("capability-missing", fact=f"cookies.{name}", what="cookie-lifetime")


def _decision(policy: Policy, records: Records, name: str) -> Verdict:
    if not policy.decisions[name].reviewed_by:
        return unproven("no-reviewer", fact=f"decisions.{name}")
    return controls.right_served(records, policy, Right.HUMAN_REVIEW)


def _every_right(policy: Policy, records: Records, name: str) -> Verdict:
    found = [controls.right_served(records, policy, right) for right in Right]
    return all_of(found, found[0])


def _right(right: Right) -> Judge:
    return lambda policy, records, name: controls.right_served(records, policy, right)


def _reading(probe: str) -> Judge:
    return lambda policy, records, name: measured(records, policy, probe)


def _retention(policy: Policy, records: Records, name: str) -> Verdict:
    return _all_ended(policy, records, lambda purpose: True)


def _mirrored(policy: Policy, records: Records, name: str) -> Verdict:
    return _all_ended(policy, records, lambda purpose: isinstance(purpose.keep, WhileKept))


def _withdrawal(policy: Policy, records: Records, name: str) -> Verdict:
    ended = _all_ended(policy, records, lambda purpose: purpose.basis is Basis.CONSENT)
    return all_of([ended, controls.right_served(records, policy, Right.WITHDRAWAL)], ended)


_SECTIONS: dict[str, Judge] = {
    "purposes": _purpose,
    "limits": _limit,
    "categories": _map,
    "systems": _system,
    "recipients": _recipient,
    "measures": _measure,
    "risks": _risk,
    "cookies": _cookie,
    "forms": _published,
    "prose": _published,
    "decisions": _decision,
    "by_hand": _every_right,
    "promises": lambda policy, records, name: controls.confirmed(records, policy, f"promises.{name}"),
}

_CAPABILITIES: dict[str, Judge] = {
    "purposes": _map,
    "retention": _retention,
    "retention-mirror": _mirrored,
    "legal-hold": lambda policy, records, name: controls.holds_reviewed(records, policy),
    "content-probe": _reading("content"),
    "data-map": _map,
    "request-access": _right(Right.ACCESS),
    "request-rectification": _right(Right.RECTIFICATION),
    "request-erasure": _right(Right.ERASURE),
    "request-restriction": _right(Right.RESTRICTION),
    "request-objection": _right(Right.OBJECTION),
    "request-portability": _right(Right.PORTABILITY),
    "request-human-review": _right(Right.HUMAN_REVIEW),
    "request-refusal": _every_right,
    "notify-recipients": lambda policy, records, name: controls.recipients_told(records, policy),
    "staff-console": _every_right,
    "privacy-centre": _reading("rights"),
    "consent-ledger": _reading("ledger"),
    "consent-withdrawal-erasure": _withdrawal,
    "staff-access": _reading("staff"),
    "staff-lockout": _reading("staff"),
    "policy-text": _published,
    "policy-versions": _published,
    "policy-change-notice": lambda policy, records, name: controls.change_told(records, policy),
    "notice-at-collection": _published,
    "processors": _processors,
    "disclosures": _disclosures,
    "measures": _measures,
    "attestations": _attestations,
    "risk": _risks,
}
