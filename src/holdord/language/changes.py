"""What has changed between a published version of a policy and the policy as it is now.

A version keeps its facts as a snapshot: canonical JSON of everything that was stated, the very text whose
digest the policy has. Two snapshots can be compared long after the code that wrote the older one has moved
on, for nothing is read but names and plain values; what no rule is known for counts as substantial.

    changes(snapshot, policy)  ->  (Change(kind, fact, reason, before, after), …)

Substantial is what people must learn of: a new purpose, another ground, more data, somebody new who gets it
or a country outside the EEA, a longer period, a weaker right, a machine that decides or evaluates, marketing.
All else is editorial. What is laid out otherwise, or said in another order, is no change at all.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from holdord.language.build_digest import facts_of
from holdord.language.changes_rules import At, Sides, facts
from holdord.language.changes_table import SECTIONS
from holdord.words.change import Change, Kind
from holdord.words.plan import canonical_json
from holdord.words.policy import Basis, Policy

Snapshot = Mapping[str, Any]


def snapshot_of(policy: Policy) -> str:
    """The facts of a policy as canonical JSON: what a version keeps of them."""
    return canonical_json(facts_of(policy))


def read_snapshot(text: str) -> Snapshot:
    """The facts that were kept; raises ValueError where the text holds none."""
    found = json.loads(text)
    if not isinstance(found, dict) or "controller" not in found:
        raise ValueError("these are no facts of a policy")
    return found


def changes(old: Snapshot, new: Policy) -> tuple[Change, ...]:
    """Every difference, the substantial ones first, then by the address of the fact."""
    return between(old, facts_of(new))


def between(old: Snapshot, new: Snapshot) -> tuple[Change, ...]:
    """The same between two snapshots."""
    found = facts(SECTIONS)(At("", old, new, Sides(old, new)), old, new)
    return tuple(sorted(found, key=lambda change: (not change.substantial, change.fact)))


def renewed_consents(found: Iterable[Change], policy: Policy) -> tuple[str, ...]:
    """The purposes on consent whose consents were given to something else (Art. 4(11), 6(1)(a), 7).

    Who has said yes to less, or to nothing, is asked anew.
    """
    wide = (Kind.BASIS, Kind.CATEGORY, Kind.PURPOSE, Kind.RECIPIENT, Kind.THIRD_COUNTRY, Kind.PROFILING)
    touched = {
        purpose
        for change in found
        if change.kind in (*wide, Kind.MARKETING)
        for purpose in purposes_of(change, policy)
    }
    return tuple(
        name
        for name, purpose in policy.purposes.items()
        if purpose.basis is Basis.CONSENT and name in touched
    )


def concerned(found: Iterable[Change], policy: Policy) -> tuple[str, ...]:
    """The purposes of the policy as it is now that the substantial changes touch: whose people are told."""
    touched = {name for change in found if change.substantial for name in purposes_of(change, policy)}
    return tuple(name for name in policy.purposes if name in touched)


def purposes_of(change: Change, policy: Policy) -> frozenset[str]:
    """The purposes that a change touches; all of them where it is about everybody."""
    section, _, rest = change.fact.partition(".")
    name = rest.partition(".")[0]
    everything = frozenset(policy.purposes)
    if section == "purposes":
        return frozenset({name}) & everything
    if rest.startswith("calendar."):  # whose period ends later by it
        return frozenset({rest.removeprefix("calendar.")}) & everything
    if section == "recipients":
        return _of_recipient(name, policy)
    if section == "categories":
        return _using({name}, policy)
    if section == "limits" and name in policy.limits:
        return _using(policy.limits[name].categories, policy)
    if section == "decisions" and name in policy.decisions:
        return _using(policy.decisions[name].categories, policy) or everything
    if section == "systems" and name in policy.systems:
        used = {p for c in policy.systems[name].collections.values() for p in c.purposes}
        return frozenset(used) & everything
    if section == "cookies":
        cookie = policy.cookies.get(name)
        return frozenset({cookie.purpose}) & everything if cookie else everything
    return everything


def _of_recipient(name: str, policy: Policy) -> frozenset[str]:
    recipient = policy.recipients.get(name)
    if recipient is None:
        return frozenset(policy.purposes)
    named = frozenset(recipient.purposes)
    return named or _using(recipient.categories, policy) or frozenset(policy.purposes)


def _using(categories: Iterable[str], policy: Policy) -> frozenset[str]:
    wanted = set(categories)
    return frozenset(name for name, purpose in policy.purposes.items() if wanted & set(purpose.categories))
