"""Accounts of staff: made, given roles, covered and closed, each change written down with who made it.

A new account has no password. Whoever made it hands over an invitation, a link that works once and for two
days; the password is then known to nobody else. At the first log-in a second factor is set up.
"""

from datetime import date, datetime
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import transaction
from django.urls import reverse

from holdord.web.console import lockout
from holdord.web.console.models import Cover, RoleGiven, StaffChange
from holdord.web.console.permissions import Permission, Role, permitted
from holdord.workflows.office import refuse

LONGEST_COVER_DAYS = 366


def account(name: str) -> Any:
    """The account of a name that is not closed; raises Refused where there is none."""
    found = get_user_model().objects.filter(username=name.strip().lower(), is_active=True).first()
    if found is None:
        raise refuse("no-account", "there is no such account", "see `holdord staff list`")
    return found


def accounts() -> list[Any]:
    """Every account, the closed ones last."""
    return list(get_user_model().objects.order_by("-is_active", "username").prefetch_related("roles_given"))


def colleagues(may: Permission | None = None) -> list[str]:
    """The names of those who have an account and a role; `may` limits them to those who may do something."""
    roles = {role.value for role in Role if may is None or may in permitted({role})}
    return [
        one.get_username()
        for one in accounts()
        if one.is_active and any(given.role in roles for given in one.roles_given.all())
    ]


@transaction.atomic
def add(name: str, roles: set[Role], by: str, now: datetime) -> Any:
    """Make an account; raises Refused where the name is taken or unfit."""
    plain = name.strip().lower()
    if not plain.isascii() or not plain.replace("-", "").replace(".", "").isalnum() or len(plain) > 40:
        raise refuse("account-name-unfit", "an account is named with letters a-z, digits, - and .", "")
    if get_user_model().objects.filter(username=plain).exists():
        raise refuse(
            "account-taken", "there is an account of this name", "choose another name; closed ones stay taken"
        )
    made = get_user_model().objects.create_user(plain)
    _note(by, plain, "added", now)
    give_roles(made, roles, by, now)
    return made


def invitation(user: Any) -> str:
    """The path where the account's password is set; it works once, and for two days. A block ends with it."""
    lockout.forgive(user.get_username())
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])


@transaction.atomic
def give_roles(user: Any, roles: set[Role], by: str, now: datetime) -> None:
    """Let somebody hold these roles and no others; raises Refused where nobody would be responsible."""
    held = {Role(one.role) for one in RoleGiven.objects.filter(user=user)}
    if held == roles:
        return
    RoleGiven.objects.filter(user=user).exclude(role__in=[str(role) for role in roles]).delete()
    RoleGiven.objects.bulk_create([RoleGiven(user=user, role=str(role)) for role in roles - held])
    if Role.RESPONSIBLE in held - roles:
        _somebody_responsible()
    told = ", ".join(sorted(str(role) for role in roles)) or "none"
    _note(by, user.get_username(), f"roles: {told}", now)


@transaction.atomic
def close(user: Any, by: str, now: datetime) -> None:
    """Close an account at once: no log-in any more, its sessions ended, its second factors gone."""
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    user.authenticator_set.all().delete()
    _somebody_responsible()
    Cover.objects.filter(by=user, ended_at=None).update(ended_at=now)
    _note(by, user.get_username(), "closed", now)
    for session in Session.objects.filter(expire_date__gte=now).iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()


@transaction.atomic
def reset_factor(user: Any, by: str, now: datetime) -> None:
    """Take the second factor away from somebody who lost it; a new one is set up at the next log-in."""
    user.authenticator_set.all().delete()
    _note(by, user.get_username(), "second factor reset", now)


@transaction.atomic
def cover(absent: Any, by_whom: Any, role: Role, until: date, by: str, now: datetime, today: date) -> None:
    """Let somebody hold a role of another's to the end of a day; raises Refused where that makes no sense."""
    if absent == by_whom or not RoleGiven.objects.filter(user=absent, role=str(role)).exists():
        raise refuse("cover-unfit", "cover is for a role that somebody else holds", "choose two people")
    if not 0 <= (until - today).days <= LONGEST_COVER_DAYS:
        raise refuse("cover-unfit", "cover ends today or later, and within a year", "choose another day")
    Cover.objects.create(absent=absent, by=by_whom, role=str(role), until=until, placed_by=by, placed_at=now)
    what = f"covers {absent.get_username()} as {role} until {until.isoformat()}"
    _note(by, by_whom.get_username(), what, now)


@transaction.atomic
def end_cover(id: int, by: str, now: datetime) -> None:
    """End cover before its day."""
    found = Cover.objects.filter(pk=id, ended_at=None).select_related("by", "absent").first()
    if found is not None:
        found.ended_at = now
        found.save(update_fields=["ended_at"])
        _note(by, found.by.get_username(), f"covers {found.absent.get_username()} no more", now)


def _somebody_responsible() -> None:
    if not RoleGiven.objects.filter(role=str(Role.RESPONSIBLE), user__is_active=True).exists():
        raise refuse(
            "nobody-responsible",
            "then nobody would be responsible any more",
            "give somebody else that role first",
        )


def _note(by: str, whose: str, what: str, now: datetime) -> None:
    StaffChange.objects.create(at=now, by=by, whose=whose, what=what)
