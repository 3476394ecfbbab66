"""Passkeys with a virtual authenticator, and the whole way with the keyboard alone."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.web.console.cast import PASSWORD
from tests.web.console.conftest import Console, code, first_step
from tests.web.console.test_decisions import new

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def _authenticator(page: Page) -> tuple[Any, str]:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return session, str(made["authenticatorId"])


def test_a_passkey_is_set_up_instead_of_an_app_and_lets_its_holder_in(
    new_page: Callable[..., Page], console: Console
) -> None:
    page = new_page()
    session, authenticator = _authenticator(page)
    first_step(page, console, "keyholder")
    page.wait_for_url("**/totp/activate/")
    page.locator("a", has_text="Use a passkey instead").click()
    page.locator("#add-passkey").click()
    page.wait_for_url("**/recovery-codes/")
    kept = session.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})["credentials"]
    assert [one["rpId"] for one in kept] == ["localhost"]
    page.goto(f"{console.address}/console/account/logout/")
    page.locator("main form button").first.click()
    first_step(page, console, "keyholder")
    page.locator("#use-passkey").click()
    page.wait_for_url(lambda url: "/account/" not in url)
    expect(page.locator("h1")).to_have_text("No role")


def test_a_passkey_that_refuses_says_so_and_lets_nobody_in(
    new_page: Callable[..., Page], console: Console
) -> None:
    page = new_page()
    first_step(page, console, "keyholder")
    page.wait_for_url(lambda url: "/login/" not in url)
    if "/activate/" in page.url:  # run alone there is no passkey yet: adding one is refused instead
        page.goto(f"{console.address}/console/account/factors/webauthn/add/")
    session, authenticator = _authenticator(page)
    session.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False})
    page.locator("[data-passkey]").click()
    expect(page.locator("#passkey-failed")).to_be_visible()
    page.goto(f"{console.address}/console/")
    assert "/account/" in page.url


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until something has the focus, as somebody without a mouse does."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("name => document.activeElement.matches(name)", selector):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"{selector} does not show that it has the focus"
            return
    raise AssertionError(f"{selector} cannot be reached with the keyboard")


def test_everything_is_done_with_the_keyboard_alone(as_staff: Callable[..., Page], console: Console) -> None:
    page = as_staff("carl")
    address = new(page, console, "erasure", "eid")
    page.goto("about:blank")
    console.carry(address)
    page.goto(f"{console.address}/console/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    _tab_to(page, f"a[href='{address.removeprefix(console.address)}']")
    page.keyboard.press("Enter")
    page.wait_for_url(address)
    _tab_to(page, "#sure")
    page.keyboard.press("Space")
    _tab_to(page, "form[action$='/confirm/'] button")
    page.keyboard.press("Enter")
    expect(page.locator(".events")).to_contain_text("Plan confirmed")


def test_somebody_logs_in_with_the_keyboard_alone(new_page: Callable[..., Page], console: Console) -> None:
    page = new_page()
    page.goto(f"{console.address}/console/")
    if page.evaluate("document.activeElement.id") != "id_login":
        _tab_to(page, "#id_login")
    page.keyboard.type("typist")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#id_code").wait_for()
    if page.evaluate("document.activeElement.id") != "id_code":
        _tab_to(page, "#id_code")
    page.keyboard.type(code("typist"))
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("No role")
