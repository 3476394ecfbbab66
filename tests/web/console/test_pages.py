"""Every page of the console: nothing keeps anybody out, on a desk and on a phone, light and dark."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.web.browser import looked_at
from tests.web.console.conftest import Console, first_step

PAGES = [
    ("carl", "overview", "/console/"),
    ("carl", "ended", "/console/?show=ended"),
    ("carl", "new", "/console/new/"),
    ("carl", "request", "request"),
    ("carl", "found", "found"),
    ("carl", "person", "person"),
    ("aud", "log", "/console/log/"),
    ("rikke", "staff", "/console/staff/"),
    ("rune", "reader", "request"),
    ("carl", "factors", "/console/account/factors/"),
    ("carl", "password", "/console/account/password/"),
    ("carl", "codes", "/console/account/factors/recovery-codes/generate/"),
    ("carl", "passkeys", "/console/account/factors/webauthn/"),
    ("carl", "logout", "/console/account/logout/"),
]


def first_erasure(page: Page, console: Console) -> str:
    """The address of the erasure that is open."""
    page.goto(f"{console.address}/console/?right=erasure")
    row = page.locator("tr", has_text="Open").first
    return f"{console.address}{row.locator('a').get_attribute('href')}"


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize(("who", "name", "path"), PAGES, ids=[f"{who}-{name}" for who, name, _ in PAGES])
def test_a_page_keeps_nobody_out(
    as_staff: Callable[..., Page], console: Console, who: str, name: str, path: str, size: str
) -> None:
    page = as_staff("carl" if not path.startswith("/") else who, size)
    if not path.startswith("/"):
        address = first_erasure(page, console)
        page = as_staff(who, size)
        page.goto(address + ("" if path == "request" else f"{path}/"))
    else:
        page.goto(console.address + path)
    assert page.locator("h1").count() == 1
    looked_at(page, f"{name}-{size}")


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_way_in_keeps_nobody_out(new_page: Callable[..., Page], console: Console, size: str) -> None:
    page = new_page(size)
    page.goto(f"{console.address}/console/")
    looked_at(page, f"login-{size}")
    first_step(page, console, "aud")
    page.locator("#id_code").wait_for()
    looked_at(page, f"second-{size}")
    page = new_page(size)
    first_step(page, console, "beginner")
    page.wait_for_url("**/totp/activate/")
    looked_at(page, f"activate-{size}")


def test_pages_are_in_the_language_of_the_reader_and_legible_in_the_dark(
    as_staff: Callable[..., Page], console: Console
) -> None:
    for locale, heading in (("da-DK", "Overblik"), ("nb-NO", "Oversikt"), ("en-GB", "Overview")):
        page = as_staff("carl", "desktop", locale, "dark")
        page.goto(f"{console.address}/console/")
        assert page.locator("h1").inner_text() == heading
        looked_at(page, f"overview-{locale}-dark")
