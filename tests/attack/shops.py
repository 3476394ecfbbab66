"""Small shops for attacks: a schema, a map, and what happens to their rows."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from holdord.words.plan import Plan
from holdord.workflows import exporting, planning, running
from holdord.workflows.office import Refused
from holdord.workflows.people import read_keys
from tests.company import Company, found_company, policy_text, typed
from tests.servers import Database

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
CONSENT = {
    "service": {
        "basis": "consent",
        "categories": ["name", "email", "address", "purchases"],
        "keep": "until withdrawn",
    }
}
CUSTOMERS = "{person: customer, keys: {email: email}, holds: {name: name, email: email}, purposes: [service]}"

NewDatabase = Callable[[str], Database]


def shop(
    folder: Path,
    database: Database,
    schema: str,
    collections: str,
    purposes: Mapping[str, Any] | None = None,
    changes: Mapping[str, Any] | None = None,
) -> Company:
    """A company with one system, `shop`. `collections` is YAML; `changes` replaces parts of the header."""
    database.execute_script(typed(database.dialect, schema))
    maps = {"shop": {"collections": yaml.load(collections, yaml.CBaseLoader)}}
    return found_company(
        folder / "company", policy_text(purposes or CONSENT, maps, changes), {"shop": database}
    )


def exported(company: Company, *keys: str) -> dict[str, list[Any]]:
    """The ids of the rows that an export gives, by collection."""
    with company.office() as office:
        found = exporting.export(office, read_keys(office.policy, keys), NOW)
        return {one.collection: sorted(row[one.columns.index("id")] for row in one.rows) for one in found}


def exported_each(company: Company, *people: str) -> list[list[dict[str, list[Any]]]]:
    """The same for each of many, each named by one key, read together."""
    with company.office() as office:
        known = [read_keys(office.policy, [key]) for key in people]
        return [
            [
                {one.collection: sorted(row[one.columns.index("id")] for row in one.rows) for one in found}
                for found in each
            ]
            for each in exporting.export_each(office, known, NOW)
        ]


def erased(company: Company, *keys: str) -> Plan:
    """Erases whoever has the keys, and returns the plan."""
    with company.office() as office:
        return carried_out(company, planning.plan_erasure(office, [read_keys(office.policy, keys)], NOW))


def carried_out(company: Company, plan: Plan) -> Plan:
    """Confirms a plan; AssertionError where something stood in its way."""
    with company.office() as office:
        office.store.save_plan(plan)
        report = running.run_plan(office, plan.digest, lambda: NOW, "me")
    assert not report.faults, report.faults
    return plan


def refusals(company: Company, *keys: str) -> list[str]:
    """The codes of the errors for which an export is refused; empty when it is not."""
    try:
        exported(company, *keys)
    except Refused as refused:
        return [finding.code for finding in refused.findings if finding.severity == "error"]
    return []
