"""Opening: quick, private, safe for several at once, and clear about what is wrong."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from holdord.store import Store, StoreFault, open_store
from holdord.store.addresses import database
from holdord.store.guards import APPEND_ONLY
from holdord.words.attestation import Attestation
from holdord.words.disclosure import Disclosure
from holdord.words.probe import Measured, Outcome
from holdord.words.standing import State
from tests.room import no_room_for_files_above
from tests.store.asking import ask
from tests.store.cast import NOW, Place, customers, evidence, plan, version


def _python(code: str, *arguments: str, **environment: str) -> str:
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


OPEN = (
    "import sys; from pathlib import Path; from holdord.store import open_store; "
    "open_store(None if sys.argv[1] == '-' else sys.argv[1], Path(sys.argv[2]))"
)

pytestmark = pytest.mark.usefixtures("real_migrations")


def test_the_package_is_imported_without_django() -> None:
    seen = _python("import holdord.store, sys; print(*sys.modules)").split()
    assert "holdord.store" in seen
    assert not {"django", "sqlite3", "psycopg", "sqlalchemy"} & set(seen)


def test_a_store_that_is_up_to_date_is_opened_without_loading_a_migration(made_sqlite: Path) -> None:
    seen = _python(f"{OPEN}; print(*sys.modules)", "-", str(made_sqlite)).split()
    assert "django.db" in seen
    assert not {"django.db.migrations", "holdord.store.migrations", "psycopg"} & set(seen)


def test_folder_and_files_are_their_owners_only(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "folder"
    with open_store(None, folder) as store:
        store.subject({"email": {"frida@example.dk"}})
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())}
    assert modes.pop("folder") == 0o700
    assert {"store.sqlite3", "store.sqlite3-wal", "key"} <= modes.keys()
    assert set(modes.values()) == {0o600}


def test_sqlite_is_durable_and_overwrites_what_is_deleted(new_place: Callable[[str], Place]) -> None:
    with open_store(None, new_place("sqlite").folder) as store:
        pragmas = ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "busy_timeout")
        assert [store._rows(f"PRAGMA {name}")[0][0] for name in pragmas] == ["wal", 2, 1, 1, 30_000]


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_several_who_open_a_new_store_at_once_make_it_once(
    dialect: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = "-"
    if dialect == "postgresql":
        made = request.getfixturevalue("new_database")("postgresql").url
        url = made.replace("postgresql+psycopg", "postgresql")
    command = [sys.executable, "-c", OPEN, url, str(tmp_path / "new")]
    openers = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    for opener in openers:
        assert opener.wait() == 0, opener.stderr and opener.stderr.read()
        assert opener.stderr is not None
        opener.stderr.close()
    with open_store(None if url == "-" else url, tmp_path / "new") as store:
        assert store.unfinished_runs() == []


def test_a_store_of_a_newer_version_is_not_touched(place: Place) -> None:
    open_store(place.url, place.folder).close()
    place.execute(
        "INSERT INTO django_migrations (app, name, applied) "
        "VALUES ('holdord_store', '0999_later', '2027-01-01 00:00:00')"
    )
    with pytest.raises(StoreFault, match="newer version"):
        open_store(place.url, place.folder)


@pytest.mark.parametrize("whole", [0, 4096], ids=["no database at all", "all but the first page"])
def test_a_damaged_store_is_told_as_one_whose_back_up_is_needed(tmp_path: Path, whole: int) -> None:
    open_store(None, tmp_path).close()
    file = tmp_path / "store.sqlite3"
    content = file.read_bytes()
    file.write_bytes(content[:whole] + b"no page of ours " * ((len(content) - whole) // 16))
    with pytest.raises(StoreFault) as caught, open_store(None, tmp_path) as store:
        list(store.evidence())
    assert caught.value.finding.code == "store-damaged"
    assert "back-up" in caught.value.finding.help


def test_a_full_disk_is_told_when_the_store_is_opened(tmp_path: Path) -> None:
    open_store(None, tmp_path).close()
    with no_room_for_files_above(1000), pytest.raises(StoreFault) as caught:
        open_store(None, tmp_path)
    assert caught.value.finding.code == "store-full"
    open_store(None, tmp_path).close()


def test_a_server_that_does_not_answer_is_told_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(StoreFault) as caught:
        open_store("postgresql://holdord:s3cret@127.0.0.1:9/store", tmp_path)
    assert caught.value.finding.code == "store-unreachable"
    assert "s3cret" not in repr(caught.value.finding) + str(caught.value)
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    "url", ["mysql://root@localhost/store", "postgresql://localhost", "postgresql://host:port/x", "store"]
)
def test_an_address_that_names_no_postgresql_database_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreFault) as caught:
        open_store(url, tmp_path / "folder")
    assert caught.value.finding.code == "store-address"
    assert not (tmp_path / "folder").exists()


def test_an_address_gives_every_part_to_the_database(tmp_path: Path) -> None:
    told = database("postgresql://an%40na:p%2Fw@db.example:5433/hold%20ord?sslmode=require", tmp_path)
    assert [told[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "an@na",
        "p/w",
        "db.example",
        "5433",
        "hold ord",
    ]
    assert told["OPTIONS"]["sslmode"] == "require"
    assert database("postgresql:///store?host=/run/postgresql", tmp_path)["HOST"] == "/run/postgresql"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreFault, match="folder of the store"):
        open_store(None, tmp_path / "file" / "folder")


def test_the_settings_stand_alone_and_ask_the_environment(tmp_path: Path) -> None:
    code = (
        "from holdord.store import settings as s; print(s.DATABASES['default']['ENGINE'], s.HOLDORD_FOLDER)"
    )
    assert _python(code, HOLDORD_FOLDER="/srv/x") == "django.db.backends.sqlite3 /srv/x"
    assert _python(code, HOLDORD_DATABASE_URL="postgresql://a@b/c").startswith(
        "django.db.backends.postgresql"
    )
    check = "import django; django.setup(); from django.core.management import call_command as c; "
    check += "c('check'); c('makemigrations', check=True, verbosity=0)"
    _python(check, DJANGO_SETTINGS_MODULE="holdord.store.settings", HOLDORD_FOLDER=str(tmp_path))


def test_the_settings_of_a_developers_own_site_are_left_alone(tmp_path: Path) -> None:
    _python(OPEN, "-", str(tmp_path / "folder"), DJANGO_SETTINGS_MODULE="a_shop.settings")


def test_the_store_joins_a_django_that_is_already_set_up(tmp_path: Path) -> None:
    code = (
        "import django; from django.conf import settings; "
        "settings.configure(INSTALLED_APPS=['django.contrib.auth', 'django.contrib.contenttypes', "
        "{app!r}], DATABASES={{}}, USE_TZ=True); django.setup(); " + OPEN
    )
    _python(code.format(app="holdord.store"), "-", str(tmp_path / "folder"))
    with pytest.raises(AssertionError, match="Django is already set up without the store"):
        _python(code.format(app="django.contrib.sessions"), "-", str(tmp_path / "other"))


def _one_of_each(store: Store) -> None:
    for other in ({"a"}, {"b"}, {"a", "b"}):
        subject = store.subject({"email": other}) or ""
    store.consent(subject, "newsletter", True, NOW)
    store.objection(subject, "marketing", "made", NOW)
    store.lift_hold(store.hold(customers(1), "case", "anna", NOW.date(), NOW), "settled", "anna", NOW)
    store.lift_restriction(store.restrict(subject, "claim", NOW, "anna"), NOW, "over", "anna", NOW)
    run = store.begin(plan(), NOW, "anna")
    store.record(run, "unit-1", 1, NOW, [evidence()], seal=True)
    store.look(ask(store), "rikke", "found", NOW)
    store.reading_taken("tls", NOW, "p" * 64, Measured(Outcome.BROKEN))
    store.standing_changed(NOW, "p" * 64, {"R1": (State.BROKEN, "{}")})
    given = Disclosure("", "", "", "Politiet", NOW.date(), "a law", ("name",), at=NOW)
    store.publish(version(1))
    store.strike_disclosure(store.disclose([subject], given)[0], "another person", "anna", NOW)
    store.attest(Attestation("", "measures.paper", "anna", NOW.date(), at=NOW))


NUMBERED = ("holdord_evidence", "holdord_seal", "holdord_publication")


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_what_is_only_added_to_can_be_neither_changed_nor_deleted(
    store: Store, place: Place, table: str
) -> None:
    _one_of_each(store)
    before = place.execute(f"SELECT * FROM {table}")
    assert before
    column = "reason" if table.endswith(("_lifted", "_struck")) else ""
    column = column or ("number" if table in NUMBERED else "id")
    attempts = [f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"]
    for attempt in attempts + ([f"TRUNCATE {table} CASCADE"] if place.url else []):
        with pytest.raises(Exception, match=f"{table} is only added to|holdord_.* is only added to"):
            place.execute(attempt)
    assert place.execute(f"SELECT * FROM {table}") == before


def test_a_full_disk_is_told_and_writes_nothing(new_place: Callable[[str], Place]) -> None:
    place = new_place("sqlite")
    with open_store(None, place.folder) as store:
        run = store.begin(plan(), NOW, "anna")
        pages = store._rows("PRAGMA page_count")[0][0]
        store._rows(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreFault) as caught:
            store.record(run, "unit-1", 1, NOW, [evidence(f"step {n}") for n in range(500)], end=True)
        assert caught.value.finding.code == "store-full"
        assert (store.run(run).state, store.run(run).done) == ("running", frozenset())
        store._rows("PRAGMA max_page_count = 1000000")
        assert store.record(run, "unit-1", 1, NOW, [evidence(f"step {n}") for n in range(500)], end=True)


def test_a_lost_connection_is_told_and_the_next_attempt_has_a_new_one(
    new_place: Callable[[str], Place],
) -> None:
    place = new_place("postgresql")
    with open_store(place.url, place.folder) as store:
        run = store.begin(plan(), NOW, "anna")
        place.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        with pytest.raises(StoreFault) as caught:
            store.record(run, "unit-1", 1, NOW, [evidence()])
        assert caught.value.finding.code == "store-unreachable"
        assert store.record(run, "unit-1", 1, NOW, [evidence()])
        assert len(list(store.evidence())) == 1
