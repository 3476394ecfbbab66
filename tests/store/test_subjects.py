"""People are found by digests of their keys and by rows, and joined when these show them to be the same."""

import stat
from collections.abc import Callable

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdord.store import Store, StoreFault, open_store
from holdord.store.keys import make_key
from holdord.store.names import ALPHABET, new_ids
from holdord.store.request_records import Keep
from holdord.words.facts import Rows
from holdord.words.request import State
from tests.store.asking import ask, code_sent
from tests.store.cast import NOW, Place, customers, day, evidence, plan

FRIDA = {"email": {"frida@example.dk"}}


def test_a_person_is_the_same_by_any_of_their_keys(store: Store) -> None:
    frida = store.subject(FRIDA | {"customer_no": {"1007"}})
    assert store.subject(FRIDA) == frida
    assert store.subject({"customer_no": {"1007"}}, make=False) == frida
    assert store.subject({"email": {"bo@example.dk"}}) != frida


def test_the_same_text_of_another_key_is_another_person(store: Store) -> None:
    assert store.subject({"customer_no": {"7"}}) != store.subject({"member_no": {"7"}})


def test_looking_without_making_leaves_no_trace(store: Store, place: Place) -> None:
    assert store.subject(FRIDA, customers(7), make=False) is None
    assert not (place.folder / "key").exists() or place.url is None
    assert place.execute("SELECT count(*) FROM holdord_subject") == [(0,)]
    assert place.execute("SELECT count(*) FROM holdord_secret_key") == [(0,)]


def test_a_person_who_changed_their_address_is_found_by_their_row(store: Store) -> None:
    frida = store.subject(FRIDA, customers(7))
    assert store.subject({"email": {"frida.holm@example.dk"}}, customers(7)) == frida
    assert store.subject({"email": {"frida.holm@example.dk"}}) == frida


def test_a_row_with_a_number_for_id_is_not_the_one_with_the_same_text(store: Store) -> None:
    number, text = store.subject({}, customers(7)), store.subject({}, customers("7"))
    assert number != text
    assert store.rows_of(number or "") == customers(7)
    assert store.rows_of(text or "") == customers("7")


def test_two_who_turn_out_to_be_one_are_joined_and_nothing_is_rewritten(store: Store) -> None:
    customer = store.subject(FRIDA, customers(7)) or ""
    subscriber = (
        store.subject({"email": {"fh@example.dk"}}, Rows({("shop", "subscribers"): frozenset({3})})) or ""
    )
    store.consent(subscriber, "newsletter", True, NOW)
    assert store.consent_state(customer, "newsletter") is None
    joined = store.subject({"email": {"frida@example.dk", "fh@example.dk"}})
    assert joined == min(customer, subscriber)
    both = Rows({("shop", "customers"): frozenset({7}), ("shop", "subscribers"): frozenset({3})})
    for id in (customer, subscriber):
        assert store.rows_of(id) == both
        assert store.consent_state(id, "newsletter") is True
    assert [c.subject for c in store.consents(customer)] == [subscriber]


def test_looking_at_two_who_are_one_joins_nobody(store: Store) -> None:
    first, second = store.subject(FRIDA) or "", store.subject({"email": {"fh@example.dk"}}) or ""
    assert store.subject({"email": {"frida@example.dk", "fh@example.dk"}}, make=False) == min(first, second)
    assert store.subject(FRIDA) == first
    assert store.subject({"email": {"fh@example.dk"}}) == second


def test_a_person_is_not_looked_for_by_nothing(store: Store) -> None:
    with pytest.raises(ValueError, match="by a key or a row"):
        store.subject({"email": set()})


def test_ten_thousand_rows_are_remembered_and_forgotten(store: Store) -> None:
    many = customers(*range(10_000))
    subject = store.subject(FRIDA) or ""
    store.remember_rows(subject, many)
    store.remember_rows(subject, many)
    assert store.rows_of(subject) == many
    assert store.subject({}, many) == subject
    assert store.forget_rows(many) == 10_000
    assert not store.rows_of(subject)


def test_a_row_can_belong_to_two_people(store: Store) -> None:
    writer, reader = store.subject(FRIDA) or "", store.subject({"email": {"bo@example.dk"}}) or ""
    for subject in (writer, reader):
        store.remember_rows(subject, customers(5))
    assert store.rows_of(writer) == store.rows_of(reader) == customers(5)
    assert store.subject(FRIDA) == writer


def test_rows_of_an_unknown_person_are_refused(store: Store) -> None:
    with pytest.raises(StoreFault) as caught:
        store.remember_rows("S-NOBODY", customers(1))
    assert caught.value.finding.code == "store-unknown"


def test_a_store_is_not_read_with_the_key_of_another_folder(store: Store, place: Place) -> None:
    store.subject(FRIDA)
    (place.folder / "key").unlink()
    with open_store(place.url, place.folder) as again, pytest.raises(StoreFault, match="another secret key"):
        again.subject(FRIDA, make=False)


def test_two_folders_that_meet_on_a_new_store_do_not_both_bring_a_key(store: Store, place: Place) -> None:
    other_folder = place.folder / "other"
    with open_store(place.url or f"sqlite://{place.folder / 'store.sqlite3'}", other_folder) as other:
        store.subject(FRIDA)
        with pytest.raises(StoreFault, match="another secret key"):
            other.subject(FRIDA)
        with pytest.raises(StoreFault, match="another secret key"):
            other._register(make_key(other_folder))  # as if it had looked before the first one wrote
    assert place.execute("SELECT count(*) FROM holdord_secret_key") == [(1,)]


def test_a_key_file_that_cannot_be_read_is_told(store: Store, place: Place) -> None:
    place.folder.mkdir(exist_ok=True)
    (place.folder / "key").write_text("not a key")
    with pytest.raises(StoreFault, match="secret key of the store cannot be read"):
        store.subject(FRIDA)


def test_nobody_is_recognised_once_the_key_is_destroyed(store: Store, place: Place) -> None:
    frida = store.subject(FRIDA, customers(7))
    store.destroy_key(NOW, "anna")
    assert not (place.folder / "key").exists()
    assert store.subject(FRIDA, make=False) is None
    assert store.subject({}, customers(7), make=False) == frida  # rows are not keyed: forget_rows drops them
    assert store.subject(FRIDA) not in (None, frida)


def test_a_key_marked_destroyed_is_never_used_again(store: Store, place: Place) -> None:
    frida = store.subject(FRIDA)
    written = (place.folder / "key").read_text()
    store.destroy_key(NOW, "anna")
    (place.folder / "key").write_text(written)  # as if the machine had stopped between record and file
    assert store.subject(FRIDA) != frida
    assert (place.folder / "key").read_text() != written


def test_the_key_is_readable_by_its_owner_only(store: Store, place: Place) -> None:
    store.subject(FRIDA)
    assert stat.S_IMODE((place.folder / "key").stat().st_mode) == 0o600


KEYS = st.sets(st.sampled_from("abcdefgh"), min_size=1, max_size=3)
LOOKS = st.lists(st.tuples(KEYS, st.sets(st.integers(1, 6), max_size=2)), min_size=1, max_size=12)


def _groups(looks: list[tuple[set[str], set[int]]]) -> list[set[str | int]]:
    """Who is one person, by the plain definition: whatever shares a key or a row."""
    groups: list[set[str | int]] = []
    for keys, rows in looks:
        touched = [group for group in groups if group & (keys | rows)]
        groups = [group for group in groups if group not in touched] + [set().union(keys, rows, *touched)]
    return groups


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(looks=LOOKS)
def test_whoever_shares_a_key_or_a_row_is_one_person(
    looks: list[tuple[set[str], set[int]]], new_place: Callable[[str], Place]
) -> None:
    place = new_place("sqlite")
    with open_store(place.url, place.folder) as store:
        for keys, rows in looks:
            assert store.subject({"email": keys}, customers(*rows))
        people = []
        for group in _groups(looks):
            ids = {store.subject({"email": {key}}, make=False) for key in group if isinstance(key, str)}
            ids |= {store.subject({}, customers(row), make=False) for row in group if isinstance(row, int)}
            assert len(ids) == 1
            people.append(ids.pop() or "")
            assert store.rows_of(people[-1]) == customers(*(row for row in group if isinstance(row, int)))
        assert len(set(people)) == len(people)


MARKERS = ("frida.holm@example.dk", "Frida", "+45 12 34 56 78", "1007-marker")


def test_no_key_of_a_person_is_in_any_file(new_place: Callable[[str], Place]) -> None:
    place = new_place("sqlite")
    with open_store(None, place.folder) as store:
        _everything(store)
        contents = {file.name: file.read_bytes() for file in place.folder.iterdir()}
    assert any(name.endswith("-wal") for name in contents)
    for name, content in contents.items():
        for marker in MARKERS:
            assert marker.encode() not in content, name


def test_no_key_of_a_person_is_in_any_table(store: Store, place: Place) -> None:
    _everything(store)
    tables = {name for (name,) in place.execute(_TABLES_POSTGRESQL if place.url else _TABLES_SQLITE)}
    assert tables - {"holdord_receipts"} == {
        model._meta.db_table for model in apps.get_app_config("holdord_store").get_models()
    }
    text = "\n".join(repr(place.execute(f"SELECT * FROM {table}")) for table in sorted(tables))
    assert "H-" in text
    assert not [marker for marker in MARKERS if marker in text]


_TABLES_SQLITE = "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'holdord%'"
_TABLES_POSTGRESQL = "SELECT tablename FROM pg_tables WHERE tablename LIKE 'holdord%'"


def _everything(store: Store) -> None:
    email, name, phone, number = MARKERS
    keys = {"email": {email}, "name": {name}, "phone": {phone}, "customer_no": {number}}
    subject = store.subject(keys, customers(7)) or ""
    store.consent(subject, "newsletter", True, NOW, how="box ticked", by="shop")
    store.objection(subject, "marketing", "made", NOW, "unwanted", "anna")
    store.hold(subject, "court case 12", "anna", NOW.date(), NOW)
    run = store.begin(plan(), NOW, "anna")
    store.record(run, "unit-1", 1, NOW, [evidence()], end=True, seal=True)
    asked = ask(store)
    store.move(asked, 0, at=NOW, by="anna", note_kind="proved", subject=subject, state=State.OPEN)
    store.put(asked, "words", "\n".join(MARKERS).encode(), day(30))
    store.mail_queue("ready", asked, Keep("mail", b"content", NOW), NOW)
    code_sent(store, asked, "c" * 64, day(2))
    store.task_new(asked, "archive", "erase", "anna", NOW)
    store.notices_new(asked, ("carrier",), NOW)
    store.look(asked, "anna", "found", NOW)
    store.throttle("b" * 64, NOW, 3, day(1) - NOW)


def test_an_address_is_refused_where_staff_might_write_one(store: Store) -> None:
    subject = store.subject(FRIDA) or ""
    for write in (
        lambda: store.hold(subject, "asked by frida@example.dk", "anna", NOW.date(), NOW),
        lambda: store.hold(customers("frida@example.dk"), "claim", "anna", NOW.date(), NOW),
        lambda: store.objection(subject, "marketing", "made", NOW, "mail from frida@example.dk", "anna"),
    ):
        with pytest.raises(StoreFault) as caught:
            write()
        assert caught.value.finding.code == "store-personal-value"
        assert "frida" not in str(caught.value)
    assert store.holds(NOW) == []


@given(count=st.integers(0, 3000))
@settings(max_examples=20)
def test_people_made_together_have_ids_of_their_own_that_lie_together(count: int) -> None:
    ids = new_ids("S", 16, count)
    assert len(set(ids)) == count
    assert ids == sorted(ids)
    assert all(len(id) == 18 and id[:7] == ids[0][:7] and set(id[2:]) <= set(ALPHABET) for id in ids)
