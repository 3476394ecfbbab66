"""Holdord's own policy: what it holds itself, why, and until when; shipped, and read like any other.

It is the company's data all the same, so the controller is the company's, and so is the law. The company may
state another time than the default in a section of its policy:

    own_data:
      cases: {keep: 5 years}

Between which bounds stands in the files here, as `at_least` and `at_most` of each purpose; the check
`own-period` holds the two together.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from holdord.language.build_digest import digest_of
from holdord.language.reader import Loaded, load_texts
from holdord.words.finding import in_order
from holdord.words.languages import LANGUAGES
from holdord.words.period import After, Duration, Fixed, OfEvent
from holdord.words.policy import Controller, Policy, Purpose, System

BACKUPS = "backups"
"""What `own_data` calls the time for which the oldest back-up of the store is kept."""

RUNS = "engine_runs"
"""What `own_data` calls the time for which finished runs stay in the engine's tables: ids, and no more."""

RUNS_STAY = timedelta(days=30)
"""For how long they do where nothing else is said, and at most; at least a day, to be looked into."""

SYSTEM = "holdord"
"""The name of the store among systems."""

ADDRESS = "HOLDORD_OWN_STORE"
"""The variable that the store's address is put into when it is opened as a system."""

_FOLDER = Path(__file__).parent
_WITH_LAW = ("DK", "NO")
_STAND_IN = """language: 1
controller: {{name: Holdord, country: {country}, time_zone: Europe/Copenhagen, texts: [{texts}]}}
"""
"""The company's own is put in its place; files cannot be read without one."""


def texts_of(country: str) -> dict[str, str]:
    """The files that make the policy for a country, by their names."""
    own = f"country_{country if country in _WITH_LAW else 'OTHER'}.yaml"
    names = ("facts.yaml", "purposes.yaml", "store.yaml", own)
    return {name: (_FOLDER / name).read_text("utf-8") for name in names}


def own_policy(company: Policy, tables: Collection[str] | None = None) -> Loaded:
    """The policy of Holdord's own data for a company, with what it says that cannot stand.

    `tables` are those that are there in the store: what is not there yet is left out, and what is nobody's
    here is ignored. Without it everything is stated.
    """
    controller = _controller(company.controller)
    stand_in = _STAND_IN.format(country=controller.country, texts=", ".join(controller.texts))
    texts = texts_of(controller.country)
    loaded = load_texts({"controller.yaml": stand_in, **texts})
    if loaded.policy is None:
        return loaded
    from holdord.language.checks import check

    system = _present(loaded.policy.systems[SYSTEM], tables)
    if BACKUPS in company.own_data:
        system = replace(system, backups=company.own_data[BACKUPS].keep)
    policy = replace(
        loaded.policy,
        controller=controller,
        purposes=_kept(loaded.policy.purposes, company),
        systems={SYSTEM: system},
        digest="",
    )
    policy = replace(policy, digest=digest_of(policy))
    return Loaded(policy, in_order(f for f in check(policy) if f.place.file in texts))


@lru_cache(maxsize=8)
def defaults(country: str) -> Mapping[str, Duration]:
    """How long Holdord keeps what it holds itself in a country, where the company states nothing else."""
    stand_in = _STAND_IN.format(country=country, texts="en")
    policy = load_texts({"controller.yaml": stand_in, **texts_of(country)}).policy
    assert policy is not None
    backups = policy.systems[SYSTEM].backups
    found = {RUNS: Duration(days=RUNS_STAY.days), **({BACKUPS: backups} if backups else {})}
    for name, purpose in settable(policy).items():
        if isinstance(purpose.keep, Fixed) and isinstance(purpose.keep.anchor, After):
            found[name] = purpose.keep.anchor.duration
    return found


def runs_stay(company: Policy) -> timedelta:
    """For how long finished runs stay in the engine's tables."""
    chosen = company.own_data.get(RUNS)
    return lasting(chosen.keep) if chosen else RUNS_STAY


def lasting(of: Duration) -> timedelta:
    """A time of the calendar as one of the clock, the longest that it can be."""
    return timedelta(days=31 * of.months + of.days, hours=of.hours, minutes=of.minutes)


def settable(policy: Policy) -> dict[str, Purpose]:
    """The purposes whose time the company may choose."""
    return {name: purpose for name, purpose in policy.purposes.items() if purpose.at_most is not None}


def kept_for(purpose: Purpose, length: Duration) -> Purpose:
    """The purpose with another length of time after the same event."""
    assert isinstance(purpose.keep, Fixed)
    return replace(purpose, keep=Fixed(After(length, OfEvent(purpose.keep.event))))


def _kept(purposes: Mapping[str, Purpose], company: Policy) -> dict[str, Purpose]:
    chosen = {name: own.keep for name, own in company.own_data.items()}
    return {
        name: kept_for(purpose, chosen[name]) if name in chosen and purpose.at_most else purpose
        for name, purpose in purposes.items()
    }


def _controller(of: Controller) -> Controller:
    texts = tuple(language for language in of.texts if language in LANGUAGES) or ("en",)
    return replace(of, texts=texts)


def _present(system: System, tables: Collection[str] | None) -> System:
    if tables is None:
        return system
    there = {name: c for name, c in system.collections.items() if c.table in tables}
    mapped = {collection.table for collection in system.collections.values()}
    return replace(system, collections=there, ignores=tuple(sorted(set(tables) - mapped)))
