"""Readings of probes, how promises stood, and which summaries were sent."""

from django.db import migrations, models

from holdord.store.guards import guard, unguard

GUARDED = ("holdord_reading", "holdord_standing")


class Migration(migrations.Migration):
    dependencies = [("holdord_store", "0010_receptions")]
    operations = [
        migrations.CreateModel(
            name="ReadingTaken",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("probe", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("policy", models.CharField(max_length=64)),
                ("outcome", models.CharField(max_length=10)),
                ("counts", models.TextField()),
                ("why", models.CharField(max_length=60)),
                ("reference", models.CharField(max_length=40)),
            ],
            options={
                "db_table": "holdord_reading",
                "indexes": [models.Index(fields=["probe", "id"], name="holdord_reading_latest")],
            },
        ),
        migrations.CreateModel(
            name="StandingChanged",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("promise", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
                ("policy", models.CharField(max_length=64)),
                ("state", models.CharField(max_length=10)),
                ("why", models.TextField()),
            ],
            options={
                "db_table": "holdord_standing",
                "indexes": [models.Index(fields=["promise", "id"], name="holdord_standing_latest")],
            },
        ),
        migrations.CreateModel(
            name="SummarySent",
            fields=[
                ("week", models.CharField(max_length=10, primary_key=True, serialize=False)),
                ("begun_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "holdord_summary"},
        ),
        migrations.AddIndex(
            model_name="requestasked",
            index=models.Index(fields=["kind", "ended"], name="holdord_request_answered"),
        ),
        migrations.RunPython(
            lambda _, editor: guard(editor, GUARDED), lambda _, editor: unguard(editor, GUARDED)
        ),
    ]
