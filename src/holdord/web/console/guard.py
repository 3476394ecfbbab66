"""What stands before every page of the console: a log-in with a second factor, a role, and its permission."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from holdord.web.console.models import Cover, RoleGiven
from holdord.web.console.permissions import Permission, Role, permitted
from holdord.web.offices import the_office

View = Callable[..., HttpResponse]
SINCE = "holdord_since"


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who is logged in, the roles they hold now, and whom they cover for."""

    name: str
    roles: frozenset[Role]
    covering: tuple[str, ...] = ()

    @property
    def may(self) -> frozenset[Permission]:
        """Everything permitted."""
        return permitted(self.roles)


def today() -> date:
    """The day it is where the controller is."""
    return timezone.now().astimezone(the_office().policy.controller.calendar.zone).date()


def staff_of(user: Any, day: date) -> Staff:
    """The roles that somebody holds on a day, their own and those of whom they cover for."""
    own = {Role(one.role) for one in RoleGiven.objects.filter(user=user)}
    covers = Cover.objects.filter(by=user, ended_at=None, until__gte=day, absent__is_active=True)
    standing = [
        one
        for one in covers.select_related("absent")
        if RoleGiven.objects.filter(user=one.absent, role=one.role).exists()
    ]
    roles = own | {Role(one.role) for one in standing}
    names = tuple(sorted({one.absent.get_username() for one in standing}))
    return Staff(user.get_username(), frozenset(roles), names)


def staff(*permissions: Permission) -> Callable[[View], View]:
    """A view for those who have one of some permissions, and for nobody else."""

    def guarded(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            turned_away = _turned_away(request)
            if turned_away is not None:
                return turned_away
            known = staff_of(request.user, today())
            request.staff = known
            if not known.may:
                return render(request, "console/no_role.html", status=403)
            if not known.may & set(permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        vars(answer)["permissions"] = permissions
        return answer

    return guarded


def _turned_away(request: HttpRequest) -> HttpResponse | None:
    """Where somebody is sent who is not logged in, or no longer, or without a second factor."""
    wanted = request.get_full_path() if request.method == "GET" else "/console/"
    if not request.user.is_authenticated:
        return redirect_to_login(wanted, "account_login")
    now = timezone.now().timestamp()
    since = request.session.setdefault(SINCE, now)
    if now - since > settings.HOLDORD_SESSION_HOURS * 3600:
        logout(request)
        return redirect_to_login(wanted, "account_login")
    if not is_mfa_enabled(request.user):
        return redirect("mfa_activate_totp")
    return None


def context(request: HttpRequest) -> dict[str, Any]:
    """What every template of the console knows: who is logged in, and the pages that are theirs."""
    known: Staff | None = getattr(request, "staff", None)
    may = known.may if known else frozenset()
    pages = [
        ("console:overview", "c_overview", Permission.SEE_REQUESTS),
        ("console:new", "c_new", Permission.ENTER),
        ("console:restrictions", "c_restrictions", Permission.SEE_REQUESTS),
        ("console:holds", "c_holds", Permission.SEE_HOLDS),
        ("console:others", "c_others", Permission.WORK),
        ("console:promises", "c_promises", Permission.SEE_PROMISES),
        ("console:registers", "c_registers", Permission.SEE_REGISTERS),
        ("console:policy", "c_policy", Permission.PUBLISH),
        ("console:log", "c_log", Permission.READ_LOG),
        ("console:staff", "c_staff", Permission.SEE_STAFF),
    ]
    return {
        "staff": known,
        "may": {str(permission): True for permission in may},
        "pages": [(url, name) for url, name, permission in pages if permission in may],
        "controller": the_office().policy.controller,
    }
