"""The way in: a password, a second factor, and a door that closes after too many wrong tries."""

import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.web.console.cast import PASSWORD, SECRETS
from tests.web.console.conftest import ROOT, Console, code, first_step

LAST = "import sqlite3,sys;print(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchall())"


def _asked(console: Console, sql: str) -> str:
    """What the store's tables of accounts say."""
    file = f"{console.environment['HOLDORD_STORE']}/store.sqlite3"
    return subprocess.run(
        [sys.executable, "-c", LAST, file, sql], capture_output=True, text=True, check=True
    ).stdout


def test_nothing_is_shown_before_the_second_factor(new_page: Callable[..., Page], console: Console) -> None:
    page = new_page()
    first_step(page, console, "rune")
    page.locator("#id_code").wait_for()
    for path in ("", "log/", "staff/", "new/", "requests/Q-AAAA/"):
        page.goto(f"{console.address}/console/{path}")
        assert "/account/" in page.url


def test_a_newcomer_sets_up_a_second_factor_before_anything_is_shown(
    new_page: Callable[..., Page], console: Console
) -> None:
    page = new_page()
    first_step(page, console, "newcomer")
    page.wait_for_url("**/totp/activate/")
    page.goto(f"{console.address}/console/")
    page.wait_for_url("**/totp/activate/")
    assert page.locator("svg[role=img]").count() == 1
    SECRETS["newcomer"] = page.locator("main code").inner_text()
    page.locator("#id_code").fill(code("newcomer"))
    page.locator("main form button").first.click()
    page.wait_for_url("**/recovery-codes/")
    assert page.locator(".codes li").count() == 10
    recovery = page.locator(".codes li").first.inner_text()
    page.goto(f"{console.address}/console/account/logout/")
    page.locator("main form button").first.click()
    first_step(page, console, "newcomer")
    page.locator("#id_code").fill(recovery)
    page.locator("main form button").first.click()
    page.wait_for_url(lambda url: "/account/" not in url)
    assert page.locator("body").inner_text().count("Q-") == 0  # no role: nothing to see


def test_after_five_wrong_passwords_even_the_right_one_is_turned_away(
    new_page: Callable[..., Page], console: Console
) -> None:
    page = new_page()
    for _ in range(4):
        first_step(page, console, "stranger", "wrong")
        expect(page.locator("[role=alert]").first).to_contain_text("not correct")
    first_step(page, console, "stranger", "wrong")
    expect(page.locator("[role=alert]").first).to_have_text(re.compile("Too many failed attempts .* 15 min"))
    elsewhere = new_page()
    first_step(elsewhere, console, "stranger", PASSWORD)
    expect(elsewhere.locator("[role=alert]").first).to_contain_text("Too many failed attempts")


def test_a_name_that_does_not_exist_is_blocked_as_one_that_does(
    new_page: Callable[..., Page], console: Console
) -> None:
    page = new_page()
    for _ in range(5):
        first_step(page, console, "nobody-at-all", "wrong")
    expect(page.locator("[role=alert]").first).to_contain_text("Too many failed attempts")


def test_wrong_codes_of_the_second_factor_count_as_well(
    new_page: Callable[..., Page], console: Console
) -> None:
    page = new_page()
    first_step(page, console, "guesser")  # nobody else's: from here on it is blocked
    for _ in range(4):
        page.locator("#id_code").fill("000000")
        page.locator("main form button").first.click()
        page.wait_for_load_state("networkidle")
    expect(page.locator(".error").first).to_contain_text("Too many failed attempts")


def test_failed_tries_are_recorded_without_names_or_addresses(
    new_page: Callable[..., Page], console: Console
) -> None:
    page = new_page()
    first_step(page, console, "private-name", "wrong")
    expect(page.locator("[role=alert]").first).to_be_visible()
    told = _asked(console, "SELECT * FROM holdord_login_failure")
    assert told.count("password") >= 1
    assert "private-name" not in told
    assert "192.0.2." not in told


def test_an_invitation_sets_a_password_once_and_weak_ones_are_refused(
    new_page: Callable[..., Page], console: Console
) -> None:
    words = [sys.executable, "-m", "holdord.cli.main", "staff", "add", "berit", "--role", "reader"]
    told = subprocess.run(words, cwd=ROOT, env=console.environment, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    link = told.stdout.splitlines()[-1].strip()
    page = new_page()
    page.goto(console.address + link)
    for weak in ("kort", "password1234", "abababababababab", "berit-berit-berit"):
        for field in ("#id_password1", "#id_password2"):
            page.locator(field).fill(weak)
        page.locator("main form button").first.click()
        expect(page.locator(".error").first).to_be_visible()
    for field in ("#id_password1", "#id_password2"):
        page.locator(field).fill(PASSWORD)
    page.locator("main form button").first.click()
    expect(page.locator("h1")).to_have_text("The password is set")
    again = new_page()
    again.goto(console.address + link)
    expect(again.locator("[role=alert]")).to_contain_text("Ask for a new one")


def test_nobody_signs_up_or_asks_for_a_password_by_mail(
    console: Console, new_page: Callable[..., Page]
) -> None:
    page = new_page()
    for path in ("signup", "password/reset", "email"):
        answer = page.goto(f"{console.address}/console/account/{path}/")
        assert answer is not None
        assert answer.status == 404


def test_a_log_in_leaves_no_name_in_any_cookie(sessions: Callable[[str], list[Any]]) -> None:
    kept = {cookie["name"]: cookie for cookie in sessions("carl")}
    assert kept.keys() == {"staff", "form"}
    assert kept["staff"]["path"] == "/console/"
    assert not [cookie for cookie in kept.values() if "carl" in cookie["value"] or not cookie["httpOnly"]]


USED = """
import sys, django
django.setup()
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
found = Authenticator.objects.get(user__username="stranger")
assert sys.argv[2] not in str(found.data), "the secret is stored as it is"
print(TOTP(found).validate_code(sys.argv[1]))
"""


def test_a_code_used_at_one_web_worker_is_used_at_every_other(console: Console) -> None:
    words = [sys.executable, "-c", USED, code("stranger"), SECRETS["stranger"]]
    told = [
        subprocess.run(words, cwd=ROOT, env=console.environment, capture_output=True, text=True)
        for _ in range(2)
    ]
    assert [(one.stdout.strip(), one.stderr) for one in told] == [("True", ""), ("False", "")]
