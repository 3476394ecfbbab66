"""Accounts of staff: that nobody gets in by a password alone, and nobody sees more than a role lets them."""

from datetime import datetime

from holdord.words.probe import Measured, Outcome
from holdord.workflows.office import Office


def measure(office: Office, now: datetime) -> Measured:
    """How many accounts there are, and how many are in use without a second factor."""
    counts = office.store.staff_accounts(now)
    if counts is None:
        return Measured(Outcome.UNKNOWN, why="no-console")
    return Measured(Outcome.BROKEN if counts["no second factor"] else Outcome.KEPT, counts)
