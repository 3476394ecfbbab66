"""Records of processing activities (Art. 30), from the same facts that the engine runs on.

Paragraph 1 is about what a company decides itself: an activity is a purpose. Paragraph 2 is about what it
does for others. The fields stand in the order of the law, which is that of the authorities' templates; those
that the law does not ask for and everybody needs (ground, source, systems) come after them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from holdord.letters.framing import capital, named, protection, ways
from holdord.letters.law import EEA, country
from holdord.letters.letter import Block, Heading, Letter, Paragraph, Table
from holdord.letters.phrases import Phrases
from holdord.words.on_behalf import OnBehalf
from holdord.words.policy import CategoryKind, Contact, Policy, Purpose, RecipientKind
from holdord.words.recipient import Recipient, SubProcessor


@dataclass(frozen=True, slots=True)
class Told:
    """One field of the record: its name for programs, what it is called, and what it says."""

    key: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Activity:
    """One processing activity: its name in the policy, what it is called, and its fields in order."""

    name: str
    title: str
    fields: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class ProcessingRecords:
    """The whole record, in one language, as of a day. Every activity of one part has the same fields."""

    language: str
    title: str
    as_of: str
    controller: tuple[Told, ...]
    activities: tuple[Activity, ...]
    erasure: tuple[tuple[str, str], ...]
    on_behalf: tuple[Activity, ...]
    headings: Mapping[str, str]


def processing_records(policy: Policy, language: str, today: date) -> ProcessingRecords:
    """The record of a policy as of a day, in one language."""
    words = Phrases(language, policy)
    return ProcessingRecords(
        language,
        words.say("art30_title"),
        words.say("art30_as_of", day=words.day(today), version=policy.digest[:12]),
        tuple(_controller(words)),
        tuple(
            Activity(one.name, capital(words.text(one.says, one.name)), tuple(_purpose(words, one)))
            for one in policy.purposes.values()
        ),
        tuple(_erasure(words)),
        tuple(
            Activity(one.name, capital(words.text(one.says, one.name)), tuple(_for_others(words, one)))
            for one in policy.on_behalf.values()
        ),
        {key: words.say(f"art30_{key}") for key in _HEADINGS},
    )


_HEADINGS = (
    "own", "own_none", "deadlines", "deadlines_intro", "category", "erasure", "others", "field", "says",
)  # fmt: skip


def _field(words: Phrases, key: str, text: str) -> Told:
    return Told(key, words.say(f"art30_{key}"), text or words.say("art30_none"))


def _controller(words: Phrases) -> Iterator[Told]:
    """Art. 30(1)(a) and (2)(a)."""
    controller = words.policy.controller
    yield _field(words, "controller", controller.name)
    yield _field(words, "number", controller.number)
    address = ", ".join(filter(None, (controller.address, country(controller.country, words.language))))
    yield _field(words, "address", address)
    yield _field(words, "contact", ways(controller.contact))
    yield _field(words, "officer", ways(controller.protection_officer or Contact()))


def _purpose(words: Phrases, one: Purpose) -> Iterator[Told]:
    """Art. 30(1)(b)-(g), and what else is needed beside it."""
    policy = words.policy
    recipients = [found for found in policy.recipients.values() if found.gets(one.categories, (one.name,))]
    yield _field(words, "purpose", capital(words.text(one.says, one.name)))
    people = (policy.people[name] for name in one.people)
    yield _field(words, "people", _lines(words.text(each.says, each.name) for each in people))
    for kinds, key in _KINDS.items():
        held = [name for name in one.categories if policy.categories[name].kind in kinds]
        yield _field(words, key, _lines(map(words.category, held)))
    yield _field(words, "recipients", _lines(_said(words, each) for each in recipients))
    yield _field(words, "transfers", _transfers(words, recipients))
    yield _field(words, "erasure", capital(words.period(one)))
    yield _field(words, "security", _security(words))
    yield _field(words, "ground", capital(words.ground(one)))
    yield _field(words, "source", words.text(one.source) or words.say("art30_source_person"))
    yield _field(words, "systems", _lines(_systems(words, one)))


_KINDS = {
    (CategoryKind.ORDINARY, CategoryKind.ANONYMOUS): "ordinary",
    (CategoryKind.SPECIAL,): "special",
    (CategoryKind.CRIMINAL,): "criminal",
    (CategoryKind.IDENTITY_NUMBER,): "identity",
}
"""The kinds of data that templates ask for apart, as the law rules each apart (Art. 6, 9, 10, 87)."""


def _said(words: Phrases, one: Recipient) -> str:
    """ "Host A/S (processor: hosting)": who it is, in which role, what it does."""
    role = words.say(f"art30_role_{one.kind}")
    function = words.text(one.function)
    return f"{capital(words.text(one.says, one.name))} ({role}{f': {function}' if function else ''})"


def _transfers(words: Phrases, recipients: Iterable[Recipient]) -> str:
    """Art. 30(1)(e): each country outside the EEA with what protects the data there."""
    given: list[Recipient | SubProcessor] = []
    for recipient in recipients:
        given += [recipient, *recipient.sub_processors.values()]
    return _lines(
        words.say(
            "art30_transfer",
            who=capital(words.text(one.says, one.name)),
            country=country(one.country, words.language),
            safeguards=protection(words, one.country, one.safeguards) or words.say("third_country_unstated"),
        )
        for one in given
        if one.country not in EEA
    )


def _security(words: Phrases) -> str:
    """Art. 30(1)(g): the measures, as the policy says them."""
    return _lines(words.text(one.says, one.name) for one in words.policy.measures.values())


def _systems(words: Phrases, one: Purpose) -> Iterator[str]:
    policy = words.policy
    for system in policy.systems.values():
        if any(one.name in collection.purposes for collection in system.collections.values()):
            yield named(system.name)
    for place in policy.by_hand.values():
        if set(place.categories) & set(one.categories):
            yield capital(words.text(place.says, place.name))


def _erasure(words: Phrases) -> Iterator[tuple[str, str]]:
    """Art. 30(1)(f): for each category the periods of every purpose that holds it; the last one counts."""
    policy = words.policy
    for category in policy.categories.values():
        holding = [one for one in policy.purposes.values() if category.name in one.categories]
        if holding:
            said = (f"{words.text(one.says, one.name)}: {words.period(one)}" for one in holding)
            yield capital(words.category(category.name)), _lines(said)


def _for_others(words: Phrases, one: OnBehalf) -> Iterator[Told]:
    """Art. 30(2)(a)-(d)."""
    policy = words.policy
    recipients = [policy.recipients[name] for name in one.recipients]
    yield _field(words, "controllers", words.text(one.controllers))
    yield _field(words, "done", capital(words.text(one.says, one.name)))
    yield _field(words, "transfers", _transfers(words, recipients))
    yield _field(words, "security", words.text(one.security) or _security(words))
    processors = [each for each in recipients if each.kind is RecipientKind.PROCESSOR]
    yield _field(words, "sub_processors", _lines(_said(words, each) for each in processors))
    places = (
        capital(words.text(policy.by_hand[name].says, name)) if name in policy.by_hand else named(name)
        for name in one.systems
    )
    yield _field(words, "systems", _lines(places))


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(capital(part) for part in parts if part))


def as_letter(found: ProcessingRecords) -> Letter:
    """The record to be read: who, then a table for each activity, as a page or as PDF."""
    says = found.headings
    head = (says["field"], says["says"])
    blocks: list[Block] = [
        Paragraph(found.as_of),
        Table(found.title, head, tuple((one.label, one.text) for one in found.controller)),
        Heading(says["own"]),
    ]
    if not found.activities:
        blocks.append(Paragraph(says["own_none"]))
    blocks += _tables(found.activities, head)
    if found.erasure:
        blocks += [Heading(says["deadlines"]), Paragraph(says["deadlines_intro"])]
        blocks.append(Table(says["deadlines"], (says["category"], says["erasure"]), found.erasure))
    if found.on_behalf:
        blocks += [Heading(says["others"]), *_tables(found.on_behalf, head)]
    return Letter(found.title, found.language, tuple(blocks))


def _tables(activities: Iterable[Activity], head: tuple[str, str]) -> Iterator[Block]:
    for one in activities:
        yield Heading(one.title, 3)
        yield Table(one.title, head, tuple((field.label, field.text) for field in one.fields))


def as_json(found: ProcessingRecords) -> dict[str, object]:
    """The record as plain values, with the names of the fields that do not depend on the language."""
    return {
        "format": "holdord-records/1",
        "language": found.language,
        "controller": _values(found.controller),
        "activities": [{"name": one.name, **_values(one.fields)} for one in found.activities],
        "erasure": [{"category": name, "until": text} for name, text in found.erasure],
        "on_behalf": [{"name": one.name, **_values(one.fields)} for one in found.on_behalf],
    }


def _values(fields: Iterable[Told]) -> dict[str, str]:
    return {one.key: one.text for one in fields}
