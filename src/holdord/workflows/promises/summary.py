"""The summary of a week, by e-mail to the person responsible: once, however often a worker tries or dies.

It goes where reminders go: to HOLDORD_STAFF_MAIL, else to the data protection officer of the policy, else to
its contact. The week is taken just before the mail server is given the letter; whoever dies after that sends
none twice, and the next week has its own. A server that refuses the letter gives the week back: the next
hour tries again.
"""

import smtplib
from contextlib import suppress
from datetime import datetime, timedelta

from holdord.connectors.faults import reached
from holdord.letters.board import summary
from holdord.letters.letter import Letter, headed
from holdord.letters.text import as_text
from holdord.store.request_records import Mail
from holdord.words.standing import State
from holdord.workflows.office import Office
from holdord.workflows.promises.board import board
from holdord.workflows.requests.links import address_of
from holdord.workflows.requests.mailing import connected, message_to, server_of
from holdord.workflows.requests.reminding import staff_address

WEEK = timedelta(days=7)


class _Taken(Exception):
    """Somebody else has sent this week's, or begun to."""


def week_of(office: Office, now: datetime) -> str:
    """The week of the controller's calendar: "2026-W48" (ISO 8601)."""
    year, week, _ = now.astimezone(office.policy.controller.calendar.zone).isocalendar()
    return f"{year}-W{week:02d}"


def send_summary(office: Office, now: datetime) -> bool:
    """Send this week's, unless that was done or there is nothing to send; whether it went out."""
    week, to = week_of(office, now), staff_address(office)
    server = server_of(office.environment)
    if not office.policy.promises or not to or server is None or office.store.summary_begun(week):
        return False
    letter = summary_of(office, now)
    told = {"to": to, "subject": headed(letter.title), "text": as_text(letter)}

    def mark() -> None:
        if not office.store.summary_begin(week, now):
            raise _Taken
        reached("summary-begun")

    message = message_to(office, Mail(0, "", "summary", f"summary-{week}", 0), told, now)
    with suppress(_Taken, smtplib.SMTPException, OSError), connected(server, mark) as connection:
        try:
            connection.send_message(message)
        except smtplib.SMTPDataError:  # a plain no: nobody has it
            office.store.summary_free(week)
            raise
        reached("summary-taken")
        office.store.summary_sent(week, now)
        return True
    return False


def summary_of(office: Office, now: datetime) -> Letter:
    """The letter of this week."""
    before: dict[str, State] = {}
    standings = board(office, now)
    for one in standings:
        past = [stood for stood in office.store.history(one.promise) if stood.at <= now - WEEK]
        if past:
            before[one.promise] = past[0].state
    language = office.policy.controller.texts[0]
    url = f"{address_of(office.environment)}/console/promises/"
    return summary(office.policy, language, week_of(office, now), standings, before, url)
