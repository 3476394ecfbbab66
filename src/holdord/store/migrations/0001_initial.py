import django.db.models.deletion
from django.db import migrations, models

from holdord.store.guards import guard, unguard

GUARDED = (
    "holdord_consent",
    "holdord_objection",
    "holdord_hold",
    "holdord_hold_lifted",
    "holdord_restriction",
    "holdord_restriction_lifted",
    "holdord_subject",
    "holdord_subject_join",
    "holdord_outcome",
    "holdord_evidence",
    "holdord_seal",
)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="EvidenceEntry",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("record", models.TextField()),
            ],
            options={
                "db_table": "holdord_evidence",
            },
        ),
        migrations.CreateModel(
            name="ForecastMade",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("policy", models.CharField(max_length=64)),
                ("at", models.DateTimeField(db_index=True)),
                ("counts", models.TextField()),
            ],
            options={
                "db_table": "holdord_forecast",
            },
        ),
        migrations.CreateModel(
            name="HoldPlaced",
            fields=[
                ("id", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("rows", models.TextField()),
                ("condition", models.TextField()),
                ("reason", models.TextField()),
                ("owner", models.CharField(max_length=200)),
                ("review_on", models.DateField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "holdord_hold",
            },
        ),
        migrations.CreateModel(
            name="RestrictionPlaced",
            fields=[
                ("id", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("ground", models.CharField(max_length=10)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=200)),
                ("until", models.DateField(null=True)),
            ],
            options={
                "db_table": "holdord_restriction",
            },
        ),
        migrations.CreateModel(
            name="SavedPlan",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                ("body", models.TextField()),
            ],
            options={
                "db_table": "holdord_plan",
            },
        ),
        migrations.CreateModel(
            name="SealEntry",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("first", models.BigIntegerField()),
                ("last", models.BigIntegerField()),
                ("records", models.CharField(max_length=64)),
                ("previous", models.CharField(max_length=64)),
                ("sealed_at", models.DateTimeField()),
            ],
            options={
                "db_table": "holdord_seal",
            },
        ),
        migrations.CreateModel(
            name="SecretKey",
            fields=[
                ("id", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("destroyed_at", models.DateTimeField(null=True)),
                ("destroyed_by", models.CharField(default="", max_length=200)),
            ],
            options={
                "db_table": "holdord_secret_key",
            },
        ),
        migrations.CreateModel(
            name="Subject",
            fields=[
                ("id", models.CharField(max_length=24, primary_key=True, serialize=False)),
            ],
            options={
                "db_table": "holdord_subject",
            },
        ),
        migrations.CreateModel(
            name="HoldLifted",
            fields=[
                (
                    "hold",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="holdord_store.holdplaced",
                    ),
                ),
                ("reason", models.TextField()),
                ("by", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "holdord_hold_lifted",
            },
        ),
        migrations.CreateModel(
            name="RestrictionLifted",
            fields=[
                (
                    "restriction",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="holdord_store.restrictionplaced",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("reason", models.TextField()),
                ("by", models.CharField(max_length=200)),
                ("told_at", models.DateTimeField()),
            ],
            options={
                "db_table": "holdord_restriction_lifted",
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("plan", models.CharField(max_length=64, unique=True)),
                ("kind", models.CharField(max_length=20)),
                ("state", models.CharField(default="running", max_length=10)),
                ("reason", models.TextField(default="")),
                ("by", models.CharField(max_length=200)),
                ("started", models.DateTimeField()),
                ("ended", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "holdord_run",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "running")),
                        fields=["started"],
                        name="holdord_run_unfinished",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="restrictionplaced",
            name="subject",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="holdord_store.subject"),
        ),
        migrations.AddField(
            model_name="holdplaced",
            name="subject",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, to="holdord_store.subject"
            ),
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("receipt", models.CharField(max_length=120)),
                ("unit", models.IntegerField()),
                ("at", models.DateTimeField()),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="holdord_store.run"
                    ),
                ),
            ],
            options={
                "db_table": "holdord_outcome",
                "constraints": [
                    models.UniqueConstraint(fields=("run", "receipt"), name="holdord_outcome_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ObjectionStep",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("purpose", models.CharField(max_length=100)),
                ("state", models.CharField(max_length=10)),
                ("at", models.DateTimeField()),
                ("reason", models.TextField()),
                ("by", models.CharField(max_length=200)),
                (
                    "subject",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="holdord_store.subject",
                    ),
                ),
            ],
            options={
                "db_table": "holdord_objection",
                "indexes": [
                    models.Index(fields=["subject", "purpose", "at", "id"], name="holdord_objection_state")
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentGiven",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("purpose", models.CharField(max_length=100)),
                ("given", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("text_digest", models.CharField(max_length=64)),
                ("language", models.CharField(max_length=16)),
                ("how", models.TextField()),
                ("by", models.CharField(max_length=200)),
                (
                    "subject",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="holdord_store.subject",
                    ),
                ),
            ],
            options={
                "db_table": "holdord_consent",
                "indexes": [
                    models.Index(fields=["subject", "purpose", "at", "id"], name="holdord_consent_state")
                ],
            },
        ),
        migrations.CreateModel(
            name="SubjectJoin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("because", models.CharField(max_length=320)),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="holdord_store.subject",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="holdord_store.subject",
                    ),
                ),
            ],
            options={
                "db_table": "holdord_subject_join",
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other"), name="holdord_subject_join_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SubjectKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("digest", models.CharField(max_length=64)),
                (
                    "key",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="holdord_store.secretkey",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="holdord_store.subject"
                    ),
                ),
            ],
            options={
                "db_table": "holdord_subject_key",
                "constraints": [
                    models.UniqueConstraint(fields=("digest", "key"), name="holdord_subject_key_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SubjectRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("system", models.CharField(max_length=100)),
                ("collection", models.CharField(max_length=200)),
                ("row_id", models.CharField(max_length=400)),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="holdord_store.subject"
                    ),
                ),
            ],
            options={
                "db_table": "holdord_subject_row",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("row_id", "collection", "system", "subject"), name="holdord_subject_row_once"
                    )
                ],
            },
        ),
        migrations.RunPython(
            lambda _, editor: guard(editor, GUARDED), lambda _, editor: unguard(editor, GUARDED)
        ),
    ]
