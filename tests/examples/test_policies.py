"""The example policies: nothing wrong in them but what is meant to be, here and against live databases."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from holdord import demo
from holdord.connectors import connect
from holdord.language import load
from holdord.language.checks import check_live
from holdord.planning.exports import Exported
from holdord.words.finding import Finding, Severity
from holdord.words.plan import Act
from holdord.words.policy import Policy, Proof
from holdord.workflows.exporting import export
from holdord.workflows.office import Office
from holdord.workflows.planning import plan_erasure
from tests.servers import Database

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SYSTEMS = {"retailer": ("shop", "SHOP_DATABASE_URL"), "service": ("office", "OFFICE_DATABASE_URL")}
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


def test_the_only_notes_are_promises_that_nothing_keeps_yet() -> None:
    for company in demo.COMPANIES:
        assert {finding.code for finding in load(demo.policy_folder(company)).findings} == {
            "promise-unproven"
        }


def test_every_promise_of_the_retailer_is_there_in_both_languages() -> None:
    promises = policy_of("retailer").promises
    assert sorted(promises) == sorted(f"R{n}" for n in range(1, 56))
    assert all(
        set(promise.says) == {"da", "en"} and all(promise.says.values()) for promise in promises.values()
    )


def test_every_promise_of_the_service_company_is_there_in_both_languages() -> None:
    for variant in ("policy", "as_stated"):
        promises = policy_of("service", variant).promises
        assert sorted(promises) == sorted(f"C{n}" for n in range(1, 21))
        assert all(set(promise.says) == {"da", "en"} for promise in promises.values())


def test_what_a_person_must_attest_is_not_said_to_be_kept_by_a_purpose() -> None:
    for company in demo.COMPANIES:
        for promise in policy_of(company).promises.values():
            if promise.proof is Proof.ATTEST:
                assert all(fact.startswith("recipients.") for fact in promise.kept_by), promise.name


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


@COMPANIES
def test_a_policy_fits_its_live_database(database: Database, company: str) -> None:
    demo.generate(database.url, company, customers=3, orders=1)
    policy = policy_of(company)
    name, variable = SYSTEMS[company]
    system = connect(policy.systems[name], {variable: database.url})
    try:
        assert wrong(check_live(policy, {name: system.catalogue()})) == []
    finally:
        system.close()


@COMPANIES
def test_an_export_holds_the_rows_of_the_cast_and_nobody_elses(
    database: Database, company: str, tmp_path: Path
) -> None:
    demo.generate(database.url, company, customers=30, orders=2)
    policy = policy_of(company)
    with Office.open(demo.policy_folder(company), {SYSTEMS[company][1]: database.url}) as office:
        for who, member in demo.cast(company).people.items():
            key = "email"
            found = rows_by_collection(export(office, {key: [member.keys[key]]}, NOW))
            assert found == dict(member.rows), who
    assert policy.digest


@COMPANIES
def test_of_somebody_who_left_long_ago_nothing_is_kept(
    database: Database, company: str, tmp_path: Path
) -> None:
    demo.generate(database.url, company, customers=10, orders=2)
    member = demo.cast(company)[{"retailer": "knud", "service": "bodil"}[company]]
    environment = {SYSTEMS[company][1]: database.url, "HOLDORD_STORE": str(tmp_path)}
    with Office.open(demo.policy_folder(company), environment) as office:
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
    for folder in ("retailer/policy", "service/policy", "service/as_stated"):
        company, variant = folder.split("/")
        assert (root / folder).resolve() == demo.policy_folder(company, variant).resolve()


def test_the_page_of_the_service_company_shows_the_very_dates() -> None:
    (finding,) = wrong(load(demo.policy_folder("service", "as_stated")).findings)
    page = Path(__file__).parents[2] / "examples" / "service" / "README.md"
    assert finding.example in page.read_text()
