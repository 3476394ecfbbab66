"""What changed between two versions is seen fact by fact, and judged as people would be affected by it."""

import hashlib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdord.language.build_digest import facts_of
from holdord.language.changes import (
    between,
    changes,
    concerned,
    read_snapshot,
    renewed_consents,
    snapshot_of,
)
from holdord.language.changes_periods import longer
from holdord.language.changes_table import SECTIONS
from holdord.language.nodes import read_documents
from holdord.words.change import Change, Kind
from holdord.words.period import Fixed, last_day
from holdord.words.policy import Calendar, FiscalYears, Policy
from tests.language.reading import WHOLE, change, policy_of
from tests.language.test_digest import _shuffled
from tests.words.period_strategies import rules

WAS = policy_of(WHOLE)
FACTS = facts_of(WAS)
SNAPSHOT = read_snapshot(snapshot_of(WAS))


def _changed(old: str, new: str) -> tuple[Change, ...]:
    return changes(SNAPSHOT, policy_of(change(old, new, WHOLE)))


def test_what_a_version_keeps_has_the_digest_of_its_policy() -> None:
    assert hashlib.sha256(snapshot_of(WAS).encode()).hexdigest() == WAS.digest


def test_a_policy_has_not_changed_since_itself() -> None:
    assert changes(SNAPSHOT, WAS) == ()


@settings(max_examples=15)
@given(data=st.data())
def test_another_order_or_layout_is_no_change(data: st.DataObject) -> None:
    documents = data.draw(st.permutations(read_documents("whole", WHOLE).roots))
    text = "".join(f"---\n{_shuffled(document, data)}\n" for document in documents)
    assert changes(SNAPSHOT, policy_of(text)) == ()


@pytest.mark.parametrize(
    ("old", "new", "kind", "fact"),
    [
        ("basis: contract\n", "basis: public_task\n", Kind.BASIS, "purposes.relation.basis"),
        (
            "keep: 2 years after relation_end",
            "keep: 3 years after relation_end",
            Kind.LONGER,
            "purposes.relation.keep",
        ),
        (
            "keep: 2 years after relation_end",
            "keep: 1 year after relation_end",
            Kind.SHORTER,
            "purposes.relation.keep",
        ),
        ("keep: 2 years after relation_end", "keep: 24 months from relation_end", None, ""),
        (
            "keep: 2 years after relation_end",
            "keep: 1 year after last_purchase",
            Kind.LONGER,
            "purposes.relation.keep",
        ),
        ("law: bogføringsloven § 12", "law: bogføringsloven § 13", Kind.BASIS, "purposes.bookkeeping.law"),
    ],
)
def test_a_changed_fact_is_judged(old: str, new: str, kind: Kind | None, fact: str) -> None:
    text = WHOLE.replace(old, new, 1)
    found = changes(SNAPSHOT, policy_of(text))
    assert [(one.kind, one.fact) for one in found] == ([(kind, fact)] if kind else [])


def _with(path: str, value: Any) -> Any:
    """The facts with another value at an address, or without one; every other branch is shared."""
    *way, last = path.split(".")
    copy: Any = dict(FACTS)
    at = copy
    for step in way:
        at[step] = dict(at[step])
        at = at[step]
    if value is None:
        del at[last]
    else:
        at[last] = value
    return copy


@pytest.mark.parametrize(
    ("path", "value", "kind"),
    [
        (
            "purposes.news",
            {
                "name": "news",
                "basis": "consent",
                "people": ["customer"],
                "categories": ["email"],
                "keep": "until withdrawn",
            },
            Kind.PURPOSE,
        ),
        ("purposes.diet", None, Kind.DROPPED),
        ("purposes.relation.people", ["customer", "subscriber"], Kind.PURPOSE),
        (
            "purposes.relation.categories",
            ["birth_date", "correspondence", "cpr", "email", "name"],
            Kind.CATEGORY,
        ),
        ("purposes.relation.categories", ["email", "name", "correspondence"], Kind.DROPPED),
        ("purposes.relation.marketing", True, Kind.MARKETING),
        ("purposes.newsletter.marketing", None, Kind.WEAKER_RIGHT),
        ("purposes.relation.profiling", True, Kind.PROFILING),
        ("purposes.relation.overriding", {"en": "claims"}, Kind.WEAKER_RIGHT),
        ("purposes.diet.source", {"en": "your doctor"}, Kind.SOURCE),
        ("purposes.diet.special", "health_care", Kind.BASIS),
        ("purposes.bookkeeping.at_most", None, Kind.LONGER),
        ("purposes.bookkeeping.at_most", "6 years after invoice", Kind.SHORTER),
        ("purposes.bookkeeping.at_most", "8 years after invoice", Kind.LONGER),
        ("purposes.diet.keep", "1 year after relation_end", Kind.LONGER),
        ("categories.name.kind", "special", Kind.CATEGORY),
        ("categories.name.says", {"en": "names"}, Kind.WORDING),
        ("recipients.bank", {"name": "bank", "kind": "controller", "country": "DK"}, Kind.RECIPIENT),
        ("recipients.host", None, Kind.DROPPED),
        ("recipients.host.country", "SE", Kind.ARRANGEMENT),
        ("recipients.host.country", "US", Kind.THIRD_COUNTRY),
        ("recipients.host.kind", "controller", Kind.RECIPIENT),
        ("recipients.host.purposes", ["relation", "bookkeeping"], Kind.RECIPIENT),
        ("recipients.host.categories", ["email", "name", "payments"], Kind.RECIPIENT),
        ("recipients.host.agreement", "2026-01-01", Kind.ARRANGEMENT),
        ("recipients.host.sub_processors.tape", {"name": "tape", "country": "DK"}, Kind.RECIPIENT),
        ("recipients.mailer.safeguards", "our word", Kind.THIRD_COUNTRY),
        ("limits.invoice_age", None, Kind.LONGER),
        ("limits.invoice_age.at_most", "8 years after invoice", Kind.LONGER),
        ("promises.R50", None, Kind.WEAKER_RIGHT),
        ("promises.R50.says", {"da": "Vi gemmer"}, Kind.WORDING),
        ("promises.R50.kept_by", [], Kind.ARRANGEMENT),
        ("controller.number", "87654321", Kind.CONTROLLER),
        ("controller.name", "Nordlys Bolig ApS", Kind.CONTACT),
        ("controller.contact.email", "ny@nordlys.example", Kind.CONTACT),
        ("controller.contact.phone", None, Kind.WEAKER_RIGHT),
        ("controller.protection_officer", None, Kind.WEAKER_RIGHT),
        ("systems.shop.url", "${OTHER}", Kind.ARRANGEMENT),
    ],
)
def test_each_kind_of_change_is_judged_as_people_would_be_affected(path: str, value: Any, kind: Kind) -> None:
    found = between(FACTS, _with(path, value))
    assert {one.kind for one in found} == {kind}, found
    assert all(one.fact.startswith(".".join(path.split(".")[:2])) and one.reason for one in found)


def test_financial_years_that_end_later_make_a_period_longer_that_counts_from_them() -> None:
    years = [
        ["None", "None", "12", "31"],
        ["2024-01-01", "2025-06-30", "6", "30"],
        ["2026-07-01", "2027-12-31", "12", "31"],
    ]
    zone = FACTS["controller"]["calendar"]["zone"]
    found = between(FACTS, _with("controller.calendar", {"zone": zone, "years": years}))
    assert [(one.kind, one.fact) for one in found] == [(Kind.LONGER, "controller.calendar.bookkeeping")]
    assert concerned(found, WAS) == ("bookkeeping",), "nobody else's data is kept longer by it"
    assert "1 July 2026" in found[0].reason


# ------------------------------------------------------------------- whatever single fact is another


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The address of every fact; the lists of names among them as one."""
    if isinstance(value, dict) and value and path != ("controller", "calendar"):
        for key, one in value.items():
            if key != "name" or path in ((), ("controller",)):
                yield from _leaves(one, (*path, key))
    else:
        yield path


LEAVES = sorted(_leaves(FACTS), key=str)
PERIODS = ("1 day after invoice", "90 years after invoice", "until withdrawn")


def _other(path: tuple[Any, ...], value: Any) -> st.SearchStrategy[Any]:
    if path[-1] in ("keep", "at_least", "at_most"):
        if path[0] == "own_data":
            return st.sampled_from(["9 years", "3 days"])
        return st.sampled_from([one for one in PERIODS if one != value])
    if path[-1] in ("backups", "lives"):
        return st.sampled_from(["9 years", "3 days"])
    if path[-1] == "calendar":
        years = {"zone": "Europe/Oslo", "years": [["None", "None", "3", "31"]]}
        return st.just(years)
    if isinstance(value, bool):
        return st.just(not value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        added = st.just([*value, "brand_new"])
        return st.one_of(added, st.just(value[1:])) if value else added
    return st.text(min_size=1).filter(lambda text: text != value)


def _put(facts: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    return {**facts, path[0]: _put(facts[path[0]], path[1:], value)}


@given(data=st.data(), path=st.sampled_from(LEAVES))
def test_any_single_fact_that_is_another_is_seen_both_ways_and_known(
    data: st.DataObject, path: tuple[Any, ...]
) -> None:
    value: Any = FACTS
    for step in path:
        value = value[step]
    other = _put(FACTS, path, data.draw(_other(path, value)))
    for found in (between(FACTS, other), between(other, FACTS)):
        assert found, path
        assert all(one.fact.split(".")[0] == path[0] for one in found)
        assert Kind.UNKNOWN not in {one.kind for one in found}, path
        if len(path) > 1 and path[0] != "controller":
            assert {one.fact.split(".")[1] for one in found} == {path[1]}


def _nouns(hint: Any) -> Iterator[type]:
    """The nouns that a field can hold, as they stand in snapshots."""
    if get_origin(hint) in (UnionType, Union) or get_args(hint):
        for one in get_args(hint):
            yield from _nouns(one)
    elif is_dataclass(hint) and isinstance(hint, type):
        yield hint


UNTOLD = frozenset({"place", "keep_place", "digest", "name"})


def _known(name: str, noun: type) -> set[str]:
    """Which facts of a noun have a rule: found by letting each be another, in some form it can have."""
    known = set()
    for field in fields(noun):
        for old, new in (
            ("5 years after invoice", "until withdrawn"),
            ("5 years", "1 year"),
            ([], ["a"]),
            ({}, {}),
        ):
            was = {"controller": FACTS["controller"], name: {"x": {field.name: old}}}
            now = {**was, name: {"x": {field.name: new or None}}}
            if Kind.UNKNOWN not in {one.kind for one in between(was, now)}:
                known.add(field.name)
    return known


def test_every_fact_of_the_language_has_a_rule() -> None:
    """A key that is new in the language gets its line in `language/changes_table.py`."""
    hints = get_type_hints(Policy)
    for field in fields(Policy):
        if field.name in ("digest", "controller") or not field.init:
            continue
        assert field.name in SECTIONS, f"changes of the section {field.name} have no rule"
        for noun in _nouns(hints[field.name]):
            missing = {one.name for one in fields(noun)} - UNTOLD - _known(field.name, noun)
            assert not missing, f"changes of these facts of {field.name} have no rule: {sorted(missing)}"


def test_a_fact_that_nobody_knows_any_more_is_told_rather_than_hidden() -> None:
    older = {**FACTS, "purposes": {**FACTS["purposes"]}, "oracles": {"delphi": {"says": {"en": "smoke"}}}}
    older["purposes"]["relation"] = {**FACTS["purposes"]["relation"], "weight": "3"}
    found = between(older, FACTS)
    assert {(one.kind, one.fact, one.substantial) for one in found} == {
        (Kind.UNKNOWN, "oracles", True),
        (Kind.UNKNOWN, "purposes.relation.weight", True),
    }


# ------------------------------------------------------------------------------------ longer or not


@settings(max_examples=30)
@given(old=rules, new=rules)
def test_a_period_is_longer_exactly_if_it_ends_later_for_some_day_of_its_event(
    old: Fixed, new: Fixed
) -> None:
    calendar: Calendar = WAS.controller.calendar
    plain = Calendar(calendar.zone, FiscalYears.every(12, 31))
    years = 28 if "week" in f"{old} {new}" else 4
    days = [date(2026, 1, 1) + timedelta(n) for n in range(years * 366)]
    ends = [(last_day(old, on, plain), last_day(new, on, plain)) for on in days]
    later = any(now > was for was, now in ends)
    earlier = any(now < was for was, now in ends)
    kind, _ = longer(str(old), str(new), (plain, plain))
    assert (kind is Kind.LONGER) == later
    if not later:
        assert (kind is Kind.SHORTER) == earlier


# --------------------------------------------------------------------------------- who is told of it


def test_those_are_concerned_whose_purposes_categories_or_recipients_are_touched() -> None:
    def who(path: str, value: Any) -> set[str]:
        return set(concerned(between(FACTS, _with(path, value)), WAS))

    assert who("purposes.relation.keep", "9 years after relation_end") == {"relation"}
    assert who("recipients.mailer.country", "IN") == {"newsletter"}
    assert who("categories.payments.kind", "special") == {"bookkeeping"}
    assert who("controller.number", "1") == set(WAS.purposes)
    assert who("categories.name.says", {"en": "names"}) == set()


def test_a_consent_to_less_is_asked_for_anew() -> None:
    wider = between(FACTS, _with("purposes.newsletter.categories", ["email", "name", "payments"]))
    assert renewed_consents(wider, WAS) == ("newsletter",)
    assert renewed_consents(between(FACTS, _with("purposes.relation.basis", "public_task")), WAS) == ()
