"""What the promise board says, in the language of whoever reads it; and the summary of a week."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from holdord.letters import days
from holdord.letters.board_words import da, en, nb
from holdord.letters.framing import unaddressed
from holdord.letters.letter import Block, Bullets, Heading, Letter, Link, Paragraph
from holdord.letters.phrases import Phrases
from holdord.words.policy import Policy, Proof
from holdord.words.standing import Reason, Standing, State

PHRASES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"da": da.PHRASES, "nb": nb.PHRASES, "en": en.PHRASES}
)

BEYOND = ("capability-missing", "nothing-keeps", "no-control")
"""Why a promise is unproven that nobody can prove from one week to the next."""

MOST = 40
"""So many promises a list of the summary names; the board names them all."""


def state_said(state: State, language: str) -> str:
    """ "kept", "holdt"."""
    return PHRASES[language][f"state_{state}"]


def proof_said(proof: Proof, language: str) -> str:
    """ "by measuring", "ved måling"."""
    return PHRASES[language][f"proof_{proof}"]


def reason_said(policy: Policy, reason: Reason, language: str) -> str:
    """Why a promise stands as it does, as a sentence."""
    phrases = PHRASES[language]
    number = {0: f"{reason.code}_none", 1: f"{reason.code}_one"}.get(reason.count, "")
    zone = policy.controller.calendar.zone
    return phrases[number if number in phrases else reason.code].format(
        day=days.day(reason.at.astimezone(zone).date(), language) if reason.at else "–",
        count=days.number(reason.count, language),
        what=reason.what,
    )


def promise_said(policy: Policy, name: str, language: str) -> str:
    """The sentence of a promise; its name where the policy has it no more."""
    promise = policy.promises.get(name)
    return Phrases(language, policy).text(promise.says if promise else {}, name)


def summary(
    policy: Policy,
    language: str,
    week: str,
    standings: Sequence[Standing],
    before: Mapping[str, State],
    url: str,
) -> Letter:
    """To the person responsible: what has changed in a week, what needs somebody; nobody's data.

    `before` is how the promises stood a week ago, of those that were known then.
    """
    phrases = PHRASES[language]
    turned = [one for one in standings if before.get(one.promise, one.state) is not one.state]
    still = [one for one in standings if _waits(one) and one not in turned]
    kept = sum(one.state is State.KEPT for one in standings)
    lead = phrases["summary_lead"].format(kept=kept, all=len(standings))
    blocks: list[Block] = [Paragraph(lead)]
    if turned:
        blocks.append(Heading(phrases["summary_turned"]))
        blocks.append(_lines(policy, language, turned, before))
    if still:
        blocks.append(Heading(phrases["summary_still"]))
        blocks.append(_lines(policy, language, still, {}))
    if not turned and not still:
        blocks.append(Paragraph(phrases["summary_well"]))
    if url:
        blocks.append(Link(phrases["summary_board"], url))
    number = week.rpartition("W")[2].lstrip("0")
    return unaddressed(policy, language, phrases["summary_title"].format(week=number), blocks)


def _waits(standing: Standing) -> bool:
    """Whether somebody can do something about it now: what no version can do yet is on the board alone."""
    unproven = standing.state is State.UNPROVEN and standing.reason.code not in BEYOND
    return unproven or standing.state in (State.BROKEN, State.DUE)


def _lines(policy: Policy, language: str, found: Sequence[Standing], before: Mapping[str, State]) -> Bullets:
    phrases = PHRASES[language]
    lines = []
    for one in sorted(found, key=lambda one: -one.state.rank)[:MOST]:
        was = before.get(one.promise)
        line = phrases["summary_from" if was else "summary_line"]
        lines.append(
            line.format(
                says=promise_said(policy, one.promise, language),
                before=state_said(was, language) if was else "",
                state=state_said(one.state, language),
                reason=reason_said(policy, one.reason, language),
            )
        )
    if len(found) > MOST:
        lines.append(phrases["summary_more"].format(count=len(found) - MOST))
    return Bullets(tuple(lines))
