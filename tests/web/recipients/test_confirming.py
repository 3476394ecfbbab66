"""A recipient gets the notice by e-mail and confirms it; nobody else can (promise notify-recipients)."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page

from holdord.store.request_records import Notice
from holdord.words.request import Channel, Right, Strength
from holdord.workflows.engine import Client
from holdord.workflows.requests import receiving
from holdord.workflows.requests.durable import carry_soon
from tests.web.browser import looked_at
from tests.web.public import Public, until

RECIPIENT = "mail_sender"
ADDRESS = "privatliv@brevduen.example"


def restricted(public: Public, number: int) -> tuple[Notice, str, str]:
    """A customer has their data restricted: a recipient's notice, the path of its link, and the customer."""
    email = public.customer(number)
    id = receiving.receive(
        public.office,
        Right.RESTRICTION,
        Channel.PHONE,
        "da",
        {"email": email},
        "",
        {"ground": "claim"},
        "",
        datetime.now(UTC),
        "rikke",
        Strength.STAFF,
    )
    with Client.open(None, public.server.folder / "store") as client:
        carry_soon(client, public.office, id)

    def sent() -> tuple[Notice, str, str] | None:
        for one in public.store.notices(id):
            for letter in public.postbox.to(ADDRESS) if one.recipient == RECIPIENT else ():
                if found := re.search(rf"https?://[^/]+(/da/notices/{one.id}/\w+/)", letter.get_content()):
                    assert email.lower() in letter.get_content().lower()
                    return one, found[1], email
        return None

    found: tuple[Notice, str, str] = until(sent)
    return found


@pytest.fixture(scope="module")
def notice(public: Public) -> tuple[Notice, str, str]:
    return restricted(public, 5)


def confirmed(public: Public, notice: Notice) -> bool:
    return public.store.notice(notice.id).confirmed_at is not None


def test_the_page_says_nothing_of_the_person_and_opening_it_confirms_nothing(
    public: Public, notice: tuple[Notice, str, str]
) -> None:
    one, path, email = notice
    for method in ("GET", "HEAD", "GET"):
        page = public.visitor().send(method, path)
        assert page.status == 200
    assert email.lower() not in page.text.lower()
    assert one.request not in page.text
    assert page.header("Cache-Control") == "no-store"
    assert page.header("Referrer-Policy") == "same-origin"
    assert not confirmed(public, one)


def test_neither_guesses_nor_another_notices_code_open_anything(
    public: Public, notice: tuple[Notice, str, str]
) -> None:
    one, path, _ = notice
    code = path.rstrip("/").rpartition("/")[2]
    others = [other for other in public.store.notices(one.request) if other.id != one.id]
    guesses = [(one.id, "0" * 40), ("N-ZZZZZZZZZZ", code), (others[0].id, code), (one.id, code[:-1])]
    wrong = ["/".join(guess) for guess in guesses]
    answers = [public.visitor().get(f"/da/notices/{way}/") for way in wrong]
    assert {answer.status for answer in answers} == {404}
    bare = {re.sub(r"/notices/[^\"]+", "", answer.text) for answer in answers}
    assert len(bare) == 1, "they can be told apart"
    visitor = public.visitor()
    visitor.get(path)  # a cookie and a token of its own
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', visitor.get(path).text)
    assert token
    for way in wrong:
        body = f"csrfmiddlewaretoken={token[1]}".encode()
        assert visitor.send("POST", f"/da/notices/{way}/", body).status == 404
    assert not confirmed(public, one)


def test_a_form_of_another_site_confirms_nothing(public: Public, notice: tuple[Notice, str, str]) -> None:
    one, path, _ = notice
    assert public.visitor().send("POST", path, b"").status == 403
    assert not confirmed(public, one)


def test_a_code_stands_in_no_log(public: Public, notice: tuple[Notice, str, str]) -> None:
    code = notice[1].rstrip("/").rpartition("/")[2]
    public.visitor().get(notice[1])
    for name in ("log", "worker.log"):
        assert code not in (public.server.folder / name).read_text()


@pytest.mark.parametrize(("language", "size"), [("da", "desktop"), ("nb", "phone"), ("en", "desktop")])
def test_the_button_confirms_once_and_the_link_thanks_ever_after(
    public: Public, new_page: Callable[..., Page], language: str, size: str
) -> None:
    one, path, _ = restricted(public, {"da": 6, "nb": 7, "en": 8}[language])
    page = new_page(size)
    page.goto(f"http://127.0.0.1:{public.server.port}{path.replace('/da/', f'/{language}/')}")
    looked_at(page, f"recipients-confirm-{language}-{size}")
    assert page.locator("html").get_attribute("lang") == language
    page.locator("form button").click()
    page.locator("[role=status]").wait_for()
    looked_at(page, f"recipients-thanks-{language}-{size}")
    found = public.store.notice(one.id)
    assert found.confirmed_by == "link"
    page.reload()
    assert page.locator("form").count() == 0
    assert public.store.notice(one.id).confirmed_at == found.confirmed_at
