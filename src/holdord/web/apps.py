"""The server as a Django app: templates and phrases that all faces share."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Shared by the public pages, the console and the API."""

    name = "holdord.web"
    label = "holdord_web"
