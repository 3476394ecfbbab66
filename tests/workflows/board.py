"""A small shop with promises, over a real database, for tests of probes and of the board."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from holdord.words.standing import Standing
from holdord.workflows import planning
from holdord.workflows.office import Office
from holdord.workflows.probes import probe
from holdord.workflows.promises.board import board
from holdord.workflows.promises.sweeping import swept
from holdord.workflows.running import run_plan
from tests.company import BY, Company, found_company, policy_text
from tests.servers import Database

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
EMAIL = "Frida.Marker@x.example"
CARD = "4111 1111 1111 1111"

TABLES = """
CREATE TABLE customers (id integer PRIMARY KEY, name varchar(40), email varchar(80), cpr varchar(20),
    joined_on date);
CREATE TABLE notes (id integer PRIMARY KEY, customer_id integer REFERENCES customers(id), note text,
    channel varchar(40), joined_on date);
CREATE TABLE subscribers (id integer PRIMARY KEY, email varchar(80));
CREATE TABLE job_log (id integer PRIMARY KEY, line text);
CREATE INDEX notes_of ON notes (customer_id);
"""
PURPOSES: Mapping[str, Mapping[str, Any]] = {
    "service": {
        "basis": "contract",
        "categories": ["name", "email", "correspondence", "cpr"],
        "keep": "3 years after joined",
        "identity_route": "databeskyttelsesloven § 11(2)(1)",
    },
    "newsletter": {
        "basis": "consent",
        "people": ["customer", "subscriber"],
        "categories": ["email"],
        "keep": "until withdrawn",
    },
}
COLLECTIONS: Mapping[str, Mapping[str, Any]] = {
    "customers": {
        "person": "customer",
        "keys": {"email": "email", "customer_no": "id"},
        "holds": {"name": "name", "email": "email", "cpr": "cpr"},
        "events": {"joined": "joined_on"},
        "purposes": ["service"],
    },
    "notes": {
        "of": "customers by customer_id",
        "holds": {"correspondence": "note"},
        "events": {"joined": "joined_on"},
        "other": ["channel"],
        "purposes": ["service"],
    },
    "subscribers": {
        "person": "subscriber",
        "keys": {"email": "email"},
        "holds": {"email": "email"},
        "purposes": ["newsletter"],
    },
}
PROMISES: Mapping[str, Mapping[str, Any]] = {
    "gone": {"says": "What you told us goes after three years.", "kept_by": ["purposes.service"]},
    "newsletter": {"says": "We write only to those who said yes.", "kept_by": ["purposes.newsletter"]},
    "map": {"says": "We hold what is named here.", "kept_by": ["capability data-map"], "proof": "probe"},
    "cards": {
        "says": "No full card number.",
        "kept_by": ["capability content-probe"],
        "proof": "probe",
        "public": "yes",
    },
    "access": {
        "says": "You can see it all.",
        "kept_by": ["capability request-access", "purposes.service"],
        "public": "yes",
    },
    "ledger": {"says": "Each yes is kept as it was given.", "kept_by": ["capability consent-ledger"]},
    "backups": {"says": "Back-ups go after 30 days.", "kept_by": ["systems.shop", "capability backups"]},
    "locked": {"says": "Papers are locked away.", "kept_by": ["measures.papers"], "proof": "attest"},
    "nothing": {"says": "We are kind.", "public": "yes"},
}
MEASURES: Mapping[str, Mapping[str, Any]] = {
    "papers": {"says": "papers are locked away", "proof": "attest", "confirmed_by": "Ida", "every": "1 year"},
}


def policy(
    purposes: Mapping[str, Mapping[str, Any]] = PURPOSES,
    promises: Mapping[str, Mapping[str, Any]] = PROMISES,
    **more: Any,
) -> str:
    """The policy, with its promises; `more` are further sections, and keys of the controller."""
    cpr = {"cpr": {"kind": "identity_number", "says": {"en": "CPR number"}}}
    system = {"collections": COLLECTIONS, "ignores": ["job_log"]}
    text = policy_text(
        purposes, {"shop": system}, {"categories": cpr, "controller": more.pop("controller", {})}
    )
    head, *rest = yaml.load_all(text, yaml.CBaseLoader)
    head["promises"] = dict(promises)
    head |= {"measures": MEASURES, **more}
    return yaml.safe_dump_all([head, *rest], sort_keys=False, allow_unicode=True)


def shop(folder: Path, database: Database, text: str = "") -> Company:
    """The company: five customers with a note each, three of whom joined in 2025; two subscribers."""
    database.execute_script(TABLES)
    script = ""
    for number in range(1, 6):
        joined = "2025-05-05" if number > 2 else "2026-11-01"
        email = EMAIL if number == 1 else f"c{number}@x.example"
        script += f"INSERT INTO customers VALUES ({number}, 'N{number}', '{email}', '', '{joined}');"
        script += f"INSERT INTO notes VALUES ({number}, {number}, 'call me', 'mail', '{joined}');"
    script += f"INSERT INTO subscribers VALUES (1, '{EMAIL.upper()}'), (2, 'z@z.example');"
    script += "INSERT INTO job_log VALUES (1, 'started');"
    database.execute_script(script)
    return found_company(folder, text or policy(), {"shop": database})


def standing(office: Office, name: str, now: datetime = NOW) -> Standing:
    """How one promise stands."""
    return next(one for one in board(office, now) if one.promise == name)


def sweep(office: Office, now: datetime = NOW) -> None:
    """A sweep as the command does it."""
    plan = planning.plan_expiry(office, now)
    office.store.save_plan(plan)
    report = run_plan(office, plan.digest, lambda: now, BY)
    assert report.complete
    swept(office, now, sum(report.changed.values()), report.run)


def consent(office: Office, *emails: str, at: datetime = NOW) -> None:
    """Some people have said yes to the newsletter."""
    for email in emails:
        subject = office.store.subject({"email": {email.lower()}})
        assert subject
        office.store.consent(subject, "newsletter", True, at - timedelta(days=1))


def measured(office: Office, *names: str, now: datetime = NOW) -> None:
    """Some probes are made."""
    for name in names:
        probe(office, name, now)
