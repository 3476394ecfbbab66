from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("holdord_store", "0013_registers"),
    ]

    operations = [
        migrations.AddField(
            model_name="restrictionplaced",
            name="categories",
            field=models.TextField(default=""),
        ),
    ]
