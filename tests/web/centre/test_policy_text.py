"""The policy text keeps nobody out, and a notice can be had as a page and as a piece of HTML."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from holdord.demo import policy_folder
from holdord.language import load
from holdord.letters.policy import as_page, form_notice, notice_as_html, policy_text
from tests.web.browser import looked_at
from tests.web.conftest import Server


@pytest.mark.parametrize(("language", "size"), [("da", "desktop"), ("nb", "phone")])
def test_the_whole_policy_keeps_nobody_out(new_page: Callable[..., Page], language: str, size: str) -> None:
    policy = load(policy_folder()).policy
    assert policy is not None
    page = new_page(size)
    page.set_content(as_page(policy_text(policy, language)))
    assert page.locator("h1").count() == 1
    assert page.locator("section").count() == page.locator("nav a").count()
    looked_at(page, f"policy-text-{language}-{size}")


def test_the_notice_of_a_form_can_be_put_on_the_site_of_the_company(server: Server) -> None:
    policy = load(policy_folder()).policy
    assert policy is not None
    name, form = next(iter(policy.forms.items()))
    given = server.ask(f"/da/notice/{name}.html")
    body = given.read_body.decode()  # type: ignore[attr-defined]
    notice = form_notice(policy, form, "da", body.partition('<p><a href="')[2].partition('"')[0])
    assert body == notice_as_html(notice)
    assert notice.policy.endswith("/da/policy/")
    assert server.ask("/da/notice/none.html").status == 404
    assert server.ask(f"/da/policy/versions/{10**30}/").status == 404
    assert server.ask("/da/policy/versions/0/").status == 404
