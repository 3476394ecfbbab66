"""A machine's decision looked at again by a named human, at the company that keeps a register of them."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser import looked_at
from tests.web.console.conftest import Console, code, first_step, running
from tests.web.console.test_by_hand import send

KARL = "karl.toft@mail.example"
"""Of the service company's cast: a decision about him is on record."""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """The console of the service company."""
    with running(tmp_path_factory.mktemp("service"), "service", KARL, "review") as console:
        yield console


def test_a_decision_is_chosen_and_decided_anew_with_reasons_and_changed_by_a_plan(
    new_page: Callable[..., Page], service: Console
) -> None:
    page = new_page("phone")
    first_step(page, service, "carl")
    page.locator("#id_code").fill(code("carl"))
    page.locator("main form button").first.click()
    page.wait_for_url(lambda url: "/account/" not in url)
    page.goto(service.page("review"))
    page.locator("a", has_text="See the decisions").click()
    page.locator("input[name=decision]").first.check()
    page.locator("#reviewer").select_option("carl")
    page.locator("main form button").first.click()
    expect(page.locator("main")).to_contain_text("carl looks at the decision")
    looked_at(page, "review-chosen-phone")
    decided = page.locator("label", has=page.locator("strong")).first.inner_text()
    outcomes = page.locator("#outcome option:not([value=''])").all_inner_texts()
    page.locator("#outcome").select_option(next(one for one in outcomes if one not in decided))
    page.locator("#reasons").fill("Du har betalt til tiden i ni år.")
    page.locator("main form button").last.click()
    page.wait_for_url("**/changes/")
    expect(page.locator("tbody tr")).to_have_count(1)
    looked_at(page, "review-changes-phone")
    page.locator("#sure").check()
    send(page, "confirm")
    expect(page.locator(".events")).to_contain_text("Plan confirmed")
    page.goto("about:blank")
    service.carry(service.page("review"))
    page.goto(service.page("review", "answer/"))
    expect(page.locator(".letter")).to_contain_text("ni år")
