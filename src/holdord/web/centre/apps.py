"""The privacy centre as a Django app."""

from django.apps import AppConfig


class CentreConfig(AppConfig):
    """The public pages."""

    name = "holdord.web.centre"
    label = "holdord_centre"
