"""Requests that wait to be carried on are carried together, in rounds."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("holdord_store", "0016_given_up")]
    operations = [
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
            ],
            options={"db_table": "holdord_round"},
        ),
        migrations.RunSQL("INSERT INTO holdord_round (id, number) VALUES (1, 1)", migrations.RunSQL.noop),
        migrations.AddField(
            model_name="requestasked",
            name="round",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddIndex(
            model_name="requestasked",
            index=models.Index(
                condition=models.Q(("round__isnull", False)), fields=["round"], name="holdord_request_round"
            ),
        ),
    ]
