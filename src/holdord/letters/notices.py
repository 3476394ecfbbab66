"""Short messages: to the person while a request goes on, to recipients, and to staff.

Those that go by plain e-mail (`ready_notice`, `code_mail`) name nobody. A code's says which right it
confirms, so that nobody confirms what somebody else asked for, and nothing else of what was asked.
"""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from holdord.letters import days
from holdord.letters.framing import closing, complaint, framed, phrases_of, recipient_said, sender, sentence
from holdord.letters.framing import unaddressed as _unaddressed
from holdord.letters.letter import Block, Bullets, Letter, Link, Paragraph, Table
from holdord.letters.periods import length
from holdord.letters.phrases import Phrases
from holdord.letters.records import Case, Change
from holdord.words.period import Duration
from holdord.words.policy import Policy
from holdord.words.request import Right


class Act(StrEnum):
    """What recipients are told of (Art. 19)."""

    RECTIFIED = "rectified"
    ERASED = "erased"
    RESTRICTED = "restricted"

    @property
    def article(self) -> str:
        """The article that was carried out."""
        return {"rectified": "Art. 16", "erased": "Art. 17(1)", "restricted": "Art. 18"}[self]


def receipt(
    case: Case, due: date, restricted: Sequence[str] | None = None, objected: Sequence[str] = ()
) -> Letter:
    """That a request has come, and when it will be answered at the latest.

    `restricted` are the categories that are only stored meanwhile (Art. 18(1)(a)): without any all of them,
    and None where nothing is. Of an objection they are not used for the purposes `objected` to
    (Art. 18(1)(d)).
    """
    words = phrases_of(case)
    said = words.say("receipt_when", due=words.day(due))
    blocks = [Paragraph(said), Paragraph(words.say("receipt_next")), Paragraph(words.say("receipt_free"))]
    if restricted is not None:
        what = words.listed(map(words.category, restricted)) or words.say("receipt_all")
        blocks.insert(1, Paragraph(_meanwhile(words, what, objected)))
    title = words.say("receipt_title", right=words.say(f"right_{case.right}"))
    return framed(case, title, blocks)


def _meanwhile(words: Phrases, what: str, objected: Sequence[str]) -> str:
    if not objected:
        return words.say("receipt_restricted", what=what, law=words.law("Art. 18(1)(a)"))
    purposes = words.listed(map(words.purpose, objected))
    return words.say("receipt_objected", what=what, purposes=purposes, law=words.law("Art. 18(1)(d)"))


def extension(case: Case, due: date, reason: str) -> Letter:
    """That the answer takes longer, and why (Art. 12(3)). Raises ValueError without a reason."""
    if not reason.strip():
        raise ValueError("an extension without a reason is none (Art. 12(3))")
    words = phrases_of(case)
    blocks = [
        Paragraph(words.say("extension_body", due=words.day(due))),
        Paragraph(words.say("extension_reason", reason=sentence(reason))),
        Paragraph(words.say("extension_law", law=words.law("Art. 12(3)"))),
        *complaint(case),
    ]
    return framed(case, words.say("extension_title"), blocks)


def identity_asked(case: Case, doubt: str, needed: Sequence[str], answer_by: date | None = None) -> Letter:
    """What is missing to be sure who asks, and why there is doubt (Art. 12(6)).

    Raises ValueError without a doubt or something to ask for: nobody may be asked as a matter of routine.
    """
    if not doubt.strip() or not needed:
        raise ValueError("only a doubt that can be named allows asking, and only for what settles it")
    words = phrases_of(case)
    end = words.say("identity_by", day=words.day(answer_by)) if answer_by else words.say("identity_no_day")
    blocks: list[Block] = [
        Paragraph(words.say("identity_doubt", doubt=sentence(doubt))),
        Paragraph(words.say("identity_needed")),
        Bullets(tuple(needed)),
        Paragraph(words.say("identity_no_document")),
        Paragraph(words.say("identity_clock", law=words.law("Art. 12(6)"))),
        Paragraph(end),
        *complaint(case),
    ]
    return framed(case, words.say("identity_title"), blocks)


def more_asked(case: Case, missing: str, due: date, strict: date) -> Letter:
    """What is missing before the matter can go on, as a person of staff wrote it, and until when we answer.

    `due` is the last day as it stands, `strict` the last day without any pause. Raises ValueError where
    nothing is missing.
    """
    if not missing.strip():
        raise ValueError("nobody is asked for nothing")
    words = phrases_of(case)
    blocks: list[Block] = [
        Paragraph(words.say("more_missing", missing=sentence(missing))),
        Paragraph(words.say("more_answer")),
        Paragraph(words.say("more_clock", due=words.day(due), strict=words.day(strict))),
        *complaint(case),
    ]
    return framed(case, words.say("more_title"), blocks)


def recipient_notice(
    policy: Policy,
    language: str,
    recipient: str,
    act: Act,
    about: str,
    what: Sequence[str] | Sequence[Change],
    on: date,
    url: str,
    *,
    reference: str,
    confirm_by: date,
) -> Letter:
    """What a recipient has to do too (Art. 19). `about` is how they know the person.

    `what` are names of categories; for a rectification changes, with what is now right.
    """
    words = Phrases(language, policy)
    changes = tuple((one.what, one.now) for one in what if isinstance(one, Change))
    names = tuple(words.category(one) for one in what if isinstance(one, str))
    head = (words.say("col_field"), words.say("col_now"))
    blocks: list[Block] = [
        Paragraph(words.say("notice_who", about=about)),
        Paragraph(words.say(f"notice_{act}", day=words.day(on))),
        *([Bullets(names)] if names else []),
        *([Table(words.say("rectification_table"), head, changes)] if changes else []),
        Paragraph(words.say("notice_law", law=words.listed(map(words.law, (act.article, "Art. 19"))))),
        Link(words.say("notice_confirm"), url),
        Paragraph(words.say("notice_confirm_by", day=words.day(confirm_by))),
    ]
    return Letter(
        title=words.say(f"notice_title_{act}"),
        language=language,
        blocks=tuple(blocks),
        sender=sender(policy.controller, words),
        reference=words.say("reference", reference=reference),
        dated=words.day(on),
        greeting=words.say("notice_hello", name=recipient_said(words, recipient)),
        closing=closing(policy.controller, words),
    )


def ready_notice(policy: Policy, language: str, reference: str, url: str, until: datetime) -> Letter:
    """That an answer can be fetched, and until when; nothing else. `until` is in the person's own time."""
    words = Phrases(language, policy)
    blocks: list[Block] = [
        Paragraph(words.say("ready_body", until=days.minute(until, language))),
        Link(words.say("ready_link"), url),
        Paragraph(words.say("ready_careful")),
    ]
    return _unaddressed(policy, language, words.say("ready_title"), blocks, reference)


def code_mail(policy: Policy, language: str, right: Right, url: str, code: str, valid: Duration) -> Letter:
    """A link and a code that prove that somebody reads this address; the same whether it is known or not."""
    words = Phrases(language, policy)
    blocks: list[Block] = [
        Paragraph(asked_for(policy, language, right)),
        Paragraph(words.say("code_body")),
        Link(words.say("code_link"), url),
        Paragraph(words.say("code_code", code=code)),
        Paragraph(words.say("code_valid", minutes=length(valid, language))),
        Paragraph(words.say("code_ignore")),
    ]
    return _unaddressed(policy, language, words.say("code_title"), blocks)


def asked_for(policy: Policy, language: str, right: Right) -> str:
    """Which right a code confirms, as the person reads it: "You have asked us to erase your data."."""
    return Phrases(language, policy).say(f"code_{right}")


def reminder(
    policy: Policy, language: str, reference: str, right: Right, due: date, today: date, url: str
) -> Letter:
    """To staff: a request that is due soon, today, or was."""
    words = Phrases(language, policy)
    left = (due - today).days
    which = "" if left == 1 else "_many" if left > 1 else "_today" if left == 0 else "_late"
    known = {"reference": reference, "right": words.say(f"short_{right}"), "due": words.day(due)}
    blocks: list[Block] = [
        Paragraph(
            words.say(
                f"reminder_body{which}" if left > 0 else f"reminder{which}",
                left=words.count(left, "days"),
                **known,
            )
        ),
        Link(words.say("reminder_link"), url),
    ]
    title = words.say(f"reminder_title{'_late' if left < 0 else ''}", **known)
    return _unaddressed(policy, language, title, blocks)
