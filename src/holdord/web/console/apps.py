"""The console as a Django app: accounts, roles, cover for absence, failed log-ins."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """The tables of the console, all named `holdord_console_…`."""

    name = "holdord.web.console"
    label = "holdord_console"
    verbose_name = "Holdord's console"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of log-ins."""
        from holdord.web.console import lockout

        lockout.listen()
