"""A recipient confirms that a notice was carried out there too (Art. 19): a link, a button, no log-in.

The page says which notice it is about and who asks, and nothing about the person: whoever finds the link in
a mailbox learns no more from it. Opening the page confirms nothing, for programs that look for harm in
e-mails open every link.
"""

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from holdord.web.offices import the_office
from holdord.workflows.requests.notifying import confirm_notice, opens


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, language: str, id: str, code: str) -> HttpResponse:
    """The button, and the thanks. A wrong code and a notice that is none look alike."""
    office = the_office()
    if not opens(office, id, code):
        raise Http404
    if request.method == "POST":
        confirm_notice(office, id, "link", datetime.now(UTC))
    notice = office.store.notice(id)
    return render(
        request,
        "recipients/confirm.html",
        {"controller": office.policy.controller, "reference": notice.id, "done": notice.confirmed_at},
    )
