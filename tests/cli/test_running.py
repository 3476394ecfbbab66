"""The files of docs/running: units and proxies name what there is, and a back-up can be restored."""

import configparser
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import click
import pytest

from holdord.cli.main import COMMANDS
from holdord.store import StoreFault, open_store
from holdord.words.request import State
from holdord.workflows.calling import PER_MINUTE_OF_MAY
from holdord.workflows.office import Office
from holdord.workflows.own import foresee, sweep
from holdord.workflows.proving import prove
from tests.servers import Database
from tests.store.conftest import made_postgresql, made_sqlite, new_place  # noqa: F401 (fixtures)
from tests.tidy.tree import ROOT
from tests.workflows.own import NOW, asked, company, own, subject, years

RUNNING = ROOT / "docs" / "running"
UNITS = sorted((RUNNING / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
HOLDORD = "/usr/lib/holdord/bin/holdord"


def unit(path: Path) -> configparser.RawConfigParser:
    """The sections of a unit; of a name that stands twice, the last value."""
    read = configparser.RawConfigParser(strict=False)
    vars(read)["optionxform"] = str
    read.read(path)
    return read


def options_of(command: click.Command) -> set[str]:
    return {word for parameter in command.params for word in parameter.opts}


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_a_unit_runs_a_command_that_there_is_with_options_that_it_has(path: Path) -> None:
    words = shlex.split(unit(path)["Service"]["ExecStart"])
    if words[0] != HOLDORD:
        assert (RUNNING / Path(words[0]).name).exists()
        return
    from holdord.cli.main import program

    name = next(word for word in words[1:] if word in COMMANDS)
    command: click.Command = import_module(f"holdord.cli.{name}").command
    at = words.index(name)
    for word in words[1:at]:
        assert not word.startswith("--") or word in options_of(program), word
    parsed = command.make_context(name, words[at + 1 :], resilient_parsing=False)
    assert parsed.params
    for word in words[at + 1 :]:
        assert not word.startswith("--") or word in options_of(command), word


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_a_unit_is_fenced_in(path: Path) -> None:
    service = unit(path)["Service"]
    for name, value in {
        "User": "holdord", "NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes",
        "PrivateTmp": "yes", "PrivateDevices": "yes", "UMask": "0077", "StateDirectoryMode": "0700",
        "CapabilityBoundingSet": "", "RestrictSUIDSGID": "yes", "LimitCORE": "0",
    }.items():  # fmt: skip
        assert service[name] == value, name
    assert "@system-service" in path.read_text()
    assert service["EnvironmentFile"] == "/etc/holdord/environment"


def test_every_timer_has_its_service_and_every_file_is_told_on_the_page() -> None:
    page = (RUNNING / "README.md").read_text()
    for path in UNITS:
        assert f"systemd/{path.name}" in page, path.name
        if path.suffix == ".timer":
            assert path.with_suffix(".service") in UNITS
            assert unit(path)["Timer"]["OnCalendar"]
    for name in ("environment", "nginx.conf", "Caddyfile", "backup.sh", "holdord"):
        assert name in page or name in (RUNNING / "backup.md").read_text()


def test_what_is_to_run_always_is_begun_again_however_long_its_store_is_away() -> None:
    always = [read for read in map(unit, SERVICES) if read["Service"].get("Restart") == "always"]
    assert len(always) == 2
    assert all(read["Unit"]["StartLimitIntervalSec"] == "0" for read in always)


def test_the_environment_names_variables_that_are_read() -> None:
    named = re.findall(r"^#?(HOLDORD_\w+)=", (RUNNING / "environment").read_text(), re.MULTILINE)
    assert len(named) >= 5
    source = "\n".join(path.read_text() for path in (ROOT / "src").rglob("*.py"))
    assert [name for name in named if f'"{name}"' not in source] == []


def test_the_proxies_pass_on_what_the_server_believes_and_log_no_paths() -> None:
    nginx, caddy = ((RUNNING / name).read_text() for name in ("nginx.conf", "Caddyfile"))
    for text in (nginx, caddy):
        assert "X-Forwarded-For" in text
        assert "X-Forwarded-Proto" in text
        assert "127.0.0.1:8461" in text
        assert "privacy.company.example" in text
    assert nginx.count("access_log off") == nginx.count("server {") == 2
    assert "client_max_body_size 1m" in nginx
    assert "$proxy_add_x_forwarded_for" not in nginx, "what the caller says of itself is dropped"
    assert "exclude http.log.error" in caddy
    assert "header_up -*_*" in caddy, "X_Forwarded_For is X-Forwarded-For to the server"
    assert "underscores_in_headers off" in nginx


def test_by_hand_a_command_is_run_as_the_units_run_it() -> None:
    script = (RUNNING / "holdord").read_text()
    serve = unit(RUNNING / "systemd" / "holdord-serve.service")["Service"]
    assert f"--uid={serve['User']} --gid={serve['Group']}" in script
    assert f"--property=EnvironmentFile={serve['EnvironmentFile']}" in script
    assert f"--property=UMask={serve['UMask']}" in script
    assert " ".join(serve["ExecStart"].split()[:3]) in script
    assert '--description="' in script, "else systemd writes what was typed into its journal"


def test_programs_are_counted_by_their_tokens_and_not_slowed_down_like_visitors() -> None:
    nginx = (RUNNING / "nginx.conf").read_text()
    calls = nginx.partition("location /api/ {")[2].partition("}")[0]
    zone = re.search(r"limit_req zone=(\w+) ", calls)
    assert zone
    rate = re.search(rf"zone={zone[1]}:1m rate=(\d+)r/s", nginx)
    assert rate
    assert int(rate[1]) * 60 >= PER_MINUTE_OF_MAY


def test_of_a_copy_that_failed_nothing_is_left(tmp_path: Path) -> None:
    environment = {**os.environ, "HOLDORD_STORE": str(tmp_path / "nowhere"), "HOLDORD_PYTHON": sys.executable}
    environment.pop("HOLDORD_DATABASE_URL", None)
    words = ["sh", str(RUNNING / "backup.sh"), str(tmp_path / "copies")]
    assert subprocess.run(words, env=environment, capture_output=True).returncode != 0
    assert list((tmp_path / "copies").iterdir()) == []


def backed_up(office: Office, into: Path) -> Path:
    """Where `backup.sh` has put the copy."""
    environment = {
        **os.environ, **office.environment, "HOLDORD_PYTHON": sys.executable,
        "PATH": f"{os.environ['PATH']}:{_pg_bin()}",
    }  # fmt: skip
    words = ["sh", str(RUNNING / "backup.sh"), str(into)]
    done = subprocess.run(words, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    made = Path(done.stdout.strip())
    assert made.parent == into
    assert not list(into.glob("*.part"))
    return made


def _pg_bin() -> str:
    """Where pg_dump is, on a Debian with servers of several versions: the newest."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return str(found[-1]) if found else ""


@contextmanager
def restored(office: Office, copy: Path, folder: Path, url: str | None) -> Iterator[Office]:
    """The company, with a store restored from a copy and the keys from where they are kept."""
    folder.mkdir(mode=0o700)
    for name in ("key", "vault.key"):
        shutil.copy(office.folder.parent / "store" / name, folder / name)
    environment = {**office.environment, "HOLDORD_STORE": str(folder)}
    if url is None:
        shutil.copy(copy / "store.sqlite3", folder / "store.sqlite3")
    else:
        environment["HOLDORD_DATABASE_URL"] = url
        words = ["pg_restore", "--no-owner", "--exit-on-error", "-d", url, str(copy / "store.pgdump")]
        path = {**os.environ, "PATH": f"{os.environ['PATH']}:{_pg_bin()}"}
        subprocess.run(words, env=path, check=True, capture_output=True)
    with Office.open(office.folder, environment) as opened:
        yield opened
        opened.store.close()


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_a_back_up_made_in_the_midst_of_work_is_restored_whole_and_what_had_gone_goes_again(
    dialect: str, request: pytest.FixtureRequest, new_database: Callable[[str], Database], tmp_path: Path
) -> None:
    place = request.getfixturevalue("new_place")
    url = place("postgresql").url if dialect == "postgresql" else None
    with company(tmp_path, new_database("sqlite"), url) as office:
        store = office.store
        old = asked(store, "old@x.example", years(-6), years(-5))
        open_one = asked(store, "open@x.example", NOW)
        store.objection(subject(store, "open@x.example"), "marketing", "made", NOW)
        stop = threading.Event()

        def work() -> None:
            while not stop.is_set():
                store.throttle("somebody", NOW, 1_000_000, timedelta(hours=1))
            store.close()

        busy = threading.Thread(target=work)
        busy.start()
        try:
            copy = backed_up(office, tmp_path / "copies")
        finally:
            stop.set()
            busy.join()
        with own(office) as ours:
            foresee(ours, NOW - timedelta(hours=1))
            sweep(ours, lambda: NOW, "worker")
        assert {one.id for one in store.requests()} == {open_one}
        empty = new_database("postgresql").url.replace("+psycopg", "") if url else None
        with restored(office, copy, tmp_path / "again", empty) as again:
            assert {one.id for one in again.store.requests()} == {old, open_one}
            assert again.store.request(open_one).state is State.OPEN
            assert prove(again.store.evidence(), again.store.seals()).holds
            known = again.store.subject({"email": {"open@x.example"}}, make=False)
            assert [one.purpose for one in again.store.objections(str(known))] == ["marketing"]
            words = again.store.get(again.store.contents(open_one, "words")[0])
            assert words == b'"please, open@x.example"'
            with own(again) as ours:
                foresee(ours, NOW - timedelta(hours=1))
                assert sweep(ours, lambda: NOW, "worker").reports
            assert {one.id for one in again.store.requests()} == {open_one}


def test_a_copy_holds_nothing_that_can_be_read_without_the_keys_and_is_refused_without_them(
    new_database: Callable[[str], Database], tmp_path: Path
) -> None:
    with company(tmp_path, new_database("sqlite")) as office:
        id = asked(office.store, "frida@x.example", NOW)
        copy = backed_up(office, tmp_path / "copies")
    assert [path.name for path in copy.iterdir()] == ["store.sqlite3"]
    assert b"frida" not in (copy / "store.sqlite3").read_bytes()
    assert copy.stat().st_mode & 0o077 == 0
    with open_store(None, copy) as store:
        with pytest.raises(StoreFault) as caught:
            store.subject({"email": {"frida@x.example"}})
        assert caught.value.finding.code == "store-key"
        with pytest.raises(StoreFault) as caught:
            store.get(store.contents(id, "words")[0])
        assert caught.value.finding.code == "vault-key"
