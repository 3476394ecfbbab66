"""The store as a Django app, so that the server can list it among its own."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Holdord's own tables, all named `holdord_…`."""

    name = "holdord.store"
    label = "holdord_store"
    verbose_name = "Holdord's store"
    default_auto_field = "django.db.models.BigAutoField"
