"""`holdord promises`: how each promise of the policy stands, and what shows it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from holdord.cli.desk import Command, Desk, as_of
from holdord.cli.phrases import minute
from holdord.words.languages import LANGUAGES

if TYPE_CHECKING:
    from holdord.words.policy import Policy
    from holdord.words.standing import Standing

STATES = ("kept", "due", "unproven", "broken")


@click.command(cls=Command)
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--state", "states", type=click.Choice(STATES), multiple=True, help="Only those. Repeatable.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="The language.")
@as_of()
@click.pass_obj
def command(
    desk: Desk, names: tuple[str, ...], states: tuple[str, ...], lang: str, now: datetime | None
) -> int:
    """Say how each promise of the policy stands, and what shows it.

    Kept, due, unproven or broken, read from the store alone: what the sweeps, probes and people have left
    there. Run `holdord probe` first to measure anew. The exit code is 1 where a promise that is shown is
    broken.
    """
    from holdord.workflows.office import refuse
    from holdord.workflows.promises.board import board

    with desk.office() as office:
        unknown = [name for name in names if name not in office.policy.promises]
        if unknown:
            raise refuse(
                "unknown-name",
                "the policy has no promise of this name",
                f"write one of: {', '.join(office.policy.promises)}",
            )
        every = board(office, now or desk.clock())
        found = [one for one in every if not names or one.promise in names]
        found = [one for one in found if not states or one.state in states]
        policy = office.policy
    desk.give(lambda: [as_json(policy, one) for one in found])
    for line in lines(policy, found, lang, whole=bool(names)):
        desk.say(line)
    if len(found) == len(every):
        desk.say()
        desk.say(tally(found))
    return int(any(one.state == "broken" for one in found))


def as_json(policy: "Policy", one: "Standing") -> dict[str, Any]:
    """A promise and how it stands, as plain values."""
    from holdord.letters.board import reason_said
    from holdord.workflows.promises.recording import plain

    promise = policy.promises[one.promise]
    return {
        "promise": one.promise,
        "says": dict(promise.says),
        "kept_by": list(promise.kept_by),
        "proved": str(promise.proof),
        "public": promise.public,
        "state": str(one.state),
        "since": one.since.isoformat() if one.since else None,
        "next_check": one.next_check.isoformat() if one.next_check else None,
        **plain(one),
        "because": {language: reason_said(policy, one.reason, language) for language in LANGUAGES},
        "parts": {fact: str(verdict.state) for fact, verdict in one.parts},
    }


def lines(policy: "Policy", found: "Sequence[Standing]", language: str, whole: bool = False) -> Iterator[str]:
    """Each promise: its state, its name, its sentence, and why it stands so."""
    from holdord.letters.board import promise_said, reason_said, state_said

    for number, one in enumerate(found):
        if number:
            yield ""
        says = promise_said(policy, one.promise, language)
        yield f"{state_said(one.state, language)}  {one.promise}: {says}"
        yield f"  {reason_said(policy, one.reason, language)}{_proof(one)}"
        if one.since:
            yield f"  since {minute(one.since.isoformat())}"
        if whole:
            for fact, verdict in one.parts:
                said = reason_said(policy, verdict.reason, language)
                yield f"  {fact}: {state_said(verdict.state, language)}. {said}"


def tally(found: "Sequence[Standing]") -> str:
    """How many promises stand in each state."""
    from holdord.workflows.promises.board import by_state

    return ", ".join(f"{count} {state}" for state, count in reversed(list(by_state(found).items())))


def _proof(one: "Standing") -> str:
    return f" ({one.proof.kind} {one.proof.id})" if one.proof.id else ""
