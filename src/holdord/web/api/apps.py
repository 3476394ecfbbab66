"""The API as a Django app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Answers programs, each by its token."""

    name = "holdord.web.api"
    label = "holdord_api"
