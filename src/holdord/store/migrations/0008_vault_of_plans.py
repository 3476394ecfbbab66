import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("holdord_store", "0007_logins"),
    ]

    operations = [
        migrations.AlterField(
            model_name="vaultentry",
            name="request",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="holdord_store.requestasked",
            ),
        ),
    ]
