"""What other companies hand over to us for a person."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("holdord_store", "0009_token_rates")]
    operations = [
        migrations.CreateModel(
            name="Reception",
            fields=[
                ("id", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=200)),
                ("expires", models.DateTimeField(db_index=True)),
                ("arrived_at", models.DateTimeField(null=True)),
                ("sha256", models.CharField(default="", max_length=64)),
                ("size", models.IntegerField(default=0)),
                ("content", models.BinaryField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by", models.CharField(default="", max_length=200)),
                ("settled_as", models.CharField(default="", max_length=10)),
            ],
            options={"db_table": "holdord_reception"},
        ),
        migrations.CreateModel(
            name="ReceptionLook",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("by", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "reception",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="holdord_store.reception"
                    ),
                ),
            ],
            options={"db_table": "holdord_reception_look"},
        ),
    ]
