"""One person in a shop that nobody here designed: found, explained, exported, erased; nobody else touched."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.oscar.conftest import Desk, Shop

IDA, BO, MAJA, OMAR = (
    "ida.lund@postkasse.example",
    "bo@postkasse.example",
    "maja@veninde.example",
    "omar@fremmed.example",
)
GUSTAV, SIGNE = "gustav.guldberg@brev.example", "signe@fjordlys.example"
OTHERS = (BO, MAJA, OMAR, GUSTAV, SIGNE, "Haddad", "Guldberg", "Strand", "@kunde.example", "@gaest.example")

ORDERS = "SELECT id FROM order_order WHERE user_id = {user} OR lower(guest_email) = '{email}'"
BASKETS = "SELECT id FROM basket_basket WHERE owner_id = {user}"
REACHED = {
    "auth_user": "SELECT {user}",
    "address_useraddress": "SELECT id FROM address_useraddress WHERE user_id = {user}",
    "analytics_userrecord": "SELECT id FROM analytics_userrecord WHERE user_id = {user}",
    "analytics_userproductview": "SELECT id FROM analytics_userproductview WHERE user_id = {user}",
    "analytics_usersearch": "SELECT id FROM analytics_usersearch WHERE user_id = {user}",
    "payment_bankcard": "SELECT id FROM payment_bankcard WHERE user_id = {user}",
    "basket_basket": BASKETS,
    "basket_line": f"SELECT id FROM basket_line WHERE basket_id IN ({BASKETS})",
    "order_order": ORDERS,
    "order_line": f"SELECT id FROM order_line WHERE order_id IN ({ORDERS})",
    "order_shippingaddress": f"SELECT shipping_address_id FROM order_order WHERE id IN ({ORDERS})",
    "order_billingaddress": f"SELECT billing_address_id FROM order_order WHERE id IN ({ORDERS})",
    "order_ordernote": f"SELECT id FROM order_ordernote WHERE order_id IN ({ORDERS})",
    "payment_source": f"SELECT id FROM payment_source WHERE order_id IN ({ORDERS})",
    "payment_transaction": f"""
        SELECT t.id FROM payment_transaction t JOIN payment_source s ON s.id = t.source_id
        WHERE s.order_id IN ({ORDERS})
    """,
    "communication_email": """
        SELECT id FROM communication_email WHERE user_id = {user} OR lower(email) = '{email}'
    """,
    "communication_notification": "SELECT id FROM communication_notification WHERE recipient_id = {user}",
    "customer_productalert": "SELECT id FROM customer_productalert WHERE user_id = {user}",
    "reviews_productreview": "SELECT id FROM reviews_productreview WHERE user_id = {user}",
    "wishlists_wishlist": "SELECT id FROM wishlists_wishlist WHERE owner_id = {user}",
    "wishlists_wishlistsharedemail": """
        SELECT e.id FROM wishlists_wishlistsharedemail e JOIN wishlists_wishlist w ON w.id = e.wishlist_id
        WHERE w.owner_id = {user} OR lower(e.email) = '{email}'
    """,
}
"""Whose rows they are, said a second time in plain SQL."""


THEIR_OWN = tuple(
    f"staff /{page}/"
    for page in (
        "dashboard/orders", "dashboard/users/alerts", "admin/order", "admin/address", "admin/basket",
        "admin/payment", "admin/communication", "admin/analytics", "admin/customer", "admin/wishlists",
    )
)  # fmt: skip
"""Where staff saw a row of the person by itself."""

OF_A_USER = (
    "order_order", "address_useraddress", "reviews_productreview", "analytics_userrecord", "payment_bankcard",
    "customer_productalert", "reviews_vote",
)  # fmt: skip


def reached(shop: Shop, email: str) -> dict[str, int]:
    """How many rows of each table are somebody's."""
    user = shop.column("SELECT id FROM auth_user WHERE lower(email) = %s", email)[0]
    filled = {table: query.format(user=user, email=email) for table, query in REACHED.items()}
    counts = {table: len(shop.rows(query)) for table, query in filled.items()}
    return {table: count for table, count in counts.items() if count}


def everything_of_others(shop: Shop, user: int) -> dict[str, list[Any]]:
    """Every row of the tables that name a user, of all users but this one."""
    owned = dict.fromkeys(OF_A_USER, "user_id")
    owned |= {"auth_user": "id", "wishlists_wishlist": "owner_id", "basket_basket": "owner_id"}
    return {
        table: shop.rows(f"SELECT t::text FROM {table} t WHERE {column} <> %s ORDER BY 1", user)
        for table, column in owned.items()
    }


@pytest.fixture(scope="module")
def desk(new_desk: Callable[[], Desk]) -> Desk:
    """A shop that is only asked."""
    return new_desk()


@dataclass(frozen=True, slots=True)
class Erased:
    """Ida's shop after she was erased, and how it was before."""

    desk: Desk
    user: int
    plan: dict[str, Any]
    report: dict[str, Any]
    pages_before: dict[str, int]
    others_before: dict[str, list[Any]]


@pytest.fixture(scope="module")
def erased(new_desk: Callable[[], Desk]) -> Erased:
    """Ida asks to be forgotten."""
    desk = new_desk()
    user = desk.shop.column("SELECT id FROM auth_user WHERE lower(email) = %s", IDA)[0]
    pages, others = desk.shop.pages(OMAR), everything_of_others(desk.shop, user)
    shown = desk.ask("erase", f"email={IDA}")
    report = desk.run("erase", "--confirm", shown["digest"])
    return Erased(desk, user, shown["plan"], report, pages, others)


def test_everything_of_a_person_is_found_whatever_the_letter_case(desk: Desk) -> None:
    found = desk.ask("find", "email=IDA.Lund@Postkasse.EXAMPLE")
    held = {one["collection"]: one["rows"] for one in found["held"]}
    expected = reached(desk.shop, IDA)
    assert {table: held.get(table) for table in expected} == expected
    assert found["people"] == 1


def test_a_guest_is_found_by_the_address_left_with_the_order(desk: Desk) -> None:
    held = {one["collection"]: one["rows"] for one in desk.ask("find", f"email={GUSTAV}")["held"]}
    assert held["order_order"] == 2
    assert held["order_shippingaddress"] == 2
    assert "auth_user" not in held


def test_a_friend_who_only_stands_in_a_wish_list_is_found(desk: Desk) -> None:
    held = {one["collection"] for one in desk.ask("find", f"email={MAJA}")["held"]}
    assert held == {"wishlists_wishlistsharedemail", "customer_productalert", "communication_email"}


def test_nothing_is_found_of_somebody_unknown(desk: Desk) -> None:
    assert desk.ask("find", "email=ingen@intetsteds.example") == {"known": False, "people": 0, "held": []}


def test_the_last_bill_is_explained_by_the_bookkeeping_law_and_its_last_day(desk: Desk) -> None:
    told = desk.ask("explain", f"email={IDA}")
    [bills] = [
        one
        for one in told["kept"]
        if (one["collection"], one["category"], one["purpose"])
        == ("order_billingaddress", "name", "bookkeeping")
    ]
    assert bills["rows"] == 2
    assert bills["until"] == "2029-12-31"  # five years after the end of 2024
    assert bills["law"] == "bogføringsloven § 12"
    [telephone] = [one for one in told["kept"] if one["category"] == "phone" and one["purpose"] == "delivery"]
    assert telephone["until"] == "2025-04-30"  # six months after 31 October 2024, which has 31 days


def test_orders_older_than_the_books_go_without_anybody_asking(desk: Desk) -> None:
    going = {one["collection"]: one["rows"] for one in desk.ask("explain", f"email={IDA}")["going"]}
    old = desk.shop.column(
        f"SELECT count(*) FROM order_order WHERE id IN ({ORDERS.format(user=2, email=IDA)}) "
        "AND date_placed < '2019-01-01 00:00 Europe/Copenhagen'"
    )
    assert going["order_order"] == old[0] == 2


def test_an_export_has_the_persons_own_words_and_nobody_elses(desk: Desk, tmp_path: Path) -> None:
    desk.ask("export", f"email={IDA}", "--to", str(tmp_path / "ida"))
    written = "\n".join(file.read_text() for file in sorted((tmp_path / "ida").rglob("*")) if file.is_file())
    for own in ("Vores stue i Engdraget", "Til Ida fra mormor Lund", "Idas jul", "natlampe", "+4532101234",
                "Kære Ida Lund", "Ida Lund ringede om glasset", "XXXX-XXXX-XXXX-1111"):  # fmt: skip
        assert own in written
    for other in OTHERS:
        assert other not in written


def test_reading_about_somebody_changes_nothing(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    before = desk.shop.counts()
    desk.ask("find", f"email={IDA}")
    desk.ask("explain", f"email={IDA}")
    desk.ask("erase", f"email={IDA}")
    assert desk.shop.counts() == before


def test_a_person_erased_is_gone_but_for_the_bills_that_the_law_demands(erased: Erased) -> None:
    assert erased.report["state"] == "done"
    shop = erased.desk.shop
    assert shop.traces(IDA) == {}
    for words in (
        "Til Ida fra mormor Lund",
        "Idas jul",
        "Ida anbefaler",
        "Kære Ida Lund",
        "ringede om glasset",
    ):
        assert shop.traces(words) == {}, words
    log = {"django_admin_log"}  # nobody can be found there: it ends by time
    assert set(shop.traces("Ida Lund")) - log == {"order_billingaddress", "order_shippingaddress"}
    assert shop.traces("Ida er hjemme") == {"order_shippingaddress": 1}  # on its way to her


def test_what_stays_of_a_person_erased_is_listed_with_its_ground(erased: Erased) -> None:
    grounds = {(one["purpose"], one["basis"]) for one in erased.plan["kept"]}
    assert grounds == {("bookkeeping", "legal_obligation"), ("delivery", "contract")}
    assert all(one["until"] for one in erased.plan["kept"])


def test_orders_kept_for_the_books_still_have_their_customer_number_and_no_name_there(erased: Erased) -> None:
    shop = erased.desk.shop
    [account] = shop.rows(
        "SELECT first_name, last_name, email, password, username FROM auth_user WHERE id = %s", erased.user
    )
    assert account[:4] == ("", "", "", "!")
    assert account[4] == f"erased-{erased.user}"
    assert len(shop.rows("SELECT id FROM order_order WHERE user_id = %s", erased.user)) == 2


def test_erasing_one_person_leaves_every_row_of_everybody_else_as_it_was(erased: Erased) -> None:
    assert everything_of_others(erased.desk.shop, erased.user) == erased.others_before


def test_what_others_said_and_did_with_a_person_erased_stays_theirs(erased: Erased) -> None:
    shop = erased.desk.shop
    assert shop.column("SELECT email FROM wishlists_wishlistsharedemail") == [MAJA]
    assert len(shop.rows("SELECT id FROM reviews_vote")) == 1


def test_the_pages_of_the_shop_work_as_before(erased: Erased) -> None:
    pages = erased.desk.shop.pages(OMAR)
    assert len(pages) > 400
    assert {page: status for page, status in pages.items() if status >= 500} == {}
    lost = {page for page, status in erased.pages_before.items() if pages.get(page, 404) != status}
    assert {page for page in lost if not page.startswith(THEIR_OWN)} == set()


def test_erasing_twice_finds_nothing_more_to_do(erased: Erased) -> None:
    again = erased.desk.ask("erase", f"email={IDA}")
    assert again["plan"]["units"] == []
    repeated = erased.desk.run("erase", "--confirm", erased.report["plan"])
    assert repeated["already_done"] is True


def test_the_evidence_says_how_much_went_and_names_nobody(erased: Erased) -> None:
    proved = erased.desk.run("prove")
    assert proved["holds"] is True
    rows = {(step["collection"], step["act"]): step["rows"] for step in proved["runs"][0]["steps"]}
    assert rows["order_order", "remove"] == 2
    assert rows["auth_user", "clear"] == 1
    said = json.dumps([proved, erased.plan, erased.report], ensure_ascii=False).lower()
    assert "ida" not in said.replace("card_holder", "").split('"')
    assert IDA not in said
    for file in erased.desk.store.rglob("*"):
        assert not file.is_file() or IDA.encode() not in file.read_bytes().lower()


def test_somebody_who_registers_again_with_the_same_address_is_a_new_person(erased: Erased) -> None:
    shop = erased.desk.shop
    shop.python("tests.oscar.shop.register", IDA)
    held = {one["collection"] for one in erased.desk.ask("find", f"email={IDA}")["held"]}
    assert held == {"auth_user", "communication_email"}  # oscar says welcome
    assert "auth_user" not in {
        step["collection"] for step in erased.desk.ask("explain", f"email={IDA}")["going"]
    }


def test_a_friend_can_be_erased_from_somebody_elses_wish_list(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    desk.run("erase", "--confirm", desk.ask("erase", f"email={MAJA}")["digest"])
    assert desk.shop.traces(MAJA) == {}
    assert desk.shop.column("SELECT name FROM wishlists_wishlist WHERE name = 'Idas jul'") == ["Idas jul"]


def test_a_guest_keeps_the_parcel_under_way_and_loses_the_old_order(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    desk.run("erase", "--confirm", desk.ask("erase", f"email={GUSTAV}")["digest"])
    assert desk.shop.traces("Guldberg") == {"order_order": 1, "order_shippingaddress": 1}


def test_a_legal_hold_keeps_a_person_whole(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    before = desk.shop.counts()
    why = ("--reason", "a claim about a lamp", "--owner", "Signe", "--review", "2099-01-01")
    desk.run("hold", "place", f"email={IDA}", *why)
    plan = desk.run("erase", f"email={IDA}")["plan"]  # today, for a hold does not reach into the past
    assert plan["units"] == []
    assert desk.shop.counts() == before
