"""Recipients yet to confirm, letters that may have arrived, and data from other companies, in the console."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page

from holdord import demo
from holdord.letters.letter import Letter, Paragraph
from holdord.words.request import Channel, Right, Strength
from holdord.workflows.office import Office
from holdord.workflows.requests import arriving, carrying, mailing, receiving
from tests.web.console.conftest import Console
from tests.workflows.shop import tell_due

FILE = json.dumps({"format": "holdord-portability/1", "controller": "X", "collections": []}).encode()


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(scope="module")
def office(console: Console) -> Iterator[Office]:
    """The office behind the console, as the worker has it."""
    with Office.open(demo.policy_folder("retailer"), console.environment) as opened:
        yield opened
        opened.store.close()


def press(page: Page, act: str, id: str) -> None:
    page.locator(f"form[action$='/others/{act}/'] button[value='{id}']").click()


def test_whom_a_notice_is_about_is_shown_with_a_look_noted_and_what_was_told_by_hand_is_confirmed(
    as_staff: Callable[..., Page], console: Console, office: Office
) -> None:
    id = console.requests["restriction"]
    tell_due(office, now)
    (one,) = (one for one in office.store.notices(id) if one.recipient == "payment_gateway")
    assert one.handed_for == "by-hand"
    page = as_staff("carl")
    page.goto(f"{console.address}/console/others/")
    email = demo.big_email("retailer").lower()
    assert email not in page.content().lower(), "nothing is shown that nobody asked for"
    press(page, "who", one.id)
    assert email in page.locator(f"#notice-{one.id} [role=status]").inner_text().lower()
    assert ("carl", "notice payment_gateway") in [(look.by, look.what) for look in office.store.looks(id)]
    press(page, "told", one.id)
    assert page.locator(f"#notice-{one.id}").count() == 0
    assert office.store.notice(one.id).confirmed_by == "carl"
    assert not [t for t in office.store.tasks(id, open_only=True) if t.system == "payment_gateway"]


def test_a_letter_that_may_have_arrived_is_sent_again_or_left(
    as_staff: Callable[..., Page], console: Console, office: Office
) -> None:
    store, id = office.store, console.requests["access"]
    for key in ("left", "again"):
        letter = Letter("Svar", "da", (Paragraph("x"),))
        assert mailing.queue(office, id, "ready", "somebody@x.example", letter, now(), key)
        state = store.mail_state(id, "ready", key)
        assert state
        store.mail_begin(state.id, now())
        store.mail_unsure(state.id, now())
    page = as_staff("carl")
    page.goto(f"{console.address}/console/others/")
    left, again = (store.mail_state(id, "ready", key) for key in ("left", "again"))
    assert left
    assert again
    press(page, "leave", str(left.id))
    press(page, "again", str(again.id))
    assert store.mails_unsure() == []
    state = store.mail_state(id, "ready", "left")
    assert state
    assert state.sent_at
    assert again.id in [mail.id for mail in store.mail_claim(now(), 50)]
    page.goto(console.page("access"))
    told = page.locator(".events li").all_inner_texts()
    for says in ("not sent again: The answer is ready", "sent again: The answer is ready"):
        says = f"Letter that may have arrived, {says}"
        assert len([line for line in told if "carl" in line and says in line]) == 1


def test_data_from_another_company_is_expected_fetched_and_decided_about(
    as_staff: Callable[..., Page], console: Console, office: Office, tmp_path: Path
) -> None:
    page = as_staff("carl")
    page.goto(f"{console.address}/console/others/")
    page.locator("form[action$='/others/expect/'] button").click()
    code = re.search(r"(\w{5}-\w{5}-\w{5}-\w{5})", page.locator("[role=status]").inner_text())
    assert code
    receipt = arriving.receive_file(office, code[1], FILE, now())
    page.goto(f"{console.address}/console/others/")
    assert code[1] not in page.content(), "a code is shown once"
    with page.expect_download() as coming:
        press(page, "file", receipt["reception"])
    assert Path(coming.value.path()).read_bytes() == FILE
    assert [look.by for look in office.store.reception_looks(receipt["reception"])] == ["carl"]
    press(page, "discard", receipt["reception"])
    assert page.locator(f"#arrival-{receipt['reception']}").count() == 0
    assert office.store.reception(receipt["reception"]).settled_as == "discarded"


def test_a_hand_over_is_asked_for_on_the_page_of_a_request_that_can_be(
    as_staff: Callable[..., Page], console: Console, office: Office
) -> None:
    page = as_staff("carl")
    page.goto(console.page("access"))
    assert page.locator("#company").count() == 0
    known = {"email": demo.big_email("retailer")}
    id = receiving.receive(
        office, Right.PORTABILITY, Channel.PHONE, "da", known, "", {}, "", now(), "carl", Strength.STAFF
    )
    carrying.carry(office, id, now)
    page.goto(f"{console.address}/console/requests/{id}/")
    page.locator("#company").fill("Nyt Hjem ApS")
    page.locator("#address").fill("http://other.example")
    page.locator("#code").fill("BBBBB-BBBBB-BBBBB-BBBBB")
    page.locator("form[action$='/hand-over/'] button").click()
    assert page.locator("[role=alert]").count() == 1, "only over https"
    page.locator("#company").fill("Nyt Hjem ApS")
    page.locator("#address").fill("https://other.example")
    page.locator("#code").fill("BBBBB-BBBBB-BBBBB-BBBBB")
    page.locator("form[action$='/hand-over/'] button").click()
    assert page.locator("[role=alert]").count() == 0
    assert [e.by for e in office.store.events(id) if e.kind == "hand-over-asked"] == ["carl"]
