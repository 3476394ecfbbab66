"""What all letters share: who writes, how they begin and end, and where a person can complain."""

from collections.abc import Iterable, Iterator

from holdord.letters.law import authority_of, is_exact
from holdord.letters.letter import Block, Bullets, Heading, Letter, Paragraph
from holdord.letters.phrases import Phrases
from holdord.letters.records import Case, Noted, Refused
from holdord.words.policy import Contact, Controller, Policy
from holdord.words.transfers import ADEQUATE


def phrases_of(case: Case) -> Phrases:
    """The phrases in the language of a case."""
    return Phrases(case.language, case.policy)


def framed(case: Case, title: str, blocks: Iterable[Block]) -> Letter:
    """A letter about a request to the person who made it."""
    words = phrases_of(case)
    right = words.say(f"right_{case.right}")
    about = words.say(
        "about_request", right=right, received=words.day(case.received), law=words.law(case.right.article)
    )
    return Letter(
        title=title,
        language=case.language,
        blocks=(Paragraph(about), *blocks),
        sender=sender(case.policy.controller, words),
        reference=words.say("reference", reference=case.reference),
        dated=words.day(case.today),
        greeting=words.say("dear", name=case.name) if case.name else words.say("dear_nobody"),
        closing=closing(case.policy.controller, words),
    )


def unaddressed(
    policy: Policy, language: str, title: str, blocks: Iterable[Block], reference: str = ""
) -> Letter:
    """A message that says nothing of whom it is for, as for an e-mail that anybody may read on its way."""
    words = Phrases(language, policy)
    return Letter(
        title=title,
        language=language,
        blocks=tuple(blocks),
        sender=sender(policy.controller, words),
        reference=words.say("reference", reference=reference) if reference else "",
        greeting=words.say("dear_nobody"),
        closing=(words.say("regards"), policy.controller.name),
    )


def sender(controller: Controller, words: Phrases) -> tuple[str, ...]:
    """The lines that say who writes (Art. 13(1)(a))."""
    register = f"company_number_{controller.country.lower()}" if controller.country in ("DK", "NO") else ""
    number = words.say(register or "company_number", number=controller.number) if controller.number else ""
    return tuple(filter(None, (controller.name, controller.address, number)))


def closing(controller: Controller, words: Phrases) -> tuple[str, ...]:
    """The lines under a letter: who to ask, and the data protection officer where there is one."""
    lines = []
    if reached := ways(controller.contact):
        lines.append(words.say("questions", contact=reached))
    if controller.protection_officer:
        lines.append(words.say("officer", contact=ways(controller.protection_officer)))
    return (*lines, words.say("regards"), controller.name)


def ways(contact: Contact) -> str:
    """How somebody is reached, on one line."""
    return ", ".join(filter(None, (contact.person, contact.email, contact.phone, contact.web)))


def complaint(case: Case, *, court: bool = True) -> Iterator[Block]:
    """Where to complain, and that there is a court (Art. 12(4))."""
    words = phrases_of(case)
    yield Heading(words.say("complaint_heading"))
    yield Paragraph(words.say("complaint", authority=authority_of(case.policy.controller)))
    if court:
        yield Paragraph(words.say("court"))


def refusals(case: Case, refused: Iterable[Refused], heading: str = "refused_heading") -> Iterator[Block]:
    """What is refused, each part with its reason and law, and where to complain (Art. 12(4)).

    Raises ValueError for a part without reason or law; a Norwegian refusal must name the section or article
    exactly (personopplysningsloven § 16, third paragraph).
    """
    words = phrases_of(case)
    parts = tuple(refused)
    for part in parts:
        if not part.reason.strip() or not part.law.strip():
            raise ValueError("what is refused needs a reason and a source of law")
        if case.policy.controller.country == "NO" and not is_exact(part.law):
            raise ValueError("a refusal in Norway must name the section or article it rests on")
    if parts:
        yield Heading(words.say(heading))
        yield Bullets(
            tuple(
                words.say(
                    "refused_part", what=part.what, reason=sentence(part.reason), law=words.law(part.law)
                )
                for part in parts
            )
        )
        yield from complaint(case)


def sentence(text: str) -> str:
    """A text as it ends a sentence: with a full stop where it has no end of its own."""
    text = text.strip()
    return text if not text or text[-1] in ".!?…" else f"{text}."


def capital(text: str) -> str:
    """A text that begins with a capital."""
    return text[:1].upper() + text[1:]


def named(name: str) -> str:
    """A name of the policy's files as words."""
    return capital(name.replace("_", " "))


def told(case: Case, recipients: Iterable[str]) -> Iterator[Block]:
    """Who has been told (Art. 19), and that the person may ask."""
    words = phrases_of(case)
    names = [recipient_said(words, name) for name in recipients]
    if names:
        yield Paragraph(words.say("recipients_told", names="; ".join(names)))
        yield Paragraph(words.say("recipients_ask"))


def told_by_hand(case: Case, found: Iterable[Noted], heading: str) -> Iterator[Block]:
    """What somebody found or did in places that only a person reaches."""
    words = phrases_of(case)
    parts = tuple(found)
    if parts:
        yield Heading(words.say(heading))
        places = case.policy.by_hand
        yield Bullets(
            tuple(
                words.say(
                    "by_hand_part",
                    where=capital(words.text(places[one.where].says, named(one.where))),
                    words=sentence(one.words),
                )
                for one in parts
            )
        )


def protection(words: Phrases, code: str, safeguards: str) -> str:
    """What protects data in a country outside the EEA: what is stated, else that it is adequate (Art. 45-46).

    Empty where neither is so.
    """
    if safeguards:
        return words.law(safeguards)
    return words.say("third_country_adequate", law=words.law("Art. 45")) if code in ADEQUATE else ""


def recipient_said(words: Phrases, name: str) -> str:
    """What the policy calls a recipient."""
    found = words.policy.recipients.get(name)
    return words.text(found.says, name) if found else name.replace("_", " ")
