"""Where the pages of the console are; of allauth's only those that we use."""

from allauth.account import views as account
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.i18n import set_language

from holdord.web.console.views import (
    actions,
    entering,
    holds,
    letters,
    logs,
    looks,
    mending,
    others,
    overview,
    policy_page,
    promises,
    registers,
    request_page,
    restrictions,
    staff_page,
)


def closed(request: HttpRequest) -> HttpResponse:
    """Nothing: allauth knows the name of a page that is for nobody here."""
    raise Http404


_pages = (
    [
        path("", overview.overview, name="overview"),
        path("start/", overview.start, name="start"),
        path("new/", entering.new, name="new"),
        path("log/", logs.log, name="log"),
        path("staff/", staff_page.staff_page, name="staff"),
        path("staff/change/", staff_page.change, name="staff_change"),
        path("requests/<slug:id>/", request_page.request_page, name="request"),
        path("requests/<slug:id>/progress/", request_page.progress_now, name="progress"),
        path("requests/<slug:id>/found/", looks.found, name="found"),
        path("requests/<slug:id>/person/", looks.person, name="person"),
        path("requests/<slug:id>/plan/", looks.plan_page, name="plan"),
        path("requests/<slug:id>/correct/", mending.correct, name="correct"),
        path("requests/<slug:id>/changes/", mending.changes, name="changes"),
        path("requests/<slug:id>/review/", mending.review, name="review"),
        path("requests/<slug:id>/weighing/", looks.weighing, name="weighing"),
        path("requests/<slug:id>/answer/", looks.answer, name="answer"),
        path("requests/<slug:id>/answer.pdf", looks.answer_pdf, name="answer_pdf"),
        path("requests/<slug:id>/answer.html", looks.answer_html, name="answer_html"),
        path("requests/<slug:id>/answer.json", looks.answer_json, name="answer_json"),
        path("requests/<slug:id>/answer.zip", looks.answer_tables, name="answer_tables"),
        path(
            "requests/<slug:id>/lifting/<slug:restriction>.pdf", restrictions.lifting_pdf, name="lifting_pdf"
        ),
        path("restrictions/", restrictions.restrictions, name="restrictions"),
        path("restrictions/lift/", restrictions.lift_stated, name="restrictions_lift"),
        *actions.paths(),
        *holds.paths(),
        *letters.paths(),
        *others.paths(),
        *promises.paths(),
        *registers.paths(),
        *policy_page.paths(),
    ],
    "console",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(_pages)),
    path("language/", set_language, name="console_language"),
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/", account.password_change, name="account_change_password"),
    path(
        "account/invited/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"
    ),
    re_path(
        r"^account/invited/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("account/factors/", include("allauth.mfa.urls")),
    path("account/password/none/", closed, name="account_set_password"),
]
