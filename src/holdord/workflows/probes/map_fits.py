"""The map against the live databases: a table or column that nobody declared, one that is gone, and so on."""

from datetime import datetime

from holdord.language.checks import check_live
from holdord.words.finding import Severity
from holdord.words.probe import Measured, Outcome
from holdord.workflows.office import Office


def measure(office: Office, now: datetime) -> Measured:
    """Errors by system and code: with any, the map does not say what is there."""
    counts: dict[str, int] = {}
    for name, system in office.systems.items():
        errors = 0
        for finding in check_live(office.policy, {name: system.catalogue()}):
            if finding.severity is Severity.ERROR:
                errors += 1
                key = f"{name}: {finding.code}"
                counts[key] = counts.get(key, 0) + 1
        counts[name] = errors
    broken = any(counts[name] for name in office.systems)
    return Measured(Outcome.BROKEN if broken else Outcome.KEPT, counts)
