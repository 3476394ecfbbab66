"""To whom people's data was passed on, and what somebody confirmed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("holdord_store", "0012_versions")]
    operations = [
        migrations.CreateModel(
            name="DisclosureMade",
            fields=[
                ("id", models.CharField(max_length=24, primary_key=True, serialize=False)),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="holdord_store.subject"
                    ),
                ),
                ("recipient", models.CharField(max_length=100)),
                ("receiver", models.CharField(max_length=300)),
                ("given_on", models.DateField(db_index=True)),
                ("ground", models.TextField()),
                ("categories", models.TextField()),
                ("reference", models.CharField(max_length=200)),
                ("withheld_law", models.CharField(max_length=200)),
                ("withheld_until", models.DateField(null=True)),
                ("by", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "holdord_disclosure"},
        ),
        migrations.CreateModel(
            name="DisclosureStruck",
            fields=[
                (
                    "disclosure",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="holdord_store.disclosuremade",
                    ),
                ),
                ("reason", models.TextField()),
                ("by", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "holdord_disclosure_struck"},
        ),
        migrations.CreateModel(
            name="AttestationGiven",
            fields=[
                ("id", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("fact", models.CharField(max_length=200)),
                ("by", models.CharField(max_length=200)),
                ("given_on", models.DateField()),
                ("holds", models.BooleanField()),
                ("document", models.CharField(max_length=300)),
                ("sha256", models.CharField(max_length=64)),
                ("kept", models.CharField(max_length=24)),
                ("note", models.TextField()),
                ("written_by", models.CharField(max_length=200)),
                ("at", models.DateTimeField(db_index=True)),
            ],
            options={
                "db_table": "holdord_attestation",
                "indexes": [
                    models.Index(fields=["fact", "given_on", "at"], name="holdord_attestation_latest")
                ],
            },
        ),
    ]
