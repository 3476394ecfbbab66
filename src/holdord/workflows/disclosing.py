"""Disclosures: writing down that people's data was passed on, and telling each person what is theirs.

Recipients of the policy are given data all the time, and an answer names them. What is written down here is
what happens besides: the police ask, a court orders, a present is sent on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from holdord.letters.records import GivenOn
from holdord.planning.typed import normal
from holdord.words.disclosure import Disclosure, Withheld
from holdord.words.facts import Rows
from holdord.workflows.exporting import Disclosed
from holdord.workflows.office import Office, refuse
from holdord.workflows.people import Known, find
from holdord.workflows.stating import subject_of

LAWS = {"DK": "databeskyttelsesloven § 22", "NO": "personopplysningsloven § 16"}
"""Where the law allows that a person is not told, by country (Art. 23)."""


@dataclass(frozen=True, slots=True)
class PassedOn:
    """What was passed on, as somebody states it: to a recipient of the policy, or to somebody by name."""

    on: date
    ground: str
    categories: tuple[str, ...]
    recipient: str = ""
    to: str = ""
    reference: str = ""
    withheld: Withheld | None = None


def write_down(office: Office, people: Sequence[Known], what: PassedOn, now: datetime, by: str) -> list[str]:
    """Write down one passing-on of the data of some people, all or none; returns its ids, one for each.

    Raises Refused for what cannot be, and for somebody of whom nothing is held and nothing was ever stated:
    nobody's data can have been passed on.
    """
    made = _checked(office, what, now, by)
    subjects = [subject_of(office, known, now, unknown=False) for known in people]
    return office.store.disclose(list(dict.fromkeys(subjects)), made)


def _checked(office: Office, what: PassedOn, now: datetime, by: str) -> Disclosure:
    policy = office.policy
    today = now.astimezone(policy.controller.calendar.zone).date()
    if what.recipient and what.recipient not in policy.recipients:
        known = ", ".join(policy.recipients) or "none"
        raise refuse("unknown-name", "the policy has no recipient of this name", f"one of: {known}")
    if not what.recipient and not what.to.strip():
        help = "name a recipient of the policy, or write who it was"
        raise refuse("no-receiver", "it is not said who was given the data", help)
    if not what.categories:
        raise refuse("no-categories", "it is not said which data was passed on", "name its categories")
    for name in what.categories:
        if name not in policy.categories:
            known = ", ".join(policy.categories)
            raise refuse("unknown-name", "the policy has no category of this name", f"one of: {known}")
    if not what.ground.strip():
        help = "write the law, the consent or the agreement that allowed it"
        raise refuse("no-ground", "it is not said on which ground it was passed on", help)
    if (
        max(map(len, (what.to, what.ground, what.reference, what.withheld.law if what.withheld else "")))
        > 200
    ):
        raise refuse("too-long", "a text has over 200 characters", "say it in fewer words")
    if what.on > today:
        raise refuse("day-ahead", "what is still to come was not passed on yet", "give the day it was")
    if what.withheld and not what.withheld.law.strip():
        law = LAWS.get(policy.controller.country, "the law")
        help = f"name the exception, such as {law}, with its part"
        raise refuse("withheld-without-law", "it is not said which law keeps it from the person", help)
    if what.withheld and what.withheld.until <= what.on:
        help = "give the last day on which the person must not be told"
        raise refuse("withheld-without-end", "it is told from a day that comes before it was given", help)
    to = what.to.strip() or what.recipient
    return Disclosure(
        "", "", what.recipient, to, what.on, what.ground.strip(), what.categories, what.reference.strip(),
        what.withheld, by, now,
    )  # fmt: skip


def about(office: Office, known: Known, now: datetime) -> list[Disclosure]:
    """Every disclosure about the person behind some keys, told or not, the newest first."""
    with office.readers(few=True) as readers:
        found = find(office, readers, known, now)
    return disclosures_of(office, (known, found.keys), found.rows)


def disclosures_of(office: Office, several: Iterable[Known], rows: Rows) -> list[Disclosure]:
    """By keys that belong to one person alone, and by rows that do."""
    keys: dict[str, set[str]] = {}
    for known in several:
        for name, values in known.items():
            key = office.policy.keys[name]
            if not key.shared:
                keys.setdefault(name, set()).update(normal(key, value) for value in values)
    return office.store.disclosures_about(office.store.pointed_at(keys, rows))


def told_to_person(office: Office, known: Known, found: Disclosed, day: date) -> tuple[GivenOn, ...]:
    """What the person behind some keys is told on a day: whatever stands, and must not be withheld.

    `found` is what is held about that person in the company's systems.
    """
    return tuple(
        GivenOn(one.on, one.recipient, one.to, one.ground, one.categories)
        for one in disclosures_of(office, (known, found.keys), found.own)
        if one.told_on(day)
    )


def strike(office: Office, id: str, reason: str, by: str, now: datetime) -> None:
    """Take back a disclosure that was written down by mistake."""
    if not reason.strip():
        raise refuse("no-reason", "it is not said why it was a mistake", "add the reason")
    office.store.strike_disclosure(id, reason, by, now)
