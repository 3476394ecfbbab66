"""How each promise stands: its facts judged, the worst one counts; and since when."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from holdord.store.promise_records import Stood
from holdord.words.policy import Policy, Promise, Proof
from holdord.words.standing import Standing, State, worst
from holdord.workflows.office import Office
from holdord.workflows.promises.controls import unproven
from holdord.workflows.promises.facts import verdict_of
from holdord.workflows.promises.records import Records, gather


def stands(policy: Policy, records: Records, promise: Promise, before: Stood | None = None) -> Standing:
    """How one promise stands; `before` is how it was last written down to."""
    facts = list(promise.kept_by)
    own = f"promises.{promise.name}"
    if own in records.confirmed or (not facts and promise.proof is Proof.ATTEST):
        facts.append(own)
    parts = tuple((fact, verdict_of(policy, records, fact)) for fact in facts)
    control, verdict = worst(parts) if parts else ("", unproven("nothing-keeps"))
    since = before.at if before and before.state is verdict.state else verdict.since
    return Standing(
        promise.name,
        verdict.state,
        since,
        min((one.next_check for _, one in parts if one.next_check), default=None),
        control,
        verdict.reason,
        verdict.proof,
        parts,
    )


def all_standings(policy: Policy, records: Records, before: Mapping[str, Stood]) -> list[Standing]:
    """How every promise stands, in the order of the policy."""
    return [stands(policy, records, one, before.get(one.name)) for one in policy.promises.values()]


def board(office: Office, now: datetime) -> list[Standing]:
    """The board of an office, from its store alone."""
    before = office.store.standings(list(office.policy.promises))
    return all_standings(office.policy, gather(office, now), before)


def by_state(standings: Sequence[Standing]) -> dict[State, int]:
    """How many promises stand in each state, the worst first."""
    counts = dict.fromkeys(sorted(State, key=lambda state: -state.rank), 0)
    for one in standings:
        counts[one.state] += 1
    return counts
