"""What is missing for Holdord to run is told, each by an id, and nothing where nothing is missing."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller

from holdord.store.request_records import Keep
from holdord.workflows import health
from holdord.workflows.engine.places import Place
from holdord.workflows.health import ailments
from holdord.workflows.office import Office
from holdord.workflows.own import foresee
from holdord.workflows.remembering import accept
from holdord.workflows.requests.mailing import reach, server_of
from holdord.workflows.requests.undelivered import undelivered
from tests.servers import Database
from tests.workflows.own import NOW, asked, company, own
from tests.workflows.small import POLICY


class Mute:
    """Takes letters and keeps none."""


@pytest.fixture(scope="module")
def mail(free_tcp_port_factory: Callable[[], int]) -> Iterator[str]:
    port = free_tcp_port_factory()
    controller = Controller(Mute(), hostname="127.0.0.1", port=port)
    controller.start()
    yield f"smtp+plain://127.0.0.1:{port}"
    controller.stop()


@pytest.fixture
def office(new_database: Callable[[str], Database], tmp_path: Path) -> Iterator[Office]:
    with company(tmp_path, new_database("sqlite")) as opened:
        yield opened


def sign_of_life(folder: Path, seconds_ago: float = 0) -> None:
    place = Place(None, folder)
    place.prepare()
    with place.writing() as connection:
        connection.execute(
            sa.text(
                "INSERT OR REPLACE INTO holdord_workers (name, token, machine, beat) "
                "VALUES ('w1', 't', 'm', (julianday('now') - 2440587.5) * 86400.0 - :ago)"
            ),
            {"ago": seconds_ago},
        )
    place.close()


def found(office: Office, **more: str) -> list[str]:
    """The ids of what ails the company, told in that environment."""
    environment = {**office.environment, **more}
    return [one.id for one in ailments(office.folder, office.folder.parent / "store", environment, NOW)]


def test_nothing_ails_a_company_that_has_all(office: Office, mail: str) -> None:
    asked(office.store, "frida@x.example", NOW - timedelta(days=9))
    office.store.see_keys()
    with own(office) as ours:
        foresee(ours, NOW - timedelta(hours=20))
    sign_of_life(office.folder.parent / "store")
    assert found(office, HOLDORD_SMTP_URL=mail) == []


def test_before_the_first_start_there_is_no_store_to_look_at_and_none_is_made(
    tmp_path: Path, mail: str
) -> None:
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "policy.yaml").write_text(POLICY)
    environment = {"HOLDORD_SMTP_URL": mail, "SHOP_URL": f"sqlite:///{tmp_path / 'shop.db'}"}
    sqlite3.connect(tmp_path / "shop.db").execute("CREATE TABLE questions (id)")
    assert list(ailments(tmp_path / "policy", tmp_path / "store", environment, NOW)) == []
    assert not (tmp_path / "store").exists()


def test_each_thing_that_is_missing_is_told_by_its_id(office: Office, mail: str, tmp_path: Path) -> None:
    store, folder = office.store, tmp_path / "store"
    asked(store, "frida@x.example", NOW)
    assert found(office, HOLDORD_SMTP_URL=mail) == ["W013"], "no worker has ever run"
    sign_of_life(folder, 3600)
    assert found(office, HOLDORD_SMTP_URL=mail) == ["W013"], "the worker gave no sign for an hour"
    sign_of_life(folder)
    assert found(office) == ["W014"]
    assert found(office, HOLDORD_SMTP_URL="smtp://mail") == ["W015"]
    assert found(office, HOLDORD_SMTP_URL="smtp+plain://127.0.0.1:9") == ["W015"]
    assert found(office, HOLDORD_SMTP_URL=mail.replace("smtp+plain", "smtp")) == ["W015"], "no STARTTLS"
    user = mail.replace("//", "//anna:s3cret@")
    assert found(office, HOLDORD_SMTP_URL=user) == ["W015"], "it knows no users"
    server = server_of({"HOLDORD_SMTP_URL": user})
    assert server
    assert "takes no log-in" in reach(server)
    assert found(office, HOLDORD_SMTP_URL="ftp://mail.x.example") == ["W015"]
    (office.folder / "policy.yaml").write_text(POLICY.replace("2 years after asked", "2 yaers after asked"))
    assert found(office, HOLDORD_SMTP_URL=mail) == ["W009"]
    (office.folder / "policy.yaml").write_text(POLICY)
    asked(store, "later@x.example", NOW + timedelta(hours=1))
    assert found(office, HOLDORD_SMTP_URL=mail) == ["W017"], "something has happened that is still to come"


@pytest.mark.parametrize("name", ["key", "vault.key"])
def test_a_key_that_is_gone_or_another_is_told(office: Office, mail: str, tmp_path: Path, name: str) -> None:
    asked(office.store, "frida@x.example", NOW)
    sign_of_life(tmp_path / "store")
    file = tmp_path / "store" / name
    kept = file.read_text()
    file.unlink()
    office.store._key = office.store._identity = None
    assert found(office, HOLDORD_SMTP_URL=mail) == ["W012"]
    file.write_text(kept[:5])
    assert found(office, HOLDORD_SMTP_URL=mail) == ["W012"]
    file.write_text(kept)
    assert found(office, HOLDORD_SMTP_URL=mail) == []


def test_a_store_that_cannot_be_reached_or_is_older_or_newer_is_told(office: Office, mail: str) -> None:
    sign_of_life(office.folder.parent / "store")
    away = "postgresql://holdord:s3cret@127.0.0.1:9/store"
    assert found(office, HOLDORD_SMTP_URL=mail, HOLDORD_DATABASE_URL=away) == ["W010"]
    with office.store._transaction() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name = '0005_own_data'")
    assert found(office, HOLDORD_SMTP_URL=mail) == ["W011"]
    with office.store._transaction() as cursor:
        for name in ("0005_own_data", "0999_later"):
            cursor.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES ('holdord_store', %s, %s)",
                (name, NOW),
            )
    assert found(office, HOLDORD_SMTP_URL=mail) == ["W010"]


def test_a_system_that_cannot_be_reached_is_told(office: Office, mail: str) -> None:
    office.store.see_keys()
    sign_of_life(office.folder.parent / "store")
    for address in ("postgresql://holdord:s3cret@127.0.0.1:9/shop", "sqlite:////nowhere/shop.db", ""):
        assert found(office, HOLDORD_SMTP_URL=mail, SHOP_URL=address) == ["W022"]


def test_a_store_that_is_older_than_the_receipts_of_a_system_is_told(office: Office, mail: str) -> None:
    office.store.see_keys()
    sign_of_life(office.folder.parent / "store")
    office.systems["shop"].prepare()
    assert found(office, HOLDORD_SMTP_URL=mail) == []
    Database("sqlite", office.environment["SHOP_URL"]).execute_script(
        "INSERT INTO holdord_receipts (receipt, outcome) VALUES ('R-OTHER/1', '{}')"
    )
    assert found(office, HOLDORD_SMTP_URL=mail) == ["W023"]
    accept(office, NOW, "anna")
    assert found(office, HOLDORD_SMTP_URL=mail) == []


def test_letters_that_were_given_up_are_told_until_somebody_has_decided_about_each(
    office: Office, mail: str
) -> None:
    asked(office.store, "frida@x.example", NOW)
    sign_of_life(office.folder.parent / "store")
    store, request = office.store, office.store.requests()[0].id
    for kind in ("receipt", "notice"):
        assert store.mail_queue(kind, request, Keep("mail", b"{}", NOW + timedelta(days=7)), NOW)
        state = store.mail_state(request, kind, "")
        assert state
        store.mail_failed(state.id, NOW, permanent=True, why="address")
    (ailment,) = ailments(
        office.folder, office.folder.parent / "store", {**office.environment, "HOLDORD_SMTP_URL": mail}, NOW
    )
    assert ailment.id == "W024"
    assert ailment.message.startswith("1 of the letters"), "the notice is a task"
    (one,) = undelivered(store)
    assert store.mail_settled(one.id, NOW, "carl", "letter-told-otherwise", told=True)
    assert found(office, HOLDORD_SMTP_URL=mail) == []


def test_a_disk_without_room_is_told(office: Office, mail: str, monkeypatch: pytest.MonkeyPatch) -> None:
    office.store.see_keys()
    sign_of_life(office.folder.parent / "store")
    monkeypatch.setattr(health, "ROOM", 1 << 60)
    assert found(office, HOLDORD_SMTP_URL=mail) == ["W016"]


def test_our_own_data_that_nobody_sweeps_is_told(office: Office, mail: str) -> None:
    sign_of_life(office.folder.parent / "store")
    asked(office.store, "frida@x.example", NOW - timedelta(days=1))
    assert found(office, HOLDORD_SMTP_URL=mail) == []
    asked(office.store, "oscar@x.example", NOW - timedelta(days=3))
    assert found(office, HOLDORD_SMTP_URL=mail) == ["W019"]
    with own(office) as ours:
        foresee(ours, NOW - timedelta(days=1))
        assert found(office, HOLDORD_SMTP_URL=mail) == []
    old = office.store._moment(NOW - timedelta(days=4))
    with office.store._transaction() as cursor:
        cursor.execute("UPDATE holdord_forecast SET at = %s", (old,))
    assert found(office, HOLDORD_SMTP_URL=mail) == ["W019"]
