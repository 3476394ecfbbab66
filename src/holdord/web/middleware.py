"""What every answer carries, and what only the staff's pages need.

The public pages must be fast and know nobody: no session, no log-in, no language from a cookie. So the
middleware for these is made to pass by everything that lies outside the staff's paths.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from holdord.web.languages import put_on

Answer = Callable[[HttpRequest], HttpResponse]

PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
)


class Headers:
    """Headers that no other part sets, the language of the path, and which addresses there are."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the headers."""
        if not f"{request.path_info}/".startswith(settings.HOLDORD_STAFF_PATHS):
            request.urlconf = "holdord.web.public_urls"
        with put_on(request):
            response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def for_staff(name: str) -> type:
    """A middleware of Django's by its full name, for the staff's paths only; imported when it is made."""

    class ForStaff:
        """Passes by what lies outside the staff's paths."""

        def __init__(self, get_response: Answer) -> None:
            self.get_response = get_response
            self.staffs = import_string(name)(get_response)

        def __call__(self, request: HttpRequest) -> HttpResponse:
            """Answer, through the middleware where the path is the staff's."""
            if request.path_info.startswith(settings.HOLDORD_STAFF_PATHS):
                answer: HttpResponse = self.staffs(request)
                return answer
            return self.get_response(request)

        def __getattr__(self, hook: str) -> Any:
            if hook in ("process_view", "process_exception", "process_template_response"):
                found = getattr(self.staffs, hook)

                def only(request: HttpRequest, *rest: Any) -> Any:
                    if request.path_info.startswith(settings.HOLDORD_STAFF_PATHS):
                        return found(request, *rest)
                    return None

                return only
            raise AttributeError(hook)

    return ForStaff


StaffSession = for_staff("django.contrib.sessions.middleware.SessionMiddleware")
StaffLanguage = for_staff("django.middleware.locale.LocaleMiddleware")
StaffAuthentication = for_staff("django.contrib.auth.middleware.AuthenticationMiddleware")
StaffMessages = for_staff("django.contrib.messages.middleware.MessageMiddleware")


def messages_for_staff(request: HttpRequest) -> dict[str, Any]:
    """Django's messages, in templates of the staff's pages."""
    if not request.path_info.startswith(settings.HOLDORD_STAFF_PATHS):
        return {}
    from django.contrib.messages.context_processors import messages

    found: dict[str, Any] = messages(request)
    return found


def console_for_staff(request: HttpRequest) -> dict[str, Any]:
    """What the console's templates know, and others do not."""
    if not request.path_info.startswith(settings.HOLDORD_STAFF_PATHS):
        return {}
    found: dict[str, Any] = import_string("holdord.web.console.guard.context")(request)
    return found
