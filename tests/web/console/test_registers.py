"""The registers in the console: what each role may do there, and what it writes down."""

import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from holdord import demo
from holdord.words.attestation import Attestation
from holdord.words.risk import Exposure, Level, Risk
from holdord.workflows.attesting import attest, to_confirm
from holdord.workflows.office import Office
from tests.web.browser import looked_at
from tests.web.console.conftest import Console


@pytest.fixture(scope="module")
def office(console: Console) -> Iterator[Office]:
    """The office behind the console, as the worker has it."""
    with Office.open(demo.policy_folder("retailer"), console.environment) as opened:
        yield opened
        opened.store.close()


def test_a_case_worker_writes_down_a_disclosure_and_takes_it_back_and_nobodys_name_is_shown(
    as_staff: Callable[..., Page], console: Console, office: Office
) -> None:
    email = demo.big_email("retailer")
    page = as_staff("carl")
    page.goto(f"{console.address}/console/registers/disclosures/")
    page.locator("details.card summary").click()
    page.locator("#key_email").fill(email)
    page.locator("#to").fill("Politiet, Aarhus")
    page.locator("#ground").fill("retsplejeloven § 804")
    page.locator("[id=until]").fill("2031-01-01")
    page.locator("#law").fill("databeskyttelsesloven § 22, stk. 2")
    page.locator("details.card form button").click()
    expect(page.locator("[role=alert]")).to_contain_text("Tick the data")
    assert page.locator("#to").input_value() == "Politiet, Aarhus", "what was typed is still there"
    looked_at(page, "disclosure-refused")
    page.locator("details.card [name=categories]").first.check()
    page.locator("details.card form button").click()
    (found,) = office.store.disclosures()
    row = page.locator(f"[id={found.id}]")
    expect(row).to_contain_text("Politiet, Aarhus")
    expect(row).to_contain_text("Not told until after 1 January 2031")
    assert email.lower() not in page.content().lower()
    assert (found.by, found.ground) == ("carl", "retsplejeloven § 804")
    row.locator("summary").click()
    looked_at(page, "disclosure-to-strike")
    row.locator("input[name=reason]").fill("another customer")
    row.locator("form button").click()
    expect(page.locator(f"[id={found.id}]")).to_contain_text("Taken back")
    assert office.store.disclosures()[0].struck


def test_whoever_may_only_look_has_no_form_and_cannot_send_one(
    as_staff: Callable[..., Page], console: Console, office: Office
) -> None:
    page = as_staff("rune")
    before = len(office.store.disclosures())
    for name in ("disclosures", "confirmations"):
        page.goto(f"{console.address}/console/registers/{name}/")
        assert page.locator("main form").count() == 0
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    for act, status in (
        ("disclosures/new", 403),
        ("disclosures/strike", 403),
        ("confirmations/new", 403),
        ("disclosures", 405),
        ("confirmations", 405),
    ):
        sent = {"csrfmiddlewaretoken": token}
        answer = page.request.post(f"{console.address}/console/registers/{act}/", form=sent)
        assert (act, answer.status) == (act, status)
    assert len(office.store.disclosures()) == before


def test_the_responsible_person_confirms_a_measure_and_says_when_it_is_not_so(
    as_staff: Callable[..., Page], console: Console, office: Office
) -> None:
    fact = next(
        f"measures.{m.name}"
        for m in office.policy.measures.values()
        if m.proof == "attest" and not m.document
    )
    page = as_staff("rikke")
    page.goto(f"{console.address}/console/registers/confirmations/")
    card = page.locator(f"[id='{fact}']")
    expect(card).to_contain_text("never confirmed")
    card.locator("summary").click()
    looked_at(page, "confirming")
    card.locator("input[name=by]").fill("Anna Holm")
    card.locator("button[value=yes]").click()
    card = page.locator(f"[id='{fact}']")
    expect(card).to_contain_text("by Anna Holm")
    expect(card).to_contain_text("lasts until")
    assert office.store.latest_attestations()[fact].written_by == "rikke"
    card.locator("summary").click()
    card.locator("input[name=by]").fill("Anna Holm")
    card.locator("button[value=no]").click()
    card = page.locator(f"[id='{fact}']")
    expect(card).to_contain_text("found not to be so")
    expect(card).not_to_contain_text("lasts until")
    looked_at(page, "confirmed-not-so")
    assert [one.holds for one in office.store.attestations(fact)] == [False, True]


def test_an_agreement_found_wanting_is_shown_so_among_the_recipients(
    as_staff: Callable[..., Page], console: Console, office: Office
) -> None:
    read = next(one for one in to_confirm(office, date(2026, 1, 1)) if one.what.first)
    day = max(datetime.now(UTC).date() - timedelta(days=1), read.what.first or date.min)
    for holds, shown in ((True, "Read again on"), (False, "found not to be so on")):
        said = Attestation("", read.what.fact, "Anna Holm", day, holds, "archive 9")
        attest(office, said, datetime.now(UTC))
        page = as_staff("rikke")
        page.goto(f"{console.address}/console/registers/recipients/")
        card = page.locator("section.card", has=page.locator(f"#r-{read.what.fact.partition('.')[2]}"))
        expect(card).to_contain_text(shown)
        assert (card.locator("td .tag.bad", has_text="Anna Holm").count() == 1) is not holds
    looked_at(page, "recipient-found-wanting")


def test_the_record_of_processing_is_handed_out_in_the_language_of_the_page(
    as_staff: Callable[..., Page], console: Console, tmp_path: Path
) -> None:
    page = as_staff("aud", locale="da-DK")
    page.goto(f"{console.address}/console/registers/art30/")
    expect(page.locator("h1")).to_have_text("Fortegnelse over behandlingsaktiviteter")
    with page.expect_download() as coming:
        page.locator("a[href$='art30.xlsx']").click()
    assert zipfile.is_zipfile(coming.value.path())
    for form, begin in (("pdf", b"%PDF"), ("csv", b"Art. 30,"), ("html", b"<!DOCTYPE html>")):
        answer = page.request.get(f"{console.address}/console/registers/art30/art30.{form}")
        assert answer.body().startswith(begin)
    assert page.request.get(f"{console.address}/console/registers/art30/art30.exe").status == 404


def test_in_the_picture_every_risk_stands_in_its_square_and_no_two_marks_on_each_other() -> None:
    from holdord.web.console.matrix import SIDE, matrix

    low, high = Exposure(Level.LIMITED, Level.NEGLIGIBLE), Exposure(Level.MAXIMUM, Level.MAXIMUM)
    drawn = matrix([Risk(f"r{n}", "shop", high, date(2026, 1, 1), after=low) for n in range(9)])
    assert len(drawn.squares) == 16
    assert len({(mark.x, mark.y) for mark in drawn.marks}) == 18
    top = next(one for one in drawn.squares if one.band == "very_high" and one.y == drawn.squares[-1].y)
    for mark in drawn.marks:
        if not mark.after:
            assert drawn.squares[-1].x < mark.left
            assert mark.x + drawn.dot < drawn.squares[-1].x + SIDE
            assert drawn.squares[-1].y < mark.top
            assert mark.y + drawn.dot < drawn.squares[-1].y + SIDE
    assert top.y == drawn.squares[-1].y
    assert all(mark.x < drawn.width and mark.y < drawn.height for mark in drawn.marks)
    assert matrix([]).marks == ()
