"""Who may do what, asked of the running server by its fixed cast."""

import json
import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.web.console.conftest import ROOT, Console

EVERY_VIEW = """
import django, json
django.setup()
from holdord.store import open_store
from holdord.web.console.urls import _pages
print(json.dumps([[p.name, [str(x) for x in vars(p.callback).get("permissions", [])]] for p in _pages[0]]))
"""

OPEN_TO = {
    "/console/": {"rikke", "carl", "rune"},
    "/console/new/": {"rikke", "carl"},
    "/console/others/": {"rikke", "carl"},
    "/console/letters/": {"rikke", "carl", "rune"},
    "/console/holds/": {"rikke", "carl", "rune", "aud"},
    "/console/registers/": {"rikke", "carl", "rune", "aud"},
    "/console/registers/disclosures/": {"rikke", "carl", "rune", "aud"},
    "/console/restrictions/": {"rikke", "carl", "rune"},
    "/console/log/": {"rikke", "aud"},
    "/console/promises/": {"rikke", "carl", "rune", "aud"},
    "/console/promises/R1/": {"rikke", "carl", "rune", "aud"},
    "/console/staff/": {"rikke", "aud"},
    "found": {"rikke", "carl"},
    "person": {"rikke", "carl"},
    "plan": {"rikke", "carl"},
    "progress": {"rikke", "carl", "rune"},
}


def test_every_page_of_the_console_asks_for_a_permission(console: Console) -> None:
    told = subprocess.run(
        [sys.executable, "-c", EVERY_VIEW], cwd=ROOT, env=console.environment, capture_output=True, text=True
    )
    assert told.returncode == 0, told.stderr
    views = json.loads(told.stdout)
    assert len(views) > 20
    assert [name for name, permissions in views if not permissions] == []


@pytest.mark.parametrize("who", ["rikke", "carl", "rune", "aud"])
def test_a_role_opens_its_pages_and_no_others(
    as_staff: Callable[..., Page], console: Console, who: str
) -> None:
    address = console.page("erasure")
    page = as_staff(who)
    for path, allowed in OPEN_TO.items():
        answer = page.goto(console.address + path if path.startswith("/") else f"{address}{path}/")
        assert answer is not None
        assert answer.status == (200 if who in allowed else 403), path


def test_a_reader_sees_no_decision_and_cannot_make_one(
    as_staff: Callable[..., Page], console: Console
) -> None:
    address = console.page("erasure")
    page = as_staff("rune")
    page.goto(address)
    assert page.locator("main form").count() == 0
    answer = page.request.post(f"{address}pause/")
    assert answer.status == 403


def test_what_a_stranger_wrote_is_shown_as_text(as_staff: Callable[..., Page], console: Console) -> None:
    page = as_staff("carl")
    page.goto(console.page("erasure", "person/"))
    expect(page.locator(".words")).to_have_text("<b>Slet mig</b>")


def test_cover_gives_a_role_to_the_end_of_its_day(as_staff: Callable[..., Page], console: Console) -> None:
    page = as_staff("rune")
    denied = page.goto(f"{console.address}/console/new/")
    assert denied is not None
    assert denied.status == 403
    boss = as_staff("rikke")
    boss.goto(f"{console.address}/console/staff/")
    boss.locator("#absent").select_option("carl")
    boss.locator("#by_whom").select_option("rune")
    boss.locator("#cover-role").select_option("case_worker")
    boss.locator("#until").fill(boss.locator("#until").get_attribute("min") or "")
    boss.locator("button[value=cover]").click()
    expect(boss.locator("body")).to_contain_text("rune for carl")
    page.goto(f"{console.address}/console/new/")
    expect(page.locator("footer")).to_contain_text("covering for carl")
    boss.locator("button[value=end-cover]").first.click()
    boss.wait_for_load_state("networkidle")
    ended = page.goto(f"{console.address}/console/new/")
    assert ended is not None
    assert ended.status == 403


def test_nobody_changes_their_own_account(as_staff: Callable[..., Page], console: Console) -> None:
    page = as_staff("rikke")
    page.goto(f"{console.address}/console/staff/")
    assert page.locator("input[name=name][value=rikke]").count() == 0
    hidden = page.locator("input[name=name][type=hidden]")
    hidden.evaluate_all("fields => fields.forEach(field => { field.value = 'rikke' })")
    page.locator("details summary").first.click()
    page.locator("button[value=close]").first.click()
    expect(page.locator("[role=alert]")).to_contain_text("Nobody changes their own account")
