"""Letters that could not be sent, in the console: where they are seen, and what is decided about them."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from holdord import demo
from holdord.letters.letter import Letter, Paragraph
from holdord.store.request_records import GivenUp
from holdord.workflows.office import Office
from holdord.workflows.requests import mailing
from holdord.workflows.requests.undelivered import undelivered
from tests.web.browser import looked_at
from tests.web.console.conftest import Console

ADDRESS = "nobody.at.all@x.example"


@pytest.fixture(scope="module")
def office(console: Console) -> Iterator[Office]:
    """The office behind the console, as the worker has it."""
    with Office.open(demo.policy_folder("retailer"), console.environment) as opened:
        yield opened
        opened.store.close()


def given_up(office: Office, id: str, kind: str, key: str, why: str = "address") -> GivenUp:
    """A letter of a request that could not be sent."""
    now = datetime.now(UTC)
    letter = Letter("Besked", "da", (Paragraph("x"),))
    assert mailing.queue(office, id, kind, ADDRESS, letter, now, key)
    state = office.store.mail_state(id, kind, key)
    assert state
    office.store.mail_failed(state.id, now, permanent=True, why=why)
    return next(one for one in undelivered(office.store) if one.id == state.id)


@pytest.fixture
def three(console: Console, office: Office) -> Iterator[tuple[GivenUp, GivenUp, GivenUp]]:
    """An extension, a question who asks, and a receipt whose text is gone."""
    key = datetime.now(UTC).isoformat()
    gone = given_up(office, console.requests["rectification"], "receipt", key, "gone")
    office.store.drop(gone.content)
    yield (
        given_up(office, console.requests["erasure"], "extension", key),
        given_up(office, console.requests["objection"], "identity", key, "server"),
        gone,
    )
    for one in undelivered(office.store):
        office.store.mail_settled(one.id, datetime.now(UTC), "test", "letter-told-otherwise", told=True)


@pytest.mark.parametrize(
    ("locale", "size", "scheme", "says"),
    [
        ("en-GB", "desktop", "light", ("the address was refused", "More time")),
        ("da-DK", "phone", "light", ("adressen blev afvist", "Længere svarfrist")),
        ("nb-NO", "phone", "dark", ("adressen ble avvist", "Lengre svarfrist")),
    ],
)
def test_letters_that_could_not_be_sent_are_listed_from_the_overview_without_any_address(
    as_staff: Callable[..., Page],
    console: Console,
    three: tuple[GivenUp, GivenUp, GivenUp],
    locale: str,
    size: str,
    scheme: str,
    says: tuple[str, str],
) -> None:
    page = as_staff("carl", size, locale, scheme)
    page.goto(f"{console.address}/console/")
    link = page.locator("a[href='/console/letters/']")
    assert "3" in link.inner_text()
    looked_at(page, f"letters-overview-{locale}-{size}")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("main li[id^=letter-]")).to_have_count(3)
    card = page.locator(f"#letter-{three[0].id}")
    expect(card).to_contain_text(says[0])
    expect(card).to_contain_text(says[1])
    expect(card.locator("a")).to_have_attribute("href", f"/console/requests/{three[0].request}/")
    assert ADDRESS not in page.content()
    assert page.locator(f"#letter-{three[2].id} form").count() == 1, "what is gone cannot be sent"
    looked_at(page, f"letters-{locale}-{size}")


def test_one_is_sent_again_and_one_told_otherwise_with_the_keyboard_and_no_script(
    as_staff: Callable[..., Page],
    console: Console,
    office: Office,
    three: tuple[GivenUp, GivenUp, GivenUp],
) -> None:
    extension, identity, gone = three
    page = as_staff("carl")
    page.route("**/*.js", lambda route: route.abort())
    page.goto(f"{console.address}/console/letters/")
    for act, one in (("again", extension), ("otherwise", identity), ("otherwise", gone)):
        page.locator(f"form[action$='/letters/{act}/'] button[value='{one.id}']").focus()
        page.keyboard.press("Enter")
        expect(page.locator(f"#letter-{one.id}")).to_have_count(0)
    assert undelivered(office.store) == []
    assert extension.id in [mail.id for mail in office.store.mail_claim(datetime.now(UTC), 100)]
    page.goto(f"{console.address}/console/")
    assert page.locator("a[href='/console/letters/']").count() == 0, "nothing waits any more"
    page = as_staff("aud")
    page.goto(f"{console.address}/console/log/?request={extension.request}")
    expect(page.locator("main")).to_contain_text("Letter that could not be sent, sent again")
    page.goto(f"{console.address}/console/log/?request={identity.request}")
    expect(page.locator("main")).to_contain_text("Told in another way than by the letter")


def test_what_somebody_has_decided_meanwhile_is_told_and_not_done_again(
    as_staff: Callable[..., Page], console: Console, office: Office, three: tuple[GivenUp, GivenUp, GivenUp]
) -> None:
    page = as_staff("carl")
    page.goto(f"{console.address}/console/letters/")
    now = datetime.now(UTC)
    office.store.mail_settled(three[0].id, now, "carla", "letter-told-otherwise", told=True)
    page.locator(f"form[action$='/letters/again/'] button[value='{three[0].id}']").click()
    expect(page.locator("[role=alert]")).to_contain_text("It is known by now")
    office.store.drop(three[1].content)
    page.locator(f"form[action$='/letters/again/'] button[value='{three[1].id}']").click()
    expect(page.locator("[role=alert]")).to_contain_text("no longer kept")
    looked_at(page, "letters-refused")


def test_a_reader_sees_them_and_decides_nothing(
    as_staff: Callable[..., Page], console: Console, three: tuple[GivenUp, GivenUp, GivenUp]
) -> None:
    page = as_staff("rune")
    page.goto(f"{console.address}/console/letters/")
    assert page.locator("main li[id^=letter-]").count() == 3
    assert page.locator("main form").count() == 0
    for act in ("again", "otherwise"):
        token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
        sent = {"csrfmiddlewaretoken": token, "id": str(three[0].id)}
        assert page.request.post(f"{console.address}/console/letters/{act}/", form=sent).status == 403
    page = as_staff("carl")
    page.goto(f"{console.address}/console/letters/")
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    sent = {"csrfmiddlewaretoken": token, "id": "x"}
    assert page.request.post(f"{console.address}/console/letters/again/", form=sent).status == 404


@pytest.mark.parametrize(
    ("locale", "size", "says"),
    [
        ("en-GB", "desktop", ("Receipt", "on its way", "sent,", "may have arrived", "could not be sent")),
        ("da-DK", "phone", ("Kvittering", "på vej", "sendt,", "måske nået frem", "kunne ikke sendes")),
        ("nb-NO", "phone", ("Kvittering", "på vei", "sendt,", "kan ha kommet frem", "kunne ikke sendes")),
    ],
)
def test_every_letter_of_a_request_stands_on_its_page_with_what_became_of_it_and_no_address(
    as_staff: Callable[..., Page],
    console: Console,
    office: Office,
    three: tuple[GivenUp, GivenUp, GivenUp],
    locale: str,
    size: str,
    says: tuple[str, ...],
) -> None:
    store, id, now = office.store, three[0].request, datetime.now(UTC)
    for key in ("waits", "gone", "cut"):
        letter = Letter("Besked", "da", (Paragraph("Kære Frida"),))
        assert mailing.queue(office, id, "receipt", ADDRESS, letter, now, f"{key}-{now.isoformat()}")
    for key, mark in (("gone", store.mail_sent), ("cut", store.mail_unsure)):
        state = store.mail_state(id, "receipt", f"{key}-{now.isoformat()}")
        assert state
        mark(state.id, now)
    page = as_staff("rune", size, locale)
    page.goto(console.page("erasure"))
    told = page.locator(".events li.mail").all_inner_texts()
    assert len(told) == len(store.letters(id))
    assert all(any(word in line for line in told) for word in says)
    assert ADDRESS not in page.content()
    assert "Frida" not in page.content()
    looked_at(page, f"letters-of-request-{locale}-{size}")
    for mail in store.mails_unsure(id):
        store.mail_leave(mail.id, now, "test", "letter-unsure-left")
