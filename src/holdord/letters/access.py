"""The answer to access: everything that Art. 15(1)-(2) demands, and the data itself (Art. 15(3))."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from holdord.letters import days
from holdord.letters.framing import (
    capital,
    complaint,
    framed,
    named,
    phrases_of,
    protection,
    recipient_said,
    refusals,
    sentence,
    told_by_hand,
)
from holdord.letters.law import EEA, country
from holdord.letters.letter import Block, Bullets, Heading, Letter, Paragraph, Table
from holdord.letters.machine import exact, meaning
from holdord.letters.ours import kept_here
from holdord.letters.periods import reach
from holdord.letters.phrases import Phrases
from holdord.letters.records import Case, Found, GivenOn, HeldRows
from holdord.words.plan import Kept
from holdord.words.policy import Purpose, Recipient
from holdord.words.secret import NOT_SHOWN

WIDEST = 5
"""So many columns still stand beside each other on a sheet of paper; wider rows are shown field by field."""


def access_answer(case: Case, found: Found) -> Letter:
    """What is held about the person, why, who gets it, until when, and all of it to read."""
    words = phrases_of(case)
    title = words.say("access_title")
    if not found.rows and not found.kept and not found.by_hand:
        said = [*_nothing(words), *_disclosures(words, found)]
        return framed(case, title, [*said, *refusals(case, found.held_back), *complaint(case)])
    blocks: list[Block] = [Paragraph(words.say("access_only_here" if found.only_ours else "access_yes"))]
    for part in () if found.only_ours else (_purposes, _categories, _ends):
        blocks += part(words, found)
    blocks += kept_here(case, found.ours)
    for part in (_recipients, _disclosures, _sources, _automated):
        blocks += part(words, found)
    blocks += _rights(words)
    blocks += refusals(case, found.held_back, "held_back_heading")
    blocks += [] if found.held_back else complaint(case)
    blocks += _copy(words, found)
    blocks += told_by_hand(case, found.by_hand, "by_hand_found")
    return framed(case, title, blocks)


def _nothing(words: Phrases) -> Iterator[Block]:
    yield Paragraph(words.say("access_no"))
    yield Paragraph(words.say("access_no_more"))
    yield Paragraph(words.say("access_kept_request"))


def categories_of(found: Found) -> tuple[str, ...]:
    """The categories of all that is held, in the order in which they are met."""
    met = [f.category for one in found.rows for f in one.fields] + [one.category for one in found.kept]
    return tuple(dict.fromkeys(filter(None, met)))


def purposes_of(words: Phrases, found: Found) -> tuple[Purpose, ...]:
    """The purposes for which anything that is held is used, those that have ended for it not among them."""
    names = dict.fromkeys(one.purpose for one in found.kept)
    return tuple(words.policy.purposes[name] for name in names if name in words.policy.purposes)


def _purposes(words: Phrases, found: Found) -> Iterator[Block]:
    """Art. 15(1)(a), with the ground and the interest weighed."""
    yield Heading(words.say("purposes_heading"))
    rows = []
    for purpose in purposes_of(words, found):
        ground = words.ground(purpose)
        if purpose.interest:
            ground = words.say("interest", ground=ground, interest=words.text(purpose.interest))
        held = dict.fromkeys(one.category for one in found.kept if one.purpose == purpose.name)
        said = words.listed(words.category(name) for name in held if name)
        rows.append((words.text(purpose.says, purpose.name), ground, said))
    if rows:
        head = (words.say("col_purpose"), words.say("col_ground"), words.say("col_categories"))
        yield Table(words.say("purposes_table"), head, tuple(rows))


def _categories(words: Phrases, found: Found) -> Iterator[Block]:
    """Art. 15(1)(b)."""
    yield Heading(words.say("categories_heading"))
    yield Bullets(tuple(words.category(name) for name in categories_of(found)))


def _ends(words: Phrases, found: Found) -> Iterator[Block]:
    """Art. 15(1)(d): the day worked out for each category, and what makes it that day."""
    yield Heading(words.say("ends_heading"))
    yield Paragraph(words.say("ends_intro"))
    by_category: dict[str, dict[str, Kept]] = {}
    for one in found.kept:
        held = by_category.setdefault(one.category or one.collection, {})
        held[one.purpose] = max(held.get(one.purpose, one), one, key=lasting)
    rows = []
    for name, held in by_category.items():
        told = sorted(held.values(), key=lambda one: (*lasting(one), _length(words, one)), reverse=True)
        rows.append((words.category(name), words.end(told[0]), "\n".join(_why(words, one) for one in told)))
    if rows:
        head = (words.say("col_category"), words.say("col_until"), words.say("col_why"))
        yield Table(words.say("ends_table"), head, tuple(rows))
    idle = [words.category(name) for name in categories_of(found) if name not in by_category]
    if idle:
        yield Paragraph(words.say("ends_unheld", categories=words.listed(idle)))


def lasting(one: Kept) -> tuple[int, str]:
    """In which order ends come: by day, then those without one, then what may not end at all."""
    return (2 if one.halted else 1 if not one.until else 0, one.until)


def _length(words: Phrases, one: Kept) -> float:
    """How long something without a day lasts from its event on: of two such, the longer one is the end."""
    purpose = words.policy.purposes.get(one.purpose)
    return reach(purpose.keep) if purpose and not one.until else 0


def _why(words: Phrases, one: Kept) -> str:
    """ "bookkeeping (5 years after …): 31 December 2032"; of what has no day yet only "account: until …"."""
    purpose = words.policy.purposes.get(one.purpose)
    if purpose is None:
        return words.end(one)
    said = words.text(purpose.says, purpose.name)
    rule = words.period(purpose)
    if one.until or one.stopped_by:
        return f"{said} ({rule}): {words.end(one)}"
    return f"{said}: {rule}"


def receivers(words: Phrases, found: Found) -> tuple[Recipient, ...]:
    """The recipients of anything that is held, by name (Art. 15(1)(c))."""
    policy = words.policy
    if found.recipients is not None:
        return tuple(policy.recipients[name] for name in found.recipients)
    held, purposes = categories_of(found), {one.purpose for one in found.kept}
    return tuple(one for one in policy.recipients.values() if one.gets(held, purposes or one.purposes))


def _recipients(words: Phrases, found: Found) -> Iterator[Block]:
    """Art. 15(1)(c) by name, and Art. 15(2)."""
    yield Heading(words.say("recipients_heading"))
    names = receivers(words, found)
    if not names:
        yield Paragraph(words.say("recipients_none"))
        return
    rows = tuple(
        (
            recipient_said(words, one.name),
            words.say(f"role_{one.kind}"),
            country(one.country, words.language),
            _protection(words, one),
        )
        for one in names
    )
    head = ("col_recipient", "col_role", "col_country", "col_protection")
    yield Table(words.say("recipients_table"), tuple(map(words.say, head)), rows)
    if any(one.country not in EEA for one in names):
        yield Paragraph(words.say("safeguards_copy", law=words.law("Art. 15(2)")))


def _disclosures(words: Phrases, found: Found) -> Iterator[Block]:
    """Art. 15(1)(c): each passing-on of this person's data besides, by name, day and ground."""
    if not found.disclosures:
        return
    yield Heading(words.say("disclosures_heading"))
    yield Paragraph(words.say("disclosures_intro"))
    rows = tuple(
        (
            words.day(one.on),
            disclosed_to(words, one),
            words.law(one.ground),
            words.listed(words.category(name) for name in one.categories),
        )
        for one in found.disclosures
    )
    head = ("col_day", "col_recipient", "col_why", "col_categories")
    yield Table(words.say("disclosures_table"), tuple(map(words.say, head)), rows)


def disclosed_to(words: Phrases, one: GivenOn) -> str:
    """Who was given the data: by name, and what a recipient of the policy is besides."""
    if one.recipient not in words.policy.recipients:
        return one.to
    said = recipient_said(words, one.recipient)
    return said if one.to == one.recipient else f"{one.to} ({said})"


def _protection(words: Phrases, one: Recipient) -> str:
    if one.country in EEA:
        return words.say("within_eea")
    stated = protection(words, one.country, one.safeguards)
    return words.say("third_country", safeguards=stated) if stated else words.say("third_country_unstated")


def _sources(words: Phrases, found: Found) -> Iterator[Block]:
    """Art. 15(1)(g)."""
    yield Heading(words.say("source_heading"))
    others = tuple(
        words.say(
            "source_other",
            purpose=words.text(one.says, one.name),
            source=sentence(words.text(one.source)),
        )
        for one in purposes_of(words, found)
        if one.source
    )
    if others:
        yield Bullets(others)
    if len(others) < len(purposes_of(words, found)) or not others:
        yield Paragraph(words.say("source_you"))


def _automated(words: Phrases, found: Found) -> Iterator[Block]:
    """Art. 15(1)(h): the logic, what it means, and the human one can ask for."""
    yield Heading(words.say("automated_heading"))
    stated = words.text(words.policy.controller.automated_decisions)
    if stated:
        yield Paragraph(sentence(stated))
    elif not found.decisions:
        yield Paragraph(words.say("automated_none"))
    if found.decisions:
        yield Bullets(
            tuple(
                words.say(
                    "automated_one",
                    what=one.what,
                    day=words.day(one.when) if one.when else "–",
                    logic=sentence(one.logic),
                    consequence=sentence(one.consequence),
                )
                + (" " + words.say("automated_reference", reference=one.reference) if one.reference else "")
                for one in found.decisions
            )
        )
        yield Paragraph(words.say("automated_rights", law=words.law("Art. 22(3)")))


_RIGHTS = {
    "rectification": "Art. 16",
    "erasure": "Art. 17",
    "restriction": "Art. 18",
    "objection": "Art. 21",
    "portability": "Art. 20",
    "withdrawal": "Art. 7(3)",
}


def _rights(words: Phrases) -> Iterator[Block]:
    """Art. 15(1)(e)."""
    yield Heading(words.say("rights_heading"))
    yield Paragraph(words.say("rights_intro"))
    yield Bullets(tuple(words.say(f"rights_{name}", law=words.law(law)) for name, law in _RIGHTS.items()))


def _copy(words: Phrases, found: Found) -> Iterator[Block]:
    """The data, collection by collection: what its fields mean, then its rows."""
    yield Heading(words.say("data_heading"))
    yield Paragraph(words.say("data_intro"))
    called: Counter[str] = Counter()
    for one in found.rows:
        name = capital(words.text(one.says, "")) or named(one.collection)
        called[name] += 1
        if called[name] > 1:  # each table is known by its name, also to whoever only hears it
            name = f"{name} ({called[name]})"
        rows = words.count(len(one.rows), "row")
        yield Heading(words.say("data_rows", collection=name, system=one.system, rows=rows), 3)
        if one.withheld:
            key = "withheld" if one.withheld == 1 else "withheld_many"
            count = words.count(one.withheld, "value")
            yield Paragraph(words.say(key, count=count, law=words.law("Art. 15(4)")))
        if one.fields:
            yield from _grid(words, one, name) if len(one.fields) <= WIDEST else _records(words, one, name)


def _grid(words: Phrases, one: HeldRows, name: str) -> Iterator[Block]:
    fields = tuple((named(f.name), meaning(words, f)) for f in one.fields)
    head = (words.say("col_field"), words.say("col_meaning"))
    yield Table(words.say("data_fields", collection=name), head, fields)
    rows = tuple(tuple(said(words, value) for value in row) for row in one.rows)
    yield Table(name, tuple(named(f.name) for f in one.fields), rows)


def _records(words: Phrases, one: HeldRows, name: str) -> Iterator[Block]:
    head = (words.say("col_field"), words.say("col_value"), words.say("col_meaning"))
    fields = [(named(f.name), meaning(words, f)) for f in one.fields]
    for number, row in enumerate(one.rows, 1):
        caption = words.say("data_one", collection=name, number=number, count=len(one.rows))
        rows = tuple(
            (field, said(words, value), meant) for (field, meant), value in zip(fields, row, strict=True)
        )
        yield Table(caption, head, rows)


def said(words: Phrases, value: object) -> str:
    """A stored value as a person reads it; the files for machines have it exactly."""
    if value is None or value == "":
        return words.say("empty")
    if type(value) is str:  # most are
        return words.say("not_shown") if value == NOT_SHOWN else value
    if isinstance(value, bool):
        return words.say("yes" if value else "no")
    if isinstance(value, datetime):
        zone = value.tzname()
        return f"{days.minute(value, words.language)}{f' {zone}' if zone else ''}"
    if isinstance(value, date):
        return words.day(value)
    found = exact(value)
    return json.dumps(found, ensure_ascii=False) if isinstance(found, dict | list) else str(found)
