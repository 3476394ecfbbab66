"""Whether what is only added to is as it was written: the chain of evidence, and the guards."""

from datetime import datetime

from holdord.words.probe import Measured, Outcome
from holdord.workflows.office import Office
from holdord.workflows.proving import prove


def measure(office: Office, now: datetime) -> Measured:
    """How many records and seals there are, how often they disagree, and how many guards are missing."""
    verdict = prove(office.store.evidence(), office.store.seals())
    counts = {
        "records": verdict.records,
        "unsealed": verdict.unsealed,
        "seals": verdict.seals,
        "disagreements": len(verdict.broken),
        "guards missing": len(office.store.guards_missing()),
        "disclosures": sum(office.store.count_disclosures().values()),
    }
    broken = counts["disagreements"] or counts["guards missing"]
    return Measured(Outcome.BROKEN if broken else Outcome.KEPT, counts)
