"""The policy that `docs/start.md` begins with is sound, and does what the page says."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Holdord

PAGE = Path(__file__).parents[2] / "docs" / "start.md"

SHOP = """
create table customers (id integer primary key, name text, email text not null, created_at datetime);
create unique index by_email on customers (lower(email));
create table orders (id integer primary key, customer_id integer references customers (id), item text,
  invoiced_on date, created_at datetime);
insert into customers values (1, 'Frida', 'frida@mail.example', '2015-01-01 10:00:00');
insert into orders values (1, 1, 'lamp', '2098-03-01', '2098-03-01 10:00:00');
"""


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder as the page leaves it after its second step."""
    (tmp_path / "policy").mkdir()
    for number, text in enumerate(re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)):
        (tmp_path / "policy" / f"{number}.yaml").write_text(text, encoding="utf-8")
    with closing(sqlite3.connect(tmp_path / "shop.db")) as database:
        database.executescript(SHOP)
    monkeypatch.setenv("SHOP_DATABASE_URL", f"sqlite:///{tmp_path / 'shop.db'}")
    monkeypatch.setenv("HOLDORD_POLICY", str(tmp_path / "policy"))
    return tmp_path


@pytest.mark.usefixtures("started")
def test_the_policy_of_the_first_page_passes_every_check(holdord: Holdord) -> None:
    answer = holdord("check", "--json")
    assert answer.json["findings"] == []
    assert holdord("check", "--live").code == 0


@pytest.mark.usefixtures("started")
def test_the_commands_of_the_first_page_work(holdord: Holdord, tmp_path: Path) -> None:
    key = "email=frida@mail.example"
    assert "until 31 December 2103" in holdord("explain", key).out
    assert holdord("export", key, "--to", str(tmp_path / "answer")).code == 0
    digest = holdord("erase", key, "--json").json["digest"]
    assert holdord("erase", "--confirm", digest).code == 0
    assert holdord("prove").code == 0
    assert holdord("forecast").code == 0
    assert holdord("expire").code == 0
