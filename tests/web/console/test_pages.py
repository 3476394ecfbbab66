"""Every page of the console keeps nobody out: on a desk and a phone, light and dark, in each language."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.web.browser import PICTURES
from tests.web.console.conftest import Console, first_step

PAGES = [
    ("carl", "overview", "/console/"),
    ("carl", "ended", "/console/?show=ended"),
    ("carl", "which", "/console/new/"),
    ("carl", "new-objection", "/console/new/?right=objection"),
    ("carl", "new-restriction", "/console/new/?right=restriction"),
    ("carl", "new-rectification", "/console/new/?right=rectification"),
    *(
        ("rikke", name, f"{name}/")
        for name in (
            "erasure", "objection", "restriction", "waiting", "asked", "rectification", "review", "access",
            "taken-back",
        )
    ),
    ("carl", "found", "erasure/found/"),
    ("carl", "plan", "erasure/plan/"),
    ("carl", "person", "erasure/person/"),
    ("carl", "fields", "rectification/correct/"),
    ("carl", "decisions", "review/review/"),
    ("carl", "answer", "access/answer/"),
    ("rune", "reader", "erasure/"),
    ("carl", "others", "/console/others/"),
    ("carl", "restrictions", "/console/restrictions/"),
    ("rikke", "promises", "/console/promises/"),
    ("aud", "promises-broken", "/console/promises/?state=broken"),
    ("rikke", "promise", "/console/promises/R50/"),
    ("rikke", "promise-attested", "/console/promises/R34/"),
    ("rune", "reading", "/console/readings/42/"),
    ("aud", "registers", "/console/registers/"),
    ("aud", "recipients", "/console/registers/recipients/"),
    ("carl", "disclosures", "/console/registers/disclosures/"),
    ("rikke", "confirmations", "/console/registers/confirmations/"),
    ("aud", "risks", "/console/registers/risks/"),
    ("aud", "activities", "/console/registers/art30/"),
    ("aud", "log", "/console/log/"),
    ("rikke", "staff", "/console/staff/"),
    ("carl", "factors", "/console/account/factors/"),
    ("carl", "password", "/console/account/password/"),
    ("carl", "codes", "/console/account/factors/recovery-codes/generate/"),
    ("carl", "passkeys", "/console/account/factors/webauthn/"),
    ("carl", "passkey-new", "/console/account/factors/webauthn/add/"),
    ("carl", "totp-off", "/console/account/factors/totp/deactivate/"),
    ("carl", "logout", "/console/account/logout/"),
]  # fmt: skip

LOOKS = [
    ("desktop", "light", "en-GB"),
    ("phone", "dark", "da-DK"),
    ("phone", "light", "nb-NO"),
]
"""Each size, scheme and language with every page: what fails in any mix of them fails in one of these."""


ENGLISH = re.compile(r"\b(the|your|password|field|required|request|please|enter|name|code|from)\b", re.I)


SAID = """body => {
    body.querySelectorAll('[lang=en], code, .letter').forEach(one => one.remove())
    return body.innerText
}"""


def in_english(page: Page) -> list[str]:
    """English words on a page that is in another language; names of phrases that were not found."""
    said = page.locator("body").evaluate(SAID)
    return [*ENGLISH.findall(said), *re.findall(r"\bc_\w+", said)]


def faults(page: Page, name: str) -> list[str]:
    """Headings too many, what axe finds, what is wider than the screen; a picture where one is asked for."""
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    found = Axe().run(page)
    told = [f"{name}: {found.generate_report()}"] if found.violations_count else []
    if page.locator("h1").count() != 1:
        told.append(f"{name}: not one heading")
    if page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0:
        told.append(f"{name}: wider than the screen")
    return told


@pytest.mark.parametrize(("size", "scheme", "locale"), LOOKS)
def test_no_page_keeps_anybody_out(
    as_staff: Callable[..., Page], console: Console, size: str, scheme: str, locale: str
) -> None:
    browsers: dict[str, Page] = {}
    told = []
    for who, name, path in PAGES:
        if who not in browsers:
            browsers[who] = as_staff(who, size, locale, scheme)
        page = browsers[who]
        request, _, more = path.partition("/")
        answer = page.goto(console.page(request, more) if request else console.address + path)
        assert answer is not None
        assert answer.status == 200, path
        assert page.locator("html").get_attribute("lang") == locale[:2]
        told += faults(page, f"{name}-{size}-{scheme}-{locale[:2]}")
        if locale != "en-GB":
            told += [f"{name}: {word}" for word in in_english(page)]
    assert told == [], "\n".join(told)


WAITED_FOR = {
    "en-GB": ("Waits for a decision", "Waits for proof of who asks", "Waits for a second person"),
    "da-DK": ("Venter på afgørelse", "Venter på bevis for, hvem der spørger", "Venter på en anden person"),
    "nb-NO": ("Venter på avgjørelse", "Venter på bevis for hvem som spør", "Venter på en annen person"),
}


@pytest.mark.parametrize(("size", "scheme", "locale"), LOOKS)
def test_the_overview_says_what_each_open_request_waits_for(
    as_staff: Callable[..., Page], console: Console, size: str, scheme: str, locale: str
) -> None:
    page = as_staff("rune", size, locale, scheme)
    page.goto(f"{console.address}/console/")
    for name, said in zip(("objection", "asked", "rectification"), WAITED_FOR[locale], strict=True):
        row = page.locator("tr", has=page.locator(f"a[href$='/{console.requests[name]}/']"))
        expect(row).to_contain_text(said)
    assert faults(page, f"overview-waits-{size}-{locale[:2]}") == []


@pytest.mark.parametrize(("size", "scheme", "locale"), LOOKS)
def test_the_way_in_keeps_nobody_out(
    new_page: Callable[..., Page], console: Console, size: str, scheme: str, locale: str
) -> None:
    look = f"{size}-{scheme}-{locale[:2]}"
    page = new_page(size, locale, scheme)
    page.goto(f"{console.address}/console/")
    told = faults(page, f"login-{look}")
    first_step(page, console, "aud")
    page.locator("#id_code").wait_for()
    told += faults(page, f"second-{look}")
    page = new_page(size, locale, scheme)
    first_step(page, console, "beginner")
    page.wait_for_url("**/totp/activate/")
    told += faults(page, f"activate-{look}")
    page.goto(f"{console.address}/console/account/invited/1-nothing/")
    told += faults(page, f"invited-{look}")
    if locale != "en-GB":
        page = new_page(size, locale, scheme)
        first_step(page, console, f"nobody-{look}", "wrong")
        expect(page.locator("[role=alert]").first).to_be_visible()
        told += in_english(page)
    assert told == [], "\n".join(told)


def test_a_page_with_a_fault_says_so_to_everybody(as_staff: Callable[..., Page], console: Console) -> None:
    page = as_staff("carl", "phone")
    page.goto(console.page("erasure"))
    page.locator("#sure").evaluate("box => { box.required = false }")
    page.locator("form[action$='/confirm/'] button").click()
    expect(page.locator("[role=alert]")).to_contain_text("Tick that you have read the plan")
    assert faults(page, "fault-phone-light-en") == []
    page.goto(f"{console.address}/console/new/?right=access")
    page.locator("main form button").last.click()
    expect(page.locator("[role=alert]")).to_contain_text("at least one thing")
    assert faults(page, "new-fault-phone-light-en") == []
