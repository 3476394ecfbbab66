"""Probes: what is measured outside our own records, by the clock or when somebody asks.

Each is a module with `measure(office, now) -> Measured`. What it found is written down as a reading: counts
and names of the policy, of tables and columns, never a value. A probe that cannot look says so (`unknown`);
it never takes what it did not see for being in order.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING

from holdord.connectors import SystemFault
from holdord.store import StoreFault
from holdord.words.probe import Measured, Outcome, Reading
from holdord.workflows.office import Office, Refused, refuse
from holdord.workflows.outside import OutsideFault

if TYPE_CHECKING:
    from holdord.words.policy import Policy

DAY = timedelta(days=1)

PROBES: dict[str, str] = {
    "retention": "what should have gone and has not",
    "data-map": "whether the databases are as the map says",
    "content": "card numbers, identity numbers and addresses where they must not be",
    "consents": "people held on consent without one on record",
    "rights": "whether a request could be answered now",
    "ledger": "whether what is only added to is as it was written",
    "tls": "the certificate and the encryption of the company's site",
    "confirmations": "the age of what people have confirmed",
    "staff": "accounts of staff that are in use without a second factor",
}
"""Every probe that can be asked for, by its name, with what it measures."""

_MODULES = {"data-map": "map_fits"}

SWEEP = "sweep"
"""The readings that a sweep leaves behind when it ends; nobody asks for them."""

Measure = Callable[[Office, datetime], Measured]


def applicable(policy: "Policy") -> list[str]:
    """The probes that have something to measure for a policy."""
    without = set()
    if not policy.controller.site:
        without.add("tls")
    if not policy.systems:
        without |= {"retention", "data-map", "content", "consents"}
    return [name for name in PROBES if name not in without]


def probe(office: Office, name: str, now: datetime) -> Reading:
    """Measure once and write the reading down; raises Refused where there is no such probe."""
    if name not in PROBES:
        raise refuse("unknown-name", "there is no probe of this name", f"write one of: {', '.join(PROBES)}")
    measure: Measure = import_module(f"holdord.workflows.probes.{_MODULES.get(name, name)}").measure
    try:
        measured = measure(office, now)
    except (Refused, SystemFault, StoreFault, OutsideFault) as fault:
        found = fault.findings[0] if isinstance(fault, Refused) else fault.finding
        measured = Measured(Outcome.UNKNOWN, why=found.code)
    return noted(office, name, now, measured)


def noted(office: Office, name: str, now: datetime, measured: Measured) -> Reading:
    """Write a measurement down."""
    number = office.store.reading_taken(name, now, office.policy.digest, measured)
    return Reading(number, name, now, office.policy.digest, measured)
