"""Whether the store still knows what was done with it: a lost one begins anew in silence.

Every transaction leaves a receipt in the company's system with the id of its run. A store that knows none of
these runs is a new one where an old one is meant, or another one: what it had been told (consents that were
withdrawn, objections, holds) is not in it. Nothing is planned or erased then, until somebody says that it is
meant so.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from holdord.words.finding import Finding
from holdord.workflows.office import Office, Refused


def assure_remembered(office: Office, systems: Iterable[str]) -> None:
    """Raise Refused where one of some systems has receipts of runs that the store does not know.

    Looked at once for an open office, at the first and the last receipt of each system: a lost store knows
    neither.
    """
    new = [name for name in systems if name not in office.remembered]
    lost = _unknown(office, {name: office.systems[name].receipts() for name in new})
    if lost:
        raise Refused(*(_lost(office, name) for name in lost))
    office.remembered.update(new)


def unknown_runs(office: Office) -> Mapping[str, Counter[str]]:
    """For each system with receipts of runs that the store does not know, these runs and their receipts."""
    return _unknown(office, {name: system.receipts(all=True) for name, system in office.systems.items()})


def accept(office: Office, at: datetime, by: str) -> int:
    """Somebody says that the store is meant to be this one: note the unknown runs; how many."""
    runs = {run for found in unknown_runs(office).values() for run in found}
    office.store.accept_runs(sorted(runs), at, by)
    return len(runs)


def runs_of(receipts: Iterable[str]) -> set[str]:
    """The runs that left receipts, by the names of these."""
    return {one.partition("/")[0] for one in receipts}


def _unknown(office: Office, receipts: Mapping[str, Iterable[str]]) -> dict[str, Counter[str]]:
    runs = {name: Counter(one.partition("/")[0] for one in found) for name, found in receipts.items()}
    every = sorted({run for found in runs.values() for run in found})
    unknown = set(office.store.unknown_runs(every)) if every else set()
    lost = {name: Counter({r: n for r, n in found.items() if r in unknown}) for name, found in runs.items()}
    return {name: found for name, found in lost.items() if found}


def _lost(office: Office, system: str) -> Finding:
    return Finding(
        "store-lost",
        f"the system {system} has receipts of runs that this store does not know: the store is a new one, "
        "an older one, or another's, and what it was told of consents, objections and holds is missing",
        "restore the store from its back-up, or name the right one (HOLDORD_STORE, HOLDORD_DATABASE_URL); "
        "if this one is meant, say so with `holdord store --accept`",
        office.policy.systems[system].place,
    )
