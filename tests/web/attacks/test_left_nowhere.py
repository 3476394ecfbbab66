"""What strangers write stands in the vault, encrypted, and nowhere else; and in the end, nowhere."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from holdord.store.keys import read_key
from holdord.words.request import Right, State
from holdord.workflows.forgetting import forget_plans
from holdord.workflows.own import OwnOffice, foresee, sweep
from holdord.workflows.proving import prove
from holdord.workflows.requests import carrying, deciding, mailing
from tests.store.cast import Place
from tests.store.conftest import made_postgresql, made_sqlite, new_place  # noqa: F401 (fixtures)
from tests.web.public import Public, opened, until

MARKER = "Zqx7Brandvarm"
FORMS: dict[Right, dict[str, Any]] = {
    Right.ACCESS: {},
    Right.RECTIFICATION: {"category": "name"},
    Right.ERASURE: {},
    Right.RESTRICTION: {"ground": "accuracy"},
    Right.OBJECTION: {"purposes": ["newsletter"]},
    Right.PORTABILITY: {},
    Right.HUMAN_REVIEW: {},
    Right.WITHDRAWAL: {"purposes": ["newsletter"]},
}
DONE = (State.RUNNING, State.READY, State.ANSWERED, State.CLOSED)


def address(right: str) -> str:
    return f"{MARKER}.{right}@mail.example"


@pytest.fixture(params=["sqlite", "postgresql"])
def everything(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Public, Place]]:
    url = request.getfixturevalue("new_place")("postgresql").url if request.param == "postgresql" else None
    with opened(tmp_path, url) as public:
        yield public, Place(url, tmp_path / "store")


def known_in_the_shop(public: Public) -> None:
    """A customer for each right, whose address and name are the marker's."""
    with closing(sqlite3.connect(public.server.folder / "shop.db", timeout=30)) as shop:
        ids = [id for (id,) in shop.execute("SELECT id FROM customers WHERE email LIKE '%@%' ORDER BY id")]
        for right, id in zip(FORMS, ids, strict=False):
            shop.execute(
                "UPDATE customers SET email = ?, first_name = ? WHERE id = ?", (address(right), MARKER, id)
            )
        shop.commit()


def everywhere(public: Public) -> None:
    """The marker in whatever a stranger can send: each field of each form, and what comes with a request."""
    for right, more in FORMS.items():
        visitor = public.visitor()
        fields = {
            **more, "words": f"{MARKER} {right}", "contact": address(right), "website": "",
            "key_customer_no": MARKER, "key_phone": MARKER, MARKER: MARKER,
        }  # fmt: skip
        visitor.post(f"/da/ask/{right}/", {"key_email": MARKER, **fields, "purposes": [MARKER]})
        del fields["key_customer_no"]
        id = public.ask(visitor, "da", right, address(right), **fields)
        public.prove(visitor, address(right), id)
        visitor.post(f"/da/confirm/{id}/", {"code": MARKER}, at=public.link(address(right), "confirm", id))
    stranger = public.visitor()
    strange = {
        "User_Agent": MARKER,
        "Referer": f"http://x/{MARKER}",
        "Accept_Language": MARKER,
        "Host": MARKER,
    }
    stranger.send("GET", f"/da/{MARKER}/?q={MARKER}", **strange)
    for path in (f"/{MARKER}", f"/da/answer/{MARKER}/{MARKER}/", f"/console/{MARKER}/", f"/static/{MARKER}"):
        page = stranger.send("GET", path, Cookie=f"{MARKER}={MARKER}")
        assert page.status in (302, 303, 400, 403, 404)
        said = re.sub(r'href="[^"]*"', "", page.text)  # but for the same page in another language
        assert MARKER not in said, path
    stranger.send("POST", "/da/ask/access/", MARKER.encode() * 10)
    stranger.send("POST", "/api/requests", MARKER.encode(), Authorization=f"Bearer {MARKER}")
    stranger.send(MARKER, f"/da/{MARKER}/")


def carried_out(public: Public) -> None:
    """What waits for a person is decided, and the rest awaited, until each is carried out."""

    def stands(right: str) -> Any:
        found = [one for one in public.store.requests() if one.right == right and one.subject]
        return found[0] if found else None

    erasure = until(lambda: (one := stands("erasure")) and one.plan and one)
    deciding.confirm(public.office, erasure.id, erasure.plan, "anna", datetime.now(UTC))
    carrying.carry(public.office, erasure.id, lambda: datetime.now(UTC))
    for right in FORMS:
        if right not in (Right.RECTIFICATION, Right.HUMAN_REVIEW):
            until(lambda right=right: (one := stands(right)) and one.state in DONE)  # type: ignore[misc]
    for right in (Right.RECTIFICATION, Right.HUMAN_REVIEW):
        one = until(lambda right=right: stands(right))  # type: ignore[misc]
        deciding.propose_refusal(public.office, one.id, f"{MARKER} has no case", "Art. 12", "anna", _now())
        deciding.agree(public.office, one.id, "bo", _now())
        carrying.carry(public.office, one.id, lambda: datetime.now(UTC))


def _now() -> datetime:
    return datetime.now(UTC)


def found_in_tables(place: Place, words: list[str]) -> list[str]:
    """In which columns of which tables, of the store and the engine, any of the words stands in clear."""
    found = []
    for table, columns, rows in _tables(place):
        for row in rows:
            for column, value in zip(columns, row, strict=True):
                text = bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)
                if any(word.lower() in text.lower() for word in words):
                    found.append(f"{table}.{column}")
    return sorted(set(found))


def _tables(place: Place) -> Iterator[tuple[str, list[str], list[tuple[Any, ...]]]]:
    if place.url:
        with closing(psycopg.connect(place.url)) as connection:
            sql = "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', %s)"
            for schema, table in connection.execute(sql, ("information_schema",)).fetchall():
                cursor = connection.execute(f'SELECT * FROM "{schema}"."{table}"')  # type: ignore[arg-type]
                yield f"{schema}.{table}", [c.name for c in cursor.description or ()], cursor.fetchall()
        return
    for file in ("store.sqlite3", "engine.sqlite3"):
        with closing(
            sqlite3.connect(f"file:{place.folder / file}?mode=ro", uri=True, timeout=30)
        ) as connection:
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for (table,) in names:
                cursor = connection.execute(f'SELECT * FROM "{table}"')
                yield f"{file}.{table}", [c[0] for c in cursor.description], cursor.fetchall()


def found_in_files(public: Public, words: list[str]) -> list[str]:
    """Which files of the store's folder, and which logs, hold any of the words as bytes."""
    files = [*(public.server.folder / "store").rglob("*"), *public.server.folder.glob("*log")]
    assert len(files) > 4
    return [
        path.name
        for path in files
        if path.is_file() and any(word.lower().encode() in path.read_bytes().lower() for word in words)
    ]


def in_the_vault(public: Public) -> list[str]:
    """The kinds of what the vault holds with the marker in it, once it is opened."""
    store = public.store
    held = store._rows("SELECT id, kind FROM holdord_vault")
    return sorted({kind for id, kind in held if MARKER.encode().lower() in (store.get(id) or b"").lower()})


def no_letter_waits(public: Public) -> bool:
    """Whether every letter has been sent, by the worker or now."""
    mailing.send_waiting(public.office, _now())
    sql = "SELECT count(*) FROM holdord_mail WHERE sent_at IS NULL AND failed_at IS NULL"
    return bool(public.store._rows(sql)[0][0] == 0)


def all_gone(public: Public, later: datetime) -> None:
    """Every request is over, and its time has come: Holdord's own policy is carried out, some years later."""
    store = public.store
    until(lambda: no_letter_waits(public))  # with each that goes, something goes from the vault
    for request in store.requests(limit=500):
        if request.state not in (State.READY, State.ANSWERED, State.CLOSED):
            store.move(
                request.id, request.version, at=_now(), by="anna", note_kind="closed", state=State.CLOSED
            )
    now = _now()
    for restriction in store.restrictions(now):
        store.lift_restriction(restriction.id, now, "checked", "anna", now)
    subjects = {subject for (subject,) in store._rows("SELECT subject_id FROM holdord_objection")}
    for subject in subjects:
        store.objection(subject, "newsletter", "withdrawn", _now())
    store.forget_rows(store.remembered())
    with OwnOffice.of(public.office) as own:
        for at in (later, later + timedelta(days=900), later + timedelta(days=903)):
            foresee(own, at - timedelta(hours=1))
            done = sweep(own, lambda at=at: at, "worker")  # type: ignore[misc]
            assert not done.waiting
            assert not [fault for report in done.reports for fault in report.faults]
    forget_plans(public.office, later + timedelta(days=2000))


def test_a_strangers_words_stand_in_the_vault_alone_and_in_the_end_nowhere(
    everything: tuple[Public, Place],
) -> None:
    public, place = everything
    known_in_the_shop(public)
    everywhere(public)
    carried_out(public)
    assert {one.right for one in public.store.requests() if one.subject} == set(FORMS)
    assert found_in_tables(place, [MARKER]) == []
    assert found_in_files(public, [MARKER]) == []
    assert {"keys", "contact", "words", "refusal"} <= set(in_the_vault(public))
    key = read_key(place.folder)
    assert key
    digests = [key.digest("email", address(right).lower()) for right in FORMS]
    assert found_in_tables(place, digests), "the people are known by keyed digests, so far"
    if place.url is None:
        assert found_in_files(public, digests), "in the file's bytes too"

    all_gone(public, _now() + timedelta(days=365 * 6))
    assert in_the_vault(public) == []
    assert public.store.requests() == []
    assert found_in_tables(place, [MARKER, *digests]) == []
    if place.url is None:
        public.store._rows("PRAGMA wal_checkpoint(TRUNCATE)")
    assert found_in_files(public, [MARKER, *digests]) == []
    verdict = prove(public.store.evidence(), public.store.seals())
    assert verdict.holds
    assert verdict.erased["holdord", "requests", "remove"] >= len(FORMS)
