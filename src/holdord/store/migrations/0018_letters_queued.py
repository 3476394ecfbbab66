"""Of a letter it is known since when it waits to be sent; of those queued before, it is not."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("holdord_store", "0017_rounds")]
    operations = [
        migrations.AddField(model_name="mailqueued", name="queued_at", field=models.DateTimeField(null=True)),
    ]
