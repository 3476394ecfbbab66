"""A time for Holdord's own data that cannot be defended, or for a purpose that Holdord does not have."""

from collections.abc import Iterator
from datetime import timedelta

from holdord.language.checks.bounds import outlasting
from holdord.language.spelling import near
from holdord.words.finding import Finding
from holdord.words.own import OwnTime
from holdord.words.period import Calendar, Fixed
from holdord.words.policy import Policy, Purpose

CODE = "own-period"


def find(policy: Policy) -> Iterator[Finding]:
    """Every time that lies outside the bounds of the purpose, and every name of no such purpose."""
    if not policy.own_data:
        return
    from holdord.language.own import BACKUPS, RUNS, RUNS_STAY, lasting, own_policy, settable

    own = own_policy(policy).policy
    purposes = settable(own) if own else {}
    for time in policy.own_data.values():
        if time.name == BACKUPS:
            continue
        if time.name == RUNS:
            if not timedelta(days=1) <= lasting(time.keep) <= RUNS_STAY:
                yield _runs(time)
            continue
        purpose = purposes.get(time.name)
        if purpose is None:
            yield _unknown(time, [*purposes, BACKUPS, RUNS])
        else:
            yield from _out_of_bounds(time, purpose, policy.controller.calendar)


def _runs(time: OwnTime) -> Finding:
    return Finding(
        CODE,
        f"finished runs would stay in the engine's tables for {time.keep}, not for 1 to 30 days",
        "write a time within the bounds",
        time.place,
    )


def _unknown(time: OwnTime, known: list[str]) -> Finding:
    guess = near(time.name, known)
    return Finding(
        CODE,
        f"nothing of its own is kept by Holdord for a purpose '{time.name}' whose time can be chosen",
        f"did you mean '{guess}'?" if guess else f"write one of: {', '.join(known)}",
        time.place,
    )


def _out_of_bounds(time: OwnTime, purpose: Purpose, calendar: Calendar) -> Iterator[Finding]:
    assert isinstance(purpose.keep, Fixed)
    for longer, shorter, bound, word in (
        (purpose.keep, purpose.at_most, purpose.at_most, "most"),
        (purpose.at_least, purpose.keep, purpose.at_least, "least"),
    ):
        if longer is None or shorter is None or outlasting(longer, shorter, calendar) is None:
            continue
        event = purpose.keep.event.replace("_", " ")
        yield Finding(
            CODE,
            f"own data for the purpose '{purpose.name}' would be kept {time.keep} after {event}, "
            f"where at {word} '{bound}' can be defended",
            f"write a time within the bounds; {_allowed(purpose)}",
            time.place,
        )


def _allowed(purpose: Purpose) -> str:
    bounds = [("at least", purpose.at_least), ("at most", purpose.at_most)]
    return " and ".join(f"{word} '{bound}'" for word, bound in bounds if bound)
