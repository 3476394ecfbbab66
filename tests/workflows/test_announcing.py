"""People are told of a change of the policy that concerns them: each once, whatever dies on the way."""

import json
import signal
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from holdord.connectors.faults import ANNOUNCING_POINTS, MAIL_POINTS
from holdord.planning.typed import normal
from holdord.workflows.engine import Run
from holdord.workflows.engine.plain import checked
from holdord.workflows.office import Office, Refused
from holdord.workflows.own import OwnOffice, foresee, own_rows, plan_own
from holdord.workflows.requests import mailing
from holdord.workflows.running import run_plan
from holdord.workflows.stating import state_consent, state_objection
from holdord.workflows.versions import announcing, durable
from holdord.workflows.versions.announcing import list_people, send_some, stop_marketing
from holdord.workflows.versions.publishing import confirmed, publish
from holdord.workflows.versions.said import said_by
from tests.company import Company
from tests.servers import DIALECTS, Database, fresh_sqlite
from tests.workflows.postbox import Postbox, running_postbox
from tests.workflows.worker import killed_announcing

pytest.register_assert_rewrite("tests.workflows.told")

from tests.workflows.told import (  # noqa: E402
    BUYERS,
    MEMBERS,
    NOW,
    address,
    changed,
    company,
    drafted,
    publish_change,
    published,
    written,
)

LATER = NOW + timedelta(days=1)
LONGER = changed("service", keep="4 years after joined")
STORES = ("sqlite", "postgresql")


def clock() -> datetime:
    return LATER


@pytest.fixture
def postbox(free_tcp_port: int) -> Iterator[tuple[Postbox, str]]:
    with running_postbox(free_tcp_port) as running:
        yield running


@pytest.fixture
def told(request: pytest.FixtureRequest, new_database: Callable[[str], Database], tmp_path: Path) -> Company:
    """The company, its shop on SQLite unless a test asks for another kind of database."""
    crm = tmp_path / "crm"
    crm.mkdir()
    shop = new_database(getattr(request, "param", "sqlite"))
    return company(tmp_path / "policy", shop, fresh_sqlite(crm))


@pytest.fixture
def environment(told: Company, postbox: tuple[Postbox, str]) -> dict[str, str]:
    return {
        **told.environment,
        "HOLDORD_SMTP_URL": postbox[1],
        "HOLDORD_ADDRESS": "https://privacy.x.example",
    }


def send_all(office: Office, now: datetime = LATER, rounds: int = 30) -> int:
    return sum(send_some(office, now + timedelta(minutes=n)) for n in range(rounds))


def arrived(box: Postbox) -> Counter[str]:
    return Counter(str(letter["To"]).lower() for letter in box.letters)


EVERYBODY = {address(n) for n in range(1, MEMBERS + 1)} | {"alone@post.example"}


@pytest.mark.parametrize("told", DIALECTS, indirect=True)
def test_everybody_whom_a_change_concerns_gets_one_letter_at_one_address(
    told: Company, environment: dict[str, str], postbox: tuple[Postbox, str]
) -> None:
    publish_change(told, environment, LONGER)
    with Office.open(told.folder, environment) as office:
        assert list_people(office, clock) == len(EVERYBODY)
        assert list_people(office, clock) == 0
        send_all(office)
        announced = office.store.announcement(2)
        assert announced is not None
        assert (announced.counts.total, announced.counts.sent) == (len(EVERYBODY), len(EVERYBODY))
        assert announced.unreached == 1
        assert announced.done
    assert arrived(postbox[0]) == Counter(EVERYBODY)
    letter = " ".join(postbox[0].letters[0].get_content().split())
    assert "Some data is kept longer: service. It is now 4 years after" in letter
    assert "https://privacy.x.example/en/policy/versions/2/" in letter


@pytest.mark.parametrize("told", DIALECTS, indirect=True)
def test_only_those_are_told_whose_rows_serve_a_touched_purpose(
    told: Company, environment: dict[str, str], postbox: tuple[Postbox, str]
) -> None:
    publish_change(
        told, environment, changed("bookkeeping", keep="6 years after end of fiscal year of invoice")
    )
    with Office.open(told.folder, environment) as office:
        list_people(office, clock)
        send_all(office)
    assert arrived(postbox[0]) == Counter(address(n) for n in range(1, BUYERS + 1))


def test_an_address_is_looked_for_in_other_systems_where_the_rows_have_none(
    told: Company, environment: dict[str, str], postbox: tuple[Postbox, str]
) -> None:
    publish_change(told, environment, changed("offers", keep="2 years after seen"))
    with Office.open(told.folder, environment) as office:
        list_people(office, clock)
        send_all(office)
        announced = office.store.announcement(2)
    assert announced
    assert announced.unreached == 1
    assert arrived(postbox[0]) == Counter(address(n) for n in (31, 32, 33))


def test_who_has_withdrawn_or_objected_is_not_told_of_that_purpose_any_more(
    told: Company, environment: dict[str, str], postbox: tuple[Postbox, str]
) -> None:
    with Office.open(told.folder, environment) as office:
        known = {"email": [address(3)]}
        state_consent(office, known, "newsletter", True, NOW - timedelta(days=9), "form", "ida")
        state_consent(office, known, "newsletter", False, NOW - timedelta(days=1), "form", "ida")
        state_objection(office, {"email": [address(4)]}, "newsletter", "made", NOW, "enough", "ida")
    publish_change(told, environment, changed("newsletter", categories=["email", "name"]))
    with Office.open(told.folder, environment) as office:
        list_people(office, clock)
        send_all(office)
    assert set(arrived(postbox[0])) == {address(n) for n in range(1, MEMBERS + 1)} - {address(3), address(4)}


def test_an_editorial_change_is_published_and_nobody_is_written_to(
    told: Company, environment: dict[str, str]
) -> None:
    publish_change(told, environment, changed("service", keep="2 years after joined"))
    with Office.open(told.folder, environment) as office:
        assert [one.number for one in office.store.publications()] == [2, 1]
        assert office.store.announcement(2) is None
        assert not office.store.telling_due(LATER)


def test_what_looks_editorial_can_be_announced_and_nothing_substantial_be_hidden(
    told: Company, environment: dict[str, str]
) -> None:
    with Office.open(told.folder, environment) as office:
        published(office)
    (told.folder / "policy.yaml").write_text(
        changed("service", says={"en": "something else"}), encoding="utf-8"
    )
    with Office.open(told.folder, environment) as office:
        assert not drafted(office).announced
        raised = drafted(office, raised=frozenset({"purposes.service.says"}))
        assert raised.announced
        assert raised.digest != drafted(office).digest
        with pytest.raises(Refused) as refused:
            drafted(office, raised=frozenset({"purposes.service.keep"}))
        assert refused.value.findings[0].code == "unknown-change"


def test_what_was_shown_is_what_is_published(told: Company, environment: dict[str, str]) -> None:
    with Office.open(told.folder, environment) as office:
        first = drafted(office)
        confirmed(first, first.digest)
        assert publish(office, first, NOW, written)
        assert not publish(office, first, NOW + timedelta(minutes=1), written), "the same version, twice"
        assert len(office.store.publications()) == 1
        with pytest.raises(Refused) as refused:
            publish(office, drafted(office), NOW, written)
        assert refused.value.findings[0].code == "nothing-changed"
        with pytest.raises(Refused) as refused:
            confirmed(drafted(office), first.digest)
        assert refused.value.findings[0].code == "changed-since-shown"


def test_a_version_keeps_page_markdown_and_pdf_in_each_language_and_one_text_for_machines(
    told: Company, environment: dict[str, str]
) -> None:
    with Office.open(told.folder, environment) as office:
        assert publish(office, drafted(office), NOW)
        page, text, pdf = (office.store.published_text(1, "en", kind) for kind in ("html", "md", "pdf"))
        machines = office.store.published_text(1, "", "jsonld")
    assert page
    assert text
    assert b"Karla Lund, director" in page
    assert b"Karla Lund, director" in text
    assert pdf
    assert pdf.startswith(b"%PDF-")
    assert json.loads(machines or b"")["@context"]


def test_a_version_nobody_adopts_is_not_published(told: Company, environment: dict[str, str]) -> None:
    from holdord.workflows.versions.publishing import draft

    with Office.open(told.folder, environment) as office:
        with pytest.raises(Refused) as refused:
            publish(office, draft(office, "  ", {}, NOW), NOW, written)
        assert refused.value.findings[0].code == "adopter-missing"
        assert office.store.publications() == []
        with pytest.raises(Refused) as refused:
            draft(office, "Karla", {"da": "nyt"}, NOW)
        assert refused.value.findings[0].code == "note-untranslated"


def test_a_change_about_marketing_carries_what_ends_it_with_one_click(
    told: Company, environment: dict[str, str], postbox: tuple[Postbox, str]
) -> None:
    publish_change(told, environment, changed("newsletter", categories=["email", "name"]))
    with Office.open(told.folder, environment) as office:
        list_people(office, clock)
        send_all(office)
        letter = next(one for one in postbox[0].letters if one["To"] == address(7))
        assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        link = str(letter["List-Unsubscribe"]).strip("<>")
        assert link.startswith("https://privacy.x.example/en/stop/T-")
        assert link in letter.get_content()
        id, code = link.rstrip("/").split("/")[-2:]
        number = int(id.removeprefix("T-"))
        assert office.store.told_opens(number, code)
        assert stop_marketing(office, number, LATER) == ("newsletter",)
        assert stop_marketing(office, number, LATER) == ("newsletter",)
        rows = office.stated(LATER + timedelta(days=1)).lapsed["newsletter"]
        assert rows.of("shop", "customers") == {7}


def test_the_link_that_ends_marketing_is_explained_in_the_languages_that_were_published(
    told: Company, environment: dict[str, str], postbox: tuple[Postbox, str]
) -> None:
    publish_change(told, environment, changed("newsletter", categories=["email", "name"]))
    with Office.open(told.folder, environment) as office:
        list_people(office, clock)
        controller = replace(office.policy.controller, texts=("da",))
        object.__setattr__(office, "policy", replace(office.policy, controller=controller))
        send_some(office, LATER)
        stop = announcing.message_on_site(office, 2, "en")["stop"]
    assert stop
    assert stop in postbox[0].letters[0].get_content()


def test_a_stop_that_was_cut_short_is_carried_out_by_the_next_click(
    told: Company, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_change(told, environment, changed("newsletter", categories=["email", "name"]))
    with Office.open(told.folder, environment) as office:
        list_people(office, clock)
        (letter,) = office.store.told_of([("email", address(7))])

        def dies(*_: object, **__: object) -> None:
            raise InterruptedError

        with monkeypatch.context() as cut:
            cut.setattr(office.store, "consent", dies)
            cut.setattr(office.store, "objection", dies)
            with pytest.raises(InterruptedError):
                stop_marketing(office, letter.id, LATER)
        for _ in range(2):
            assert stop_marketing(office, letter.id, LATER) == ("newsletter",)
        subject = office.store.told_subject(letter.id)
        said = [*office.store.consents(subject), *office.store.objections(subject)]
        assert [one.purpose for one in said] == ["newsletter"], "said no once"
        rows = office.stated(LATER + timedelta(days=1)).lapsed["newsletter"]
        assert rows.of("shop", "customers") == {7}


def test_a_notice_that_the_law_demands_cannot_be_refused(
    told: Company, environment: dict[str, str], postbox: tuple[Postbox, str]
) -> None:
    publish_change(told, environment, LONGER)
    with Office.open(told.folder, environment) as office:
        list_people(office, clock)
        send_some(office, LATER)
    assert postbox[0].letters
    assert all("List-Unsubscribe" not in letter for letter in postbox[0].letters)


def test_no_more_letters_go_out_in_a_minute_than_is_set(
    told: Company, environment: dict[str, str], postbox: tuple[Postbox, str]
) -> None:
    publish_change(told, environment, LONGER)
    with Office.open(told.folder, {**environment, announcing.RATE: "7"}) as office:
        list_people(office, clock)
        sent = [send_some(office, LATER + timedelta(minutes=2 * n)) for n in range(7)]
        assert sent == [7, 7, 7, 7, 7, 6, 0]
    assert arrived(postbox[0]) == Counter(EVERYBODY)
    with Office.open(told.folder, {**environment, announcing.RATE: "0"}) as office, pytest.raises(Refused):
        send_some(office, LATER)


def test_what_a_person_was_told_on_a_day_can_be_shown(
    told: Company, environment: dict[str, str], postbox: tuple[Postbox, str]
) -> None:
    publish_change(told, environment, LONGER)
    with Office.open(told.folder, environment) as office:
        list_people(office, clock)
        send_all(office)
        known = {"customer_no": ["3"]}
        before = said_by(office, NOW + timedelta(hours=1), known, LATER)
        after = said_by(office, LATER + timedelta(hours=2), known, LATER)
        assert (before.stood.number, before.told) == (1, ())
        assert after.stood.number == 2
        assert [(one.number, one.state) for one in after.told] == [(2, "sent")]
        assert "kept longer: service" in announcing.letter_of(office, 2)
        with pytest.raises(Refused) as refused:
            said_by(office, NOW - timedelta(days=1), None, LATER)
        assert refused.value.findings[0].code == "not-yet-published"


def test_an_answer_tells_what_is_held_of_who_was_told_and_it_goes_in_time(
    told: Company, environment: dict[str, str], postbox: tuple[Postbox, str]
) -> None:
    publish_change(told, environment, LONGER)
    with Office.open(told.folder, environment) as office:
        list_people(office, clock)
        send_all(office)
        (held,) = own_rows(office, {"customer_no": ["3"]}, LATER)
        assert held.collection == "told"
        row = dict(zip(held.columns, held.rows[0], strict=True))
        assert (len(held.rows), row["publication_id"], row.get("decided_by", "")) == (
            1,
            2,
            "",
        )
        assert own_rows(office, {"email": ["nobody@post.example"]}, LATER) == []
        own = OwnOffice.beside(office)
        for years, left in ((2, len(EVERYBODY)), (4, 0)):
            now = LATER + timedelta(days=365 * years)
            foresee(own, now - timedelta(days=1))
            plan = plan_own(own, now)
            office.store.save_plan(plan)
            run_plan(own, plan.digest, lambda now=now: now, "test")  # type: ignore[misc]
            announced = office.store.announcement(2)
            assert announced is not None
            assert announced.counts.total == left
        assert [one.number for one in office.store.publications()] == [2, 1], "what was published stays"


def test_letters_that_could_not_be_sent_go_later_and_the_same_connection_serves_many(
    told: Company, environment: dict[str, str], postbox: tuple[Postbox, str]
) -> None:
    publish_change(told, environment, LONGER)
    with Office.open(told.folder, environment) as office:
        list_people(office, clock)
        postbox[0].answer = "451 later"
        assert send_some(office, LATER, timedelta(seconds=2)) == 0
        postbox[0].answer = "250 OK"
        send_all(office, LATER + timedelta(minutes=1))
    assert arrived(postbox[0]) == Counter(EVERYBODY)


def test_no_address_stands_in_our_own_tables(told: Company, environment: dict[str, str]) -> None:
    publish_change(told, environment, LONGER)
    with Office.open(told.folder, environment) as office:
        list_people(office, clock)
        file = Path(office.store.file)
        office.store.close()
    files = [one for one in file.parent.iterdir() if one.is_file()]
    assert file in files
    assert not [one.name for one in files if b"@post.example" in one.read_bytes().lower()]


@pytest.fixture
def stored(
    request: pytest.FixtureRequest, environment: dict[str, str], new_database: Callable[[str], Database]
) -> Mapping[str, str]:
    """The environment with a store of the kind that is asked for."""
    if request.param == "sqlite":
        return environment
    url = new_database("postgresql").url.replace("postgresql+psycopg", "postgresql")
    return {**environment, "HOLDORD_DATABASE_URL": url}


@pytest.mark.parametrize("stored", STORES, indirect=True)
@pytest.mark.parametrize("point", [*ANNOUNCING_POINTS, *MAIL_POINTS])
def test_killed_at_any_point_nobody_is_told_twice_and_nobody_missed(
    told: Company, stored: Mapping[str, str], postbox: tuple[Postbox, str], point: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The second time the point is reached, so that some letters are queued or sent already by then."""
    publish_change(told, stored, LONGER)
    times = "" if point in ("people-found", "people-listed") else ":2"
    assert killed_announcing(f"{point}{times}", told.folder, stored) == -signal.SIGKILL
    with Office.open(told.folder, stored) as office:
        list_people(office, clock)
        send_all(office, LATER + timedelta(minutes=12))
        unsure = office.store.told_unsure(2)
        announced = office.store.announcement(2)
        assert announced is not None
        assert announced.counts.total == len(EVERYBODY)
        assert announced.counts.sent + len(unsure) == len(EVERYBODY)
        assert len(unsure) == (point in ("mail-begun", "mail-taken"))
        assert max(arrived(postbox[0]).values()) == 1
        missing = EVERYBODY - set(arrived(postbox[0]))
        assert len(missing) == (point == "mail-begun")
        for one in unsure:
            if missing:
                mailing.send_again(office, one.id, "ida", LATER, announcing.TOLD)
            else:
                mailing.leave(office, one.id, "ida", LATER, announcing.TOLD)
        send_all(office, LATER + timedelta(hours=2), 3)
        office.store.close()
    assert arrived(postbox[0]) == Counter(EVERYBODY)


def test_of_several_addresses_the_one_that_was_written_to_is_known_when_another_comes_first(
    told: Company, environment: dict[str, str], postbox: tuple[Postbox, str]
) -> None:
    publish_change(told, environment, LONGER)
    with Office.open(told.folder, environment) as office:
        list_people(office, clock)
        send_all(office)
        told.databases["crm"].execute_script(
            "UPDATE contacts SET email = 'a-first@office.example' WHERE id = 2;"
        )
        key = office.policy.keys["email"]
        assert normal(key, "a-first@office.example") < normal(key, address(2))
        found = announcing.people_concerned(office, ("service",), 2, LATER)
        assert "a-first@office.example" not in {one.address for one in found.people}
        assert office.store.told_put(2, found.people, LATER) == 0


def test_the_clock_has_people_found_and_told_and_asks_for_nothing_where_nobody_waits(
    told: Company, environment: dict[str, str], postbox: tuple[Postbox, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run of each minute asks for one that lists and sends."""
    monkeypatch.setattr(durable, "_now", clock)
    publish_change(told, environment, LONGER)
    with Office.open(told.folder, environment) as office:
        carrier = Carried(office)
        durable.announce_changes(Run("minute", carrier))
        assert carrier.asked == [("tell-of-change", "2026-11-21T12:00/tell-of-change")]
        durable.tell_of_change(Run("tell", carrier))
        announced = office.store.announcement(2)
        assert announced
        assert announced.done
        durable.announce_changes(Run("next", carrier))
        assert len(carrier.asked) == 1
    assert arrived(postbox[0]) == Counter(EVERYBODY)


class Carried:
    """Carries a run in this process, writing down through the engine's own gate what steps answer."""

    def __init__(self, office: Office) -> None:
        self.context = office
        self.asked: list[tuple[str, str]] = []

    def step(self, name: str, act: Callable[[], Any]) -> Any:
        return checked(act())

    def pause(self, seconds: float) -> None:
        raise AssertionError("no step is tried again here")

    sleep = pause

    def go_on(self) -> None:
        pass

    def enqueue(self, name: str, key: str, ids: tuple[Any, ...], queue: str) -> str:
        self.asked.append((name, key))
        return key

    def changed(self, name: str) -> bool:
        return True
