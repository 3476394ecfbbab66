"""Confirmations: which facts of the policy a person confirms, how each stands, and writing one down.

What has to be confirmed, by whom and how often, stands in the policy; what was confirmed when, in the store.
"""

import hashlib
from dataclasses import replace
from datetime import date, datetime

from holdord.words.agreement import Agreement
from holdord.words.attestation import Attestation, Confirmable, ToConfirm
from holdord.words.period import Duration, Fixed, free_from, lasts_until
from holdord.words.policy import Policy, Proof
from holdord.workflows.office import Office, refuse
from holdord.workflows.own import OwnOffice

LARGEST = 10_000_000
"""The most bytes of a document that is kept here; larger ones are named by reference and SHA-256."""

YEARLY = Duration(months=12)
"""How often a promise that rests on somebody's word is confirmed, for the language says no other time."""


def confirmables(policy: Policy) -> dict[str, Confirmable]:
    """Every fact of a policy that a person confirms, by its name ("measures.paper").

    Measures that no probe measures; agreements that are to be read again; promises that rest on somebody's
    word and on no measure, agreement or risk: those have a dated word of their own, which would else be asked
    for twice.
    """
    found = [
        Confirmable(f"measures.{one.name}", one.says, one.confirmed_by, one.every, one.document)
        for one in policy.measures.values()
        if one.proof is Proof.ATTEST
    ]
    for recipient in policy.recipients.values():
        agreement = recipient.agreement
        if isinstance(agreement, Agreement) and agreement.review:
            fact = f"recipients.{recipient.name}"
            found.append(Confirmable(fact, recipient.says, every=agreement.review, first=agreement.signed))
    known = {one.fact for one in found} | {f"risks.{name}" for name in policy.risks}
    for promise in policy.promises.values():
        if promise.proof is Proof.ATTEST and known.isdisjoint(promise.kept_by):
            found.append(Confirmable(f"promises.{promise.name}", promise.says, every=YEARLY))
    return {one.fact: one for one in found}


def to_confirm(office: Office, day: date) -> list[ToConfirm]:
    """How every confirmable fact stands on a day, what is due first."""
    latest = office.store.latest_attestations(on=day)
    found = [
        stands(office.policy, one, latest.get(fact), day) for fact, one in confirmables(office.policy).items()
    ]
    return sorted(found, key=lambda one: (not one.is_due, one.lasts_until or date.max, one.what.fact))


def stands(policy: Policy, what: Confirmable, latest: Attestation | None, day: date) -> ToConfirm:
    """How one stands with its latest confirmation: it lasts from the day of that, or from its first day.

    That something was found not to be so lasts until no day.
    """
    since = latest.on if latest else what.first
    denied = latest is not None and not latest.holds
    lasts = None
    if since is not None and what.every is not None and not denied:
        lasts = lasts_until(what.every, since, policy.controller.calendar)
    return ToConfirm(what, latest, lasts, day)


def attest(office: Office, what: Attestation, now: datetime, content: bytes | None = None) -> str:
    """Write a confirmation down; returns its id. `content` is a document to be kept in the vault.

    Raises Refused where nobody confirms such a fact, where the day lies ahead, and where a document is due
    and neither named nor given.
    """
    known = confirmables(office.policy)
    wanted = known.get(what.fact)
    if wanted is None:
        raise refuse(
            "not-confirmable",
            "the policy has no fact of this name that somebody confirms",
            f"one of: {', '.join(known)}" if known else "state 'measures' in the policy first",
        )
    if not what.by.strip():
        raise refuse("no-confirmer", "it is not said who confirms it", "name the person with --by")
    if max(map(len, (what.by, what.document, what.note))) > 200:
        raise refuse("too-long", "a text has over 200 characters", "say it in fewer words")
    if what.on > now.astimezone(office.policy.controller.calendar.zone).date():
        raise refuse("day-ahead", "a day that is still to come cannot be confirmed", "give an earlier one")
    if wanted.document and what.holds and content is None and not what.document:
        raise refuse(
            "document-missing",
            f"{what.fact} is confirmed with a document",
            "add --document with the file, or with the reference under which it is kept",
        )
    until = None
    if content is not None:
        if len(content) > LARGEST:
            help = "keep it elsewhere, and give its reference and its SHA-256"
            raise refuse("document-too-large", "the document has over 10 MB", help)
        what = replace(what, sha256=hashlib.sha256(content).hexdigest())
        until = _kept_until(office, what.on)
    return office.store.attest(replace(what, at=now), content, until)


def _kept_until(office: Office, on: date) -> datetime:
    """A document goes when the confirmation it belongs to does."""
    own = OwnOffice.beside(office).policy
    keep = own.purposes["attestations"].keep
    assert isinstance(keep, Fixed)
    return free_from(keep, on, own.controller.calendar)
