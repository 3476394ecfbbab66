"""Disclosures and confirmations, on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from holdord.store import Store, StoreFault
from holdord.words.attestation import Attestation
from holdord.words.disclosure import Disclosure, Withheld
from tests.store.cast import NOW, day

TODAY = NOW.date()
POLICE = Disclosure(
    "", "", "", "Politiet", TODAY, "retsplejeloven § 804", ("name", "payments"), "J-7",
    Withheld("databeskyttelsesloven § 22, stk. 2", date(2027, 3, 1)), "anna", NOW,
)  # fmt: skip
GIFT = Disclosure("", "", "gifts", "Gaver A/S", date(2026, 1, 2), "contract", ("name",), by="anna", at=NOW)


def someone(store: Store, name: str) -> str:
    found = store.subject({"email": {f"{name}@x.example"}})
    assert found
    return found


def test_what_is_passed_on_is_told_of_whom_it_is_about_and_of_nobody_else(store: Store) -> None:
    ida, per, bo = (someone(store, name) for name in ("ida", "per", "bo"))
    (police,) = store.disclose([ida], POLICE)
    gifts = store.disclose([ida, per], GIFT)
    assert len({police, *gifts}) == 3
    of_ida = store.disclosures_about([ida])
    assert [(one.id, one.to) for one in of_ida] == [(police, "Politiet"), (gifts[0], "Gaver A/S")]
    assert replace(of_ida[0], id="", subject="") == POLICE
    assert [one.id for one in store.disclosures_about([per])] == [gifts[1]]
    assert store.disclosures_about([bo]) == []
    assert store.disclosures_about([]) == []
    assert store.count_disclosures() == {"": 1, "gifts": 2}
    assert [one.id for one in store.disclosures(recipient="gifts")] == sorted(gifts)
    assert len(store.disclosures(most=2)) == 2


def test_one_person_under_two_ids_is_told_all_that_is_theirs(store: Store) -> None:
    ida, number = someone(store, "ida"), store.subject({"customer_no": {"7"}})
    assert number
    store.disclose([ida], POLICE)
    store.disclose([number], GIFT)
    assert store.subject({"email": {"ida@x.example"}, "customer_no": {"7"}})
    assert [one.to for one in store.disclosures_about([number])] == ["Politiet", "Gaver A/S"]


def test_a_disclosure_that_must_not_be_told_yet_is_told_from_the_day_after() -> None:
    assert not POLICE.told_on(date(2027, 3, 1))
    assert POLICE.told_on(date(2027, 3, 2))
    assert GIFT.told_on(TODAY)


def test_a_mistake_is_struck_once_and_stays_in_the_register(store: Store) -> None:
    ida = someone(store, "ida")
    (id,) = store.disclose([ida], GIFT)
    store.strike_disclosure(id, "it was another customer", "anna", day(1))
    (found,) = store.disclosures_about([ida])
    assert found.struck == day(1)
    assert not found.told_on(TODAY)
    assert store.count_disclosures() == {}
    for wrong in (id, "U-NOTHING"):
        with pytest.raises(StoreFault, match="no such disclosure"):
            store.strike_disclosure(wrong, "", "anna", day(2))


def test_what_is_written_down_twice_stands_there_once_and_again_after_it_was_struck(store: Store) -> None:
    ida, per = someone(store, "ida"), someone(store, "per")
    for what in (POLICE, GIFT):
        (first,) = store.disclose([ida], what)
        again = store.disclose([ida, per], replace(what, at=day(1), by="bo"))
        assert again[0] == first
        assert again[1] != first
        assert store.disclose([ida], replace(what, reference="J-8")) != [first]
        store.strike_disclosure(first, "another person", "anna", day(1))
        assert store.disclose([ida], what) != [first]
    given = Attestation("", "measures.paper", "Anna", TODAY, at=NOW)
    yes = store.attest(given)
    assert store.attest(replace(given, at=day(1))) == yes
    store.attest(replace(given, holds=False, at=day(1)))
    assert store.attest(replace(given, at=day(2))) != yes, "said anew after it was found not to be so"


def test_of_many_who_say_the_same_at_once_one_is_written_down(store: Store) -> None:
    given = Attestation("", "measures.paper", "Anna", TODAY, document="k.pdf", sha256="b" * 64, at=NOW)
    (id,) = store.disclose([someone(store, "ida")], GIFT)

    def struck(_: int) -> bool:
        try:
            store.strike_disclosure(id, "a mistake", "anna", day(1))
        except StoreFault as fault:
            return fault.finding.message != "there is no such disclosure that stands"
        return True

    with ThreadPoolExecutor(4) as threads:
        ids = list(threads.map(lambda _: store.attest(given, b"%PDF", day(400)), range(12)))
        assert list(threads.map(struck, range(12))).count(True) == 1
    assert len(set(ids)) == 1
    assert len(store.attestations("measures.paper")) == 1
    assert store._rows("SELECT count(*) FROM holdord_vault") == [(1,)]


def test_a_confirmation_that_cannot_be_written_down_leaves_no_document_behind(store: Store) -> None:
    nameless = Attestation("", "measures.paper", "Anna", None, at=NOW)  # type: ignore[arg-type]
    with pytest.raises(StoreFault):
        store.attest(nameless, b"%PDF", day(400))
    assert store._rows("SELECT count(*) FROM holdord_vault") == [(0,)]


def test_many_are_written_down_all_or_none(store: Store) -> None:
    ida = someone(store, "ida")
    with pytest.raises(StoreFault):
        store.disclose([ida, "S-NOBODY"], GIFT)
    assert store.disclosures() == []


def test_an_address_is_no_name_of_whoever_got_the_data(store: Store) -> None:
    with pytest.raises(StoreFault, match="e-mail address"):
        store.disclose([someone(store, "ida")], replace(GIFT, to="per@x.example"))
    with pytest.raises(StoreFault, match="e-mail address"):
        store.attest(Attestation("", "measures.paper", "anna", TODAY, note="per@x.example", at=NOW))


def test_whoever_somebody_was_told_about_stays_known(store: Store) -> None:
    ida, per = someone(store, "ida"), someone(store, "per")
    store.disclose([ida], GIFT)
    store.settle(day(3))
    unneeded = dict(store._rows("SELECT id, unneeded FROM holdord_subject"))
    assert unneeded[ida] is None
    assert unneeded[per] is not None


def test_the_latest_confirmation_of_each_fact_counts(store: Store) -> None:
    paper = Attestation("", "measures.paper", "Anna", date(2026, 5, 1), written_by="anna", at=NOW)
    first = store.attest(paper)
    other = store.attest(replace(paper, fact="recipients.host", document="mappe 4", sha256="a" * 64))
    later = store.attest(replace(paper, on=date(2026, 9, 1), holds=False))
    assert {fact: one.id for fact, one in store.latest_attestations().items()} == {
        "measures.paper": later, "recipients.host": other,
    }  # fmt: skip
    assert store.latest_attestations(on=date(2026, 8, 31))["measures.paper"].id == first
    found = store.attestation(later)
    assert found is not None
    assert (found.holds, found.by, found.at) == (False, "Anna", NOW)
    assert [one.id for one in store.attestations("measures.paper")] == [later, first]
    assert store.attestation("A-NOTHING") is None


def test_a_document_can_be_kept_in_the_vault(store: Store) -> None:
    given = Attestation("", "measures.paper", "Anna", TODAY, document="kursus.pdf", sha256="b" * 64, at=NOW)
    found = store.attestation(store.attest(given, b"%PDF Ida Marker", day(400)))
    assert found is not None
    assert store.get(found.kept, day(1)) == b"%PDF Ida Marker"
    assert b"Ida Marker" not in b"".join(
        bytes(row[0]) for row in store._rows("SELECT content FROM holdord_vault")
    )
    assert store.get(found.kept, day(400)) is None
