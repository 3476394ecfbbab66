"""The answer: the letter of each right, from what was found and done, and the files beside it.

It is put into the vault as it was written. Written again after a fault it takes the place of the one before.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from holdord.letters.answers import (
    Restricting,
    access_answer,
    answer_told,
    erasure_answer,
    objection_answer,
    portability_answer,
    rectification_answer,
    refusal,
    restriction_answer,
    review_answer,
    withdrawal_answer,
)
from holdord.letters.framing import capital, phrases_of
from holdord.letters.letter import Letter
from holdord.letters.machine import Told
from holdord.letters.phrases import Phrases
from holdord.letters.plain import as_plain
from holdord.letters.records import (
    Case,
    Change,
    Copies,
    Erased,
    Found,
    Gone,
    HeldRows,
    Noted,
    Portable,
    Refused,
    Review,
    Weighed,
)
from holdord.store.request_records import Keep
from holdord.words.plan import Act, Kept, Plan
from holdord.words.policy import Basis, Policy
from holdord.words.request import Outcome, Request, Right
from holdord.words.stages import backups_gone
from holdord.workflows.disclosing import told_to_person
from holdord.workflows.explaining import explain, find_only
from holdord.workflows.exporting import Disclosed, disclose
from holdord.workflows.office import Office
from holdord.workflows.requests import reviewing
from holdord.workflows.requests.by_hand import notes_of_places
from holdord.workflows.requests.cases import case_of
from holdord.workflows.requests.contents import ANSWER_STAYS, as_kept, newest, perhaps
from holdord.workflows.requests.deciding import weighings
from holdord.workflows.requests.held_here import held_here
from holdord.workflows.requests.looking import known_of, needed_strength, to_be_weighed
from holdord.workflows.requests.parts import held_rows, without
from holdord.workflows.requests.refusing import Refusal, proposed, refusals, withheld


@dataclass(frozen=True, slots=True)
class Answer:
    """A letter, and what is handed out beside it. `outcome` is known of it only where nothing is held."""

    letter: Letter
    told: Told | None = None
    outcome: Outcome | None = None

    def kept(self, now: datetime) -> Keep:
        """The answer as the vault holds it, until ANSWER_STAYS is over."""
        content = as_kept({"letter": as_plain(self.letter), "told": self.told})
        return Keep("answer", content, now + ANSWER_STAYS)


class NotSure(Exception):
    """What would be disclosed asks for a surer proof of who asks (Art. 12(6))."""


class NotWeighed(Exception):
    """Somebody has to weigh first whether what would be disclosed harms others (Art. 15(4))."""


GROUNDS = {
    "accuracy": Restricting.CONTESTED,
    "unlawful": Restricting.UNLAWFUL,
    "claim": Restricting.CLAIM,
    "objection": Restricting.OBJECTION,
}


def write_answer(office: Office, request: Request, now: datetime) -> Answer:
    """The answer to a request for which all that can be done has been done.

    Raises NotSure where it would disclose what nobody is given who has shown no more than this person has.
    """
    case = case_of(office, request, now)
    refused = _refused(office, case, request)
    return refused or _ANSWERS[request.right](office, case, request, now)


def _refused(office: Office, case: Case, request: Request) -> Answer | None:
    """A refusal of the whole request; of an objection the answer says more (see `_objection`)."""
    if request.outcome is not Outcome.REFUSED or request.right is Right.OBJECTION:
        return None
    return Answer(refusal(case, _refusals(office, case, request)))


def _refusals(
    office: Office, case: Case, request: Request, known: Sequence[Refusal] | None = None
) -> tuple[Refused, ...]:
    """What a second person agreed to refuse: all of the request, or a part of it."""
    words = phrases_of(case)
    return tuple(
        Refused(
            capital(_said(office, words, request, one.of)),
            one.ground,
            one.law,
        )
        for one in refusals(office, request.id, known)
        if one.agreed_by and (not one.of or request.outcome is not Outcome.REFUSED)
    )


def _said(office: Office, words: Phrases, request: Request, of: str) -> str:
    """What is refused: a category by its name."""
    if of in withheld(office, request):
        return words.category(of)
    return words.say("refused_rest") if of else words.say(f"right_{request.right}")


def _access(office: Office, case: Case, request: Request, now: datetime) -> Answer:
    known = known_of(office, request.id)
    found = disclose(office, known, now)
    proposals = proposed(office, request.id)
    parts = _may_be_told(office, request, found, proposals)
    held = bool(found.rows)
    rows = without(held_rows(found.rows), parts)
    decisions = reviewing.told(office, case, known, now, parts) if held else ()
    by_hand = _by_hand(office, request)
    here = held_here(office, request.id, known, found.keys, now)
    only_ours = here.beyond and not held
    rows += here.rows if held or here.beyond else ()
    refused = _refusals(office, case, request, proposals)
    given = told_to_person(office, known, found, case.today)
    told = Found(
        rows,
        tuple(found.kept),
        decisions=decisions,
        by_hand=by_hand,
        ours=here.ours if rows else None,
        only_ours=only_ours,
        disclosures=given,
        held_back=refused,
    )
    letter = access_answer(case, told)
    if rows or given or held:
        return Answer(letter, answer_told(case, rows, refused, disclosures=given))
    return Answer(letter, None, None if by_hand else Outcome.NOTHING_HELD)


def _by_hand(office: Office, request: Request) -> tuple[Noted, ...]:
    """What was said of places; nothing of those that hold nothing but what is withheld."""
    places = office.policy.by_hand
    if not places:
        return ()
    parts = frozenset() if request.right is Right.ERASURE else withheld(office, request)
    return tuple(
        Noted(where, words)
        for where, words in notes_of_places(office, request.id)
        if not parts or set(places[where].categories) - parts
    )


def _may_be_told(
    office: Office, request: Request, found: Disclosed, proposals: Sequence[Refusal]
) -> frozenset[str]:
    """The categories that are withheld; raises NotSure or NotWeighed where the rest must not be told yet."""
    parts = withheld(office, request, proposals)
    if request.strength < needed_strength(office.policy, request.right, found.categories - parts):
        raise NotSure
    if to_be_weighed(office, request, found.categories):
        raise NotWeighed
    return parts


def _erasure(office: Office, case: Case, request: Request, now: datetime) -> Answer:
    plan = office.store.plan(request.confirmed) if request.confirmed else None
    known = known_of(office, request.id)
    here = held_here(office, request.id, known, {}, now)
    erased = Erased(
        case.today,
        gone=_gone(plan) if plan else (),
        kept=plan.kept if plan else _still_kept(office, request, now),
        copies=_copies(office.policy, plan, case.today) if plan else (),
        told=_told(office, request),
        by_hand=_by_hand(office, request),
        ours=here.ours if here.beyond else None,
        refused=_refusals(office, case, request),
        restricted={one.id: GROUNDS[one.ground] for one in office.store.restrictions(now)},
    )
    return Answer(erasure_answer(case, erased))


def _gone(plan: Plan) -> tuple[Gone, ...]:
    """What went, a line for each collection: whole rows, and fields of rows that stay."""
    gone: dict[tuple[str, str, bool], tuple[int, dict[str, None]]] = {}
    for unit in plan.units:
        for step in unit.steps:
            if not step.expected:
                continue
            what = (unit.system, step.collection, step.act is Act.REMOVE)
            rows, categories = gone.get(what, (0, {}))
            # A row of which several fields go, a step each, is one row: not more than the longest step says.
            rows = rows + step.expected if what[2] else max(rows, step.expected)
            gone[what] = rows, categories | dict.fromkeys(step.categories)
    return tuple(
        Gone(system, collection, tuple(categories), rows, whole)
        for (system, collection, whole), (rows, categories) in gone.items()
    )


def _still_kept(office: Office, request: Request, now: datetime) -> tuple[Kept, ...]:
    return explain(office, known_of(office, request.id), now).kept


def _copies(policy: Policy, plan: Plan, today: date) -> tuple[Copies, ...]:
    """When the copies of what went are gone from the back-ups of each system."""
    touched = dict.fromkeys(unit.system for unit in plan.units if unit.expected)
    return tuple(
        Copies(name, backups_gone(today, backups) if backups else None)
        for name in touched
        for backups in (policy.systems[name].backups,)
    )


def _told(office: Office, request: Request) -> tuple[str, ...]:
    """The recipients who get their notice of this request (Art. 19), in the order of the policy."""
    noticed = {one.recipient for one in office.store.notices(request.id)}
    return tuple(name for name in office.policy.recipients if name in noticed)


def _rectification(office: Office, case: Case, request: Request, now: datetime) -> Answer:
    done = perhaps(office.store, request.id, "changes") or []
    changes = [Change(one["what"], one["now"]) for one in done]
    refused = _refusals(office, case, request)
    statement = str(perhaps(office.store, request.id, "statement") or "")
    return Answer(rectification_answer(case, changes, refused, _told(office, request), statement))


def _restriction(office: Office, case: Case, request: Request, now: datetime) -> Answer:
    held = find_only(office, known_of(office, request.id), now)[1]
    categories = tuple(dict.fromkeys(name for one in held for name in one.categories))
    ground = GROUNDS[request.details["ground"]]
    return Answer(restriction_answer(case, ground, categories, case.today, told_to=_told(office, request)))


def _objection(office: Office, case: Case, request: Request, now: datetime) -> Answer:
    names = request.purposes
    marketing = [name for name in names if office.policy.purposes[name].marketing]
    rejected = {one.of: one for one in refusals(office, request.id) if one.agreed_by}
    upheld = weighings(office, request.id)
    weighed = [
        Weighed(name, False, rejected[name].ground, rejected[name].law)
        if name in rejected
        else Weighed(name, True, upheld.get(name, ""))
        for name in names
        if name not in marketing
    ]
    return Answer(objection_answer(case, weighed, marketing=bool(marketing)))


def _portability(office: Office, case: Case, request: Request, now: datetime) -> Answer:
    found = disclose(office, known_of(office, request.id), now)
    proposals = proposed(office, request.id)
    parts = _may_be_told(office, request, found, proposals)
    rows, left_out = portable(office.policy, without(held_rows(found.rows), parts))
    words = phrases_of(case)
    reasons = tuple(
        Refused(words.category(name), words.say("portability_not"), "Art. 20(1)") for name in left_out
    )
    reasons += _refusals(office, case, request, proposals)
    sent_to = str((perhaps(office.store, request.id, "destination") or {}).get("handed_to", ""))
    letter = portability_answer(case, Portable(rows, reasons, sent_to))
    outcome = None if found.rows else Outcome.NOTHING_HELD
    return Answer(letter, answer_told(case, rows, reasons) if rows else None, outcome)


BY_THE_PERSON = (Basis.CONSENT, Basis.CONTRACT)
"""Only what is used on these grounds is the person's to take along (Art. 20(1)(a))."""


def portable(policy: Policy, held: tuple[HeldRows, ...]) -> tuple[tuple[HeldRows, ...], tuple[str, ...]]:
    """Of what is held, what the person can take along, and the categories that are left out."""
    rows: list[HeldRows] = []
    left_out: dict[str, None] = {}
    for one in held:
        collection = policy.systems[one.system].collections[one.collection]
        wanted = []
        for at, field in enumerate(one.fields):
            told = field.category and field.name not in collection.secret
            purposes = policy.purposes_of(collection, field.category) if told else ()
            if any(purpose.basis in BY_THE_PERSON and not purpose.source for purpose in purposes):
                wanted.append(at)
            elif field.category:
                left_out[field.category] = None
        taken = tuple(tuple(row[at] for at in wanted) for row in one.rows)
        taken = tuple(row for row in taken if any(value is not None for value in row))
        if taken:
            fields = tuple(one.fields[at] for at in wanted)
            rows.append(HeldRows(one.system, one.collection, fields, taken, one.withheld, one.says))
    given = {field.category for one in rows for field in one.fields}
    return tuple(rows), tuple(name for name in left_out if name not in given)


def _review(office: Office, case: Case, request: Request, now: datetime) -> Answer:
    told: dict[str, Any] = newest(office.store, request.id, "review")
    decided = datetime.fromisoformat(told["decided"])
    review = Review(told["what"], told["changed"], told["reasoning"], decided, told["outcome"])
    return Answer(review_answer(case, review))


def _withdrawal(office: Office, case: Case, request: Request, now: datetime) -> Answer:
    names = request.purposes
    return Answer(withdrawal_answer(case, names, case.today))


_ANSWERS: dict[Right, Callable[[Office, Case, Request, datetime], Answer]] = {
    Right.ACCESS: _access,
    Right.RECTIFICATION: _rectification,
    Right.ERASURE: _erasure,
    Right.RESTRICTION: _restriction,
    Right.OBJECTION: _objection,
    Right.PORTABILITY: _portability,
    Right.HUMAN_REVIEW: _review,
    Right.WITHDRAWAL: _withdrawal,
}
