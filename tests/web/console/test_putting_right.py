"""Staff put a person's fields right, and look at a machine's decision again, in a real browser."""

import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from holdord import demo
from tests.web.browser import looked_at
from tests.web.console.conftest import ROOT, Console, _wait, code, first_step


@dataclass
class Service:
    """The service company's console, its database, and the two requests."""

    console: Console
    database: Path
    rectification: str
    review: str

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.database)) as database:
            return database.execute(sql).fetchall()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The server over the service company, which keeps a register of automated decisions."""
    folder = tmp_path_factory.mktemp("right")
    database = folder / "office.db"
    demo.generate(f"sqlite:///{database}", "service", customers=5, orders=2, today=date(2026, 11, 26))
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("HOLDORD_")},
        "OFFICE_DATABASE_URL": f"sqlite:///{database}",
        "HOLDORD_STORE": str(folder / "store"),
        "HOLDORD_POLICY": str(demo.policy_folder("service")),
        "HOLDORD_PROXY": "127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "holdord.web.settings",
    }
    made = subprocess.run(
        [sys.executable, "-m", "tests.web.console.putting_right_cast"],
        cwd=ROOT, env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    serve = [sys.executable, "-m", "holdord.cli.main", "serve", "--port", str(port)]
    with (folder / "log").open("w") as log:
        running = subprocess.Popen(serve, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        _wait(port, running, folder / "log")
        address = Console(f"http://localhost:{port}", environment, {})
        yield Service(address, database, *made.stdout.split())
    finally:
        running.terminate()
        running.wait(30)


@pytest.fixture(scope="module")
def logged_in(browser: Browser, service: Service) -> dict[str, list[object]]:
    """The cookies of Carl, Rikke and Rune, second factor included."""
    known: dict[str, list[object]] = {}
    for name in ("carl", "rikke", "rune"):
        context = browser.new_context(locale="en-GB")
        page = context.new_page()
        first_step(page, service.console, name)
        page.locator("#id_code").fill(code(name))
        page.locator("main form button").first.click()
        page.wait_for_url(lambda url: "/account/" not in url)
        known[name] = list(context.cookies())
        context.close()
    return known


@pytest.fixture
def staff(kept_page: Callable[..., Page], logged_in: dict[str, list[object]]) -> Callable[..., Page]:
    """``staff("carl")``: somebody's browser."""

    def make(name: str, size: str = "desktop", scheme: str = "light") -> Page:
        page = kept_page(size, "en-GB", scheme, f"{name} in service")
        page.context.add_cookies(logged_in[name])  # type: ignore[arg-type]
        return page

    return make


def test_fields_are_corrected_from_the_list_to_the_confirmed_plan(
    staff: Callable[..., Page], service: Service
) -> None:
    with closing(sqlite3.connect(service.database)) as database, database:
        database.execute(
            "UPDATE customers SET note = 'Karl er hjemme\nefter kl. 15.' WHERE name = 'Karl Toft'"
        )
    page = staff("carl")
    page.goto(f"{service.console.address}/console/requests/{service.rectification}/")
    page.locator("a[href$='/correct/']").click()
    assert "Karl Toft" in page.content()
    assert "Carl Toft" not in page.content()
    looked_at(page, "console-correct")
    customer = page.locator("fieldset", has_text="office.customers")
    customer.get_by_label("email").fill("carl.toft@mail.example")
    page.locator("main form button").last.click()
    expect(page.locator("[role=alert]")).to_contain_text("Somebody else has this value already")
    customer.get_by_label("email").fill("Karl.Toft@mail.example")
    customer.get_by_label("name").fill("Karl Tofte")
    page.locator("fieldset", has_text="office.sites").get_by_label("street").fill("Engvej 11")
    page.locator("main form button").last.click()
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.locator("tbody")).to_contain_text("Karl Tofte")
    looked_at(page, "console-changes")
    assert service.rows("SELECT count(*) FROM customers WHERE name = 'Karl Tofte'") == [(0,)]
    page.locator("#sure").check()
    page.locator("form[action$='/confirm/'] button").click()
    expect(page.locator(".events")).to_contain_text("Plan confirmed")


def test_a_decision_goes_to_somebody_who_alone_decides_it_anew(
    staff: Callable[..., Page], service: Service
) -> None:
    address = f"{service.console.address}/console/requests/{service.review}/"
    page = staff("carl")
    page.goto(f"{address}review/")
    looked_at(page, "console-review")
    page.locator("label", has_text="no, it is not covered").click()
    assert "rune" not in page.locator("#reviewer").inner_text(), "a reader decides nothing"
    page.locator("#reviewer").select_option("rikke")
    page.locator("main form button").first.click()
    expect(page.locator("main")).to_contain_text("rikke looks at the decision")
    assert page.locator("#reasons").count() == 0
    boss = staff("rikke")
    boss.goto(f"{address}review/")
    boss.locator("#outcome").select_option("covered")
    boss.locator("#reasons").fill("Eftersynet blev lavet i tide.")
    looked_at(boss, "console-review-anew")
    boss.locator("main form button").last.click()
    expect(boss.locator("tbody")).to_contain_text("covered")
    boss.locator("#sure").check()
    boss.locator("form[action$='/confirm/'] button").click()
    expect(boss.locator(".events")).to_contain_text("Plan confirmed")


def test_pages_with_values_are_for_those_who_may_see_them(
    staff: Callable[..., Page], service: Service
) -> None:
    reader = staff("rune")
    for path in (f"{service.rectification}/correct/", f"{service.review}/review/"):
        answer = reader.goto(f"{service.console.address}/console/requests/{path}")
        assert answer
        assert answer.status == 403


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_fit_a_phone_by_day_and_night(
    staff: Callable[..., Page], service: Service, scheme: str
) -> None:
    page = staff("carl", "phone", scheme)
    base = f"{service.console.address}/console/requests"
    for path, name in (
        (f"{service.rectification}/changes/", "changes"),
        (f"{service.review}/review/", "review"),
    ):
        page.goto(f"{base}/{path}")
        looked_at(page, f"console-{name}-phone-{scheme}")
