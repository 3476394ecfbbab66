import django.db.models.deletion
from django.db import migrations, models

from holdord.store.guards import guard, unguard

GUARDED = ("holdord_request_event", "holdord_look")


class Migration(migrations.Migration):
    dependencies = [
        ("holdord_store", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="VaultKey",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("recipient", models.CharField(max_length=80)),
            ],
            options={
                "db_table": "holdord_vault_key",
            },
        ),
        migrations.CreateModel(
            name="Throttle",
            fields=[
                ("bucket", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("since", models.DateTimeField(db_index=True)),
                ("count", models.IntegerField()),
            ],
            options={
                "db_table": "holdord_throttle",
            },
        ),
        migrations.CreateModel(
            name="RequestAsked",
            fields=[
                ("id", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("channel", models.CharField(max_length=20)),
                ("language", models.CharField(max_length=16)),
                ("received", models.DateTimeField()),
                ("due", models.DateField()),
                ("strict_due", models.DateField()),
                ("state", models.CharField(max_length=10)),
                ("strength", models.SmallIntegerField()),
                ("details", models.TextField()),
                ("plan", models.CharField(default="", max_length=64)),
                ("confirmed", models.CharField(default="", max_length=64)),
                ("outcome", models.CharField(default="", max_length=20)),
                ("extended", models.BooleanField(default=False)),
                ("paused_since", models.DateTimeField(null=True)),
                ("assigned", models.CharField(default="", max_length=200)),
                ("version", models.IntegerField(default=0)),
                (
                    "subject",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="holdord_store.subject"
                    ),
                ),
            ],
            options={
                "db_table": "holdord_request",
            },
        ),
        migrations.CreateModel(
            name="ProofCode",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64)),
                ("expires", models.DateTimeField()),
                ("tries", models.SmallIntegerField(default=0)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="holdord_store.requestasked"
                    ),
                ),
            ],
            options={
                "db_table": "holdord_code",
            },
        ),
        migrations.CreateModel(
            name="NoticeDue",
            fields=[
                ("id", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("recipient", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("chased", models.SmallIntegerField(default=0)),
                (
                    "request",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="holdord_store.requestasked",
                    ),
                ),
            ],
            options={
                "db_table": "holdord_notice",
            },
        ),
        migrations.CreateModel(
            name="MailQueued",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=100)),
                ("content", models.CharField(max_length=24)),
                ("not_before", models.DateTimeField()),
                ("leased_until", models.DateTimeField(null=True)),
                ("tries", models.SmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField(null=True)),
                ("failed_at", models.DateTimeField(null=True)),
                (
                    "request",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="holdord_store.requestasked",
                    ),
                ),
            ],
            options={
                "db_table": "holdord_mail",
            },
        ),
        migrations.CreateModel(
            name="LookedAt",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("by", models.CharField(max_length=200)),
                ("what", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="holdord_store.requestasked"
                    ),
                ),
            ],
            options={
                "db_table": "holdord_look",
            },
        ),
        migrations.CreateModel(
            name="RequestEvent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(max_length=60)),
                ("by", models.CharField(max_length=200)),
                ("facts", models.TextField()),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="holdord_store.requestasked"
                    ),
                ),
            ],
            options={
                "db_table": "holdord_request_event",
            },
        ),
        migrations.CreateModel(
            name="TaskByHand",
            fields=[
                ("id", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("system", models.CharField(max_length=100)),
                ("what", models.CharField(max_length=40)),
                ("assigned", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("done_by", models.CharField(default="", max_length=200)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="holdord_store.requestasked"
                    ),
                ),
            ],
            options={
                "db_table": "holdord_task",
            },
        ),
        migrations.CreateModel(
            name="VaultEntry",
            fields=[
                ("id", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("content", models.BinaryField()),
                ("expires", models.DateTimeField(db_index=True)),
                ("number", models.IntegerField()),
                (
                    "request",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="holdord_store.requestasked",
                    ),
                ),
            ],
            options={
                "db_table": "holdord_vault",
            },
        ),
        migrations.AddIndex(
            model_name="requestasked",
            index=models.Index(fields=["state", "due", "id"], name="holdord_request_due"),
        ),
        migrations.AddIndex(
            model_name="requestasked",
            index=models.Index(fields=["received", "id"], name="holdord_request_received"),
        ),
        migrations.AddConstraint(
            model_name="noticedue",
            constraint=models.UniqueConstraint(fields=("request", "recipient"), name="holdord_notice_once"),
        ),
        migrations.AddIndex(
            model_name="mailqueued",
            index=models.Index(
                condition=models.Q(("failed_at__isnull", True), ("sent_at__isnull", True)),
                fields=["not_before"],
                name="holdord_mail_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailqueued",
            constraint=models.UniqueConstraint(fields=("request", "kind", "key"), name="holdord_mail_once"),
        ),
        migrations.AddConstraint(
            model_name="taskbyhand",
            constraint=models.UniqueConstraint(
                fields=("request", "system", "what"), name="holdord_task_once"
            ),
        ),
        migrations.AddIndex(
            model_name="vaultentry",
            index=models.Index(fields=["request", "kind", "number"], name="holdord_vault_of"),
        ),
        migrations.RunPython(
            lambda _, editor: guard(editor, GUARDED), lambda _, editor: unguard(editor, GUARDED)
        ),
    ]
