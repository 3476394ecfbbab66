"""Of a letter that was given up it is known why, and whether somebody has decided about it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("holdord_store", "0015_open_notices")]
    operations = [
        migrations.AddField(
            model_name="mailqueued", name="failed_for", field=models.CharField(default="", max_length=20)
        ),
        migrations.AddField(
            model_name="mailqueued", name="settled_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="persontold", name="failed_for", field=models.CharField(default="", max_length=20)
        ),
        migrations.AddIndex(
            model_name="mailqueued",
            index=models.Index(
                condition=models.Q(("failed_at__isnull", False), ("settled_at__isnull", True)),
                fields=["failed_at"],
                name="holdord_mail_given_up",
            ),
        ),
        migrations.AddIndex(
            model_name="persontold",
            index=models.Index(
                condition=models.Q(("failed_at__isnull", False)),
                fields=["publication"],
                name="holdord_told_given_up",
            ),
        ),
    ]
