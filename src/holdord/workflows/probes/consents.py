"""People held on consent without a consent on record.

Looked at are the collections that serve purposes on consent and no others: whoever stands there is held for
that alone. Their keys are read in samples, turned into the digests by which people are known, and let go.
"""

from collections.abc import Iterator
from datetime import datetime

from holdord.planning.samples import sample
from holdord.planning.typed import as_typed, normal
from holdord.words.policy import Basis, Collection, Owner, Policy
from holdord.words.probe import Measured, Outcome
from holdord.workflows.office import Office, Readers
from holdord.workflows.probes.sampling import sampled

ROWS = 1000


def measure(office: Office, now: datetime) -> Measured:
    """People looked at and people without a consent, by purpose."""
    counts: dict[str, int] = {}
    with office.readers() as readers:
        for collection, owner in on_consent_alone(office.policy):
            for keys in _people(office, readers, collection, owner, now):
                for name in collection.purposes:
                    purpose = f"purposes.{name}"
                    standing = office.store.standing(keys, name, now)
                    counts[f"{purpose}: looked at"] = counts.get(f"{purpose}: looked at", 0) + 1
                    if standing is not None and standing.consent is None:
                        counts[purpose] = counts.get(purpose, 0) + 1
    missing = any(": " not in name for name in counts)
    return Measured(Outcome.BROKEN if missing else Outcome.KEPT, counts)


def on_consent_alone(policy: Policy) -> Iterator[tuple[Collection, Owner]]:
    """Collections with keys of their own whose rows no purpose but those on consent may hold."""
    for collection in policy.collections():
        purposes = [policy.purposes[name] for name in collection.purposes]
        if purposes and all(purpose.basis is Basis.CONSENT for purpose in purposes):
            for owner in collection.owners:
                if any(not policy.keys[key].shared for key in owner.keys):
                    yield collection, owner


def _people(
    office: Office, readers: Readers, collection: Collection, owner: Owner, now: datetime
) -> Iterator[dict[str, set[str]]]:
    catalogue = office.systems[collection.system].catalogue()
    table = catalogue.tables[collection.table]
    names = {column: key for key, column in owner.keys.items() if not office.policy.keys[key].shared}
    system = office.policy.systems[collection.system]
    looked = sample(system, catalogue.dialect, table, tuple(names), ROWS)
    for row in sampled(readers, system.name, looked, ROWS, now.toordinal()):
        found = {
            names[column]: {normal(office.policy.keys[names[column]], as_typed(value))}
            for column, value in zip(looked.columns, row, strict=True)
            if value is not None and as_typed(value).strip()
        }
        if found:
            yield found
