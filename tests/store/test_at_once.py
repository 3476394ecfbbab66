"""What is made at once in a store is what the migrations would have made step by step."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.store.cast import Place

SERVER = """
import json, os, sys
from pathlib import Path
import django
django.setup()
from django.core.management import call_command
from django.db import connection, connections
from holdord.store import at_once, open_store
how = sys.argv[1]
if how == "step by step":
    at_once.make_new = lambda *_: None
elif how == "half of it there":
    call_command("migrate", "auth", "0005", verbosity=0)
store = open_store(os.environ.get("HOLDORD_DATABASE_URL"), Path(os.environ["HOLDORD_FOLDER"]))
tables = {}
JOINING = ("auth_user_groups", "auth_user_user_permissions", "auth_group_permissions")  # nothing is in them
introspection = connection.introspection
with connection.cursor() as cursor:
    for table in introspection.table_names(cursor):
        columns = introspection.get_table_description(cursor, table)
        if table in JOINING:  # migrations know nothing of the kind of id that an app wants
            columns = [column for column in columns if column.name != "id"]
        ruled = introspection.get_constraints(cursor, table)
        tables[table] = [
            sorted(map(str, columns)),
            sorted(("" if name.startswith("__") else name) + str(rule) for name, rule in ruled.items()),
        ]
    cursor.execute("SELECT app, name FROM django_migrations")
    applied = sorted(map(list, cursor.fetchall()))
steps = [name for name in sys.modules if ".migrations.0" in name]
print(json.dumps({"tables": tables, "applied": applied, "steps": steps}))
"""


def _opened_by_a_server(place: Place, how: str) -> Any:
    told = os.environ | {
        "DJANGO_SETTINGS_MODULE": "holdord.web.settings",
        "HOLDORD_FOLDER": str(place.folder),
        "HOLDORD_POLICY": str(place.folder),
    }
    if place.url:
        told["HOLDORD_DATABASE_URL"] = place.url
    done = subprocess.run([sys.executable, "-c", SERVER, how], capture_output=True, text=True, env=told)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_what_a_server_adds_to_a_store_at_once_is_what_its_migrations_would_have_made(
    dialect: str, new_place: Callable[[str], Place]
) -> None:
    made = _opened_by_a_server(new_place(dialect), "at once")
    stepped = _opened_by_a_server(new_place(dialect), "step by step")
    assert {"auth_user", "mfa_authenticator", "holdord_console_role"} <= made["tables"].keys()
    assert made["tables"] == stepped["tables"]
    assert made["applied"] == stepped["applied"]
    assert stepped["steps"]
    assert not made["steps"]


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_what_is_half_there_goes_through_its_migrations(
    dialect: str, new_place: Callable[[str], Place]
) -> None:
    finished = _opened_by_a_server(new_place(dialect), "half of it there")
    stepped = _opened_by_a_server(new_place(dialect), "step by step")
    assert finished["tables"] == stepped["tables"]
    assert finished["applied"] == stepped["applied"]


def test_a_server_makes_a_store_that_nobody_has_opened_before(tmp_path: Path) -> None:
    place = Place(None, tmp_path / "new")
    made = _opened_by_a_server(place, "at once")
    stepped = _opened_by_a_server(Place(None, tmp_path / "stepped"), "step by step")
    assert made["tables"] == stepped["tables"]
    assert made["applied"] == stepped["applied"]
