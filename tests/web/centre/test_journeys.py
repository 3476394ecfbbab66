"""Each right, from the first click to the answer in hand, in a real browser (promises request-*).

The mail is sent by the worker to a server on this machine; staff decide what a person has to decide. Every
right and every language is gone through at least once.
"""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from holdord.words.correction import Correction
from holdord.words.request import Right, State
from holdord.workflows.engine import Client
from holdord.workflows.office import Office
from holdord.workflows.requests import by_hand, correcting, deciding
from holdord.workflows.requests.durable import carry_soon
from tests.web.browser import looked_at
from tests.web.conftest import environment
from tests.web.public import FRIDA, Public, until

Fill = Callable[[Page], None]


def _nothing(page: Page) -> None:
    """No more is asked."""


def _wrong_name(page: Page) -> None:
    page.locator("#id_category").select_option("name")
    page.locator("#id_words").fill("Jeg hedder noget andet nå.")


def _ground(page: Page) -> None:
    page.locator("#id_ground_accuracy").check()


def _newsletter(page: Page) -> None:
    page.locator("#id_purposes_newsletter").check()


def _decision(page: Page) -> None:
    page.locator("#id_words").fill("Jeg fik afslag på at betale senere.")


def _confirm(public: Public, id: str) -> None:
    request = until(lambda: (found := public.store.request(id)).plan and found)
    deciding.confirm(public.office, id, request.plan, "rikke", _now())


def _correct(public: Public, id: str) -> None:
    until(lambda: public.store.request(id).state is State.OPEN)
    with Office.open(public.office.folder, environment(public.server.folder)) as office:
        rows = correcting.corrections_possible(office, id, _now(), "rikke")
        one = next(one for one in rows if one.collection == "customers")
        change = Correction(one.system, one.collection, one.row, "first_name", "Johannes")
        plan = correcting.propose(office, id, [change], "rikke", _now())
        deciding.confirm(office, id, plan.digest, "rikke", _now())


def _review(public: Public, id: str) -> None:
    until(lambda: public.store.request(id).state is State.OPEN)
    by_hand.reviewed(
        public.office, id, "at betale senere", True, "du kan", "tallene var gamle", "rikke", _now()
    )


NOBODY = "nobody-knows-me@x.example"
JONAS = "jonas.holm@post.example"

Decide = Callable[[Public, str], None]

JOURNEYS: list[tuple[Right, str, Fill, Decide | None, str | int]] = [
    (Right.ACCESS, "da", _nothing, None, FRIDA),
    (Right.ACCESS, "en", _nothing, None, NOBODY),
    (Right.RECTIFICATION, "nb", _wrong_name, _correct, JONAS),
    (Right.ERASURE, "en", _nothing, _confirm, 0),
    (Right.RESTRICTION, "da", _ground, None, JONAS),
    (Right.OBJECTION, "nb", _newsletter, None, FRIDA),
    (Right.PORTABILITY, "en", _nothing, None, 2),
    (Right.HUMAN_REVIEW, "da", _decision, _review, JONAS),
    (Right.WITHDRAWAL, "nb", _newsletter, None, 1),
]


CHOSEN = """() => [...document.querySelectorAll("main input:checked, main option:checked")]
    .filter(one => one.value).map(one => (one.labels ? one.labels[0] : one).innerText)"""
CHOOSING = (Right.RECTIFICATION, Right.RESTRICTION, Right.OBJECTION, Right.WITHDRAWAL)


def _now() -> datetime:
    return datetime.now(UTC)


def _saved(page: Page, name: str) -> tuple[str, bytes]:
    with page.expect_download() as loading:
        page.locator(f'a[href$="{name}"]').click()
    return loading.value.suggested_filename, Path(loading.value.path()).read_bytes()


@pytest.mark.parametrize(
    ("right", "language", "fill", "decide", "email"),
    JOURNEYS,
    ids=[f"{right}-{language}" for right, language, *_ in JOURNEYS],
)
def test_a_right_is_used_from_the_first_click_to_the_answer(
    public: Public,
    new_page: Callable[..., Page],
    right: Right,
    language: str,
    fill: Fill,
    decide: Decide | None,
    email: str | int,
) -> None:
    email = email if isinstance(email, str) else public.customer(email)
    here = f"http://localhost:{public.server.port}"
    page = new_page(
        "phone" if language == "nb" else "desktop", scheme="dark" if language == "da" else "light"
    )
    page.goto(f"{here}/{language}/")
    page.locator("main a.button").click()
    page.locator(f'a[href="/{language}/ask/{right}/"]').click()
    fill(page)
    chosen = page.evaluate(CHOSEN)
    page.locator("#id_key_email").fill(email)
    page.locator("main form button").first.click()
    page.wait_for_url(f"{here}/{language}/sent/*/")
    id = page.url.split("/")[-2]
    page.goto(here + public.link(email, "confirm", id))
    page.locator("main form button").first.click()
    page.wait_for_url(f"{here}/{language}/request/{id}/")
    looked_at(page, f"standing-{right}-{language}")
    assert bool(chosen) == (right in CHOOSING)
    assert [one for one in chosen if one not in page.locator("main").inner_text()] == []
    if decide:
        decide(public, id)
        with Client.open(None, public.server.folder / "store") as client:
            carry_soon(client, public.office, id)
    page.goto(here + public.link(email, "answer", id))
    page.locator("main form button").first.click()
    page.wait_for_url(f"{here}/{language}/answer/{id}/")
    assert page.locator("article.letter").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    assert id in page.locator("article.letter header").inner_text()
    looked_at(page, f"answer-{right}-{language}")
    _look_at_files(page, id, right, known=email != NOBODY)
    assert public.store.request(id).state is State.ANSWERED
    page.goto(f"{here}/{language}/request/{id}/")
    assert page.locator(".steps .over").count() == 5


def _look_at_files(page: Page, id: str, right: Right, known: bool) -> None:
    name, content = _saved(page, "letter.pdf")
    assert name == f"{id}.pdf"
    assert PdfReader(io.BytesIO(content)).get_num_pages() >= 1
    name, content = _saved(page, "letter.html")
    assert name == f"{id}.html"
    assert f"{id}</p>" in content.decode()
    names = [str(link.get_attribute("href")) for link in page.locator("section li a").all()]
    if right not in (Right.ACCESS, Right.PORTABILITY) or not known:
        assert len(names) == 2
        return
    name, content = _saved(page, "answer.json")
    told: Any = json.loads(content)
    assert (name, told["right"], told["reference"]) == (f"{id}.json", right, id)
    assert sum(len(one["rows"]) for one in told["collections"]) > 1
    name, content = _saved(page, "tables.zip")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert name == f"{id}.zip"
        assert "fields.csv" in packed.namelist()
        assert len(packed.namelist()) > 1


def test_it_works_without_any_script(public: Public, browser: Any) -> None:
    context = browser.new_context(
        java_script_enabled=False, extra_http_headers={"X-Forwarded-For": "192.0.3.1"}
    )
    page = context.new_page()
    here = f"http://localhost:{public.server.port}"
    page.goto(f"{here}/en/ask/withdrawal/")
    page.locator("main form button").first.click()
    assert page.locator("#wrong a").count() == 2
    page.locator("#wrong a").first.click()
    assert page.url.endswith("#id_purposes")
    page.locator("#id_purposes_published_reviews").check()
    page.locator("#id_key_email").fill("scriptless@x.example")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{here}/en/sent/*/")
    context.close()
