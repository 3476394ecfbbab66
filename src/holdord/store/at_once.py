"""The tables of apps that were never in a store: made at once as they now are, instead of step by step.

Only those of the server's faces; Holdord's own always go through their migrations, which also write. What is
left is the same, and a test holds it to that. (On PostgreSQL the ids of Django's joining tables, in which we
write nothing, are integers and not big ones.)
"""

from typing import Any

from django.apps import AppConfig, apps
from django.db.migrations.recorder import MigrationRecorder


def make_new(connection: Any, expected: set[tuple[str, str]], own: str) -> None:
    """Make them, and note their migrations (`expected`: app and name) as applied: all or nothing.

    An app of which anything is there already is left to its migrations, and so is `own`.
    """
    recorder = MigrationRecorder(connection)
    known = {app for app, _ in recorder.applied_migrations()}
    there = set(connection.introspection.table_names())
    new = [
        app
        for app in apps.get_app_configs()
        if app.label not in known | {own} and not there & {model._meta.db_table for model in _models(app)}
    ]
    recorder.ensure_schema()
    with connection.schema_editor() as editor:
        for app in new:
            for model in _models(app):
                editor.create_model(model)
        for label, name in sorted(expected):
            if label in {app.label for app in new}:
                recorder.record_applied(label, name)


def _models(app: AppConfig) -> list[Any]:
    return [one for one in app.get_models() if one._meta.managed and not one._meta.proxy]
