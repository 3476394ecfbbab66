"""The answer: opened once, by one browser, kept by nobody between, and really gone afterwards."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from holdord.workflows.requests.handing import ONCE_OPENED
from tests.web.attacks.test_somebody_elses_request import NOBODY, plain
from tests.web.public import Public, Visitor


def _ready(public: Public, email: str) -> tuple[Visitor, str, str, str]:
    """A visitor whose answer is ready; the request's id, the link to the answer and its code."""
    visitor = public.visitor()
    id = public.ask(visitor, "en", "access", email)
    public.prove(visitor, email, id)
    link = public.link(email, "answer", id)
    return visitor, id, link, link.rstrip("/").rpartition("/")[2]


@pytest.fixture(scope="module")
def opened(public: Public) -> tuple[Visitor, str, str, str]:
    """One that was opened."""
    visitor, id, link, code = _ready(public, public.customer(12))
    assert visitor.get(link).status == 200
    answer = visitor.post(f"/en/answer/{id}/", {"code": code}, at=link)
    assert (answer.status, answer.header("Location")) == (303, f"/en/answer/{id}/")
    return visitor, id, link, code


def test_the_link_opens_nothing_a_second_time(public: Public, opened: tuple[Visitor, str, str, str]) -> None:
    visitor, id, link, code = opened
    assert '<article class="letter"' in visitor.get(f"/en/answer/{id}/").text
    stranger = public.visitor()
    used = stranger.post(f"/en/answer/{id}/", {"code": code}, at=link)
    unknown = stranger.post(f"/en/answer/{NOBODY}/", {"code": code}, at=link)
    assert used.status == 422
    assert plain(used, id) == plain(unknown, NOBODY)
    assert '<article class="letter"' not in stranger.get(link).text


def test_of_many_who_press_the_button_at_once_one_gets_in(public: Public) -> None:
    _, id, link, code = _ready(public, public.customer(13))
    visitors = [public.visitor() for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        pressed = pool.map(
            lambda one: one.post(f"/en/answer/{id}/", {"code": code}, at=link).status, visitors
        )
    assert sorted(pressed) == [303, 422, 422, 422, 422, 422]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("letter.pdf", "application/pdf"),
        ("letter.html", "text/html; charset=utf-8"),
        ("answer.json", "application/json"),
        ("tables.zip", "application/zip"),
    ],
)
def test_a_saved_file_is_kept_by_nobody_between_and_its_name_says_nothing(
    public: Public, opened: tuple[Visitor, str, str, str], name: str, kind: str
) -> None:
    visitor, id, _, _ = opened
    page = visitor.get(f"/en/answer/{id}/{name}")
    assert page.status == 200
    assert page.header("Content-Type") == kind
    assert page.header("Cache-Control") == "no-store"
    assert page.header("X-Content-Type-Options") == "nosniff"
    assert page.header("Content-Disposition") == f'attachment; filename="{id}.{name.rpartition(".")[2]}"'
    assert visitor.get(f"/en/answer/{id}/").header("Cache-Control") == "no-store"
    assert public.visitor().get(f"/en/answer/{id}/{name}").header("Content-Type").startswith("text/html")


def test_whoever_proves_the_address_again_gets_another_link_and_nobody_else(
    public: Public, opened: tuple[Visitor, str, str, str]
) -> None:
    _, id, link, _ = opened
    email = public.customer(12)
    other = public.visitor()
    first = public.link(email, "confirm", id)
    assert other.post(f"/en/again/{id}/", at=f"/en/sent/{id}/").status == 303
    public.prove(other, email, id, beside=first)
    assert other.post(f"/en/request/{id}/link/", at=f"/en/request/{id}/").status == 303
    fresh = public.link(email, "answer", id, beside=link)
    code = fresh.rstrip("/").rpartition("/")[2]
    assert other.post(f"/en/answer/{id}/", {"code": code}, at=fresh).status == 303
    assert '<article class="letter"' in other.get(f"/en/answer/{id}/").text


def test_when_its_time_is_over_the_answer_is_gone_for_the_browser_that_opened_it(public: Public) -> None:
    visitor, id, link, code = _ready(public, public.customer(14))
    assert visitor.post(f"/en/answer/{id}/", {"code": code}, at=link).status == 303
    (kept,) = public.store.contents(id, "answer")
    ends = public.store.kept_until(id, "answer", datetime.now(UTC))
    assert ends is not None
    assert ends <= datetime.now(UTC) + ONCE_OPENED
    public.store.shorten(kept, datetime.now(UTC) - timedelta(seconds=1))
    for page in ("", "letter.pdf", "letter.html", "answer.json", "tables.zip"):
        answer = visitor.get(f"/en/answer/{id}/{page}")
        assert (answer.status, answer.heading()) == (410, "The answer is no longer here")
    assert "Send me a new link" not in visitor.get(f"/en/request/{id}/").text
