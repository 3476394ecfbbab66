"""Holds in the console: seen by all, placed from a case and lifted by the responsible person."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from holdord import demo
from holdord.words.request import Channel, Right, Strength
from holdord.workflows.office import Office
from holdord.workflows.requests import carrying, receiving
from holdord.workflows.requests.looking import known_of
from tests.web.browser import looked_at
from tests.web.console.conftest import Console


@pytest.fixture(scope="module")
def office(console: Console) -> Iterator[Office]:
    """The office behind the console, as the worker has it."""
    with Office.open(demo.policy_folder("retailer"), console.environment) as opened:
        yield opened
        opened.store.close()


def place(page: Page, console: Console, reason: str) -> None:
    """Place a hold from the erasure, with the keyboard and without any script."""
    page.route("**/*.js", lambda route: route.abort())
    page.goto(console.page("erasure"))
    page.locator("section[aria-labelledby=holds-h] summary").focus()
    page.keyboard.press("Enter")
    page.locator("#hold-reason").fill(reason)
    page.locator("form[action$='/hold/'] button").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_hold_is_placed_from_a_case_seen_by_all_and_lifted(
    as_staff: Callable[..., Page], console: Console, office: Office
) -> None:
    page = as_staff("rikke")
    place(page, console, "call frida@x.example")
    expect(page.locator("[role=alert]")).to_contain_text("Write no e-mail address here")
    assert page.locator("#hold-reason").input_value() == "call frida@x.example", "what was typed is there"
    looked_at(page, "hold-refused")
    place(page, console, "case 12/2026")
    (hold,) = (one for one in office.store.holds(datetime.now(UTC)) if one.owner == "rikke")
    card = page.locator("section[aria-labelledby=holds-h]")
    expect(card).to_contain_text("case 12/2026")
    expect(page.locator("section[aria-labelledby=events-h]")).to_contain_text("Hold placed")
    looked_at(page, "hold-on-a-case")
    for who, size, locale, scheme, says in (
        ("carl", "phone", "da-DK", "light", "Slettestop"),
        ("rune", "phone", "nb-NO", "dark", "Slettesperre"),
        ("aud", "desktop", "en-GB", "light", "Hold"),
    ):
        page = as_staff(who, size, locale, scheme)
        page.goto(f"{console.address}/console/holds/")
        expect(page.locator("main h2", has_text=hold.id)).to_contain_text(says)
        assert page.locator("main form").count() == 0, who
        assert page.locator(f"main a[href='/console/requests/{console.requests['erasure']}/']").count() == (
            who != "aud"
        )
        looked_at(page, f"holds-{locale}-{size}")
        token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
        sent = {"csrfmiddlewaretoken": token, "id": hold.id, "reason": "over"}
        assert page.request.post(f"{console.address}/console/holds/lift/", form=sent).status == 403
        assert page.request.post(console.page("erasure", "hold/"), form=sent).status == 403
    page = as_staff("rikke", "phone")
    page.goto(f"{console.address}/console/holds/")
    section = page.locator(f"section[aria-labelledby='{hold.id}']")
    section.locator("summary").click()
    looked_at(page, "hold-lifting")
    section.locator("input[name=reason]").fill("settled out of court")
    section.locator("form button").click()
    expect(page.locator(f"[id='{hold.id}']")).to_have_count(0)
    assert hold.id not in [one.id for one in office.store.holds(datetime.now(UTC))]
    page = as_staff("aud")
    page.goto(f"{console.address}/console/log/")
    expect(page.locator("main")).to_contain_text("Hold lifted")
    looked_at(page, "log-with-holds")


def test_what_somebody_else_has_lifted_meanwhile_is_told(
    as_staff: Callable[..., Page], console: Console, office: Office
) -> None:
    page = as_staff("rikke")
    place(page, console, "case 13/2026")
    (hold,) = (one for one in office.store.holds(datetime.now(UTC)) if one.reason == "case 13/2026")
    page.goto(f"{console.address}/console/holds/")
    office.store.lift_hold(hold.id, "over", "morten", datetime.now(UTC))
    section = page.locator(f"section[aria-labelledby='{hold.id}']")
    section.locator("summary").click()
    section.locator("input[name=reason]").fill("settled")
    section.locator("form button").click()
    expect(page.locator("[role=alert]")).to_contain_text("no such hold any more")


def test_what_a_restriction_keeps_from_going_is_shown_with_its_reason_and_a_link_to_its_request(
    as_staff: Callable[..., Page], console: Console, office: Office
) -> None:
    now = datetime.now(UTC)
    keys = {name: values[0] for name, values in known_of(office, console.requests["erasure"]).items()}
    made = []
    for right, details in ((Right.RESTRICTION, {"ground": "claim"}), (Right.ERASURE, {})):
        id = receiving.receive(
            office, right, Channel.PHONE, "da", keys, "", details, "", now, "rikke", Strength.STAFF
        )
        carrying.carry(office, id, lambda: datetime.now(UTC))
        made.append(id)
    restriction, erasure = made
    for locale, says in (
        ("da-DK", "Nødvendigt til et retskrav"),
        ("nb-NO", "Trengs til et rettskrav"),
        ("en-GB", "Needed for a legal claim"),
    ):
        page = as_staff("rikke", "desktop", locale)
        for path in ("", "plan/"):
            page.goto(f"{console.address}/console/requests/{erasure}/{path}")
            link = page.locator(f".kept a[href='/console/requests/{restriction}/']").first
            expect(link).to_have_text(restriction)
            expect(page.locator(".kept").first).to_contain_text(says)
    looked_at(page, "plan-stopped-by-a-restriction")
