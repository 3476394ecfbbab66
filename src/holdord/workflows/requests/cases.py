"""The request a letter is about, as letters know it."""

from datetime import datetime

from holdord.letters.records import Case
from holdord.words.request import Request
from holdord.workflows.office import Office


def case_of(office: Office, request: Request, now: datetime) -> Case:
    """The case, with its days in the controller's time zone."""
    zone = office.policy.controller.calendar.zone
    return Case(
        office.policy,
        request.right,
        request.id,
        request.language,
        request.received.astimezone(zone).date(),
        now.astimezone(zone).date(),
    )
