"""What people were told, and when: the version that stood on a day, and the letters that somebody got."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from holdord.planning.typed import normal
from holdord.store.version_records import Published, Told
from holdord.words.days import TICK, end_of_day
from holdord.words.policy import KeyKind
from holdord.workflows.office import Office, Readers, refuse
from holdord.workflows.people import Known, find


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
        found = _keys(office, readers, known, now)
    return office.store.told_of(sorted(found))


def _keys(office: Office, readers: Readers, known: Known, now: datetime) -> set[tuple[str, str]]:
    return addresses(office, [known, find(office, readers, known, now).keys])


def addresses(office: Office, several: Iterable[Mapping[str, Iterable[str]]]) -> set[tuple[str, str]]:
    """The e-mail addresses among some keys, (key, normal form)."""
    keys = office.policy.keys
    return {
        (name, normal(keys[name], value))
        for known in several
        for name, values in known.items()
        if name in keys and keys[name].kind is KeyKind.EMAIL
        for value in values
    }
