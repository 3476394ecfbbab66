"""Versions of the policy as published, and who was told of a change."""

import django.db.models.deletion
from django.db import migrations, models

from holdord.store.guards import guard, unguard

GUARDED = ("holdord_publication", "holdord_published_text")


class Migration(migrations.Migration):
    dependencies = [
        ("holdord_store", "0011_promises"),
    ]

    operations = [
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("number", models.IntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("adopted_by", models.CharField(max_length=200)),
                ("note", models.TextField()),
                ("policy", models.CharField(max_length=64)),
                ("facts", models.TextField()),
                ("changes", models.TextField()),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "holdord_publication",
            },
        ),
        migrations.CreateModel(
            name="Announcement",
            fields=[
                (
                    "publication",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="holdord_store.publication",
                    ),
                ),
                ("purposes", models.TextField()),
                ("objectable", models.TextField()),
                ("listed_at", models.DateTimeField(null=True)),
                ("unreached", models.IntegerField(default=0)),
            ],
            options={
                "db_table": "holdord_announcement",
            },
        ),
        migrations.CreateModel(
            name="PersonTold",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=100)),
                ("mark", models.CharField(max_length=64)),
                ("system", models.CharField(max_length=100)),
                ("collection", models.CharField(max_length=200)),
                ("row_id", models.CharField(max_length=400)),
                ("content", models.CharField(max_length=24)),
                ("not_before", models.DateTimeField()),
                ("leased_until", models.DateTimeField(null=True)),
                ("tries", models.SmallIntegerField(default=0)),
                ("begun_at", models.DateTimeField(null=True)),
                ("unsure_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("failed_at", models.DateTimeField(null=True)),
                ("decided_by", models.CharField(default="", max_length=200)),
                ("objected_at", models.DateTimeField(null=True)),
                (
                    "publication",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="holdord_store.publication",
                    ),
                ),
            ],
            options={
                "db_table": "holdord_told",
                "indexes": [
                    models.Index(fields=["mark"], name="holdord_told_mark"),
                    models.Index(
                        condition=models.Q(("failed_at__isnull", True), ("sent_at__isnull", True)),
                        fields=["not_before"],
                        name="holdord_told_waiting",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("publication", "mark"), name="holdord_told_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedText",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("language", models.CharField(max_length=16)),
                ("format", models.CharField(max_length=10)),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "publication",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="holdord_store.publication",
                    ),
                ),
            ],
            options={
                "db_table": "holdord_published_text",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("publication", "language", "format"), name="holdord_published_text_once"
                    )
                ],
            },
        ),
        migrations.RunPython(
            lambda _, editor: guard(editor, GUARDED), lambda _, editor: unguard(editor, GUARDED)
        ),
    ]
