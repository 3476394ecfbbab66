"""Accounts, roles and cover for absence."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from holdord.web.console import accounts
from holdord.web.console.guard import staff, today
from holdord.web.console.models import Cover
from holdord.web.console.permissions import MATRIX, Permission, Role
from holdord.workflows.office import Refused, refuse


@require_safe
@staff(Permission.SEE_STAFF)
def staff_page(request: HttpRequest) -> HttpResponse:
    """Who is who, and who may do what."""
    return _show(request)


@require_POST
@staff(Permission.MANAGE_STAFF)
def change(request: HttpRequest) -> HttpResponse:
    """Make, change, cover or close an account; never one's own, so that it takes two to gain a role."""
    try:
        link = _change(request)
    except Refused as refused:
        return _show(request, refused, status=409)
    if link:
        return _show(request, link=request.build_absolute_uri(link))
    return redirect("console:staff")


def _change(request: HttpRequest) -> str:
    sent, now = request.POST, timezone.now()
    by: str = request.staff.name
    what = sent.get("what", "")
    roles = {Role(role) for role in sent.getlist("role") if role in set(Role)}
    if what == "add":
        return accounts.invitation(accounts.add(sent.get("name", ""), roles, by, now))
    if what == "end-cover" and sent.get("cover", "").isdecimal():
        accounts.end_cover(int(sent["cover"]), by, now)
        return ""
    user = accounts.account(sent.get("name", ""))
    if what == "cover" and len(roles) == 1:
        by_whom = accounts.account(sent.get("by_whom", ""))
        accounts.cover(user, by_whom, roles.pop(), _day(sent.get("until", "")), by, now, today())
        return ""
    if user.get_username() == by:
        raise refuse(
            "own-account", "nobody changes their own account", "ask somebody else who is responsible"
        )
    if what == "roles":
        accounts.give_roles(user, roles, by, now)
    elif what == "close":
        accounts.close(user, by, now)
    elif what == "invite":
        accounts.reset_factor(user, by, now)
        return accounts.invitation(user)
    return ""


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise refuse("cover-unfit", "the last day could not be read", "choose a day") from None


def _show(
    request: HttpRequest, refused: Refused | None = None, link: str = "", status: int = 200
) -> HttpResponse:
    covers = Cover.objects.filter(ended_at=None, until__gte=today()).select_related("absent", "by")
    return render(
        request,
        "console/staff.html",
        {
            "accounts": [
                (one, [given.role for given in one.roles_given.all()], one.has_usable_password())
                for one in accounts.accounts()
            ],
            "covers": covers.order_by("until"),
            "roles": [str(role) for role in Role],
            "matrix": [(str(one), [one in MATRIX[role] for role in Role]) for one in Permission],
            "faults": refused.findings if refused else (),
            "link": link,
            "today": today().isoformat(),
        },
        status=status,
    )
