"""The server answers its first page soon, and does without what nobody has asked for yet."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from holdord import demo
from tests.web.conftest import environment

ASKED = """
import io, json, sys
from holdord.web import wsgi
wsgi._settling.cancel()

def ask(path):
    heard = []
    told = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "SCRIPT_NAME": "", "SERVER_NAME": "localhost",
        "SERVER_PORT": "80", "HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1", "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": "http", "wsgi.errors": sys.stderr}
    wsgi.application(told, lambda status, _: heard.append(int(status.split()[0])))
    return heard[0], sorted(sys.modules)

seen = {}
for one in sys.argv[1:]:
    seen[one] = wsgi._settle() if one == "settled" else ask(one)
print(json.dumps(seen))
"""
LARGE = {"sqlalchemy", "dbos", "ninja", "pydantic", "fido2", "cryptography", "typst", "psycopg"}


def _asked(folder: Path, *paths: str) -> dict[str, Any]:
    policy = str(demo.policy_folder("retailer"))
    told = environment(folder, HOLDORD_POLICY=policy, HOLDORD_FOLDER=str(folder / "store"))
    words = [sys.executable, "-c", ASKED, *paths]
    done = subprocess.run(words, env=told, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_first_page_brings_nothing_large_with_it(tmp_path: Path) -> None:
    status, modules = _asked(tmp_path, "/en/")["/en/"]
    assert status == 200
    assert not LARGE & set(modules)
    assert not {one for one in modules if one.startswith(("holdord.planning.", "holdord.web.console.views"))}


def test_the_next_pages_are_there_before_they_are_asked_for(tmp_path: Path) -> None:
    seen = _asked(tmp_path, "/en/", "settled", "/en/ask/access/")
    assert "holdord.web.centre.asking" not in seen["/en/"][1]
    status, modules = seen["/en/ask/access/"]
    assert status == 200
    assert "holdord.web.centre.asking" in modules


def test_an_address_that_leads_nowhere_does_not_bring_the_console(tmp_path: Path) -> None:
    seen = _asked(tmp_path, "/en/nothing/", "/wp-login.php", "/console")
    for path in ("/en/nothing/", "/wp-login.php"):
        status, modules = seen[path]
        assert status == 404
        assert "holdord.web.console.urls" not in modules
    assert seen["/console"][0] == 301


def test_staff_do_not_wait_for_the_api_nor_programs_for_the_console(tmp_path: Path) -> None:
    status, modules = _asked(tmp_path, "/console/account/login/")["/console/account/login/"]
    assert status == 200
    assert "holdord.web.api.api" not in modules
    status, modules = _asked(tmp_path, "/api/v1/openapi.json")["/api/v1/openapi.json"]
    assert status == 200
    assert "holdord.web.console.views" not in modules
