"""The board in a real browser: from a promise to the record that shows how it stands, in one click."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.web.browser import looked_at
from tests.web.console.conftest import Console


def test_the_record_that_shows_it_is_one_click_away(as_staff: Callable[..., Page], console: Console) -> None:
    page = as_staff("rikke")
    page.goto(f"{console.address}/console/promises/")
    listed = page.locator(".board li")
    assert listed.count() == 55
    page.locator(".figures a", has_text="broken").click()
    page.wait_for_url("**/promises/?state=broken")
    assert 0 < listed.count() < 55
    assert page.locator("h2 .tag").all_inner_texts() == ["broken"]
    late = page.locator(".board li", has_text="past").first
    late.locator("a").click()
    page.locator("dd a").first.click()
    page.wait_for_url("**/console/requests/Q-*/")
    page.goto(f"{console.address}/console/promises/R50/")
    assert page.locator("svg rect.kept").count() > 0
    page.locator("dd a").first.click()
    page.wait_for_url("**/console/readings/*/")
    expect(page.locator("h1")).to_contain_text("Sweep")


def test_a_confirmation_can_be_looked_at(as_staff: Callable[..., Page], console: Console) -> None:
    page = as_staff("aud", "phone", "da-DK", "dark")
    page.goto(f"{console.address}/console/promises/R34/")
    page.locator("td a").first.click()
    page.wait_for_url("**/console/confirmations/A-*/")
    expect(page.locator("dl")).to_contain_text("Rikke")
    looked_at(page, "confirmation-phone-dark-da")


def test_what_is_not_there_is_not_found_and_a_request_is_not_linked_for_whoever_may_not_see_it(
    as_staff: Callable[..., Page], console: Console
) -> None:
    page = as_staff("aud")
    for path in (
        "promises/R99/",
        "readings/99999/",
        f"readings/{10**30}/",
        "runs/R-NOTHERE/",
        "confirmations/A-NOTHERE/",
    ):
        answer = page.goto(f"{console.address}/console/{path}")
        assert answer is not None
        assert answer.status == 404, path
    page.goto(f"{console.address}/console/promises/?state=broken")
    page.locator(".board li a").first.click()
    assert page.locator("a[href*='/requests/']").count() == 0
    expect(page.locator("dd code").first).to_contain_text("Q-")
