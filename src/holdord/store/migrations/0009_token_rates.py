from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("holdord_store", "0008_vault_of_plans"),
    ]

    operations = [
        migrations.AddField(
            model_name="apitoken",
            name="per_minute",
            field=models.IntegerField(default=600),
        ),
    ]
