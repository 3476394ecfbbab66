"""The server as a Django app: templates, phrases and system checks that all faces share."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Shared by the public pages, the console and the API."""

    name = "holdord.web"
    label = "holdord_web"

    def ready(self) -> None:
        """Register the system checks."""
        from holdord.web import checks  # noqa: F401
