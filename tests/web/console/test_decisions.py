"""Requests through the console: written down, looked at, planned, refused by two, and the log of it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from holdord import demo
from tests.web.console.conftest import Console


def new(page: Page, console: Console, right: str, method: str, *checked: str) -> str:
    """Write a request down as a case worker does; `checked` are choices besides."""
    page.goto(f"{console.address}/console/new/")
    page.locator(f".choices a[href$='right={right}']").click()
    page.locator("#channel").select_option("phone")
    page.locator("#key_email").fill(demo.big_email("retailer"))
    page.locator("#contact").fill(demo.big_email("retailer"))
    page.locator(f"#m-{method}").check()
    for choice in checked:
        page.locator(f"#{choice}").check()
    page.locator("main form button").last.click()
    page.wait_for_url("**/requests/**")
    return page.url


def test_a_phone_call_becomes_a_plan_that_is_confirmed_by_its_digest(
    as_staff: Callable[..., Page], console: Console
) -> None:
    page = as_staff("carl")
    address = new(page, console, "erasure", "call-back")
    expect(page.locator("main")).to_contain_text("Identity made sure: call-back")
    page.locator("form[action$='/make-plan/'] button").click()
    page.locator(".digest code").wait_for()
    page.locator("#sure").check()
    page.locator("form[action$='/confirm/'] input[name=digest]").evaluate("f => { f.value = 'x' }")
    page.locator("form[action$='/confirm/'] button").click()
    expect(page.locator("[role=alert]")).to_contain_text("Nothing was confirmed")
    page.goto(address)
    page.locator("#sure").check()
    page.locator("form[action$='/confirm/'] button").click()
    expect(page.locator(".events")).to_contain_text("Plan confirmed")


def test_a_refusal_counts_only_when_somebody_else_agrees(
    as_staff: Callable[..., Page], console: Console
) -> None:
    page = as_staff("carl")
    address = new(page, console, "access", "eid")
    page.locator("summary", has_text="Propose a refusal").click()
    page.locator("#ground").fill("The same was answered last week.")
    page.locator("#law").fill("Art. 12(5)")
    page.locator("form[action$='/refuse/'] button").click()
    expect(page.locator("main")).to_contain_text("Somebody other than you has to agree")
    assert page.locator("form[action$='/agree/']").count() == 0
    page.locator("form[action$='/turn-down/']").evaluate(
        "form => { form.action = form.action.replace('turn-down', 'agree') }"
    )
    page.locator("form[action$='/agree/'] button").click()
    expect(page.locator("[role=alert]")).to_contain_text("cannot agree to it as well")
    reader = as_staff("rune")
    reader.goto(address)
    expect(reader.locator("main")).not_to_contain_text("answered last week")
    boss = as_staff("rikke")
    boss.goto(address)
    boss.locator("form[action$='/agree/'] button").click()
    expect(boss.locator(".events")).to_contain_text("Refusal agreed")


def test_what_waits_for_a_second_person_is_neither_weighed_again_nor_confirmed(
    as_staff: Callable[..., Page], console: Console
) -> None:
    page = as_staff("carl")
    address = new(page, console, "objection", "eid", "p-account", "p-points")
    console.carry(address)
    page.goto(address)
    account = page.locator("form:has(input[name=purpose][value=account])")
    account.locator("[name=upheld][value=no]").check()
    account.locator("textarea").fill("The account is needed.")
    account.locator("button").click()
    boss = as_staff("rikke")
    boss.goto(address)
    for seen in (page, boss):
        still = seen.locator("input[name=purpose]").evaluate_all("all => all.map(one => one.value)")
        assert still == ["points"]
    assert boss.locator("form[action$='/agree/']").count() == 1

    address = new(page, console, "erasure", "eid")
    page.locator("form[action$='/make-plan/'] button").click()
    page.locator("summary", has_text="Propose a refusal").click()
    page.locator("#of").select_option("purchases")
    page.locator("#ground").fill("A claim is pending.")
    page.locator("#law").fill("Art. 17(3)(e)")
    page.locator("form[action$='/refuse/'] button").click()
    expect(page.locator("main")).to_contain_text("once a second person has decided")
    assert page.locator("form[action$='/confirm/']").count() == 0
    boss.goto(address)
    boss.locator("form[action$='/turn-down/'] button").click()
    expect(boss.locator("form[action$='/confirm/']")).to_have_count(1)


def test_the_clock_tells_what_was_chosen_and_in_which_language_to_answer(
    as_staff: Callable[..., Page], console: Console
) -> None:
    page = as_staff("carl")
    new(page, console, "objection", "in-person", "p-points")
    clock = page.locator("section[aria-labelledby=clock]")
    expect(clock).to_contain_text("To keep count of your points and redeem them")
    expect(clock).to_contain_text("Danish")


def test_the_clock_is_extended_with_a_reason_of_the_law_only(
    as_staff: Callable[..., Page], console: Console
) -> None:
    page = as_staff("carl")
    new(page, console, "erasure", "in-person")
    page.locator("summary", has_text="Extend").click()
    page.locator("form[action$='/extend/'] button").click()
    expect(page.locator("[role=alert]")).to_contain_text("Being busy is none")
    page.locator("summary", has_text="Extend").click()
    page.locator("#r-complexity").check()
    page.locator("form[action$='/extend/'] button").click()
    expect(page.locator(".events")).to_contain_text("Extended: complex")


def test_every_look_stands_in_the_log(as_staff: Callable[..., Page], console: Console) -> None:
    page = as_staff("carl")
    address = new(page, console, "access", "in-person")
    page.goto(f"{address}person/")
    auditor = as_staff("aud")
    auditor.goto(f"{console.address}/console/log/?request={address.rstrip('/').rsplit('/', 1)[1]}")
    expect(auditor.locator("main")).to_contain_text("the person and their words")
    expect(auditor.locator("main")).not_to_contain_text("@")
    expect(auditor.locator("main")).to_contain_text("roles: case worker")
    expect(auditor.locator("main")).to_contain_text("account made")


def test_a_form_from_elsewhere_is_turned_away(as_staff: Callable[..., Page], console: Console) -> None:
    page = as_staff("carl")
    address = new(page, console, "access", "in-person")
    assert page.request.post(f"{address}withdraw/").status == 403
