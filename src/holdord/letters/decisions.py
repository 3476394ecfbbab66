"""The answers to the other rights, and refusals: what was decided, why, and where to complain."""

from collections.abc import Sequence
from datetime import date, datetime

from holdord.letters.framing import complaint, framed, named, phrases_of, refusals, sentence, told
from holdord.letters.letter import Block, Bullets, Letter, Paragraph, Table
from holdord.letters.machine import PORTABILITY
from holdord.letters.records import Case, Change, Portable, Refused, Restricting, Review, Weighed


def _outcome(done: bool, refused: bool) -> str:
    """The end of a title's name: all, some, or none of what was asked."""
    return "" if not refused else "_partly" if done else "_refused"


def rectification_answer(
    case: Case,
    changes: Sequence[Change],
    refused: Sequence[Refused] = (),
    told_to: Sequence[str] = (),
    statement: str = "",
) -> Letter:
    """What was corrected or completed, and what was not and why (Art. 16). Raises ValueError without any.

    `statement` is what the person had added to data that is incomplete (Art. 16, second sentence).
    """
    if not changes and not refused and not statement:
        raise ValueError("an answer says what was changed, or what was not and why")
    words = phrases_of(case)
    blocks: list[Block] = []
    if changes:
        head = (words.say("col_field"), words.say("col_now"))
        rows = tuple((one.what, one.now or words.say("empty")) for one in changes)
        blocks.append(Table(words.say("rectification_table"), head, rows))
    if statement:
        blocks += [
            Paragraph(words.say("rectification_statement", law=words.law("Art. 16"))),
            Bullets((statement,)),
        ]
    if changes or statement:
        blocks += told(case, told_to)
    blocks += refusals(case, refused) if refused else complaint(case)
    done = _outcome(bool(changes or statement), bool(refused))
    title = f"rectification_title{done}" if changes or not statement or done else "rectification_title_added"
    return framed(case, words.say(title), blocks)


def restriction_answer(
    case: Case,
    ground: Restricting | None,
    categories: Sequence[str],
    since: date,
    refused: Sequence[Refused] = (),
    told_to: Sequence[str] = (),
) -> Letter:
    """That data is only stored from now on, and why (Art. 18); no ground when nothing is.

    Where nothing is held there are no categories, and the letter says so.
    """
    words = phrases_of(case)
    if ground is None and not refused:
        raise ValueError("an answer says what was restricted, or what was not and why")
    if ground and not categories and not refused:
        nothing = (Paragraph(words.say(name)) for name in ("restriction_nothing", "access_no_more"))
        return framed(case, words.say("restriction_title_nothing"), [*nothing, *complaint(case)])
    blocks: list[Block] = []
    if ground:
        said = words.listed(words.category(name) for name in categories)
        because = words.say(f"restricting_{ground}", law=words.law(ground.article))
        blocks = [
            Paragraph(
                words.say(
                    "restriction_body", day=words.day(since), categories=said, law=words.law("Art. 18(2)")
                )
            ),
            Paragraph(words.say("restriction_because", ground=because)),
            Paragraph(words.say("restriction_until")),
            *told(case, told_to),
        ]
    blocks += refusals(case, refused) if refused else complaint(case)
    return framed(case, words.say("restriction_title" if ground else "restriction_title_refused"), blocks)


def restriction_lifting(case: Case, on: date, reason: str) -> Letter:
    """That a restriction will be lifted, told before it is (Art. 18(3)).

    Raises ValueError for a day that is not to come.
    """
    if on <= case.today:
        raise ValueError("the person is told before a restriction is lifted, not after")
    words = phrases_of(case)
    blocks = [
        Paragraph(words.say("lifting_body", day=words.day(on), law=words.law("Art. 18(3)"))),
        Paragraph(words.say("lifting_reason", reason=sentence(reason))),
        *complaint(case),
    ]
    return framed(case, words.say("lifting_title"), blocks)


def objection_answer(case: Case, weighed: Sequence[Weighed] = (), *, marketing: bool = False) -> Letter:
    """That marketing has stopped (Art. 21(3)), and how each other purpose was weighed (Art. 21(1))."""
    if not weighed and not marketing:
        raise ValueError("an objection is answered for marketing, or for purposes that were weighed")
    words = phrases_of(case)
    blocks: list[Block] = []
    if marketing:
        blocks.append(Paragraph(words.say("objection_marketing", law=words.law("Art. 21(3)"))))
    for one in weighed:
        if not one.upheld and not one.reasoning.strip():
            raise ValueError("whoever goes on against an objection says why")
        law = words.law(one.law or "Art. 21(1)")
        key = "objection_upheld" if one.upheld else "objection_kept"
        said = words.say(key, purpose=words.purpose(one.purpose), reasoning=sentence(one.reasoning), law=law)
        blocks.append(Paragraph(said.strip()))
    blocks += complaint(case)
    done = marketing or any(one.upheld for one in weighed)
    title = f"objection_title{_outcome(done, any(not one.upheld for one in weighed))}"
    return framed(case, words.say(title), blocks)


def portability_answer(case: Case, portable: Portable) -> Letter:
    """What is in the file, its format, what is left out and why (Art. 20)."""
    words = phrases_of(case)
    law = words.law("Art. 20(1)")
    if not portable.rows:
        title, blocks = "portability_title_nothing", [Paragraph(words.say("portability_nothing", law=law))]
        return framed(case, words.say(title), [*blocks, *_left_out(case, portable)])
    rows = tuple(
        (
            words.text(one.says, "") or named(one.collection),
            words.listed(dict.fromkeys(words.category(f.category) for f in one.fields if f.category)),
            words.count(len(one.rows), "row"),
        )
        for one in portable.rows
    )
    head = (words.say("col_collection"), words.say("col_categories"), words.say("col_records"))
    filled: list[Block] = [
        Paragraph(words.say("portability_body", law=law)),
        Paragraph(words.say("portability_format", schema=PORTABILITY)),
        Table(words.say("portability_table"), head, rows),
    ]
    if portable.sent_to:
        filled.append(Paragraph(words.say("portability_sent", name=portable.sent_to)))
    return framed(case, words.say("portability_title"), [*filled, *_left_out(case, portable)])


def _left_out(case: Case, portable: Portable) -> list[Block]:
    """What is left out, categories of the same reason told together, and where to complain."""
    words = phrases_of(case)
    together: dict[tuple[str, str], list[str]] = {}
    for one in portable.left_out:
        together.setdefault((one.reason, one.law), []).append(one.what)
    parts = [Refused(words.listed(what), reason, law) for (reason, law), what in together.items()]
    left_out = list(refusals(case, parts, "portability_left_heading"))
    return left_out or list(complaint(case))


def review_answer(case: Case, review: Review) -> Letter:
    """What a human decided about a machine's decision, and why (Art. 22(3))."""
    words = phrases_of(case)
    zone = case.policy.controller.calendar.zone
    on = review.decided.astimezone(zone).date() if isinstance(review.decided, datetime) else review.decided
    result = "review_changed" if review.changed else "review_stands"
    blocks = [
        Paragraph(words.say("review_body", day=words.day(on), what=review.what)),
        Paragraph(words.say(result, outcome=sentence(review.outcome))),
        Paragraph(words.say("review_reasoning", reasoning=sentence(review.reasoning))),
        *complaint(case),
    ]
    return framed(case, words.say("review_title"), blocks)


def withdrawal_answer(case: Case, purposes: Sequence[str], on: date, told_to: Sequence[str] = ()) -> Letter:
    """That consents are withdrawn, from which day, and what that means (Art. 7(3))."""
    words = phrases_of(case)
    blocks = [
        Paragraph(words.say("withdrawal_body", day=words.day(on))),
        Bullets(tuple(words.purpose(name) for name in purposes)),
        Paragraph(words.say("withdrawal_before", law=words.law("Art. 7(3)"))),
        Paragraph(words.say("withdrawal_goes")),
        Paragraph(words.say("withdrawal_record")),
        *told(case, told_to),
        *complaint(case),
    ]
    return framed(case, words.say("withdrawal_title"), blocks)


def refusal(case: Case, refused: Sequence[Refused]) -> Letter:
    """That nothing of a request is granted: each reason with its law, complaint and court (Art. 12(4))."""
    if not refused:
        raise ValueError("a refusal says what is refused, and why")
    words = phrases_of(case)
    body = words.say("refusal_body", right=words.say(f"right_{case.right}"))
    return framed(case, words.say("refusal_title"), [Paragraph(body), *refusals(case, refused)])
