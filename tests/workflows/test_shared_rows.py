"""What somebody wrote together with others stays for them, and nobody who asked is told that all is gone."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from holdord.cli import explain as explaining_words
from holdord.cli.plans import in_words
from holdord.letters.text import as_text
from holdord.words.plan import SHARED
from holdord.words.request import Channel, Outcome, Request, Right, Strength
from holdord.workflows.explaining import explain, explain_all
from holdord.workflows.office import Office
from holdord.workflows.requests import carrying, deciding, handing, receiving
from tests.servers import Database, fresh_sqlite
from tests.workflows.small import NOW
from tests.workflows.small import POLICY as SMALL

LATER = NOW + timedelta(days=1)
FRIDA, OLE, LIV = "frida@x.example", "ole@x.example", "liv@x.example"

POLICY = (
    SMALL[: SMALL.index("people:")].replace("texts: [en]", "texts: [da, nb, en]")
    + """
people:
  customer: {known_by: [email], says: {da: kunder, nb: kunder, en: customers}}
categories:
  email: {says: {da: e-mailadresse, nb: e-postadresse, en: e-mail address}}
  correspondence: {says: {da: det I har skrevet, nb: det dere har skrevet, en: what you wrote}}
purposes:
  service:
    says: {da: at hjælpe kunder, nb: å hjelpe kunder, en: helping customers}
    basis: legitimate_interest
    interest: {da: vi vil kunne hjælpe, nb: vi vil kunne hjelpe, en: we want to be able to help}
    people: [customer]
    categories: [email, correspondence]
    keep: 2 years after contact
---
system: shop
kind: sql
url: ${SHOP_URL}
backups: 30 days
collections:
  customers:
    id: id
    person: customer
    keys: {email: email}
    holds: {email: email}
    events: {contact: seen_on}
    purposes: [service]
  messages:
    id: id
    owners:
      writer: {of: customers by writer_id}
      recipient: {of: customers by recipient_id}
    holds: {correspondence: body}
    events: {contact: sent_on}
    purposes: [service]
"""
)

TABLES = f"""
CREATE TABLE customers (id integer primary key, email varchar(80) unique, seen_on date);
CREATE TABLE messages (
    id integer primary key, writer_id integer references customers(id),
    recipient_id integer references customers(id), body varchar(40), sent_on date);
CREATE INDEX by_writer ON messages(writer_id);
CREATE INDEX by_recipient ON messages(recipient_id);
INSERT INTO customers VALUES (1, '{FRIDA}', '2026-10-01'), (2, '{OLE}', '2026-10-01');
INSERT INTO customers VALUES (3, '{LIV}', '2026-10-01');
INSERT INTO messages VALUES (1, 1, 2, 'to Ole', '2026-10-01'), (2, 2, 1, 'to Frida', '2026-10-02'),
    (3, 3, NULL, 'a note of her own', '2026-10-02');
"""


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """Two messages of two people, and a third person with one of her own."""
    database = fresh_sqlite(tmp_path)
    database.execute_script(TABLES)
    return database


@pytest.fixture
def office(tmp_path: Path, database: Database) -> Iterator[Office]:
    """The office of that company."""
    policy = tmp_path / "policy"
    policy.mkdir()
    (policy / "policy.yaml").write_text(POLICY)
    settings = {"SHOP_URL": database.url, "HOLDORD_STORE": str(tmp_path / "store")}
    with Office.open(policy, settings) as office:
        yield office
        office.store.close()


def erased(office: Office, email: str, language: str = "en") -> Request:
    """A request for erasure, confirmed and carried out."""
    id = receiving.receive(
        office,
        Right.ERASURE,
        Channel.PHONE,
        language,
        {"email": email},
        email,
        {},
        "",
        NOW,
        "rikke",
        Strength.STAFF,
    )
    planned = carrying.carry(office, id, lambda: LATER)
    deciding.confirm(office, id, planned.plan, "rikke", LATER)
    return carrying.carry(office, id, lambda: LATER)


def letter_of(office: Office, request: Request) -> str:
    letter = handing.letter_of(office, request.id, LATER)
    assert letter
    return " ".join(as_text(letter).split())


@pytest.mark.parametrize(
    ("language", "title", "until", "why"),
    [
        ("da", "men noget bliver gemt", "senest 2. oktober 2028", "fælles med andre"),
        ("nb", "men noe må vi beholde", "senest 2. oktober 2028", "felles med andre"),
        ("en", "and something must stay", "2 October 2028 at the latest", "shared with others"),
    ],
)  # fmt: skip
def test_whoever_asks_is_told_what_stays_because_others_share_it(
    office: Office, database: Database, language: str, title: str, until: str, why: str
) -> None:
    request = erased(office, FRIDA, language)
    assert request.outcome is Outcome.PARTLY
    assert database.rows("SELECT body FROM messages WHERE id < 3 ORDER BY id") == [("to Ole",), ("to Frida",)]
    told = letter_of(office, request)
    assert title in told
    assert until in told
    assert why in told
    count = {"da": "(2 poster)", "nb": "(2 poster)", "en": "(2 records)"}[language]
    assert count in told


def test_whoever_shares_nothing_is_told_that_all_is_gone(office: Office, database: Database) -> None:
    request = erased(office, LIV)
    assert request.outcome is Outcome.GRANTED
    assert database.rows("SELECT count(*) FROM messages WHERE id = 3") == [(0,)]
    assert "shared with others" not in letter_of(office, request)


def test_the_plan_tells_it_to_whoever_confirms_it(office: Office) -> None:
    request = erased(office, FRIDA)
    plan = office.store.plan(request.confirmed)
    assert plan is not None
    (kept,) = plan.kept
    assert (kept.collection, kept.category, kept.rows) == ("messages", "correspondence", 2)
    assert (kept.purpose, kept.until, kept.stopped_by) == ("service", "2028-10-02", SHARED)
    shown = "\n".join(in_words(office.policy, plan))
    assert "until 2 October 2028 at the latest (service, legitimate interest), shared with others" in shown
    assert "shop.messages: 2 rows: what you wrote" in shown


def test_an_explanation_tells_what_would_stay_all_the_same(office: Office) -> None:
    told = explain(office, {"email": [FRIDA]}, LATER)
    assert not any(one.shared for one in told.kept), "now it stays for her too"
    assert [(one.collection, one.rows, one.until) for one in told.shared] == [("messages", 2, "2028-10-02")]
    shown = "\n".join(explaining_words.lines(office, told))
    assert "What would stay all the same, because others share it" in shown
    alone = explain(office, {"email": [LIV]}, LATER)
    assert alone.shared == ()
    assert "all the same" not in "\n".join(explaining_words.lines(office, alone))
    every = explain_all(office, [{"email": [FRIDA]}, {"email": [LIV]}], LATER)
    assert [one.rows for one in every.shared] == [2]


def test_what_nothing_holds_any_more_is_told_to_go_with_the_next_sweep(office: Office) -> None:
    at = NOW.replace(year=2030)
    (kept,) = explain(office, {"email": [FRIDA]}, at).shared
    assert (kept.purpose, kept.until, kept.rows, kept.stopped_by) == ("", "", 2, SHARED)
