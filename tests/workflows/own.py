"""A company whose store holds requests, consents and the like of several people, of different ages."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from holdord.store import Store
from holdord.store.request_records import Code, Keep
from holdord.words.request import Channel, Outcome, Right, State, Strength
from holdord.workflows.office import Office
from holdord.workflows.own import OwnOffice
from holdord.workflows.requests.contents import as_kept, put
from tests.company import empty_store
from tests.servers import Database
from tests.workflows.small import POLICY

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def years(number: float) -> datetime:
    """So many years after the fixed present, or before it."""
    return NOW + timedelta(days=365.25 * number)


@contextmanager
def company(
    folder: Path, database: Database, store: str | None = None, more: str = "", country: str = "DK"
) -> Iterator[Office]:
    """The office over an empty shop; its store is a SQLite file, or the PostgreSQL named."""
    policy = folder / "policy"
    if not policy.exists():
        policy.mkdir()
        database.execute_script(
            "CREATE TABLE questions (id integer PRIMARY KEY, email varchar(100), asked_on date)"
        )
        if store is None:
            shutil.copytree(empty_store(), folder / "store")
    text = POLICY.replace("country: DK", f"country: {country}").replace("purposes:", f"{more}\npurposes:", 1)
    (policy / "policy.yaml").write_text(text)
    environment = {"SHOP_URL": database.url, "HOLDORD_STORE": str(folder / "store")}
    if store:
        environment["HOLDORD_DATABASE_URL"] = store.replace("postgresql+psycopg", "postgresql")
    with Office.open(policy, environment) as office:
        yield office
        office.store.close()


@contextmanager
def own(office: Office) -> Iterator[OwnOffice]:
    """The office of Holdord's own data beside it."""
    with OwnOffice.of(office) as opened:
        yield opened


def subject(store: Store, email: str) -> str:
    """Somebody, known by an address."""
    found = store.subject({"email": {email}})
    assert found
    return found


def asked(store: Store, email: str, at: datetime, ended: datetime | None = None) -> str:
    """A request with something in every table that belongs to it; ended at a moment, or still open."""
    id = store.new_request(
        Right.ACCESS, Channel.WEB, "da", at, date(2026, 12, 21), date(2026, 12, 21), Strength.CLAIMED, {}
    )
    store.belongs_to(id, subject(store, email))
    put(store, id, "keys", {"email": [email]}, at + timedelta(days=400))
    put(store, id, "words", f"please, {email}", at + timedelta(days=400))
    letter = as_kept({"to": email, "subject": "s", "text": "t"})
    code = Code("proof", "CODE", at + timedelta(hours=48))
    store.mail_queue("proof", id, Keep("mail", letter, at + timedelta(days=7)), at, code=code)
    store.look(id, "anna", "found", at)
    store.task_done(store.task_new(id, "archive", "look", "bo", at), at, "bo")
    store.notices_new(id, ("printer",), at)
    store.move(id, 0, at=at, by="anna", note_kind="proved", state=State.OPEN)
    if ended:
        store.drop_contents(id)
        store.move(
            id, 1, at=ended, by="", note_kind="answered", state=State.ANSWERED, outcome=Outcome.GRANTED
        )
    return id


TABLES = (
    "holdord_request", "holdord_request_event", "holdord_look", "holdord_task", "holdord_notice",
    "holdord_code", "holdord_mail", "holdord_vault", "holdord_consent", "holdord_objection", "holdord_hold",
    "holdord_restriction", "holdord_subject", "holdord_subject_key", "holdord_subject_row",
    "holdord_subject_join", "holdord_throttle",
)  # fmt: skip


def counts(store: Store) -> dict[str, int]:
    """How many rows each table about people has, those that are empty left out."""
    found = {table: store._rows(f"SELECT count(*) FROM {table}")[0][0] for table in TABLES}
    return {table.removeprefix("holdord_"): count for table, count in found.items() if count}
