"""What the vault keeps is encrypted, so PostgreSQL need not try to make it smaller."""

from typing import Any

from django.db import migrations


def keep_as_it_is(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE holdord_vault ALTER COLUMN content SET STORAGE EXTERNAL")


class Migration(migrations.Migration):
    dependencies = [("holdord_store", "0018_letters_queued")]
    operations = [migrations.RunPython(keep_as_it_is, migrations.RunPython.noop)]
