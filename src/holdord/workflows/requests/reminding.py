"""Reminders to staff of requests that are due soon, today, or were: each once.

They go to HOLDORD_STAFF_MAIL, without it to the data protection officer of the policy, else to its contact.
A reminder names the request by its number and nobody by name.
"""

from datetime import datetime, timedelta

from holdord.letters.answers import reminder
from holdord.words.clock import reminders
from holdord.words.request import Request
from holdord.workflows.office import Office
from holdord.workflows.requests.links import request_link
from holdord.workflows.requests.mailing import queue

AHEAD = timedelta(days=21)
"""No reminder comes earlier than this before the last day."""


def remind(office: Office, now: datetime) -> int:
    """Queue the reminders that have become due, the latest of each request; how many were new."""
    today = now.astimezone(office.policy.controller.calendar.zone).date()
    to = staff_address(office)
    if not to:
        return 0
    return sum(_remind(office, one, to, now) for one in office.store.due_before(today + AHEAD))


def _remind(office: Office, request: Request, to: str, now: datetime) -> bool:
    controller = office.policy.controller
    today = now.astimezone(controller.calendar.zone).date()
    days = [*reminders(request.due, controller.country), request.due, request.due + timedelta(days=1)]
    reached = [day for day in days if day <= today]
    if not reached or request.paused_since:
        return False
    language = controller.texts[0]
    url = request_link(office.environment, request.id)
    letter = reminder(office.policy, language, request.id, request.right, request.due, today, url)
    return queue(office, request.id, "reminder", to, letter, now, max(reached).isoformat())


def staff_address(office: Office) -> str:
    """Where what concerns the person responsible is sent; "" where nobody is named."""
    controller = office.policy.controller
    officer = controller.protection_officer
    named = office.environment.get("HOLDORD_STAFF_MAIL", "").strip()
    return named or (officer.email if officer else "") or controller.contact.email
