"""A version of the policy, from what changed to what the public reads, in a real browser."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from holdord import demo
from holdord.store.outbox import TOLD
from holdord.store.version_records import NewText
from holdord.words.policy import Policy, Purpose
from holdord.words.version import VersionLine
from holdord.workflows.office import Office, Refused
from holdord.workflows.versions import announcing, publishing
from tests.web.browser import looked_at
from tests.web.console.conftest import Console

MARKETING = "newsletter"


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(scope="module")
def office(console: Console) -> Iterator[Office]:
    with Office.open(demo.policy_folder("retailer"), console.environment) as opened:
        yield opened
        opened.store.close()


def written(policy: Policy, line: VersionLine) -> Iterator[NewText]:
    """A text of a few sentences in each language, and the same for machines."""
    for language in policy.controller.texts:
        body = (
            f"<h1>{policy.controller.name} {line.number}</h1>\n<section id='purposes'><h2>ÆØÅ</h2></section>"
        )
        yield NewText(language, "html", body.encode())
        yield NewText(language, "md", f"# Version {line.number} ({language})\n".encode())
        yield NewText(language, "pdf", b"%PDF-1.7 " + str(line.number).encode())
    yield NewText("", "jsonld", b'{"@context": {}}')


def as_it_was(policy: Policy) -> Policy:
    """The policy before: less was used for marketing, and something was kept shorter."""
    purposes: dict[str, Purpose] = dict(policy.purposes)
    fewer = purposes[MARKETING].categories[:1]
    purposes[MARKETING] = replace(purposes[MARKETING], categories=fewer)
    return replace(policy, purposes=purposes, digest="0" * 64)


def test_a_version_is_looked_at_published_told_and_read(
    as_staff: Callable[..., Page], console: Console, office: Office, new_page: Callable[..., Page]
) -> None:
    public = new_page("phone", locale="da-DK")
    public.goto(f"{console.address}/da/policy/")
    expect(public.locator("main")).to_contain_text("endnu ikke udgivet")
    looked_at(public, "policy-none-phone")

    present, store = office.policy, office.store
    office.policy = as_it_was(present)
    before = now() - timedelta(days=3)
    publishing.publish(office, publishing.draft(office, "Karla Lund", {}, before), before, written)
    office.policy = present

    page = as_staff("rikke")
    page.goto(f"{console.address}/console/policy/")
    expect(page.locator("main")).to_contain_text(f"purposes.{MARKETING}.categories")
    page.locator("a[hreflang=da]").click()
    expect(page.locator(".note.warn")).to_contain_text("has not been published")
    expect(page.locator("#purposes")).to_be_visible()
    looked_at(page, "console-policy-text")
    page.goto(f"{console.address}/console/policy/")
    page.locator("#adopted_by").fill("Karla Lund, director")
    for one in page.locator("textarea").all():
        one.fill("Vi bruger mere. / We use more.")
    page.locator("section form button").first.click()
    digest = page.locator("#confirm code").inner_text()
    looked_at(page, "console-policy-confirm")
    notes = dict.fromkeys(present.controller.texts, "Vi bruger mere. / We use more.")
    made = publishing.draft(office, "Karla Lund, director", notes, now())
    assert (made.digest, made.objectable) == (digest, (MARKETING,))
    page.locator("#confirm button").click()
    page.wait_for_url("**/console/policy/")
    assert [one.digest for one in store.publications()][:1] == [digest]
    with pytest.raises(Refused):
        publishing.publish(office, publishing.draft(office, "Karla Lund, director", notes, now()), now())
    expect(page.locator("#version-2")).to_contain_text("are being found")
    announcing.list_people(office, now)
    (first, *_) = store.mail_claim(now(), 1, queue=TOLD)
    store.mail_begin(first.id, now(), queue=TOLD)
    store.mail_unsure(first.id, now(), queue=TOLD)
    page.reload()
    total = store.announcement(2).counts.total  # type: ignore[union-attr]
    assert total > 1
    expect(page.locator("#version-2")).to_contain_text(f"0 of {total} have been told")
    looked_at(page, "console-policy-telling")
    page.locator(f"#told-letter-{first.id} form[action$='/leave/'] button").click()
    expect(page.locator("#version-2")).to_contain_text(f"1 of {total} have been told")


def test_the_public_reads_every_version_as_it_was_published(
    console: Console, office: Office, new_page: Callable[..., Page]
) -> None:
    page = new_page("phone", scheme="dark", locale="da-DK")
    page.goto(f"{console.address}/da/policy/versions/")
    expect(page.locator("main li")).to_have_count(2)
    looked_at(page, "policy-versions-phone")
    page.goto(f"{console.address}/da/policy/versions/1/")
    expect(page.locator(".note.warn")).to_contain_text("ældre version")
    page.locator(".note.warn a").click()
    expect(page.locator("#purposes")).to_be_visible()
    assert page.locator("h1").count() == 1
    expect(page.locator("section.note li")).to_contain_text("Vi bruger nu også e-mailadresse")
    looked_at(page, "policy-phone")
    for kind, content in (
        ("md", b"# Version 1 (da)\n"),
        ("pdf", b"%PDF-1.7 1"),
        ("jsonld", b'{"@context": {}}'),
    ):
        with urlopen(f"{console.address}/da/policy/versions/1/policy.{kind}") as answer:
            assert answer.read() == content
    for path in ("versions/9/", "versions/9/policy.md", "versions/0/", "versions/0/policy.md", "policy.exe"):
        answer = page.request.get(f"{console.address}/da/policy/{path}")
        assert answer.status == 404


def test_the_message_stands_on_every_public_page_and_on_the_companys_own_site(
    console: Console, new_page: Callable[..., Page]
) -> None:
    page = new_page("desktop", locale="da-DK")
    page.goto(f"{console.address}/da/ask/")
    expect(page.locator(".news a")).to_have_attribute("href", "/da/policy/versions/2/")
    looked_at(page, "policy-news-desktop")
    site = new_page("desktop")
    site.set_content(f"<main><script src='{console.address}/da/policy/message.js'></script></main>")
    expect(site.locator("p.policy-message[role=status][lang=da] a")).to_have_count(1)
    with urlopen(f"{console.address}/en/policy/message.html") as answer:
        told = answer.read().decode()
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert not answer.headers["Set-Cookie"]
    assert told.startswith('<p class="policy-message" role="status" lang="en">')


def test_marketing_ends_by_one_click_and_by_no_look(
    console: Console, office: Office, new_page: Callable[..., Page]
) -> None:
    store = office.store
    ids = [mail.id for mail in store.mail_claim(now(), 2, queue=TOLD)]
    first, second = (f"{console.address}/en/stop/T-{id}/{store.told_code(id)}/" for id in ids)
    page = new_page("phone")
    page.goto(first)
    looked_at(page, "policy-stop-phone")
    assert store.told(ids[0]).objected_at is None, "whoever looks ends nothing"  # type: ignore[union-attr]
    page.locator("main form button").click()
    expect(page.locator("h1")).to_contain_text("has stopped")
    assert store.told(ids[0]).objected_at  # type: ignore[union-attr]
    urlopen(Request(second, data=b"List-Unsubscribe=One-Click", method="POST")).read()
    assert store.told(ids[1]).objected_at  # type: ignore[union-attr]
    wrong = page.request.post(second.replace("/stop/T-", "/stop/T-9"), data="List-Unsubscribe=One-Click")
    assert (wrong.status, "has stopped" in wrong.text()) == (200, True)
