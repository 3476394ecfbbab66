"""What a person confirms is due in time, is written down with who and when, and lapses."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from holdord.words.attestation import Attestation
from holdord.workflows.attesting import LARGEST, attest, confirmables, to_confirm
from holdord.workflows.office import Office, Refused
from tests.servers import Database

pytest.register_assert_rewrite("tests.workflows.shop")

from tests.workflows.registers_cast import registered  # noqa: E402
from tests.workflows.shop import NOW  # noqa: E402

TODAY = NOW.date()
PAPER = Attestation("", "measures.paper", "Anna Ancher", TODAY, written_by="anna")


@pytest.fixture
def office(new_database: Callable[[str], Database], tmp_path: Path) -> Iterator[Office]:
    with registered(tmp_path / "policy", new_database("sqlite")).office() as opened:
        yield opened
        opened.store.close()


def due(office: Office, day: date = TODAY) -> list[str]:
    return [one.what.fact for one in to_confirm(office, day) if one.is_due]


def refused(office: Office, what: Attestation, content: bytes | None = None) -> str:
    with pytest.raises(Refused) as told:
        attest(office, what, NOW, content)
    return told.value.findings[0].code


def test_measures_agreements_and_promises_on_somebodys_word_are_confirmed_and_no_probe_is(
    office: Office,
) -> None:
    assert list(confirmables(office.policy)) == [
        "measures.paper", "measures.training", "recipients.host", "promises.P2",
    ]  # fmt: skip


def test_what_nobody_ever_confirmed_is_due_and_a_signed_agreement_only_after_its_time(
    office: Office,
) -> None:
    assert due(office, date(2025, 3, 31)) == ["measures.paper", "measures.training", "promises.P2"]
    assert "recipients.host" in due(office, date(2025, 4, 1)), "a year from signing is over"


def test_a_confirmation_lasts_to_its_day_and_lapses_the_day_after(office: Office) -> None:
    id = attest(office, PAPER, NOW)
    (stands,) = (one for one in to_confirm(office, TODAY) if one.what.fact == "measures.paper")
    assert stands.latest is not None
    assert (stands.latest.id, stands.latest.by, stands.latest.at) == (id, "Anna Ancher", NOW)
    assert stands.lasts_until == date(2025, 12, 1)
    assert "measures.paper" not in due(office, date(2025, 12, 1))
    assert "measures.paper" in due(office, date(2025, 12, 2))
    attest(office, replace(PAPER, on=date(2025, 12, 2)), datetime(2025, 12, 2, 12, tzinfo=NOW.tzinfo))
    assert "measures.paper" not in due(office, date(2025, 12, 2))
    assert "measures.paper" in due(office, date(2025, 5, 30)), "as it stood then"


def test_a_month_before_it_lapses_it_is_soon(office: Office) -> None:
    attest(office, PAPER, NOW)

    def soon(day: date) -> bool:
        return next(one for one in to_confirm(office, day) if one.what.fact == "measures.paper").is_soon

    assert not soon(date(2025, 10, 31))
    assert soon(date(2025, 11, 1))
    assert soon(date(2025, 12, 1))
    assert not soon(date(2025, 12, 2)), "it is due then"


def test_what_is_found_not_to_be_so_is_due_at_once(office: Office) -> None:
    attest(office, PAPER, NOW)
    broken = replace(PAPER, holds=False, note="the cabinet is broken")
    attest(office, broken, NOW + timedelta(hours=1))
    assert "measures.paper" in due(office)
    (stands,) = (one for one in to_confirm(office, TODAY) if one.what.fact == "measures.paper")
    assert stands.lasts_until is None, "what is not so lasts until no day"
    attest(office, PAPER, NOW + timedelta(hours=2))
    assert "measures.paper" not in due(office)


def test_an_agreement_that_was_read_again_is_counted_from_then(office: Office) -> None:
    attest(office, replace(PAPER, fact="recipients.host"), NOW)
    assert "recipients.host" not in due(office, date(2026, 6, 1))
    assert "recipients.host" in due(office, date(2026, 6, 2))


def test_a_document_is_named_or_kept_and_its_sum_is_of_what_was_given(office: Office) -> None:
    training = replace(PAPER, fact="measures.training")
    assert refused(office, training) == "document-missing"
    assert attest(office, replace(training, holds=False), NOW), "that it is not so needs no document"
    named = office.store.attestation(attest(office, replace(training, document="archive 4/7"), NOW))
    assert named is not None
    assert (named.document, named.sha256, named.kept) == ("archive 4/7", "", "")
    content = b"%PDF names of Frida"
    kept = office.store.attestation(attest(office, replace(training, document="course.pdf"), NOW, content))
    assert kept is not None
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert office.store.get(kept.kept) == content
    assert office.store.expires(kept.kept) == datetime(2030, 6, 1, 22, tzinfo=NOW.tzinfo)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"fact": "measures.https"}, "not-confirmable"),
        ({"fact": "promises.P1"}, "not-confirmable"),
        ({"fact": "measures.unknown"}, "not-confirmable"),
        ({"by": " "}, "no-confirmer"),
        ({"on": TODAY + timedelta(days=1)}, "day-ahead"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    office: Office, change: dict[str, object], code: str
) -> None:
    assert refused(office, replace(PAPER, **change)) == code
    assert office.store.attestations() == []


def test_a_document_over_ten_megabytes_is_refused(office: Office) -> None:
    assert refused(office, PAPER, b"x" * (LARGEST + 1)) == "document-too-large"
    assert office.store.attestations() == []
