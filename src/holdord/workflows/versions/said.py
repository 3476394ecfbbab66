"""What people were told, and when: the version that stood on a day, and the letters that somebody got."""

from dataclasses import dataclass
from datetime import datetime

from holdord.store.version_records import Published, Told
from holdord.words.days import TICK, end_of_day
from holdord.workflows.office import Office, refuse
from holdord.workflows.people import Known, addresses, find


@dataclass(frozen=True, slots=True)
class Said:
    """The version that stood at a moment, and what somebody had been told by then."""

    stood: Published
    told: tuple[Told, ...]


def said_by(office: Office, at: datetime, known: Known | None, now: datetime) -> Said:
    """What had been said by a moment: to everybody by the version, to one person by letters.

    Raises Refused where nothing had been published by then.
    """
    stood = office.store.last_publication(at)
    if stood is None:
        raise refuse(
            "not-yet-published",
            "no version of the policy had been published by then",
            "`holdord publish --list` names all of them with their days",
        )
    told = _told(office, known, now) if known else []
    return Said(stood, tuple(one for one in told if one.sent_at is None or one.sent_at <= at))


def end_of(office: Office, on: datetime) -> datetime:
    """A day to its end, where the company is; a moment that is told with its time stays as it is."""
    if (on.hour, on.minute, on.second) != (0, 0, 0):
        return on
    return end_of_day(office.policy.controller.calendar.zone, on.date()) - TICK


def _told(office: Office, known: Known, now: datetime) -> list[Told]:
    """The letters to every address that the person has, or has named."""
    with office.readers(few=True) as readers:
        found = find(office, readers, known, now).keys
    named = addresses(office.policy, known) | addresses(office.policy, found)
    return office.store.told_of(sorted(named))
