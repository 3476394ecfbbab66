"""Forgetting plans: they name rows by id, and are of use only while a back-up could bring those rows back."""

from datetime import datetime, timedelta

from holdord.words.policy import Policy
from holdord.workflows.office import Office

MARGIN = timedelta(days=1)


def plans_needed_since(policy: Policy, now: datetime) -> datetime | None:
    """Before which moment ended plans are needed no more; None while some system does not say.

    The oldest back-up of any system decides, counted in days; a month is taken as 31.
    """
    kept = [system.backups for system in policy.systems.values()]
    if any(backups is None for backups in kept):
        return None
    days = [one.months * 31 + one.days + one.hours / 24 for one in kept if one is not None]
    return now - timedelta(days=max(days, default=0)) - MARGIN


def forget_plans(office: Office, now: datetime) -> int:
    """Drop the plans that nothing can need any more; returns how many. Evidence stays."""
    before = plans_needed_since(office.policy, now)
    return office.store.forget_plans(before) if before else 0
