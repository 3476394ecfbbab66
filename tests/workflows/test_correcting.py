"""Fields corrected in real databases: what fits is written once, what does not fit is refused before."""

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from holdord.connectors.faults import FAULT_POINTS
from holdord.words.correction import Correction
from holdord.workflows.correcting import correctable, propose
from holdord.workflows.office import Office, Refused
from holdord.workflows.proving import prove
from holdord.workflows.running import run_plan
from tests.company import Company
from tests.servers import DIALECTS, Database
from tests.workflows.corrections import ID, NEW, NOW, OLD, company, correction
from tests.workflows.worker import killed_at

FRIDA = {"email": [OLD]}
ONCE = ("after-claim", "before-end", "after-end")
"""Points that a run passes once; the others in the transaction of each system."""


@pytest.fixture(params=DIALECTS)
def opened(
    request: pytest.FixtureRequest, new_database: Callable[[str], Database], tmp_path: Path
) -> Iterator[tuple[Company, Office]]:
    here = company(tmp_path / "policy", new_database(request.param), new_database("sqlite"))
    with here.office() as office:
        yield here, office
        office.store.close()


def refused(office: Office, *corrections: Correction) -> str:
    with pytest.raises(Refused) as caught:
        propose(office, FRIDA, corrections, NOW)
    (finding,) = caught.value.findings
    assert not any(one.value in finding.message + finding.help for one in corrections if len(one.value) > 3)
    return finding.code


def test_every_kind_of_field_is_written_as_it_is_said(opened: tuple[Company, Office]) -> None:
    here, office = opened
    stated = {
        "name": "Frida Ø",
        "phone": "",
        "born": "1981-02-03",
        "credit": "-7.5",
        "member": "no",
        "visits": "4",
        "note": "Øre på\nto linjer; it's 100 % \\ fine",
        "joined_at": "2026-01-03 10:00",
        "seen_at": "2026-01-03T11:00:00+01:00",
        "country": "NO",
    }
    made = propose(office, FRIDA, [correction(f"shop.customers.{c}", v) for c, v in stated.items()], NOW)
    office.store.save_plan(made.plan)
    before = here.rows("shop", "customers")
    report = run_plan(office, made.plan.digest, lambda: NOW, "rikke")
    assert report.faults == []
    (frida,) = [row for row in here.rows("shop", "customers", ", ".join(("id", *stated))) if row[0] == "1"]
    told = dict(zip(stated, frida[1:], strict=True))
    assert told["name"] == "Frida Ø"
    assert told["phone"] is None
    assert told["born"] == "1981-02-03"
    assert float(told["credit"] or 0) == -7.5
    assert told["member"] in ("0", "False")
    assert told["visits"] == "4"
    assert told["note"] == stated["note"]
    assert told["joined_at"] == "2026-01-03 10:00:00"
    assert told["seen_at"] == "2026-01-03 10:00:00"
    assert told["country"] == "NO"
    assert [row for row in here.rows("shop", "customers") if row[0] == "2"] == [
        row for row in before if row[0] == "2"
    ]


def test_a_plan_runs_once_and_leaves_counts_and_no_values(opened: tuple[Company, Office]) -> None:
    here, office = opened
    made = propose(
        office,
        FRIDA,
        [correction("shop.customers.name", "Frida"), correction("crm.contacts.name", "Frida M.", ID)],
        NOW,
    )
    office.store.save_plan(made.plan)
    assert {(one.column, one.old, one.new) for one in made.changes} == {
        ("name", "Fridda", "Frida"),
        ("name", "Frida Marker", "Frida M."),
    }
    for _ in range(2):
        report = run_plan(office, made.plan.digest, lambda: NOW, "rikke")
        assert report.faults == []
    assert report.already_done
    evidence = list(office.store.evidence())
    assert [(one.act, one.categories, one.columns, one.changed, one.left) for one in evidence] == [
        ("rectify", ("name",), ("name",), 1, 0)
    ] * 2
    assert {one.erased for one in evidence} == {"corrected in its row"}
    assert prove(evidence, office.store.seals()).holds
    kept = str(evidence) + made.plan.canonical() + repr(made.changes)
    assert not any(word in kept for word in ("Frida", "Fridda", ID.upper()))
    receipts = here.databases["shop"].rows("SELECT receipt, outcome FROM holdord_receipts")
    assert len(receipts) == 1
    assert "Frid" not in str(receipts)


def test_a_field_that_has_changed_since_is_not_touched(opened: tuple[Company, Office]) -> None:
    here, office = opened
    made = propose(
        office,
        FRIDA,
        [correction("shop.customers.phone", "+45 87654321"), correction("shop.customers.name", "Frida")],
        NOW,
    )
    office.store.save_plan(made.plan)
    here.databases["shop"].execute_script("UPDATE customers SET name = 'fridda' WHERE id = 1")
    report = run_plan(office, made.plan.digest, lambda: NOW, "rikke")
    assert [fault.code for fault in report.faults] == ["changed-since-plan"]
    assert here.rows("shop", "customers", "name, phone") == [("Ole", None), ("fridda", "+45 12 34 56 78")]
    assert not list(office.store.evidence())


def test_nothing_is_corrected_in_a_row_of_somebody_else(opened: tuple[Company, Office]) -> None:
    _, office = opened
    for where, row in (
        ("shop.customers.name", "2"),
        ("shop.orders.item", "3"),
        ("shop.orders.item", "4"),
        ("shop.customers.name", "no number"),
        ("shop.messages.body", "1"),
        ("crm.contacts.name", "3f3c2b55-8d0e-4f8a-8d0c-1a2b3c4d5e6f"),
    ):
        assert refused(office, correction(where, "mine", row)) == "correction-not-theirs", (where, row)
    made = propose(office, FRIDA, [correction("shop.messages.signed", "Frida M.")], NOW)
    assert made.changes[0].old == "F.", "a field that is about her alone is hers, in a shared row too"
    assert propose(office, FRIDA, [correction("shop.messages.body", "hello", "2")], NOW).changes


UNFIT = [
    ("shop.customers.score", "8", "correction-derived"),
    ("shop.customers.doubled", "y", "correction-derived"),
    ("shop.customers.id", "9", "correction-not-held"),
    ("shop.customers.customer_no", "777", "correction-links-rows"),
    ("shop.messages.writer_id", "2", "correction-not-held"),
    ("shop.customers.name", "x" * 21, "correction-unfit"),
    ("shop.customers.name", "a\x00b", "correction-unfit"),
    ("shop.customers.email", "", "correction-unfit"),
    ("shop.customers.email", "no address", "correction-unfit"),
    ("shop.customers.phone", "call me", "correction-unfit"),
    ("shop.customers.born", "3 February 1981", "correction-unfit"),
    ("shop.customers.born", "1881-02-03", "correction-unfit"),
    ("shop.customers.credit", "1.234", "correction-unfit"),
    ("shop.customers.credit", "NaN", "correction-unfit"),
    ("shop.customers.member", "perhaps", "correction-unfit"),
    ("shop.customers.visits", "99999999999999999999", "correction-unfit"),
    ("shop.customers.joined_at", "yesterday", "correction-unfit"),
    ("shop.customers.country", "SE", "correction-unfit"),
    ("shop.customers.email", "Ole@x.example", "correction-taken"),
    ("shop.customers.email", "guest@x.example", "correction-taken"),
    ("shop.customers.name", "Fridda", "correction-changes-nothing"),
    ("shop.customers.credit", "12.50", "correction-changes-nothing"),
]


def test_what_cannot_stand_in_a_field_is_refused_before_anything_changes(
    opened: tuple[Company, Office],
) -> None:
    here, office = opened
    before = here.rows("shop", "customers")
    for where, value, code in UNFIT:
        assert refused(office, correction(where, value)) == code, (where, value)
    assert here.rows("shop", "customers") == before


def test_a_new_address_is_told_where_the_old_one_still_stands(opened: tuple[Company, Office]) -> None:
    _, office = opened
    made = propose(office, FRIDA, [correction("shop.customers.email", NEW)], NOW)
    assert made.elsewhere == ("crm.contacts", "shop.orders")
    everywhere = [
        correction("shop.customers.email", NEW),
        correction("shop.orders.guest_email", NEW, "2"),
        correction("crm.contacts.email", NEW, ID),
    ]
    assert propose(office, FRIDA, everywhere, NOW).elsewhere == ()


def test_a_row_that_is_held_as_evidence_stays_as_it_is(opened: tuple[Company, Office]) -> None:
    from datetime import date

    from holdord.workflows.stating import place_hold

    _, office = opened
    place_hold(office, FRIDA, None, "a claim", "carl", date(2027, 1, 1), NOW)
    assert refused(office, correction("shop.customers.name", "Frida")) == "correction-held"


def test_what_can_be_corrected_is_listed_with_what_stands_there(opened: tuple[Company, Office]) -> None:
    _, office = opened
    rows = {(one.collection, one.row): one for one in correctable(office, FRIDA, NOW)}
    assert set(rows) == {
        ("customers", "1"), ("orders", "1"), ("orders", "2"), ("messages", "1"), ("messages", "2"),
        ("contacts", ID),
    }  # fmt: skip
    frida = {one.column: one for one in rows["customers", "1"].fields}
    assert (frida["name"].value, frida["name"].refused) == ("Fridda", "")
    assert frida["score"].refused == "correction-derived"
    shared = {one.column: one for one in rows["messages", "1"].fields}
    assert (shared["body"].value, shared["body"].refused) == (None, "correction-not-theirs")
    assert shared["signed"].value == "F."
    assert "Fridda" not in repr(rows)


def test_values_that_are_gone_or_were_changed_are_not_written(opened: tuple[Company, Office]) -> None:
    here, office = opened
    made = propose(office, FRIDA, [correction("shop.customers.name", "Frida")], NOW)
    office.store.save_plan(made.plan)
    assert made.plan.sealed
    office.store.drop(made.plan.sealed.entry)
    report = run_plan(office, made.plan.digest, lambda: NOW, "rikke")
    assert [fault.code for fault in report.faults] == ["content-gone"]
    assert here.rows("shop", "customers", "name") == [("Fridda",), ("Ole",)]


def test_a_run_killed_at_any_point_corrects_exactly_once_after_the_repeat(
    opened: tuple[Company, Office],
) -> None:
    here, office = opened
    for system in office.systems.values():
        system.prepare()
    for number, point in enumerate(FAULT_POINTS):
        names = [f"F{number}", f"C{number}"]
        made = propose(
            office,
            FRIDA,
            [correction("shop.customers.name", names[0]), correction("crm.contacts.name", names[1], ID)],
            NOW,
        )
        office.store.save_plan(made.plan)
        fault = point if number % 2 or point in ONCE else f"{point}:2"
        assert killed_at(fault, here.folder, here.environment, made.plan.digest) == -signal.SIGKILL, fault
        for _ in range(2):
            report = run_plan(office, made.plan.digest, lambda: NOW, "somebody else")
            assert report.faults == [], point
        assert report.already_done
        assert here.rows("shop", "customers", "name")[0] == (names[0],)
        assert here.rows("crm", "contacts", "name") == [(names[1],)]
        records = [one for one in office.store.evidence() if one.run == report.run]
        assert [(one.system, one.changed) for one in records] == [("shop", 1), ("crm", 1)]
        assert made.plan.sealed
        assert office.store.get(made.plan.sealed.entry) is None
    evidence = list(office.store.evidence())
    assert prove(evidence, office.store.seals()).holds
