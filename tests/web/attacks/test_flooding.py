"""Forms that are sent again and again."""

from pathlib import Path

import pytest

from holdord.web.centre.asking import ABOUT_ONE, FROM_ONE_CLIENT
from tests.web.centre.test_vouched import sent_here
from tests.web.public import Public


def test_one_client_can_send_so_many_forms_and_then_is_told_to_wait(public: Public) -> None:
    visitor = public.visitor()
    before = len(public.store.requests(limit=5000))
    statuses = [
        visitor.post("/da/ask/access/", {"key_email": f"flood{number}@x.example"}).status
        for number in range(FROM_ONE_CLIENT)
    ]
    assert statuses == [303] * FROM_ONE_CLIENT
    page = visitor.post("/da/ask/access/", {"key_email": "flood@x.example"})
    assert page.status == 429
    assert "Vent en time" in page.heading()
    assert len(public.store.requests(limit=5000)) == before + FROM_ONE_CLIENT
    assert public.visitor().post("/da/ask/access/", {"key_email": "flood@x.example"}).status == 303


def test_forms_with_mistakes_count_too(public: Public) -> None:
    visitor = public.visitor()
    statuses = [visitor.post("/en/ask/access/", {}).status for _ in range(FROM_ONE_CLIENT + 1)]
    assert statuses == [422] * FROM_ONE_CLIENT + [429]


def test_nobodys_inbox_can_be_filled_from_many_places(public: Public) -> None:
    email = "victim@x.example"
    statuses = [
        public.visitor().post("/en/ask/access/", {"key_email": typed}).status
        for typed in [email, email.upper(), f" {email} ", email.title(), email, email]
    ]
    assert statuses == [303] * ABOUT_ONE + [429]


@pytest.mark.parametrize(
    "forms",
    [
        ["plus@x.example", "plus+a@x.example", "PLUS+b@x.example", "plus+c+d@x.example", "plus+@x.example"],
        ["quoted@x.example", '"quoted"@x.example', '"QUOTED"@x.example', '"quoted+1"@x.example'],
        ["name@børn.example", "name@xn--brn-0na.example", "name@BØRN.example", "name+1@xn--BRN-0na.example"],
    ],
    ids=["labels", "quotes", "names"],
)
def test_one_mailbox_is_one_however_its_address_is_written(public: Public, forms: list[str]) -> None:
    typed = (forms * ABOUT_ONE)[: ABOUT_ONE + 1]
    statuses = [public.visitor().post("/en/ask/access/", {"key_email": one}).status for one in typed]
    assert statuses == [303] * ABOUT_ONE + [429]


def test_strangers_who_name_somebody_keep_nobody_out_whom_the_site_vouches_for(public: Public) -> None:
    email = public.customer(17)
    for _ in range(ABOUT_ONE):
        assert public.visitor().post("/en/ask/access/", {"key_email": email}).status == 303
    assert public.visitor().post("/en/ask/access/", {"key_email": email}).status == 429
    assert sent_here(public, email=email).post("/da/ask/access/", {}).status == 303


def test_whom_the_site_vouches_for_fills_no_inbox_either(public: Public) -> None:
    statuses = [
        sent_here(public, customer_no=f"1000{number:02}")
        .post("/da/ask/access/", {"contact": f"inbox+{number}@x.example"})
        .status
        for number in range(ABOUT_ONE + 1)
    ]
    assert statuses == [303] * ABOUT_ONE + [429]


def test_the_neighbours_of_an_ipv6_network_are_one_client(public: Public) -> None:
    statuses = [
        public.visitor(f"2001:db8:7:7::{number:x}").post("/en/ask/access/", {}).status
        for number in range(1, FROM_ONE_CLIENT + 2)
    ]
    assert statuses[-1] == 429
    assert public.visitor("2001:db8:7:8::1").post("/en/ask/access/", {}).status == 422


def test_the_counters_tell_nobody_who_was_here(public: Public) -> None:
    visitor = public.visitor("203.0.113.77")
    visitor.post("/en/ask/access/", {"key_email": "counted-in-secret@x.example"})
    store = public.server.folder / "store"
    written = b"".join(path.read_bytes() for path in store.rglob("*") if path.is_file())
    assert b"holdord_throttle" in written
    assert b"203.0.113.77" not in written
    assert b"counted-in-secret" not in written
    log = Path(public.server.folder / "log").read_text()
    assert "203.0.113.77" not in log
    assert "counted-in-secret" not in log
