"""What is passed on is written down, found again in the person's answer, and goes when its time has come."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from holdord.letters.letter import Table
from holdord.letters.text import as_text
from holdord.words.disclosure import Withheld
from holdord.words.request import Channel, Outcome, Right, State, Strength
from holdord.workflows.disclosing import PassedOn, about, strike, told_to_person, write_down
from holdord.workflows.exporting import disclose
from holdord.workflows.office import Office, Refused
from holdord.workflows.own import OwnOffice, foresee, plan_own, sweep
from holdord.workflows.requests import carrying, handing, receiving
from tests.company import Company
from tests.servers import Database

pytest.register_assert_rewrite("tests.workflows.shop")

from tests.workflows.registers_cast import registered  # noqa: E402
from tests.workflows.shop import MARKER, NOW  # noqa: E402

TODAY = NOW.date()
FRIDA, OLE = {"email": [MARKER]}, {"customer_no": ["2"]}
POLICE = PassedOn(TODAY, "retsplejeloven § 804", ("name", "purchases"), to="Politiet", reference="J-77")
GIFT = PassedOn(date(2025, 1, 7), "Art. 6(1)(a)", ("name",), recipient="gifts")


@pytest.fixture
def company(new_database: Callable[[str], Database], tmp_path: Path) -> Company:
    return registered(tmp_path / "policy", new_database("sqlite"))


@pytest.fixture
def office(company: Company) -> Iterator[Office]:
    with company.office() as opened:
        yield opened
        opened.store.close()


def answered(office: Office, keys: dict[str, str], at: datetime = NOW) -> tuple[str, dict[str, bytes]]:
    """The letter and the files that somebody is given who asks for access."""
    id = receiving.receive(
        office, Right.ACCESS, Channel.PHONE, "en", keys, "", {}, "", at, "rikke", Strength.STAFF
    )
    assert carrying.carry(office, id, lambda: at).state is State.READY
    letter = handing.letter_of(office, id, at)
    assert letter
    return as_text(letter), handing.files_of(office, id, at)


def test_an_answer_tells_the_person_each_passing_on_of_theirs_and_nobody_elses(office: Office) -> None:
    write_down(office, [FRIDA, OLE], GIFT, NOW, "anna")
    write_down(office, [OLE], POLICE, NOW, "anna")
    letter, files = answered(office, {"email": MARKER})
    assert "When your data was passed on" in letter
    assert "7 January 2025" in letter
    assert "sends presents" in letter.lower()
    assert "Politiet" not in letter, "that is about another person"
    assert json.loads(files["answer.json"])["disclosures"] == [
        {
            "on": "2025-01-07", "to": "gifts", "recipient": "gifts", "ground": "Art. 6(1)(a)",
            "categories": ["name"],
        }
    ]  # fmt: skip
    of_ole, files = answered(office, {"customer_no": "2"})
    assert "Politiet" in of_ole
    assert [one["to"] for one in json.loads(files["answer.json"])["disclosures"]] == ["Politiet", "gifts"]


def test_it_is_found_by_any_way_that_leads_to_the_person(office: Office) -> None:
    write_down(office, [OLE], POLICE, NOW, "anna")
    assert "Politiet" in answered(office, {"email": "O@X.example"})[0]
    assert len(about(office, {"email": ["o@x.example"]}, NOW)) == 1


def test_who_was_never_passed_on_reads_nothing_of_it(office: Office) -> None:
    write_down(office, [OLE], POLICE, NOW, "anna")
    letter, files = answered(office, {"email": MARKER})
    assert "passed on" not in letter
    assert "disclosures" not in json.loads(files["answer.json"])


def test_what_must_not_be_told_leaves_no_trace_in_an_answer_until_its_last_day_is_over(
    office: Office,
) -> None:
    withheld = Withheld("databeskyttelsesloven § 22, stk. 2", TODAY + timedelta(days=60))
    without, _ = answered(office, {"customer_no": "3"})
    write_down(office, [FRIDA], PassedOn(**{**_stated(POLICE), "withheld": withheld}), NOW, "anna")
    letter, files = answered(office, {"email": MARKER})
    told = letter + "".join(content.decode("utf-8", "replace") for content in files.values())
    for trace in ("Politiet", "804", "J-77", "§ 22", "withheld", "disclosure", "passed on"):
        assert trace not in told.replace("withheld_for_others", ""), trace
    found = disclose(office, FRIDA, NOW)
    assert told_to_person(office, FRIDA, found, withheld.until) == ()
    (later,) = told_to_person(office, FRIDA, found, withheld.until + timedelta(days=1))
    assert later.to == "Politiet"
    assert "Politiet" in answered(office, {"email": MARKER}, NOW + timedelta(days=61))[0]
    assert without


def _stated(what: PassedOn) -> dict[str, object]:
    return {name: getattr(what, name) for name in what.__dataclass_fields__}


def test_a_mistake_is_told_nobody(office: Office) -> None:
    (id,) = write_down(office, [FRIDA], POLICE, NOW, "anna")
    strike(office, id, "it was another customer", "anna", NOW)
    assert "Politiet" not in answered(office, {"email": MARKER})[0]
    assert [one.struck for one in about(office, FRIDA, NOW)] == [NOW]
    with pytest.raises(Refused):
        strike(office, id, " ", "anna", NOW)


def test_who_is_erased_is_still_told_to_whom_their_data_went(office: Office, company: Company) -> None:
    write_down(office, [{"email": ["o@x.example"]}], POLICE, NOW, "anna")
    company.databases["shop"].execute_script(
        "DELETE FROM order_lines; DELETE FROM orders; DELETE FROM customers WHERE id = 2;"
    )
    letter, files = answered(office, {"email": "o@x.example"})
    assert "Politiet" in letter
    assert "disclosures" in json.loads(files["answer.json"])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ground": " "}, "no-ground"),
        ({"categories": ()}, "no-categories"),
        ({"categories": ("shoe_size",)}, "unknown-name"),
        ({"recipient": "nobody"}, "unknown-name"),
        ({"to": ""}, "no-receiver"),
        ({"on": TODAY + timedelta(days=2)}, "day-ahead"),
        ({"withheld": Withheld("", TODAY + timedelta(days=9))}, "withheld-without-law"),
        ({"withheld": Withheld("§ 22", TODAY)}, "withheld-without-end"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    office: Office, change: dict[str, object], code: str
) -> None:
    with pytest.raises(Refused) as told:
        write_down(office, [FRIDA], PassedOn(**{**_stated(POLICE), **change}), NOW, "anna")
    assert [finding.code for finding in told.value.findings] == [code]
    assert office.store.disclosures() == []


def test_of_many_people_none_is_written_down_where_one_is_unknown(office: Office) -> None:
    with pytest.raises(Refused) as told:
        write_down(office, [FRIDA, {"customer_no": ["4711"]}, OLE], GIFT, NOW, "anna")
    assert [finding.code for finding in told.value.findings] == ["nobody"]
    assert office.store.disclosures() == []
    assert len(write_down(office, [FRIDA, OLE, FRIDA], GIFT, NOW, "anna")) == 2, "each person once"


def test_a_disclosure_goes_five_years_after_it_was_made_and_its_person_with_it(office: Office) -> None:
    (old,) = write_down(office, [FRIDA], GIFT, NOW, "anna")
    other = PassedOn(**{**_stated(GIFT), "reference": "another"})
    (struck,) = write_down(office, [FRIDA], other, NOW, "anna")
    strike(office, struck, "twice", "anna", NOW)
    (young,) = write_down(office, [OLE], POLICE, NOW, "anna")
    assert plan_own(OwnOffice.beside(office), datetime(2030, 1, 6, 12, tzinfo=NOW.tzinfo)).expected == 0
    own, then = OwnOffice.beside(office), datetime(2030, 1, 9, 12, tzinfo=NOW.tzinfo)
    assert plan_own(own, then).expected >= 3
    foresee(own, then - timedelta(days=30))
    swept = sweep(own, lambda: then, "test")
    assert swept.waiting is None, swept.because
    assert [one.id for one in office.store.disclosures()] == [young]
    assert old != young


def test_an_answer_is_of_nothing_held_where_nothing_is(office: Office) -> None:
    id = receiving.receive(
        office, Right.ACCESS, Channel.PHONE, "en", {"customer_no": "4711"}, "", {}, "", NOW, "rikke",
        Strength.STAFF,
    )  # fmt: skip
    assert carrying.carry(office, id, lambda: NOW).outcome is Outcome.NOTHING_HELD


def test_the_table_of_an_answer_names_the_day_the_receiver_the_ground_and_the_categories(
    office: Office,
) -> None:
    write_down(office, [OLE], POLICE, NOW, "anna")
    id = receiving.receive(
        office, Right.ACCESS, Channel.PHONE, "en", {"customer_no": "2"}, "", {}, "", NOW, "rikke",
        Strength.STAFF,
    )  # fmt: skip
    carrying.carry(office, id, lambda: NOW)
    letter = handing.letter_of(office, id, NOW)
    assert letter
    (table,) = (one for one in letter.blocks if isinstance(one, Table) and one.caption == "Disclosures")
    ((day, to, ground, categories),) = table.rows
    assert (day, to, ground) == ("1 June 2025", "Politiet", "retsplejeloven § 804")
    assert "and" in categories
