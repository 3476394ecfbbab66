"""Erased means gone from the file: SQLite's bytes are read after a run, search tables and logs too."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from tests.connectors.shop import MARKER, clear, erasure, prepared, receipts, remove, unit
from tests.servers import Database

WORD = b"zanzibarmarker"
EXTERNAL = """
CREATE VIRTUAL TABLE search USING fts5(note, content='customers', content_rowid='id');
INSERT INTO search (search) VALUES ('rebuild');
"""
TRIGGERS = """
CREATE TRIGGER customers_gone AFTER DELETE ON customers BEGIN
    INSERT INTO search (search, rowid, note) VALUES ('delete', old.id, old.note); END;
CREATE TRIGGER customers_changed AFTER UPDATE ON customers BEGIN
    INSERT INTO search (search, rowid, note) VALUES ('delete', old.id, old.note);
    INSERT INTO search (rowid, note) VALUES (new.id, new.note); END;
"""
OWN = """
CREATE VIRTUAL TABLE search USING {module}(note);
INSERT INTO search (rowid, note) SELECT id, note FROM customers;
CREATE TRIGGER customers_gone AFTER DELETE ON customers BEGIN DELETE FROM search WHERE rowid = old.id; END;
CREATE TRIGGER customers_changed AFTER UPDATE ON customers BEGIN
    UPDATE search SET note = new.note WHERE rowid = new.id; END;
"""


def _files(database: Database) -> dict[str, bytes]:
    path = Path(make_url(database.url).database or "")
    return {file.name: file.read_bytes() for file in path.parent.glob(path.name + "*")}


def _holding(database: Database, *words: bytes) -> list[str]:
    return [
        name for name, content in _files(database).items() if any(word in content.lower() for word in words)
    ]


@pytest.fixture
def shop(new_database: Callable[[str], Database]) -> Database:
    """Two hundred customers, of whom the first has a word of her own in her note."""
    database = new_database("sqlite")
    prepared(database, customers=200, orders=3).close()
    database.execute_script(
        f"UPDATE customers SET note = 'likes {WORD.decode()} ' || email WHERE id = 1;"
        "UPDATE customers SET note = hex(randomblob(300)) WHERE id > 1"
    )
    with closing(database.connect()) as connection:
        connection.execute("VACUUM")
    return database


@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_an_erased_person_is_in_no_byte_of_the_file(shop: Database, journal: str) -> None:
    with closing(shop.connect()) as connection:
        connection.execute(f"PRAGMA journal_mode = {journal}")
    shop.execute_script("UPDATE orders SET note = ''")
    with closing(shop.connect()) as connection:
        connection.execute("VACUUM")
    system = prepared_again(shop)
    assert _holding(shop, WORD, MARKER.encode())
    system.carry_out(erasure("sqlite", orders=3), "r")
    assert system.finish() is True
    assert _holding(shop, WORD, MARKER.encode()) == []
    system.close()
    assert _holding(shop, WORD, MARKER.encode()) == []
    assert receipts(shop) == ["r"]


def prepared_again(database: Database):  # type: ignore[no-untyped-def]
    """The system of a shop that is filled already."""
    from tests.connectors.shop import system_of

    system = system_of(database)
    system.prepare()
    return system


@pytest.mark.parametrize(
    "script",
    [EXTERNAL + TRIGGERS, EXTERNAL, OWN.format(module="fts5"), OWN.format(module="fts4")],
    ids=["external with triggers", "external without triggers", "fts5", "fts4"],
)
@pytest.mark.parametrize("act", ["remove", "clear"])
def test_her_words_are_in_no_byte_of_a_search_table(shop: Database, script: str, act: str) -> None:
    shop.execute_script(script)
    with closing(shop.connect()) as connection:
        connection.execute("VACUUM")
    assert _holding(shop, WORD)
    system = prepared_again(shop)
    if act == "remove":
        whole = erasure("sqlite", orders=3)
    else:
        whole = unit("sqlite", clear("sqlite", "customers", "note", "NULL", 1))
    system.carry_out(whole, "r")
    assert system.finish() is True
    # a prefix too: a search table stores words without the letters they share with the word before
    assert _holding(shop, WORD, WORD[2:]) == []
    assert shop.rows(f"SELECT count(*) FROM search WHERE search MATCH '{WORD.decode()}'") == [(0,)]
    others = shop.rows("SELECT note FROM customers WHERE id = 2")[0][0]
    if act == "clear" or "fts5(note)" in script or TRIGGERS in script or "fts4" in script:
        assert shop.rows(f"SELECT rowid FROM search WHERE search MATCH '\"{others}\"'") == [(2,)]
    system.close()


def test_a_search_table_of_many_segments_is_merged_in_small_steps(shop: Database) -> None:
    shop.execute_script("CREATE VIRTUAL TABLE search USING fts5(note)")
    with closing(shop.connect()) as connection:
        for n in range(40):
            with connection:
                connection.execute(
                    "INSERT INTO search (rowid, note) VALUES (?, ?)",
                    (n, f"{WORD.decode()} " if n == 3 else f"w{n} " * 900),
                )
        with connection:
            connection.execute("DELETE FROM search WHERE rowid = 3")
    system = prepared_again(shop)
    shop.execute_script("UPDATE customers SET note = NULL WHERE id = 1")
    system.finish()
    assert shop.rows("SELECT count(*) FROM search WHERE search MATCH 'w7'") == [(1,)]
    assert shop.rows(f"SELECT count(*) FROM search WHERE search MATCH '{WORD.decode()}'") == [(0,)]
    segments = shop.rows("SELECT count(DISTINCT segid) FROM search_idx")
    assert segments == [(1,)]
    system.close()


def test_a_reader_that_holds_the_log_is_told_as_not_yet_gone(shop: Database) -> None:
    with closing(shop.connect()) as connection:
        connection.execute("PRAGMA journal_mode = wal")
    system = prepared_again(shop)
    with closing(sqlite3.connect(make_url(shop.url).database or "")) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM customers").fetchone()
        system.carry_out(erasure("sqlite", orders=3), "r")
        assert system.finish() is False
        other.rollback()
    assert system.finish() is True
    system.close()


def test_chunks_leave_no_bytes_either(shop: Database) -> None:
    shop.execute_script("UPDATE customers SET note = NULL, email = 'gone' WHERE id = 1")
    with closing(shop.connect()) as connection:
        connection.execute("VACUUM")
    assert _holding(shop, MARKER.encode()), "the orders of everybody mention her"
    system = prepared_again(shop)
    step = remove("sqlite", "orders", "customer_id", 0, 50)
    some = unit("sqlite", step, chunk=50, ids=list(range(1, 201)))
    number = 0
    while system.carry_out_chunk(some, step, f"r/{number}").steps[0].changed == 50:
        number += 1
    system.finish()
    assert number == 12
    assert _holding(shop, MARKER.encode()) == []
    system.close()
