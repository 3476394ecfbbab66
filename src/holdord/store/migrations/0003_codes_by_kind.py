"""A code opens one thing: the proof of who asks, or the answer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("holdord_store", "0002_requests")]
    operations = [
        migrations.AddField("proofcode", "kind", models.CharField(default="proof", max_length=10)),
    ]
