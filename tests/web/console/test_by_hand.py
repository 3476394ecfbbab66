"""What staff do themselves, each journey in a real browser: to correct, look again, weigh, and be two."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from holdord.demo import policy_folder
from holdord.words.policy import Basis
from holdord.workflows.office import load_policy
from tests.web.console.conftest import Console
from tests.web.console.test_decisions import new

POLICY = load_policy(policy_folder("retailer"))[0]


def send(page: Page, act: str, place: int = 0) -> None:
    """Press the button of a form by what it does."""
    own = page.url.rstrip("/").endswith(f"/{act}")
    page.locator("main form button" if own else f"form[action$='/{act}/'] button").nth(place).click()


def test_a_correction_is_done_by_hand_refused_in_part_by_two_and_told_to_the_person(
    as_staff: Callable[..., Page], console: Console
) -> None:
    page, boss = as_staff("carl"), as_staff("rikke")
    address = new(page, console, "rectification", "eid")
    console.carry(address)
    page.goto(address)
    expect(page.locator("#progress")).to_contain_text("Waits for a decision")
    page.locator("summary", has_text="Add a task").click()
    page.locator("#place").fill("Paper archive")
    page.locator("#for").select_option("carla")
    send(page, "task-new")
    expect(page.locator("#tasks-h + ul")).to_contain_text("Paper archive For carla")
    expect(page.locator("#progress")).to_contain_text("Waits for tasks by hand")
    page.locator("summary", has_text="Propose a refusal").click()
    page.locator("#of-part").check()
    page.locator("#ground").fill("The invoice shows the other address.")
    page.locator("#law").fill("Art. 16")
    send(page, "refuse")
    expect(page.locator("main")).to_contain_text("A part; the rest is corrected")
    boss.goto(f"{console.address}/console/")
    boss.locator("a", has_text="Correct: Paper archive").click()
    send(boss, "agree")
    expect(boss.locator(".events")).to_contain_text("Refusal agreed")
    page.goto(address)
    page.locator("form[action$='/task-done/'] textarea").fill("changed from Vej 1 to Vej 2")
    send(page, "task-done")
    expect(page.locator(".events")).to_contain_text("Task done: Paper archive")
    expect(page.locator("main")).not_to_contain_text("Vej 2")
    page.locator("summary", has_text="Corrected elsewhere").click()
    page.locator("input[name=what]").first.fill("Din adresse")
    page.locator("input[name=now]").first.fill("Vej 2, 6000 Kolding")
    send(page, "corrected")
    expect(page.locator("#progress")).to_contain_text("Holdord is at work")
    page.goto("about:blank")
    console.carry(address)
    page.goto(address)
    expect(page.locator("#progress")).to_contain_text("The answer waits to be fetched. Granted in part.")
    page.goto(f"{address}person/")
    expect(page.locator("main")).to_contain_text("changed from Vej 1 to Vej 2")


def test_a_field_is_corrected_by_a_plan_that_is_read_and_confirmed(
    as_staff: Callable[..., Page], console: Console
) -> None:
    page = as_staff("carl")
    address = new(page, console, "rectification", "eid")
    page.goto("about:blank")
    console.carry(address)
    page.goto(address)
    page.locator("a", has_text="See and correct the fields").click()
    city = page.locator("label", has_text="town").first
    field = page.locator(f"#{city.get_attribute('for')}")
    before = field.input_value()
    send(page, "correct")
    expect(page.locator("[role=alert]")).to_contain_text("nothing to correct")
    field.fill("Aabenraa")
    send(page, "correct")
    page.wait_for_url("**/changes/")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody")).to_contain_text(before)
    expect(page.locator("tbody")).to_contain_text("Aabenraa")
    page.locator("#sure").check()
    send(page, "confirm")
    expect(page.locator(".events")).to_contain_text("Plan confirmed")
    expect(page.locator("main")).not_to_contain_text("Aabenraa")
    page.goto("about:blank")
    console.carry(address)
    page.goto(f"{address}answer/")
    expect(page.locator(".letter")).to_contain_text("Aabenraa")
    auditor = as_staff("aud")
    auditor.goto(f"{console.address}/console/log/?request={address.rstrip('/').rsplit('/', 1)[1]}")
    expect(auditor.locator("main")).to_contain_text("saw: the person's data")


def test_an_answer_is_read_with_a_look_noted_given_by_hand_and_in_the_end_gone(
    as_staff: Callable[..., Page], console: Console
) -> None:
    page = as_staff("carl")
    address = new(page, console, "human_review", "in-person")
    page.locator("#decision").fill("Køb på faktura")
    page.locator("#changed-yes").check()
    page.locator("#outcome").fill("Du kan købe på faktura.")
    page.locator("#reasoning").fill("Du har betalt til tiden i ni år.")
    send(page, "reviewed")
    page.goto("about:blank")
    console.carry(address)
    page.goto(address)
    page.locator("a", has_text="Read the answer").click()
    expect(page.locator(".letter")).to_contain_text("Du har betalt til tiden i ni år.")
    printed = page.request.get(f"{address}answer.pdf")
    assert printed.body().startswith(b"%PDF")
    reader = as_staff("rune")
    reader.goto(address)
    assert reader.locator("a", has_text="Read the answer").count() == 0
    assert reader.request.get(f"{address}answer/").status == 403
    page.goto(address)
    send(page, "sent")
    expect(page.locator(".events")).to_contain_text("Answer given in another way")
    console.cast("forget", address.rstrip("/").rsplit("/", 1)[1])
    page.goto(address)
    expect(page.locator("main")).to_contain_text("The answer has been erased")
    assert page.request.get(f"{address}answer/").status == 404
    auditor = as_staff("aud")
    auditor.goto(f"{console.address}/console/log/?request={address.rstrip('/').rsplit('/', 1)[1]}")
    expect(auditor.locator("main")).to_contain_text("saw: the answer as PDF")
    expect(auditor.locator("main")).not_to_contain_text("ni år")


def test_each_purpose_of_an_objection_is_weighed_and_the_last_decides_it(
    as_staff: Callable[..., Page], console: Console
) -> None:
    page, boss = as_staff("carl"), as_staff("rikke")
    purposes = [one for one in POLICY.purposes.values() if one.basis is Basis.LEGITIMATE_INTEREST]
    weighed = [one.name for one in purposes if not one.marketing][:2]
    address = new(page, console, "objection", "call-back", *(f"p-{name}" for name in weighed))
    forms = page.locator("form[action$='/weigh/']")
    expect(forms).to_have_count(2)
    forms.nth(0).locator("input[value=no]").check()
    forms.nth(0).locator("textarea").fill("Der er et krav i retten.")
    forms.nth(0).locator("button").click()
    expect(page.locator("#progress")).to_contain_text("Waits for a second person")
    expect(forms).to_have_count(1)  # what is proposed waits for the second person only
    forms.locator("input[value=yes]").check()
    forms.locator("textarea").fill("Det behøves ikke.")
    forms.locator("button").click()
    expect(forms).to_have_count(0)
    boss.goto(address)
    send(boss, "agree")
    expect(boss.locator("#progress")).to_contain_text("Granted in part")
    boss.goto("about:blank")
    console.carry(address)
    boss.goto(f"{address}answer/")
    expect(boss.locator(".letter")).to_contain_text("Der er et krav i retten.")


def test_whoever_proposed_a_refusal_may_think_again(as_staff: Callable[..., Page], console: Console) -> None:
    page = as_staff("carl")
    new(page, console, "erasure", "eid")
    page.locator("summary", has_text="Propose a refusal").click()
    page.locator("#ground").fill("Again and again.")
    page.locator("#law").fill("Art. 12(5)")
    send(page, "refuse")
    page.locator("button", has_text="Take the proposal back").click()
    expect(page.locator(".events")).to_contain_text("Refusal turned down")
    expect(page.locator("main")).not_to_contain_text("Again and again.")


def test_a_call_from_somebody_unknown_opens_when_it_is_made_sure_who_calls(
    as_staff: Callable[..., Page], console: Console
) -> None:
    page = as_staff("carl")
    new(page, console, "access", "code")
    expect(page.locator("#progress")).to_contain_text("Waits until it is sure enough who asks")
    assert page.locator("a", has_text="What is found").count() == 0
    send(page, "ask-proof")
    expect(page.locator(".events")).to_contain_text("Code asked for")
    page.locator("#method").select_option("call-back")
    send(page, "prove")
    expect(page.locator(".events")).to_contain_text("Identity made sure: call-back")
    expect(page.locator("#progress")).to_contain_text("Holdord is at work")


def test_a_page_that_is_open_sees_by_itself_that_the_work_is_done(
    as_staff: Callable[..., Page], console: Console
) -> None:
    page = as_staff("carl")
    address = new(page, console, "portability", "eid")
    expect(page.locator(".again a")).to_have_text("Look again")
    console.carry(address)
    expect(page.locator("#progress")).to_contain_text("The answer waits to be fetched", timeout=15_000)


def test_a_request_is_taken_paused_resumed_and_taken_back(
    as_staff: Callable[..., Page], console: Console
) -> None:
    page = as_staff("carl")
    new(page, console, "erasure", "eid")
    send(page, "assign")
    expect(page.locator("#clock + dl")).to_contain_text("carl")
    page.locator("summary", has_text="Pause").click()
    page.locator("#missing").fill("Which <b>order</b> is it about?")
    send(page, "pause")
    expect(page.locator(".events li.mail", has_text="Question to the person")).to_have_count(1)
    expect(page.locator("#progress")).to_contain_text("Waits for the person")
    page.locator("summary", has_text="Resume").click()
    send(page, "resume")
    expect(page.locator(".events")).to_contain_text("Resumed")
    page.locator("summary", has_text="took it back").click()
    send(page, "withdraw")
    expect(page.locator("#progress")).to_contain_text("Finished. Withdrawn.")
    assert page.locator("main form").count() == 0
