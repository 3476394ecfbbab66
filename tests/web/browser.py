"""A real browser for the tests: the system's Chromium, and a page to look with."""

import os
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


expect.set_options(timeout=30_000)  # as pages have it: a machine with other work is slow now and then

PICTURES = os.environ.get("HOLDORD_TEST_PICTURES", "")
"""A folder for pictures of the pages, for whoever wants to look at them."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=CHROMIUM)
        yield opened
        opened.close()


_PLACES = count(1)

SIZES: dict[str, Any] = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """``new_page("phone")``: a browser that knows nothing yet; what it refuses to run fails the test."""
    contexts = []
    refused: list[str] = []

    def make(size: str = "desktop", locale: str = "en-GB", scheme: Any = "light") -> Page:
        context = browser.new_context(viewport=SIZES[size], locale=locale, color_scheme=scheme)
        contexts.append(context)
        context.set_extra_http_headers({"X-Forwarded-For": f"192.0.2.{next(_PLACES)}"})
        page = context.new_page()
        page.set_default_timeout(30_000)  # a machine with other work is slow now and then
        page.on(
            "console", lambda said: refused.append(said.text) if "Content Security" in said.text else None
        )
        page.on("pageerror", lambda error: refused.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert refused == []


def looked_at(page: Page, name: str) -> None:
    """No fault for axe, nothing wider than the screen, and a picture where one is asked for."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)
