"""How the change of a fact is judged: a rule for each kind of fact, of which `changes_table` makes the table.

A rule is told the fact's address, what it was and what it is, both as plain values of JSON, and what stands
around it. It says nothing where nothing has changed for people.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from holdord.language.changes_periods import calendar_of, length, longer
from holdord.language.laws import EEA
from holdord.language.own import defaults
from holdord.words.change import Change, Kind
from holdord.words.period import Calendar
from holdord.words.plan import canonical_json

Plain = Mapping[str, Any]


@dataclass(frozen=True)
class Sides:
    """The two snapshots."""

    old: Plain
    new: Plain

    @cached_property
    def calendars(self) -> tuple[Calendar, Calendar]:
        """The controller's calendar in each."""
        return calendar_of(self.old), calendar_of(self.new)


@dataclass(frozen=True, slots=True)
class At:
    """Where a fact stands: its address, and the noun it is said of, as it was and as it is."""

    fact: str
    was: Plain
    now: Plain
    sides: Sides

    def below(self, name: str) -> "At":
        """The address of something in it."""
        return At(f"{self.fact}.{name}".removeprefix("."), self.was, self.now, self.sides)

    def change(self, kind: Kind, reason: str, before: Any = None, after: Any = None) -> Change:
        """A change here."""
        return Change(kind, self.fact, reason, said(before), said(after))


Rule = Callable[[At, Any, Any], Iterator[Change]]


def said(value: Any) -> str:
    """A value as it is shown: a text as it is, names in a row, all else as JSON."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    if isinstance(value, Mapping) and all(isinstance(one, str) for one in value.values()):
        return " / ".join(f"{name}: {text}" for name, text in sorted(value.items()))
    return str(value) if isinstance(value, (str, int)) else canonical_json(value)


def always(kind: Kind, reason: str, default: str = "") -> Rule:
    """Whatever it was and is: a change of this kind."""

    def rule(at: At, before: Any, after: Any) -> Iterator[Change]:
        yield at.change(kind, reason, before or default, after or default)

    return rule


def wording(what: str) -> Rule:
    """Words alone; whether they say something else no machine can tell, and whoever publishes reads both."""
    return always(Kind.WORDING, f"only words differ, in {what}: read both, and announce it if they mean else")


def arrangement(reason: str) -> Rule:
    """How the company goes about it."""
    return always(Kind.ARRANGEMENT, reason)


def names(kind: Kind, more: str, fewer: str, kind_of_fewer: Kind = Kind.DROPPED) -> Rule:
    """A list in which order counts for nothing: what came to it, and what left it."""

    def rule(at: At, before: Any, after: Any) -> Iterator[Change]:
        old, new = set(before or ()), set(after or ())
        for name in sorted(new - old):
            yield at.below(name).change(kind, more.format(name=name), None, name)
        for name in sorted(old - new):
            yield at.below(name).change(kind_of_fewer, fewer.format(name=name), name, None)

    return rule


def switched(kind: Kind, on: str, kind_off: Kind, off: str) -> Rule:
    """Yes or no."""

    def rule(at: At, before: Any, after: Any) -> Iterator[Change]:
        yield at.change(kind if after else kind_off, on if after else off, bool(before), bool(after))

    return rule


def lost(kind: Kind, reason: str, otherwise: Rule) -> Rule:
    """What was there and is not any more."""

    def rule(at: At, before: Any, after: Any) -> Iterator[Change]:
        if before and not after:
            yield at.change(kind, reason, before, after)
        else:
            yield from otherwise(at, before, after)

    return rule


def gained(kind: Kind, reason: str, otherwise: Rule) -> Rule:
    """What was not there and is now."""

    def rule(at: At, before: Any, after: Any) -> Iterator[Change]:
        if after and not before:
            yield at.change(kind, reason, before, after)
        else:
            yield from otherwise(at, before, after)

    return rule


def kept(at: At, before: Any, after: Any) -> Iterator[Change]:
    """The period of a purpose."""
    verdict, reason = longer(before, after, at.sides.calendars)
    yield at.change(verdict, reason, before, after)


def at_most(at: At, before: Any, after: Any) -> Iterator[Change]:
    """A promise not to keep longer: loosened where it allows more, or is taken back."""
    if before and after:
        yield from kept(at, before, after)
    elif before:
        yield at.change(Kind.LONGER, "a longest time that was promised is promised no more", before, after)
    else:
        yield at.change(Kind.SHORTER, "a longest time is promised now", before, after)


def at_least(at: At, before: Any, after: Any) -> Iterator[Change]:
    """That it is never kept shorter: data stays at least so long."""
    if before and after:
        yield from kept(at, before, after)
    elif after:
        yield at.change(Kind.LONGER, "it is kept for a least time now", before, after)
    else:
        yield at.change(Kind.SHORTER, "it need not be kept for a least time any more", before, after)


def lasts(what: str, nothing: str = "") -> Rule:
    """A plain length of time; `nothing` is how long it is where none is said."""

    def rule(at: At, before: Any, after: Any) -> Iterator[Change]:
        old, new = length(before or nothing), length(after or nothing)
        kind = Kind.LONGER if new > old else Kind.SHORTER if new < old else Kind.WORDING
        how = {
            Kind.LONGER: "longer",
            Kind.SHORTER: "shorter",
            Kind.WORDING: "as long as before, in other words",
        }
        yield at.change(kind, f"{what} {how[kind]}", before, after)

    return rule


def country(at: At, before: Any, after: Any) -> Iterator[Change]:
    """Where a recipient is."""
    if after in EEA:
        yield at.change(Kind.ARRANGEMENT, "it is inside the EEA, where the same law holds", before, after)
    else:
        yield at.change(
            Kind.THIRD_COUNTRY, "its country is outside the EEA, another than before", before, after
        )


def safeguards(at: At, before: Any, after: Any) -> Iterator[Change]:
    """What protects data sent outside the EEA; inside it says nothing."""
    if at.now.get("country") in EEA:
        yield at.change(
            Kind.ARRANGEMENT, "it is inside the EEA, where no safeguards are needed", before, after
        )
    else:
        reason = "what protects the data outside the EEA is another than before"
        yield at.change(Kind.THIRD_COUNTRY, reason, before, after)


def recipient_kind(at: At, before: Any, after: Any) -> Iterator[Change]:
    """A processor acts for the company only; others decide for themselves what becomes of the data."""
    if after == "processor":
        yield at.change(Kind.ARRANGEMENT, "it acts on our instructions only now", before, after)
    else:
        reason = "it decides for itself now what becomes of the data"
        yield at.change(Kind.RECIPIENT, reason, before, after)


def bounded(at: At, before: Any, after: Any) -> Iterator[Change]:
    """The categories that a limit bounds."""
    for now, side, list_ in ((True, at.now, set(after or ()) - set(before or ())),
                             (False, at.was, set(before or ()) - set(after or ()))):  # fmt: skip
        for name in sorted(list_):
            bound = "at_least" if now else "at_most"
            kind = Kind.LONGER if side.get(bound) else Kind.SHORTER if now else Kind.DROPPED
            reason = f"the limit {'reaches' if now else 'no longer reaches'} '{name}'"
            yield at.below(name).change(kind, reason, None if now else name, name if now else None)


def own_time(at: At, before: Any, after: Any) -> Iterator[Change]:
    """How long Holdord keeps what it holds itself; where nothing is said it is Holdord's own time."""
    name = at.fact.rpartition(".")[2]
    told = defaults(at.sides.new["controller"]["country"])
    old, new = (str((one or {}).get("keep") or told.get(name, "")) for one in (before, after))
    yield from lasts("what the tool of the company holds itself is kept")(at, old, new)


def limit(at: At, before: Any, after: Any) -> Iterator[Change]:
    """A whole limit that came or went."""
    if after:
        kind = Kind.LONGER if after.get("at_least") else Kind.SHORTER
        reason = (
            "data is kept for a least time now" if after.get("at_least") else "a longest time is promised now"
        )
    else:
        kind = Kind.LONGER if before.get("at_most") else Kind.SHORTER
        reason = "a time that was promised is promised no more"
    yield at.change(kind, reason, before, after)


def cookie(at: At, before: Any, after: Any) -> Iterator[Change]:
    """A whole cookie that came or went."""
    if not after:
        yield at.change(Kind.DROPPED, "it is not stored any more", before, after)
    elif after.get("necessary"):
        yield at.change(Kind.ADDED, "it is needed for what the person asks for", before, after)
    else:
        yield at.change(
            Kind.COOKIE, "something new is stored in browsers, and not by necessity", before, after
        )


def calendar(at: At, before: Any, after: Any) -> Iterator[Change]:
    """The company's years: they move the ends of every period that is counted from the end of one."""
    found = False
    for name, purpose in at.sides.new.get("purposes", {}).items():
        old = at.sides.old.get("purposes", {}).get(name, {}).get("keep")
        if old == purpose["keep"] and "fiscal year" in old:
            verdict, reason = longer(old, old, at.sides.calendars)
            if verdict is Kind.LONGER:
                found = True
                yield Change(verdict, f"{at.fact}.{name}", reason, said(before), said(after))
    if not found:
        yield at.change(Kind.ARRANGEMENT, "no period ends later by it", before, after)


def identity(field: str) -> Rule:
    """Who the controller is: another number or country is another company; a name alone need not be."""

    def rule(at: At, before: Any, after: Any) -> Iterator[Change]:
        numbers = (at.was.get("number"), at.now.get("number"))
        if field == "name" and numbers[0] and numbers[0] == numbers[1]:
            yield at.change(Kind.CONTACT, "the same company by its number, under another name", before, after)
        elif field == "number" and not before:
            yield at.change(Kind.CONTACT, "the company's number is told now", before, after)
        else:
            yield at.change(Kind.CONTROLLER, "another company may be the one that answers", before, after)

    return rule


def each(noun: "Mapping[str, Rule]", whole: Rule, otherwise: Rule | None = None) -> Rule:
    """Things by their names: those that came or went as a whole, and of the others each fact that differs."""

    def rule(at: At, before: Any, after: Any) -> Iterator[Change]:
        old, new = before or {}, after or {}
        for name in sorted(set(old) | set(new)):
            here = At(f"{at.fact}.{name}", old.get(name, {}), new.get(name, {}), at.sides)
            if name in old and name in new:
                yield from facts(noun, otherwise)(here, old[name], new[name])
            else:
                yield from whole(here, old.get(name), new.get(name))

    return rule


def things(judge: Rule) -> Rule:
    """Things by their names, each judged as a whole, whichever of its facts differs."""

    def rule(at: At, before: Any, after: Any) -> Iterator[Change]:
        old, new = before or {}, after or {}
        for name in sorted(set(old) | set(new)):
            if old.get(name) != new.get(name):
                yield from judge(at.below(name), old.get(name), new.get(name))

    return rule


def facts(noun: "Mapping[str, Rule]", otherwise: Rule | None = None) -> Rule:
    """One thing, fact by fact. What no rule is known for is what an older or newer Holdord has written."""

    def rule(at: At, before: Any, after: Any) -> Iterator[Change]:
        old, new = before or {}, after or {}
        here = At(at.fact, old, new, at.sides)
        for name in sorted(set(old) | set(new)):
            if old.get(name) == new.get(name) or (name == "name" and "name" not in noun):
                continue
            judge = noun.get(name, otherwise or unknown)
            yield from _judged(judge, here.below(name), old.get(name), new.get(name))

    return rule


def _judged(judge: Rule, at: At, before: Any, after: Any) -> Iterator[Change]:
    """What a rule says; where the fact has not the form it knows, written by another version: unknown."""
    try:
        found = list(judge(at, before, after))
    except (TypeError, ValueError, KeyError, AttributeError):
        found = list(unknown(at, before, after))
    yield from found


unknown = always(Kind.UNKNOWN, "this version of Holdord does not know what this fact is")


def came_or_went(kind: Kind, came: str, went: str, kind_of_went: Kind = Kind.DROPPED) -> Rule:
    """A whole thing."""

    def rule(at: At, before: Any, after: Any) -> Iterator[Change]:
        if before is None:
            yield at.change(kind, came, None, after.get("says") or after)
        else:
            yield at.change(kind_of_went, went, before.get("says") or before, None)

    return rule
