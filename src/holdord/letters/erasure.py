"""The answer to erasure: what went, what stays with its ground, law and end, and when the copies go."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from holdord.letters.access import lasting
from holdord.letters.framing import (
    capital,
    complaint,
    framed,
    named,
    phrases_of,
    refusals,
    sentence,
    told,
    told_by_hand,
)
from holdord.letters.letter import Block, Bullets, Heading, Letter, Paragraph, Table
from holdord.letters.ours import kept_here
from holdord.letters.phrases import Phrases
from holdord.letters.records import Case, Erased, Gone, Restricting
from holdord.words.plan import Kept
from holdord.words.policy import Basis, Purpose

EXCEPTIONS = {
    Basis.CONSENT: "Art. 17(1)(b)",
    Basis.CONTRACT: "Art. 17(1)(a)",
    Basis.LEGAL_OBLIGATION: "Art. 17(3)(b)",
    Basis.VITAL_INTERESTS: "Art. 17(1)(a)",
    Basis.PUBLIC_TASK: "Art. 17(3)(b)",
    Basis.LEGITIMATE_INTEREST: "Art. 17(1)(c), Art. 17(3)(e)",
}
"""Where Art. 17 lets data of a purpose stay: an exception of (3), or because no ground of (1) is there."""


def erasure_answer(case: Case, erased: Erased) -> Letter:
    """What an erasure did and could not do."""
    words = phrases_of(case)
    stays = bool(erased.kept or erased.refused)
    if not erased.gone and not stays and not erased.by_hand:
        said = ["erasure_only_here" if erased.ours else "erasure_nothing", "access_no_more"]
        said += [] if erased.ours else ["access_kept_request"]
        nothing = [Paragraph(words.say(one)) for one in said]
        ours = kept_here(case, erased.ours)
        return framed(case, words.say("erasure_title_nothing"), [*nothing, *ours, *complaint(case)])
    title = "erasure_title_refused" if not erased.gone else f"erasure_title{'_partly' * stays}"
    blocks = [
        *_gone(words, erased),
        *_kept(words, erased),
        *told_by_hand(case, erased.by_hand, "by_hand_done"),
        *_copies(words, erased),
        *told(case, erased.told),
        *kept_here(case, erased.ours),
        *refusals(case, erased.refused),
    ]
    if not erased.refused:
        blocks += complaint(case)
    return framed(case, words.say(title), blocks)


def _gone(words: Phrases, erased: Erased) -> Iterator[Block]:
    if not erased.gone:
        yield Paragraph(words.say("erasure_nothing_now", day=words.day(erased.on)))
        return
    yield Heading(words.say("erasure_gone_heading"))
    yield Paragraph(words.say("erasure_gone", day=words.day(erased.on)))
    yield Bullets(tuple(_one_gone(words, one) for one in erased.gone))
    if erased.public:
        yield Paragraph(words.say("erasure_public", law=words.law("Art. 17(2)")))


def _one_gone(words: Phrases, one: Gone) -> str:
    categories = words.listed(words.category(name) for name in one.categories)
    return words.say(
        "erasure_whole" if one.whole else "erasure_fields",
        collection=named(one.collection),
        categories=categories or named(one.collection),
        rows=words.count(one.rows, "row"),
    )


def _kept(words: Phrases, erased: Erased) -> Iterator[Block]:
    """What stays: purpose by purpose and end by end, each category with the last end of its rows."""
    if not erased.kept:
        return
    latest: dict[tuple[str, str, str], Kept] = {}
    for one in erased.kept:
        what = (one.purpose, one.category, "" if one.category else one.collection)
        latest[what] = max(latest.get(what, one), one, key=lasting)
    groups: dict[tuple[str, str, bool], list[Kept]] = {}
    for one in latest.values():
        groups.setdefault((one.purpose, words.end(one), one.shared), []).append(one)
    rows = []
    for (name, end, shared), held in groups.items():
        categories = dict.fromkeys(category for one in held for category in _categories(words, one))
        said = words.listed(words.category(c) for c in categories) or named(held[0].collection)
        why = _shared(words, erased.kept, held) if shared else _exception(words, held[0], erased.restricted)
        rows.append((said, end, why, _ground(words, name, held[0])))
    yield Heading(words.say("erasure_kept_heading"))
    yield Paragraph(words.say("erasure_kept_intro"))
    head = ("col_category", "col_until", "col_exception", "col_ground")
    yield Table(words.say("erasure_kept_table"), tuple(map(words.say, head)), tuple(rows))


def _shared(words: Phrases, kept: Iterable[Kept], held: Iterable[Kept]) -> str:
    """That it belongs to others too, and how many rows there are of it in all places."""
    what = {(one.purpose, one.category) for one in held}
    said = "exception_shared" if any(purpose for purpose, _ in what) else "exception_shared_free"
    places: dict[tuple[str, str], Counter[tuple[str, str]]] = {}
    for one in kept:
        if one.shared and (one.purpose, one.category) in what:
            place = places.setdefault((one.system, one.collection), Counter())
            place[one.purpose, one.category] += one.rows
    rows = sum(max(counts.values()) for counts in places.values())
    return words.say(said, rows=words.count(rows, "row"))


def _categories(words: Phrases, one: Kept) -> tuple[str, ...]:
    """What is kept: a category, or where whole rows are stopped all that stands in them."""
    if one.category or not one.halted:
        return (one.category,) if one.category else ()
    system = words.policy.systems.get(one.system)
    collection = system.collections.get(one.collection) if system else None
    return tuple(dict.fromkeys(field.category for field in collection.fields)) if collection else ()


def _exception(words: Phrases, one: Kept, restricted: Mapping[str, Restricting]) -> str:
    """The exception of Art. 17 used, and the interest that weighs more where it is one."""
    if one.halted:
        stops = [stop.partition(" ") for stop in one.stopped_by.split(", ")]
        if why := dict.fromkeys(restricted[id] for kind, _, id in stops if id in restricted):
            said = (words.say(f"restricting_{ground}", law=words.law(ground.article)) for ground in why)
            held = any(kind == "hold" for kind, _, _ in stops)
            law = "Art. 18(2), Art. 17(3)(e)" if held else "Art. 18(2)"
            return f"{capital('; '.join(said))} ({words.law(law)})."
        law = "Art. 18(2)" if one.stopped_by.startswith("restriction") else "Art. 17(3)(e)"
        return f"{capital(words.say('end_stopped'))} ({words.law(law)})."
    purpose = words.policy.purposes.get(one.purpose)
    basis = purpose.basis if purpose else Basis(one.basis)
    reason = f"{words.say(f'exception_{basis}')} ({words.law(EXCEPTIONS[basis])})."
    grounds = words.text(purpose.overriding or purpose.interest) if purpose else ""
    return f"{reason} {capital(sentence(grounds))}" if grounds else reason


def _ground(words: Phrases, name: str, one: Kept) -> str:
    purpose: Purpose | None = words.policy.purposes.get(name)
    if purpose is None:
        return one.law
    return f"{capital(words.text(purpose.says, name))}: {words.ground(purpose)}"


def _copies(words: Phrases, erased: Erased) -> Iterator[Block]:
    if not erased.copies or not erased.gone:
        return
    yield Heading(words.say("copies_heading"))
    yield Bullets(
        tuple(
            words.say("copies_by", system=one.system, day=words.day(one.by))
            if one.by
            else words.say("copies_unknown", system=one.system)
            for one in erased.copies
        )
    )
    yield Paragraph(words.say("copies_again"))
