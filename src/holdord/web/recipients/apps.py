"""The pages for recipients as a Django app."""

from django.apps import AppConfig


class RecipientsConfig(AppConfig):
    """Where recipients confirm, and other companies hand over."""

    name = "holdord.web.recipients"
    label = "holdord_recipients"
