"""Checks of a large policy: quick enough to run with every command, and they raise on nothing."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from holdord.language import load_texts
from holdord.language.checks import check, check_live
from holdord.language.checks.bounds import first_outlasting
from holdord.words.policy import Policy
from tests.counting import calls
from tests.language.checks.stage import CLEAN, CLEAN_CATALOGUE, FILE, clean, read_catalogue

PURPOSES = 40
COLLECTIONS = 30
PROMISES = 150
MOST_CALLS = 600_000
"""About 490,000 were measured, and 60 milliseconds for them."""
LINES = CLEAN.split("\n")


def large() -> Policy:
    """Forty purposes with bounds in thirty collections, under a hundred and fifty promises."""
    purposes = [
        f"  p{n}: {{says: {{da: a, en: b}}, basis: contract, required: {{da: a, en: b}}, people: [customer], "
        f"categories: [name, email, purchases], keep: {n % 7 + 1} years after end of fiscal year of invoice, "
        f"at_least: {n % 7 + 1} years after invoice, "
        f"at_most: {n % 7 + 2} years and {n % 5 + 1} months after invoice}}"
        for n in range(PURPOSES)
    ]
    limits = [f"  l{n}: {{categories: [name], at_most: {n + 9} years after invoice}}" for n in range(10)]
    promises = [
        f"  Q{n}: {{says: {{da: a, en: b}}, kept_by: [purposes.p{n % PURPOSES}]}}" for n in range(PROMISES)
    ]
    served = ", ".join(f"p{n}" for n in range(PURPOSES))
    collections = [
        f"  t{n}: {{of: customers by customer_id, holds: {{name: a, email: b, purchases: [c, d, e]}}, "
        f"events: {{invoice: day}}, purposes: [{served}]}}"
        for n in range(COLLECTIONS)
    ]
    stated = ["language: 1", "purposes:", *purposes, "limits:", *limits, "promises:", *promises]
    loaded = load_texts({"a.yaml": CLEAN + "\n".join(collections) + "\n", "b.yaml": "\n".join(stated) + "\n"})
    assert loaded.policy is not None, loaded.findings
    return loaded.policy


def test_a_large_policy_is_checked_with_few_steps() -> None:
    policy = large()
    first_outlasting.cache_clear()
    found = calls(lambda: check(policy))
    assert found < MOST_CALLS, found


@settings(max_examples=60, deadline=None)
@given(
    st.sets(st.integers(1, len(LINES) - 1), max_size=6), st.sampled_from(["postgresql", "mariadb", "sqlite"])
)
def test_no_check_raises_on_a_policy_that_can_be_read(gone: set[int], dialect: str) -> None:
    text = "\n".join(line for number, line in enumerate(LINES) if number not in gone)
    policy = load_texts({FILE: text}).policy
    if policy is not None:
        check(policy)
        check_live(policy, {"shop": replace(clean()[1], dialect=dialect)})


@settings(max_examples=60, deadline=None)
@given(st.sets(st.integers(2, CLEAN_CATALOGUE.count("\n") - 1), max_size=6))
def test_no_check_raises_on_a_database_that_lacks_things(gone: set[int]) -> None:
    lines = CLEAN_CATALOGUE.split("\n")
    kept = [
        line
        for number, line in enumerate(lines)
        if number not in gone or line.endswith(":") or "columns:" in line or not line.strip()
    ]
    check_live(clean()[0], {"shop": read_catalogue("\n".join(kept))})
