"""Holdord's own data gets an end: what its policy counts from, and guards that let go what may go."""

import django.db.models.deletion
from django.db import migrations, models

from holdord.store.guards import guard_going, unguard_going

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


def _over(of: str, to: str) -> migrations.CreateModel:
    link = models.OneToOneField(
        on_delete=django.db.models.deletion.PROTECT,
        primary_key=True,
        serialize=False,
        to=f"holdord_store.{to}",
    )
    fields = [(of, link), ("at", models.DateTimeField(db_index=True))]
    names = {"consent": "ConsentOver", "objection": "ObjectionOver", "subject": "SubjectLeft"}
    tables = {"consent": "consent_over", "objection": "objection_over", "subject": "subject_left"}
    return migrations.CreateModel(
        name=names[of], fields=fields, options={"db_table": f"holdord_{tables[of]}"}
    )


class Migration(migrations.Migration):
    dependencies = [("holdord_store", "0004_callers")]
    operations = [
        migrations.AddField("requestasked", "ended", models.DateTimeField(null=True)),
        migrations.AddIndex("requestasked", models.Index(fields=["ended"], name="holdord_request_ended")),
        migrations.RunSQL(ENDED, migrations.RunSQL.noop),
        migrations.AddField("forecastmade", "own", models.BooleanField(default=False)),
        _over("consent", "consentgiven"),
        _over("objection", "objectionstep"),
        _over("subject", "subject"),
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
    ]
