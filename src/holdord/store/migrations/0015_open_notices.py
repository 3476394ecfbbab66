"""Notices that nobody has confirmed are found without looking at those that somebody has."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("holdord_store", "0014_restricted_categories")]
    operations = [
        migrations.AddIndex(
            model_name="noticedue",
            index=models.Index(
                condition=models.Q(("confirmed_at__isnull", True)), fields=["at"], name="holdord_notice_open"
            ),
        ),
    ]
