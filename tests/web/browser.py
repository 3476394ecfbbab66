"""A real browser for the tests: the system's Chromium, and a page to look with."""

import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import chain, count
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser")
"""What it is called: the first has no window, and takes less of the machine."""


expect.set_options(timeout=30_000)  # as pages have it: a machine with other work is slow now and then

PICTURES = os.environ.get("HOLDORD_TEST_PICTURES", "")
"""A folder for pictures of the pages, for whoever wants to look at them."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if found is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=CHROMIUM)
        yield opened
        opened.close()


_PLACES = count(1)

AT_REST = "/static/holdord.svg"
"""Where a page stands between two tests: one of the console would go on asking."""

SIZES: dict[str, Any] = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """``new_page("phone")``: a browser that knows nothing yet; what it refuses to run fails the test."""
    contexts = []
    refused: list[str] = []

    def make(size: str = "desktop", locale: str = "en-GB", scheme: Any = "light") -> Page:
        page = opened_page(browser, refused, size, locale, scheme)
        contexts.append(page.context)
        return page

    yield make
    for context in contexts:
        context.close()
    assert refused == []


def opened_page(browser: Browser, refused: list[str], size: str, locale: str, scheme: Any) -> Page:
    """A page of a browser that knows nothing yet, at a place of its own; `refused`: what it did not run."""
    context = browser.new_context(viewport=SIZES[size], locale=locale, color_scheme=scheme)
    context.set_extra_http_headers({"X-Forwarded-For": f"192.0.2.{next(_PLACES)}"})
    page = context.new_page()
    page.set_default_timeout(30_000)  # a machine with other work is slow now and then
    page.on("console", lambda said: refused.append(said.text) if "Content Security" in said.text else None)
    page.on("pageerror", lambda error: refused.append(str(error)))
    return page


Look = tuple[str, str, Any, str]


@pytest.fixture(scope="session")
def kept(browser: Browser) -> Iterator[dict[Look, list[tuple[Page, list[str]]]]]:
    """The pages that no test uses now, and what each refused: to open one costs most of a test."""
    idle: dict[Look, list[tuple[Page, list[str]]]] = defaultdict(list)
    yield idle
    for page, _ in chain.from_iterable(idle.values()):
        page.context.close()


@pytest.fixture
def kept_page(
    browser: Browser, kept: dict[Look, list[tuple[Page, list[str]]]]
) -> Iterator[Callable[..., Page]]:
    """``kept_page("phone")``: a page without a cookie, which others used before and use again.

    With `who`: others of the same name.
    """
    used = []

    def make(size: str = "desktop", locale: str = "en-GB", scheme: Any = "light", who: str = "") -> Page:
        look = (size, locale, scheme, who)
        if not kept[look]:
            refused: list[str] = []
            kept[look].append((opened_page(browser, refused, size, locale, scheme), refused))
        page, refused = kept[look].pop()
        used.append((look, page, refused))
        page.context.clear_cookies()
        return page

    yield make
    told = []
    for look, page, refused in used:
        for other in page.context.pages:
            if other != page:
                other.close()
        page.unroute_all()
        page.context.unroute_all()
        if page.url.startswith("http"):
            page.goto(urljoin(page.url, AT_REST))
        told += refused
        refused.clear()
        kept[look].append((page, refused))
    assert told == []


def looked_at(page: Page, name: str) -> None:
    """No fault for axe, nothing wider than the screen, and a picture where one is asked for."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)
