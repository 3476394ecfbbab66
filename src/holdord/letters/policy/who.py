"""The sections that say who: in short, the controller, recipients, transfers, contact."""

from collections.abc import Iterable, Iterator

from holdord.letters.policy.draft import Draft
from holdord.letters.policy.text import Terms
from holdord.letters.policy.voice import Voice
from holdord.words.policy import CategoryKind, Recipient, RecipientKind
from holdord.words.prose import SectionKey
from holdord.words.transfers import EEA


def introduction(voice: Voice) -> Draft:
    """What the page is, whom it is for, and the shortest answers."""
    draft, policy = Draft(SectionKey.INTRODUCTION), voice.policy
    what = voice.say("intro_what", name=policy.controller.name)
    who = f" {voice.say('intro_who', people=voice.people(policy.people))}" if policy.people else ""
    draft.says(what + who)
    short = [voice.numbered("intro_purposes", len(policy.purposes))] if policy.purposes else []
    outside = len(list(_outside(policy.recipients.values())))
    if not policy.recipients:
        short.append(voice.say("intro_nobody"))
    else:
        short.append(voice.numbered("intro_outside", outside) if outside else voice.say("intro_inside"))
    if any(purpose.marketing for purpose in policy.purposes.values()):
        short.append(voice.say("intro_say_no"))
    short.append(voice.say("intro_questions", contact=voice.contact))
    draft.words(tuple(short))
    draft.says(voice.say("intro_articles"))
    return draft


def controller(voice: Voice) -> Draft:
    """Art. 13(1)(a)-(b): who decides, and how they are reached."""
    draft, company = Draft(SectionKey.CONTROLLER), voice.policy.controller
    draft.says(voice.say("controller_is", name=company.name))
    registered = f"label_number_{company.country.lower()}"
    labelled = [
        ("notice_who", company.name),
        (registered if company.country in ("DK", "NO") else "label_number", company.number),
        ("label_address", company.address),
        ("label_site", company.site),
        ("label_person", company.contact.person),
        ("label_email", company.contact.email),
        ("label_phone", company.contact.phone),
        ("label_web", company.contact.web),
    ]
    entries = tuple((voice.say(label), value) for label, value in labelled if value)
    if entries:
        draft.adds(Terms(entries), "controller")
    if officer := company.protection_officer:
        ways = voice.reached(officer)
        known = ", ".join(filter(None, (officer.person, ways[:1].lower() + ways[1:])))
        draft.tells(voice.say("officer", contact=known))
    return draft


def recipients(voice: Voice) -> Draft:
    """Art. 13(1)(e): who gets data, in which role."""
    draft, stated = Draft(SectionKey.RECIPIENTS), voice.policy.recipients.values()
    if not stated:
        draft.says(voice.say("recipients_none"))
    for kind in RecipientKind:
        if found := [one for one in stated if one.kind is kind]:
            draft.heads(voice.say(f"h_recipients_{kind}"))
            draft.says(voice.say(f"recipients_{kind}", law=voice.article("Art. 28")))
            draft.lists(
                [recipient(voice, one) for one in found], *(f"recipients.{one.name}" for one in found)
            )
    return draft


def recipient(voice: Voice, one: Recipient) -> str:
    """A recipient in a line: who, where, what it gets, whom it engages in turn."""
    who = voice.title(one.says, one.name)
    parts = [f"{voice.say('recipient', who=who, country=voice.country(one.country))}."]
    if one.function and ":" not in who:  # else who it is has told it already: "Vogn A/S: brings the parcels"
        parts.append(voice.say("recipient_function", function=voice.text(one.function).rstrip(". ")))
    if one.categories:
        personal = {c.name for c in voice.policy.categories.values() if c.kind is not CategoryKind.ANONYMOUS}
        everything = len(personal) > _A_LOT and personal <= set(one.categories)
        said = voice.say("recipient_all") if everything else voice.categories(one.categories)
        parts.append(voice.say("recipient_gets", categories=said))
    if one.sub_processors:
        named = [
            (voice.text(sub.says, sub.name).rstrip(". "), voice.country(sub.country))
            for sub in one.sub_processors.values()
        ]
        subs = [voice.say("recipient", who=who, country=country) for who, country in named]
        parts.append(voice.say("recipient_subs", names=voice.listed(subs)))
    return " ".join(parts)


_A_LOT = 5
"""So many kinds of data are still read one by one."""


def transfers(voice: Voice) -> Draft:
    """Art. 13(1)(f): what protects data outside the EEA, and how to get a copy of it."""
    draft, stated = Draft(SectionKey.TRANSFERS), voice.policy.recipients.values()
    outside = list(_outside(stated))
    if not outside:
        draft.says(voice.say("transfers_none" if stated else "transfers_nobody"))
        return draft
    draft.says(voice.say("transfers_intro"))
    draft.lists(
        [
            voice.say(
                "transfer",
                who=who_of(voice, one, sub),
                country=voice.country(country),
                protection=voice.protection(country, safeguards),
            )
            for one, sub, country, safeguards in outside
        ],
        *(f"recipients.{name}" for name in dict.fromkeys(one.name for one, *_ in outside)),
    )
    draft.tells(voice.say("transfers_copy", law=voice.article("Art. 13(1)(f)"), contact=voice.contact))
    return draft


def _outside(stated: Iterable[Recipient]) -> Iterator[tuple[Recipient, str, str, str]]:
    """Who is outside the EEA: recipient, name of its sub-processor or "", country, safeguards."""
    for one in stated:
        if one.country not in EEA:
            yield one, "", one.country, one.safeguards
        for sub in one.sub_processors.values():
            if sub.country not in EEA:
                yield one, sub.name, sub.country, sub.safeguards


def outside_of(voice: Voice, stated: Iterable[Recipient]) -> list[str]:
    """Who is outside the EEA, with what protects the data there, in short."""
    return [
        voice.say("transfer", who=who_of(voice, one, sub), country=voice.country(country),
                  protection=voice.protection(country, safeguards)).rstrip(".")
        for one, sub, country, safeguards in _outside(stated)
    ]  # fmt: skip


def who_of(voice: Voice, one: Recipient, sub: str) -> str:
    """Who a recipient or its sub-processor is."""
    found = one.sub_processors[sub] if sub else one
    return voice.title(found.says, found.name)


def contact(voice: Voice) -> Draft:
    """How to get in touch."""
    draft = Draft(SectionKey.CONTACT)
    person = voice.policy.controller.contact.person
    who = f" {voice.say('contact_person', person=person)}" if person else ""
    draft.says(voice.say("contact_us", contact=voice.contact) + who)
    return draft
