"""The age of what people have confirmed: what has lapsed, was never said, or is found not to be so."""

from datetime import datetime

from holdord.words.probe import Measured, Outcome
from holdord.workflows.attesting import to_confirm
from holdord.workflows.office import Office


def measure(office: Office, now: datetime) -> Measured:
    """How many there are, and how many somebody has to say now."""
    today = now.astimezone(office.policy.controller.calendar.zone).date()
    found = to_confirm(office, today)
    due = sum(one.is_due for one in found)
    denied = sum(bool(one.latest and not one.latest.holds) for one in found)
    counts = {"confirmations looked at": len(found), "due": due, "denied": denied}
    return Measured(Outcome.BROKEN if due else Outcome.KEPT, counts)
