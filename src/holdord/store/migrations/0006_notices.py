"""Letters that may have arrived; notices with what is to be done about them next."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("holdord_store", "0005_own_data")]
    operations = [
        migrations.AddField("mailqueued", "begun_at", models.DateTimeField(null=True)),
        migrations.AddField("mailqueued", "unsure_at", models.DateTimeField(null=True)),
        migrations.AddField("mailqueued", "decided_by", models.CharField(default="", max_length=200)),
        migrations.AddField("noticedue", "confirmed_by", models.CharField(default="", max_length=200)),
        migrations.AddField("noticedue", "tries", models.SmallIntegerField(default=0)),
        migrations.AddField("noticedue", "next_at", models.DateTimeField(null=True)),
        migrations.AddField("noticedue", "handed_at", models.DateTimeField(null=True)),
        migrations.AddField("noticedue", "handed_for", models.CharField(default="", max_length=20)),
        migrations.AddIndex(
            "noticedue",
            models.Index(
                condition=models.Q(("next_at__isnull", False)), fields=["next_at"], name="holdord_notice_due"
            ),
        ),
    ]
