"""Holdord's own data gets an end: what its policy counts from, and guards that let go what may go."""

import django.db.models.deletion
from django.db import migrations, models

from holdord.store.guards import guard_going, guard_noted, unguard_going

RECEIPTS = {  # as the connectors make it where it is missing; the guards read it, so it is here from now on
    "sqlite": "CREATE TABLE IF NOT EXISTS holdord_receipts (receipt varchar(120) PRIMARY KEY NOT NULL, "
    "outcome text NOT NULL, at timestamp NOT NULL DEFAULT current_timestamp) WITHOUT ROWID",
    "postgresql": "CREATE TABLE IF NOT EXISTS holdord_receipts (receipt varchar(120) PRIMARY KEY, "
    "outcome text NOT NULL, at timestamp with time zone NOT NULL DEFAULT current_timestamp)",
}
ENDED = (
    "UPDATE holdord_request SET ended = (SELECT max(e.at) FROM holdord_request_event e "
    "WHERE e.request_id = holdord_request.id) WHERE state IN ('ready', 'answered', 'closed')"
)


class Migration(migrations.Migration):
    dependencies = [("holdord_store", "0004_callers")]
    operations = [
        migrations.AddField("requestasked", "ended", models.DateTimeField(null=True)),
        migrations.AddIndex("requestasked", models.Index(fields=["ended"], name="holdord_request_ended")),
        migrations.RunSQL(ENDED, migrations.RunSQL.noop),
        migrations.AddField("forecastmade", "own", models.BooleanField(default=False)),
        migrations.AddField("consentgiven", "ended", models.DateTimeField(null=True)),
        migrations.AddField("objectionstep", "ended", models.DateTimeField(null=True)),
        migrations.AddField("holdplaced", "ended", models.DateTimeField(null=True)),
        migrations.AddField("restrictionplaced", "ended", models.DateTimeField(null=True)),
        migrations.AddField("subject", "unneeded", models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="Nothing",
            fields=[("id", models.SmallIntegerField(primary_key=True, serialize=False))],
            options={"db_table": "holdord_nothing"},
        ),
        migrations.CreateModel(
            name="Parting",
            fields=[
                (
                    "request",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        serialize=False,
                        to="holdord_store.requestasked",
                    ),
                ),
                (
                    "nothing",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="holdord_store.nothing",
                    ),
                ),
            ],
            options={"db_table": "holdord_parting"},
        ),
        migrations.RunPython(
            lambda _, editor: editor.execute(RECEIPTS[editor.connection.vendor], params=None),
            migrations.RunPython.noop,
        ),
        migrations.RunPython(lambda _, editor: guard_going(editor), lambda _, editor: unguard_going(editor)),
        migrations.RunPython(lambda _, editor: guard_noted(editor), migrations.RunPython.noop),
    ]
