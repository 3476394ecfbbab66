"""From the company's own site to the forms, as a real browser goes: another site posts, the cookie holds."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.web.conftest import Server, running
from tests.web.test_site import SECRET, signed

FORM = """<!doctype html><html lang="da"><title>Nordlys</title>
<form method="post" action="http://127.0.0.1:{port}/site/enter/">
<input type="hidden" name="token" value="{token}"><input type="hidden" name="page" value="/da/ask/access/">
<button>Dine oplysninger hos os</button></form></html>"""


class Site:
    """The company's site, on a host of its own as browsers see it, and the server it sends people to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.policy = "strict-origin-when-cross-origin"
        self.server: Server | None = None
        site = self

        class Answering(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                """A page with a button, under a token made this moment."""
                assert site.server is not None
                page = FORM.format(port=site.server.port, token=signed(site.server)).encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Referrer-Policy", site.policy)
                self.end_headers()
                self.wfile.write(page)

            def log_message(self, *_: object) -> None:
                """Nothing is written down."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.origin = f"http://localhost:{self.http.server_address[1]}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Both of them, running."""
    made = Site(tmp_path_factory.mktemp("site"))
    threading.Thread(target=made.http.serve_forever, daemon=True).start()
    with running(made.folder, HOLDORD_SITE=made.origin, HOLDORD_SITE_SECRET=SECRET) as started:
        made.server = started
        yield made
    made.http.shutdown()
    made.http.server_close()


def test_a_customer_presses_a_button_at_the_site_and_need_not_say_who_they_are(
    site: Site, new_page: Callable[..., Page]
) -> None:
    page = new_page(locale="da-DK")
    page.goto(site.origin)
    page.get_by_role("button").click()
    page.wait_for_url("**/da/ask/access/")
    assert "Du er logget ind hos os" in page.content()
    assert "eyJ" not in page.url
    (cookie,) = [one for one in page.context.cookies() if one["name"] == "site"]
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"
    assert page.evaluate("document.cookie") == ""
    page.reload()
    assert "Du er logget ind hos os" in page.content()
    page.go_back()
    page.goto(site.origin)
    page.get_by_role("button").click()
    page.wait_for_url("**/da/ask/access/")


def test_a_site_that_hides_where_the_form_came_from_is_told_so_by_the_log(
    site: Site, new_page: Callable[..., Page]
) -> None:
    page = new_page(locale="da-DK")
    site.policy = "no-referrer"
    page.goto(site.origin)
    page.get_by_role("button").click()
    page.wait_for_url("**/site/enter/")
    assert "Vi kunne ikke se, at du er logget ind" in page.content()
    assert "it was not posted by a page of HOLDORD_SITE" in (site.folder / "log").read_text()
    assert page.context.cookies() == []
