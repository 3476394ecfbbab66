"""Every public page: nothing keeps anybody out, large and small, light and dark, in each language."""

import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from holdord import demo
from holdord.letters.days import day
from holdord.words.request import Channel, Outcome, Right, State, Strength
from holdord.workflows.requests import deciding, receiving
from tests.web.attacks.test_somebody_elses_request import pass_for
from tests.web.browser import looked_at
from tests.web.conftest import running
from tests.web.public import Public, Visitor

LOOKS = [("da", "desktop", "light"), ("nb", "phone", "dark")]
"""English is looked at in the journeys."""
STATES = (
    "open",
    "late",
    "paused",
    "extended",
    "running",
    "ready",
    "answered",
    "withdrawn",
    "lifting",
    "closed",
)
NOBODY = "Q-BBBBBBBBBBBB"

PAGES = {
    "start": "",
    "rights": "ask/",
    **{f"ask-{right}": f"ask/{right}/" for right in Right},
    "sent": f"sent/{NOBODY}/",
    "confirm": f"confirm/{NOBODY}/ABCD2345/",
    "confirm-by-hand": f"confirm/{NOBODY}/",
    "unproved": f"request/{NOBODY}/",
    "locked": f"answer/{NOBODY}/ABCDEFGHIJ/",
    "locked-without-code": f"answer/{NOBODY}/",
    "nothing-here": "nothing/",
    "promises": "promises/",
    "notice": "notice/newsletter/",
}


@pytest.mark.parametrize(("language", "size", "scheme"), LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_nobody_out(
    public: Public, kept_page: Callable[..., Page], name: str, language: str, size: str, scheme: str
) -> None:
    page = kept_page(size, scheme=scheme)
    page.goto(f"http://localhost:{public.server.port}/{language}/{PAGES[name]}")
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == language
    looked_at(page, f"centre-{name}-{language}-{size}")


@pytest.mark.parametrize(("language", "size", "scheme"), LOOKS)
def test_the_page_that_confirms_says_what_is_confirmed_and_keeps_nobody_out(
    public: Public, new_page: Callable[..., Page], language: str, size: str, scheme: str
) -> None:
    email = f"confirm-{language}@x.example"
    id = public.ask(public.visitor(), language, "erasure", email)
    page = new_page(size, scheme=scheme)
    page.goto(f"http://localhost:{public.server.port}{public.link(email, 'confirm', id)}")
    says = {"da": "Du har bedt os om at slette dine", "nb": "Du har bedt oss om å slette opplysningene dine"}
    assert says[language] in page.locator("main").inner_text()
    looked_at(page, f"centre-confirm-erasure-{language}-{size}")


def test_a_text_in_another_language_than_its_page_says_so(tmp_path: Path) -> None:
    """The garden club writes Danish and English: on a page in bokmål its own words are Danish, and say so."""
    with running(tmp_path, company="membership") as server:
        page, danish, form = (
            server.ask(path).read_body.decode()  # type: ignore[attr-defined]
            for path in ("/nb/", "/da/", "/nb/ask/objection/")
        )
    assert '<h3 lang="da">at føre klubbens regnskab</h3>' in page
    assert " lang=" not in danish.partition("<main")[2]
    assert 'for="id_purposes_newsletter" lang="da"' in form


REVIEW = "ask/human_review/"
SEND = {
    "da": "Mener du, at en maskine har afgjort noget om dig, så send bare formularen.",
    "nb": "Mener du at en maskin har avgjort noe om deg, kan du gjerne sende skjemaet.",
    "en": "If you think that a machine has decided about you, do send the form.",
}


@pytest.mark.parametrize(
    ("language", "states"),
    [
        ("da", "Det er aldrig en maskine alene, der træffer afgørelse om dig."),
        ("nb", "Det er aldri en maskin alene som tar avgjørelser om deg."),
        ("en", "It is never a machine alone that decides about you."),
    ],
)
def test_where_the_policy_names_no_automated_decision_a_review_can_be_asked_for_all_the_same(
    public: Public, language: str, states: str
) -> None:
    visitor, email = public.visitor(), f"review-{language}@x.example"
    page = visitor.get(f"/{language}/{REVIEW}").text
    assert page.index(states) < page.index(SEND[language]) < page.index('id="id_words"')
    words = {"words": "Jeg fik afslag, og ingen kan sige hvorfor."}
    id = public.ask(visitor, language, Right.HUMAN_REVIEW, email, **words)
    assert public.store.request(id).right is Right.HUMAN_REVIEW
    assert SEND[language] not in visitor.get(f"/{language}/ask/access/").text


def test_what_a_policy_that_is_silent_states_of_machines_is_said_in_our_words(tmp_path: Path) -> None:
    policy = tmp_path / "silent"
    shutil.copytree(demo.policy_folder("retailer"), policy)
    company = (policy / "company.yaml").read_text(encoding="utf-8")
    silent = re.sub(r"  automated_decisions:\n(    .*\n)+", "", company)
    assert silent != company
    (policy / "company.yaml").write_text(silent, encoding="utf-8")
    says = {
        "da": "Vi oplyser, at ingen afgørelse, som får større betydning for dig, træffes af en maskine",
        "nb": "Vi opplyser at ingen avgjørelse som har stor betydning for deg, tas av en maskin alene.",
        "en": "We state that no decision that matters much to you is made by a machine alone.",
    }
    with running(tmp_path, policy=policy) as server:
        for language, said in says.items():
            page = server.ask(f"/{language}/{REVIEW}").read_body.decode()  # type: ignore[attr-defined]
            assert page.index(said) < page.index(SEND[language])


def test_where_the_policy_names_automated_decisions_the_form_tells_of_them_alone(tmp_path: Path) -> None:
    with running(tmp_path, company="service") as server:
        page = server.ask(f"/en/{REVIEW}").read_body.decode()  # type: ignore[attr-defined]
    assert "whether your service agreement covers a repair" in page
    assert SEND["en"] not in page
    assert "no decision that matters much" not in page


@pytest.mark.parametrize(
    ("right", "language", "size", "scheme"),
    [
        (Right.OBJECTION, "da", "desktop", "dark"),
        (Right.RESTRICTION, "nb", "desktop", "light"),
        (Right.RECTIFICATION, "en", "phone", "light"),
    ],
)
def test_mistakes_are_told_where_one_looks_first_and_beside_their_field(
    public: Public, new_page: Callable[..., Page], right: Right, language: str, size: str, scheme: str
) -> None:
    page = new_page(size, scheme=scheme)
    page.goto(f"http://localhost:{public.server.port}/{language}/ask/{right}/")
    page.locator("#id_key_customer_no").fill("4711")
    page.locator("main form button").first.click()
    expect(page.locator("#wrong")).to_be_focused()
    assert page.locator("#id_key_customer_no").input_value() == "4711"
    assert page.locator("#id_key_email").get_attribute("aria-invalid") == "true"
    told = str(page.locator("#id_key_email").get_attribute("aria-describedby")).split()
    assert page.locator(f"#{told[-1]}").inner_text() in page.locator("#wrong").inner_text()
    page.locator('#wrong a[href="#id_key_email"]').click()
    expect(page.locator("#id_key_email")).to_be_focused()
    looked_at(page, f"centre-mistakes-{right}-{language}-{size}")


def _states(public: Public) -> dict[str, str]:
    """Requests in every state that a person can meet."""
    office, now = public.office, datetime.now(UTC)
    made = {}
    for name in STATES:
        email = f"{name}@x.example"
        moment = now - timedelta(days=40 if name == "late" else 3)
        made[name] = receiving.receive(
            office, Right.HUMAN_REVIEW, Channel.WEB, "en", {"email": email}, email, {}, "Look again.", moment,
            strength=Strength.ADDRESS,
        )  # fmt: skip
    deciding.pause(office, made["paused"], "rikke", now, "Which decision?")
    deciding.extend(office, made["extended"], ("complexity", "number"), "rikke", now)
    deciding.withdraw(office, made["withdrawn"], "", now)
    subject = office.store.subject({"email": {"lifting@x.example"}})
    assert subject
    office.store.restrict(subject, "accuracy", now, made["lifting"])
    deciding.withdraw(office, made["lifting"], "", now)
    moves: dict[str, tuple[State, dict[str, Any]]] = {
        "running": (State.RUNNING, {}),
        "ready": (State.READY, {}),
        "answered": (State.ANSWERED, {}),
        "closed": (State.CLOSED, {"outcome": Outcome.UNPROVED}),
    }
    for name, (state, more) in moves.items():
        request = office.store.request(made[name])
        office.store.move(request.id, request.version, at=now, by="", note_kind=name, state=state, **more)
    return made


@pytest.mark.parametrize(("language", "size", "scheme"), LOOKS)
def test_the_picture_of_a_request_in_every_state_keeps_nobody_out(
    public: Public, new_page: Callable[..., Page], language: str, size: str, scheme: str
) -> None:
    made = _states(public)
    page = new_page(size, scheme=scheme)
    here = f"http://localhost:{public.server.port}"
    cookie = pass_for(public, *[(id, kind) for id in made.values() for kind in ("proved", "answer")])
    page.context.add_cookies([{"name": "seen", "value": cookie, "url": here}])
    tomorrow = public.office.store.events(made["lifting"])[-1].facts["on"]
    over = {"open": 2, "late": 2, "paused": 2, "extended": 2, "running": 2, "ready": 3, "answered": 5}
    for name, id in made.items():
        page.goto(f"{here}/{language}/request/{id}/")
        assert page.locator(".steps .over").count() == over.get(name, 0), name
        assert page.locator("details").count() == (name in ("open", "late", "paused", "extended"))
        told = day(tomorrow, language) in page.locator("main").inner_text()
        assert told == (name == "lifting"), "when what was restricted no longer is"
        looked_at(page, f"centre-standing-{name}-{language}-{size}")
    page.goto(f"{here}/{language}/answer/{made['ready']}/")
    looked_at(page, f"centre-gone-{language}-{size}")


def test_a_request_is_taken_back_in_two_steps(public: Public, new_page: Callable[..., Page]) -> None:
    id = _states(public)["open"]
    page = new_page()
    here = f"http://localhost:{public.server.port}"
    page.context.add_cookies([{"name": "seen", "value": pass_for(public, (id, "proved")), "url": here}])
    page.goto(f"{here}/en/request/{id}/")
    page.locator("summary").click()
    page.locator("details button").click()
    page.wait_for_url(f"{here}/en/request/{id}/")
    request = public.store.request(id)
    assert (request.state, request.outcome) == (State.CLOSED, Outcome.WITHDRAWN)
    assert "taken this request back" in page.locator("main").inner_text()


def test_the_public_board_shows_what_was_made_public_and_nothing_of_why(public: Public) -> None:
    port = public.server.port
    page = Visitor(port).send("GET", "/en/promises/")
    assert page.status == 200
    promises = public.office.policy.promises
    shown = [name for name, promise in promises.items() if f'id="promise-{name}"' in page.text]
    assert shown == [name for name, promise in promises.items() if promise.public] != []
    hidden = next(promise for promise in promises.values() if not promise.public)
    assert hidden.says["en"] not in page.text
    for word in ("capability", "purposes.", "reading", "measured on", "rehearsal"):
        assert word not in page.text.partition("<main")[2].partition("<dl")[0], word
