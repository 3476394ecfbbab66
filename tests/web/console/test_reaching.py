"""The address for the answer, added and put right on a request's page, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser import looked_at
from tests.web.console.conftest import Console
from tests.web.console.test_by_hand import send
from tests.web.console.test_decisions import new

NEW = "somewhere.else@y.example"
SAYS = {"en-GB": "E-mail address changed", "da-DK": "E-mailadresse ændret", "nb-NO": "E-postadresse endret"}


@pytest.mark.parametrize(
    ("locale", "size", "scheme"),
    [("en-GB", "desktop", "light"), ("da-DK", "phone", "dark"), ("nb-NO", "phone", "light")],
)
def test_an_address_is_put_right_on_the_page_of_a_request_and_shown_nowhere_but_with_the_person(
    as_staff: Callable[..., Page], console: Console, locale: str, size: str, scheme: str
) -> None:
    page = as_staff("carl", size, locale, scheme)
    address = new(page, console, "erasure", "eid")
    page.locator("details:has(form[action$='/contact/']) summary").click()
    page.locator("#contact").fill(NEW)
    looked_at(page, f"reaching-{locale}-{size}")
    send(page, "contact")
    expect(page.locator(".events")).to_contain_text(SAYS[locale])
    assert NEW not in page.content()
    page.goto(f"{address}person/")
    expect(page.locator("main")).to_contain_text(NEW)


def test_a_reader_is_offered_no_way_to_change_it(as_staff: Callable[..., Page], console: Console) -> None:
    page = as_staff("rune")
    page.goto(console.page("erasure"))
    assert page.locator("form[action$='/contact/']").count() == 0
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    sent = {"csrfmiddlewaretoken": token, "contact": NEW}
    assert page.request.post(console.page("erasure", "contact/"), form=sent).status == 403
