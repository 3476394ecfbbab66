"""What has changed in a policy, told to the people whose data it is: the e-mail, and the message on the site.

Only what is substantial is told, each change in one sentence of its own (guidelines WP 260 rev.01, points
29-30: told for itself, and not hidden in the whole text).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from holdord.letters.framing import capital, named, sentence, unaddressed
from holdord.letters.law import country
from holdord.letters.letter import Block, Bullets, Heading, Letter, Link, Paragraph
from holdord.letters.phrases import Phrases
from holdord.words.change import Change, Kind
from holdord.words.languages import LANGUAGES
from holdord.words.period import Period
from holdord.words.policy import Policy, Text
from holdord.words.version import VersionLine

Read = Callable[[str], Period]
"""What reads a period as a change names it; the grammar is the language's."""


@dataclass(frozen=True, slots=True)
class Links:
    """Where people read more: the version, and the forms of their rights."""

    version: str
    rights: str


@dataclass(frozen=True, slots=True)
class Telling:
    """What is told: the changes, whose consents are asked anew, and which marketing can be ended."""

    changes: tuple[Change, ...]
    renewed: tuple[str, ...] = ()
    objectable: tuple[str, ...] = ()


def change_letter(
    policy: Policy, language: str, line: VersionLine, telling: Telling, links: Links, read: Read
) -> Letter:
    """The e-mail to somebody whose data is concerned; it names nobody."""
    words = Phrases(language, policy)
    return unaddressed(
        policy, language, words.say("change_title"), _blocks(words, line, telling, links, read)
    )


def _blocks(words: Phrases, line: VersionLine, telling: Telling, links: Links, read: Read) -> Iterator[Block]:
    local = line.at.astimezone(words.policy.controller.calendar.zone)
    about = words.say("change_about", day=words.day(local.date()), time=f"{local:%H:%M}", number=line.number)
    yield Paragraph(about)
    if note := words.text(line.note):
        yield Paragraph(sentence(note))
    yield Heading(words.say("change_news"))
    yield Bullets(sentences(words, telling.changes, read))
    if telling.renewed:
        yield Paragraph(words.say("change_renew", purposes=words.listed(map(words.purpose, telling.renewed))))
    yield Heading(words.say("change_can"))
    yield Paragraph(words.say("change_rights"))
    yield Link(words.say("change_use"), links.rights)
    if telling.objectable:
        purposes = words.listed(map(words.purpose, telling.objectable))
        yield Paragraph(words.say("change_marketing", purposes=purposes))
    yield Link(words.say("change_read"), links.version)


def message_of(
    policy: Policy, language: str, at: datetime, changes: tuple[Change, ...], read: Read
) -> dict[str, str]:
    """What stands on the company's site: a sentence, the words of the link, and the changes, a line each."""
    words = Phrases(language, policy)
    day = at.astimezone(policy.controller.calendar.zone).date()
    return {
        "text": words.say("change_site", day=words.day(day)),
        "link": words.say("change_site_read"),
        "stop": words.say("change_stop"),
        "heading": words.say("change_news"),
        "news": "\n".join(sentences(words, changes, read)),
    }


def sentences(words: Phrases, changes: tuple[Change, ...], read: Read) -> tuple[str, ...]:
    """Each substantial change as a sentence, and none twice."""
    told = (capital(_told(words, change, read)) for change in changes if change.substantial)
    return tuple(dict.fromkeys(told))


def _told(words: Phrases, change: Change, read: Read) -> str:
    section, name, *rest = [*change.fact.split("."), ""]
    part, last = (rest or [""])[0], change.fact.rpartition(".")[2]
    what = _subject(words, section, name, change)
    purpose = words.policy.purposes.get(name) if section == "purposes" else None
    match change.kind, section, part:
        case Kind.PURPOSE, "purposes", "people":
            people = words.policy.people.get(last)
            return words.say(
                "change_purpose_people", what=what, people=words.text(people.says if people else {}, last)
            )
        case Kind.BASIS, "purposes", _ if purpose:
            return words.say("change_basis_now", what=what, ground=words.ground(purpose))
        case Kind.CATEGORY, "purposes", _:
            return words.say("change_category_used", what=what, category=words.category(last))
        case Kind.RECIPIENT, "recipients", "categories":
            return words.say("change_recipient_gets", what=what, category=words.category(last))
        case Kind.RECIPIENT, "recipients", "purposes":
            return words.say("change_recipient_for", what=what, purpose=words.purpose(last))
        case Kind.RECIPIENT, "recipients", "sub_processors":
            return words.say("change_recipient_through", what=what, other=_sub_processor(words, name, last))
        case Kind.THIRD_COUNTRY, _, _:
            return words.say("change_third_country", what=what, country=_country(words, name, change))
        case Kind.LONGER, "purposes", "keep":
            now, before = (words.of(read(said)) for said in (change.after, change.before))
            return words.say("change_longer_now", what=what, period=now, before=before)
        case Kind.WEAKER_RIGHT, "purposes", "overriding" if purpose:
            return words.say("change_weaker_objection", what=what, grounds=words.text(purpose.overriding))
        case Kind.MARKETING, _, _:
            return words.say("change_marketing_now", what=what)
    return words.say(f"change_{change.kind}", what=what)


_OF_CONTROLLER = {
    "calendar": "change_years",
    "contact": "change_contact",
    "protection_officer": "change_contact",
}


def _subject(words: Phrases, section: str, name: str, change: Change) -> str:
    """What a change is about, as the policy calls it."""
    policy = words.policy
    if section == "controller":
        said = _OF_CONTROLLER.get(name)
        return words.say(said) if said else policy.controller.name
    if section == "own_data":
        return words.say("change_own_data")
    if section == "systems":
        return words.say("change_backups")
    if section == "limits" and name in policy.limits:
        return words.listed(map(words.category, policy.limits[name].categories))
    found = getattr(policy, section, {}).get(name)
    if found is not None and getattr(found, "says", None):
        return words.text(found.says)
    if section == "cookies" and found is not None:
        return str(found.known_as)
    before = words.text(_texts(change.before))
    return before or named(name)


def _texts(said: str) -> Text:
    """The texts that a change names as "da: … / en: …"; what is gone from the policy stands there alone."""
    parts = (part.partition(": ") for part in said.split(" / "))
    return {language: text for language, _, text in parts if language in LANGUAGES and text}


def _sub_processor(words: Phrases, recipient: str, name: str) -> str:
    found = words.policy.recipients.get(recipient)
    other = found.sub_processors.get(name) if found else None
    return words.text(other.says, name) if other else named(name)


def _country(words: Phrases, recipient: str, change: Change) -> str:
    """The country that a change is about: the recipient's own, or that of whom it engages."""
    found = words.policy.recipients.get(recipient)
    parts = change.fact.split(".")
    if found is None:
        return "–"
    if len(parts) > 3 and parts[2] == "sub_processors" and parts[3] in found.sub_processors:
        return country(found.sub_processors[parts[3]].country, words.language)
    return country(found.country, words.language)


def ends_marketing(policy: Policy, purposes: Iterable[str]) -> tuple[str, ...]:
    """Those of some purposes that a person can end by one click: marketing, on whatever ground.

    On consent that is its withdrawal (Art. 7(3)), on any other ground an objection (Art. 21(2)-(3)).
    """
    return tuple(name for name in purposes if policy.purposes[name].marketing)
