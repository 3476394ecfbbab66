import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("holdord_store", "0003_codes_by_kind"),
    ]

    operations = [
        migrations.CreateModel(
            name="SiteEntry",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("ticket", models.CharField(max_length=64, unique=True)),
                ("content", models.BinaryField()),
                ("expires", models.DateTimeField(db_index=True)),
            ],
            options={
                "db_table": "holdord_site_entry",
            },
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("id", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("scopes", models.TextField()),
                ("recipient", models.CharField(default="", max_length=100)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=200)),
                ("expires", models.DateTimeField(null=True)),
                ("used_on", models.DateField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("revoked_by", models.CharField(default="", max_length=200)),
            ],
            options={
                "db_table": "holdord_token",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("name",),
                        name="holdord_token_name",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CreatedOnce",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("body", models.CharField(max_length=64)),
                ("at", models.DateTimeField(db_index=True)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="holdord_store.requestasked"
                    ),
                ),
            ],
            options={
                "db_table": "holdord_created_once",
            },
        ),
    ]
