"""The example policies: nothing wrong in them but what is meant to be, here and against live databases."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from holdord import demo
from holdord.connectors import connect
from holdord.language import load
from holdord.language.checks import check_live, check_on
from holdord.planning.exports import Exported
from holdord.words.capabilities import CAPABILITIES
from holdord.words.finding import Finding, Severity
from holdord.words.plan import Act
from holdord.words.policy import Policy, Proof
from holdord.words.standing import State
from holdord.workflows.exporting import export
from holdord.workflows.office import Office
from holdord.workflows.planning import plan_erasure
from holdord.workflows.promises.board import stands
from holdord.workflows.promises.records import Records
from tests.examples.conftest import Filled
from tests.servers import Database

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
LETTERS = {
    "membership": ("M", 29),
    "invoicing": ("I", 25),
    "visitors": ("V", 23),
    "retailer": ("R", 55),
    "service": ("C", 20),
}
"""The promises are numbered by a letter for each company: 152 in all."""

LEFT = {
    "retailer": "knud",
    "service": "bodil",
    "membership": "gerda",
    "invoicing": "odd",
    "visitors": "villy",
}
"""Who of each cast left long ago."""

COMPANIES = pytest.mark.parametrize("company", demo.COMPANIES)


def policy_of(company: str, variant: str = "policy") -> Policy:
    loaded = load(demo.policy_folder(company, variant))
    assert loaded.policy, loaded.findings
    return loaded.policy


def wrong(findings: list[Finding]) -> list[Finding]:
    """What is more than a note."""
    return [finding for finding in findings if finding.severity is not Severity.NOTE]


@COMPANIES
def test_a_policy_has_neither_errors_nor_warnings(company: str) -> None:
    assert wrong(load(demo.policy_folder(company)).findings) == []


@COMPANIES
def test_nothing_was_to_be_read_or_assessed_again_before_the_day_the_examples_stand_on(company: str) -> None:
    assert wrong(check_on(policy_of(company), demo.TODAY, {})) == []


@COMPANIES
def test_what_is_noted_is_a_promise_without_proof_or_a_consent_that_lapses(company: str) -> None:
    found = {finding.code for finding in load(demo.policy_folder(company)).findings}
    assert found <= {"promise-unproven", "consent-with-period"}


@COMPANIES
def test_every_promise_is_there_under_its_number_and_in_all_languages(company: str) -> None:
    letter, count = LETTERS[company]
    policy = policy_of(company)
    assert sorted(policy.promises) == sorted(f"{letter}{n}" for n in range(1, count + 1))
    for promise in policy.promises.values():
        assert set(promise.says) == set(policy.controller.texts), promise.name
        assert all(text.endswith((".", "?")) for text in promise.says.values()), promise.name


def test_the_five_policies_make_a_hundred_and_fifty_two_promises() -> None:
    assert sum(len(policy_of(company).promises) for company in demo.COMPANIES) == 152


@COMPANIES
def test_a_promise_that_nothing_keeps_names_what_is_missing(company: str) -> None:
    for promise in policy_of(company).promises.values():
        assert promise.kept_by or promise.proof is Proof.ATTEST, promise.name


@COMPANIES
def test_what_rests_on_a_missing_capability_is_unproven_and_says_which(company: str) -> None:
    policy, records = policy_of(company), Records(NOW, NOW.date())
    waiting = 0
    for promise in policy.promises.values():
        missing = [
            name
            for fact in promise.kept_by
            if fact.startswith("capability ")
            and not CAPABILITIES[name := fact.removeprefix("capability ")].here
        ]
        standing = stands(policy, records, promise)
        if missing:
            waiting += 1
            assert (standing.state, standing.reason.code) == (State.UNPROVEN, "capability-missing")
            assert not CAPABILITIES[standing.reason.what].here
    assert waiting >= 2


def test_the_policy_as_stated_promises_what_the_law_forbids_and_the_dates_show_it() -> None:
    (finding,) = wrong(load(demo.policy_folder("service", "as_stated")).findings)
    assert finding.severity is Severity.ERROR
    assert finding.place.file.endswith("limits.yaml")
    for word in ("1 January 2026", "31 December 2031", "1 July 2031"):
        assert word in finding.example


def test_the_mended_policy_differs_only_in_the_bound_that_could_not_be_kept() -> None:
    stated, mended = demo.policy_folder("service", "as_stated"), demo.policy_folder("service")
    names = sorted(path.name for path in mended.glob("*.yaml"))
    assert names == sorted(path.name for path in stated.glob("*.yaml"))
    differing = [name for name in names if (stated / name).read_bytes() != (mended / name).read_bytes()]
    assert differing == ["limits.yaml"]


def test_a_policy_fits_its_live_databases(shared: Filled) -> None:
    policy, catalogues = policy_of(shared.company), {}
    for name in shared.databases:
        system = connect(policy.systems[name], shared.environment)
        try:
            catalogues[name] = system.catalogue()
        finally:
            system.close()
    assert wrong(check_live(policy, catalogues)) == []


def test_an_export_holds_the_rows_of_the_cast_and_nobody_elses(shared: Filled) -> None:
    with Office.open(demo.policy_folder(shared.company), shared.environment) as office:
        for who, member in demo.cast(shared.company).people.items():
            key = next(iter(member.keys))
            found = rows_by_collection(export(office, {key: [member.keys[key]]}, NOW))
            assert found == dict(member.rows), who


def test_of_somebody_who_left_long_ago_nothing_is_kept(shared: Filled, tmp_path: Path) -> None:
    member = demo.cast(shared.company)[LEFT[shared.company]]
    environment = {**shared.environment, "HOLDORD_STORE": str(tmp_path)}
    with Office.open(demo.policy_folder(shared.company), environment) as office:
        plan = plan_erasure(office, [{"email": [member.keys["email"]]}], NOW)
    removed = {step.collection: step.expected for unit in plan.units for step in unit.steps}
    assert removed == {table: len(ids) for table, ids in member.rows.items()}
    assert plan.kept == ()


def test_an_order_of_nine_years_ago_goes_whole_and_one_of_last_month_stays(
    database: Database, tmp_path: Path
) -> None:
    demo.generate(database.url, customers=0)
    environment = {"SHOP_DATABASE_URL": database.url, "HOLDORD_STORE": str(tmp_path)}
    with Office.open(demo.policy_folder(), environment) as office:
        plan = plan_erasure(office, [{"email": [demo.cast()["frida"].keys["email"]]}], NOW)
    removed = {s.collection: s.expected for u in plan.units for s in u.steps if s.act is Act.REMOVE}
    assert (removed["orders"], removed["order_lines"], removed["returns"]) == (1, 2, 1)
    orders = [kept for kept in plan.kept if kept.collection == "orders"]
    ends = {kept.purpose: kept.until for kept in orders if not kept.waits_for}
    assert ends == {"delivery": "2028-10-21", "claims": "2029-10-21", "bookkeeping": "2032-12-31"}
    waits = {kept.purpose: kept.waits_for for kept in orders if kept.waits_for}
    assert waits == {"delivery": "task_done", "claims": "task_done", "bookkeeping": "payment"}


def rows_by_collection(exports: list[Exported]) -> Mapping[str, frozenset[object]]:
    found = {}
    for one in exports:
        at = one.columns.index("id")
        found[one.collection] = frozenset(row[at] for row in one.rows)
    return found


def test_the_repository_shows_the_same_files_as_the_package() -> None:
    root = Path(__file__).parents[2] / "examples"
    for company, variant in [*((one, "policy") for one in demo.COMPANIES), ("service", "as_stated")]:
        folder = f"{company}/{variant}"
        assert (root / folder).resolve() == demo.policy_folder(company, variant).resolve()


def test_the_page_of_the_service_company_shows_the_very_dates() -> None:
    (finding,) = wrong(load(demo.policy_folder("service", "as_stated")).findings)
    page = Path(__file__).parents[2] / "examples" / "service" / "README.md"
    assert finding.example in page.read_text()
