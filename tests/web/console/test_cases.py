"""A refusal of a category, the files of an answer, and the end of a restriction, in a real browser."""

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from holdord import demo
from tests.web.browser import looked_at
from tests.web.console.conftest import Console, code, first_step, running

GROUND = "Brevene handler også om en anden kunde."


def test_a_category_is_withheld_by_two_people_and_staff_fetch_the_rest(
    as_staff: Callable[..., Page], console: Console
) -> None:
    carl, carla = as_staff("carl"), as_staff("carla", "phone", scheme="dark")
    address = console.page("waiting")
    console.cast("propose", console.requests["waiting"], "email", GROUND)
    carl.goto(address)
    expect(carl.locator("main")).to_contain_text(GROUND)
    carla.goto(address)
    looked_at(carla, "console-part-phone-dark")
    assert carla.locator("form[action$='/agree/']").count() == 0, "whoever proposed it cannot agree"
    carl.locator("form[action$='/agree/'] button").click()
    expect(carl.locator(".events")).to_contain_text("Refusal agreed: E-mail address")
    console.carry(address)
    carl.goto(address)
    expect(carl.locator("#progress")).to_contain_text("Granted in part")
    looked_at(carl, "console-part")
    files = {}
    for ending in ("json", "zip", "pdf", "html"):
        answer = carl.request.get(f"{address}answer.{ending}")
        assert answer.status == 200
        assert answer.headers["content-disposition"].startswith("attachment")
        files[ending] = answer.body()
    told = json.loads(files["json"])
    assert [part["reason"] for part in told["left_out"] if part["law"] == "Art. 20(4)"] == [GROUND]
    assert not any(field["category"] == "email" for one in told["collections"] for field in one["fields"])
    with zipfile.ZipFile(io.BytesIO(files["zip"])) as tables:
        assert "fields.csv" in tables.namelist()
    assert files["pdf"].startswith(b"%PDF")
    assert GROUND in files["html"].decode()
    assert not any(
        "@" in value for one in told["collections"] for row in one["rows"] for value in map(str, row.values())
    )
    reader = as_staff("rune")
    for ending in files:
        assert reader.request.get(f"{address}answer.{ending}").status == 403
    log = as_staff("aud")
    log.goto(f"{console.address}/console/log/?request={console.requests['waiting']}")
    for said in ("the data as JSON", "the data as tables", "the answer as PDF", "the answer as a web page"):
        expect(log.locator("main")).to_contain_text(said)


def test_what_is_to_be_weighed_is_shown_alone_and_handed_out_by_a_button(
    new_page: Callable[..., Page], tmp_path: Path
) -> None:
    policy = tmp_path / "policy"
    shutil.copytree(demo.policy_folder("retailer"), policy)
    file = policy / "company.yaml"
    text = file.read_text("utf-8")
    assert text.count("  name: {says:") == 1
    file.write_text(text.replace("  name: {says:", "  name: {weigh_first: yes, says:"), "utf-8")
    with running(tmp_path, "retailer", demo.big_email("retailer"), "access", policy=policy) as console:
        page = new_page()
        first_step(page, console, "carl")
        page.locator("#id_code").fill(code("carl"))
        page.locator("main form button").first.click()
        page.wait_for_url(lambda url: "/account/" not in url)
        address = console.page("access")
        _away(page, address, tmp_path / "company.db")
        page.goto(address)
        expect(page.locator("#progress")).to_contain_text("Waits for a decision")
        looked_at(page, "console-weigh")
        page.locator("a[href$='/weighing/']").click()
        looked_at(page, "console-weighing")
        assert "@" not in page.locator("main").inner_text(), "only the names are to be weighed"
        page.go_back()
        page.locator("form[action$='/hand-out/'] button").click()
        expect(page.locator(".events")).to_contain_text("Weighed: can be handed out")
        console.carry(address)
        page.goto(address)
        expect(page.locator("#progress")).to_contain_text("The answer waits to be fetched")


def test_a_restriction_is_lifted_with_a_letter_before(
    as_staff: Callable[..., Page], console: Console
) -> None:
    page = as_staff("carl")
    page.goto(console.page("restriction"))
    page.locator("summary", has_text="Lift the restriction").click()
    page.locator("form[action$='/lift/'] input[type=date]").evaluate("one => { one.removeAttribute('min') }")
    page.locator("form[action$='/lift/'] input[type=date]").fill(datetime.now(UTC).date().isoformat())
    page.locator("form[action$='/lift/'] textarea").fill("Oplysningen er kontrolleret.")
    page.locator("form[action$='/lift/'] button").click()
    expect(page.locator("[role=alert]")).to_contain_text("a day that is still to come")
    day = datetime.now(UTC).date() + timedelta(days=3)
    page.locator("summary", has_text="Lift the restriction").click()
    page.locator("form[action$='/lift/'] input[type=date]").fill(day.isoformat())
    page.locator("form[action$='/lift/'] button").click()
    expect(page.locator(".events")).to_contain_text("End of the restriction announced")
    expect(page.locator("main")).to_contain_text("not told yet")
    looked_at(page, "console-lifting")
    with page.expect_download() as letter:
        page.locator("a[href*='/lifting/']").click()
    assert letter.value.suggested_filename.startswith(console.requests["restriction"])
    page.goto(f"{console.address}/console/restrictions/")
    expect(page.locator("main")).to_contain_text("not told yet")
    reader = as_staff("rune", "phone")
    reader.goto(f"{console.address}/console/restrictions/")
    looked_at(reader, "console-restrictions-phone")
    assert reader.locator("main form").count() == 0
    assert reader.request.get(letter.value.url).status == 403


def _away(page: Page, address: str, company: Path) -> None:
    """A system that does not answer is told on the page of the request, whatever one wanted to see of it."""
    elsewhere = company.rename(company.with_suffix(".away"))
    try:
        for part in ("found/", "correct/"):
            answer = page.goto(f"{address}{part}")
            assert answer is not None
            assert answer.status == 409
            expect(page.locator("[role=alert]")).to_contain_text("shop")
    finally:
        elsewhere.rename(company)
