"""Each check finds what its cases say, where they say, and nothing else; each has its cases and its page."""

import pytest

from holdord.language.checks import CHECKS, DATED_CHECKS, LIVE_CHECKS, check, check_live, check_on
from holdord.words.finding import Severity
from tests.language.checks.pages import first_cases, page_of, with_finding
from tests.language.checks.stage import TODAY, Case, cases, clean

CASES = list(cases())
CODES = [each.code for each in (*CHECKS, *DATED_CHECKS, *LIVE_CHECKS)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}: {case.name}")
def test_a_check_finds_what_its_case_says_and_nothing_else(case: Case) -> None:
    found = case.found()
    assert [finding.message for finding in found if finding.code != case.code] == []
    assert len(found) == len(case.finds), [finding.message for finding in found]
    if not case.finds:
        return
    assert [finding.place for finding in found] == case.places
    for finding, expected in zip(found, case.finds, strict=True):
        assert expected["says"] in finding.message
        assert finding.severity is Severity(expected.get("severity", "error"))
        assert expected.get("help", "") in finding.help
        assert finding.example == expected.get("example", finding.example)


@pytest.mark.parametrize("code", CODES)
def test_every_check_has_a_case_that_is_found_and_one_that_is_not(code: str) -> None:
    own = [case for case in CASES if case.code == code]
    assert any(case.finds for case in own)
    assert any(not case.finds for case in own)


def test_every_file_of_cases_belongs_to_a_check() -> None:
    assert {case.code for case in CASES} == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_every_page_says_problem_remedy_and_example(code: str) -> None:
    page = page_of(code).read_text(encoding="utf-8")
    assert page.startswith(f"# {code}\n")
    assert all(f"\n## {heading}\n" in page for heading in ("Problem", "Remedy", "Example"))


@pytest.mark.parametrize("case", first_cases().values(), ids=lambda case: case.code)
def test_every_page_shows_the_finding_as_it_is(case: Case) -> None:
    page = page_of(case.code).read_text(encoding="utf-8")
    assert with_finding(page, case) == page, "run: python -m tests.language.checks.pages"


def test_codes_are_file_names_and_told_once() -> None:
    assert len(CODES) == len(set(CODES))


def test_a_policy_without_a_fault_has_no_findings() -> None:
    policy, catalogue = clean()
    assert check(policy) == []
    assert check_on(policy, TODAY, {}) == []
    assert check_live(policy, {"shop": catalogue}) == []


def test_a_system_that_was_not_looked_at_has_no_findings() -> None:
    policy, _ = clean()
    assert check_live(policy, {}) == []


@pytest.mark.parametrize("case", [case for case in CASES if case.finds], ids=lambda case: case.name)
def test_messages_are_sentences_that_tell_nobodys_values(case: Case) -> None:
    for finding in case.found():
        assert finding.message[0].islower() or finding.message[0] in "'"
        assert not finding.message.endswith(".")
        assert finding.help
        assert "@" not in finding.message + finding.help + finding.example
        assert "  " not in finding.message + finding.help + finding.example
