"""A person's data handed directly from one company to another, once, whatever dies (Art. 20(2))."""

import json
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from holdord.connectors.faults import PORTING_POINTS
from holdord.letters.text import as_text
from holdord.words.policy import Basis
from holdord.words.request import Channel, Outcome, Right, Strength
from holdord.workflows.office import Office, Refused
from holdord.workflows.requests import arriving, carrying, deciding, handing, porting, receiving
from tests.servers import Database
from tests.workflows.receiver import Call, Receiver, make_certificate, start_receiver
from tests.workflows.worker import killed_handing_over

pytest.register_assert_rewrite("tests.workflows.shop")

from tests.workflows.shop import MARKER, NOW, shop  # noqa: E402


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def theirs(new_database: Callable[[str], Database], tmp_path: Path) -> Iterator[Office]:
    """The company that the person is going to."""
    with shop(tmp_path / "theirs", new_database("sqlite")).office() as opened:
        yield opened
        opened.store.close()


@pytest.fixture
def other(theirs: Office, certificate: Path) -> Iterator[Receiver]:
    """Its receiving end, over TLS."""
    running = start_receiver(certificate)

    def take(call: Call) -> tuple[int, bytes]:
        try:
            receipt = arriving.receive_file(theirs, call.path.rpartition("/")[2], call.body, NOW)
        except Refused:
            return 404, b"{}"
        finally:
            theirs.store.close()
        return 201, json.dumps(receipt).encode()

    running.answering = take
    yield running
    running.stop()


@pytest.fixture
def ours(new_database: Callable[[str], Database], tmp_path: Path, certificate: Path) -> Iterator[Office]:
    """The company that has the data."""
    company = shop(tmp_path / "ours", new_database("sqlite"))
    environment = {
        **company.environment,
        "HOLDORD_PRIVATE_NETWORKS": "127.0.0.0/8,::1",
        "HOLDORD_CA_FILE": str(certificate),
    }
    with Office.open(company.folder, environment) as opened:
        yield opened
        opened.store.close()


def ask(office: Office, email: str = MARKER, right: Right = Right.PORTABILITY) -> str:
    id = receiving.receive(
        office, right, Channel.PHONE, "en", {"email": email}, "", {}, "", NOW, "rikke", Strength.STAFF
    )
    carrying.carry(office, id, lambda: NOW)
    return id


def choose(office: Office, id: str, address: str, code: str) -> None:
    porting.choose_company(office, id, address, code, "Nyt Hjem ApS", "rikke", NOW)


def base(other: Receiver) -> str:
    return other.url.removesuffix("/notices")


def notes(office: Office, id: str) -> list[tuple[str, dict[str, str]]]:
    return [(e.kind, dict(e.facts)) for e in office.store.events(id) if e.kind.startswith("hand")]


def test_what_is_withheld_and_why_is_not_told_to_the_other_company(
    ours: Office, theirs: Office, other: Receiver
) -> None:
    ground = "The address is that of the whole family"
    service = replace(ours.policy.purposes["service"], basis=Basis.CONTRACT)
    ours.policy = replace(ours.policy, purposes={**ours.policy.purposes, "service": service})
    id = receiving.receive(
        ours, Right.PORTABILITY, Channel.PHONE, "en", {"customer_no": "1"}, "", {}, "", NOW, "rikke",
        Strength.STAFF,
    )  # fmt: skip
    deciding.propose_refusal(ours, id, ground, "Art. 20(4)", "rikke", NOW, "email")
    deciding.agree(ours, id, "morten", NOW, "email")
    carrying.carry(ours, id, lambda: NOW)
    reception, code = arriving.expect(theirs, "ida", NOW)
    choose(ours, id, base(other), code)
    assert porting.hand_over(ours, id, lambda: NOW) == "sent"
    file = arriving.look_at(theirs, reception, "ida", NOW)[1].decode()
    assert json.loads(file)["format"] == "holdord-portability/1"
    assert "Frida" in file
    assert f'"{MARKER}"' not in file
    assert ground not in file
    letter = handing.letter_of(ours, id, NOW)
    assert letter
    assert ground in " ".join(as_text(letter).split())


def test_where_all_of_it_is_withheld_nothing_is_sent(ours: Office, theirs: Office, other: Receiver) -> None:
    id = ask(ours, "nobody@x.example")
    ours.store.move(
        id, ours.store.request(id).version, at=NOW, by="", note_kind="moved", outcome=Outcome.PARTLY
    )
    _, code = arriving.expect(theirs, "ida", NOW)
    choose(ours, id, base(other), code)
    assert porting.hand_over(ours, id, lambda: NOW) == "nothing-to-send"
    assert arriving.arrivals(theirs) == []


def test_the_file_arrives_with_a_receipt_and_the_answer_says_to_whom_it_went(
    ours: Office, theirs: Office, other: Receiver
) -> None:
    id = ask(ours)
    reception, code = arriving.expect(theirs, "ida", NOW)
    choose(ours, id, base(other) + "/", f" {code.lower()} ")
    assert porting.hand_over(ours, id, lambda: NOW) == "sent"
    (arrived,) = arriving.arrivals(theirs)
    assert arrived.id == reception
    assert notes(ours, id) == [
        ("hand-over-asked", {}),
        ("handed-over", {"reception": reception, "sha256": arrived.sha256}),
    ]
    shown, file = arriving.look_at(theirs, reception, "ida", NOW)
    assert shown.controller == ours.policy.controller.name
    assert sum(shown.rows.values()) > 0
    assert MARKER in file.decode()
    assert [look.by for look in theirs.store.reception_looks(reception)] == ["ida"]
    letter = handing.letter_of(ours, id, NOW)
    assert letter
    assert "Nyt Hjem ApS" in as_text(letter)
    assert porting.hand_over(ours, id, lambda: NOW) == "sent", "asked again, nothing more happens"
    assert len(other.calls) == 1
    assert len(notes(ours, id)) == 2
    assert ours.store.contents(id, "portable") == []


@pytest.mark.parametrize("point", PORTING_POINTS)
def test_whoever_dies_on_the_way_hands_over_once(
    ours: Office, theirs: Office, other: Receiver, point: str
) -> None:
    id = ask(ours)
    reception, code = arriving.expect(theirs, "ida", NOW)
    choose(ours, id, base(other), code)
    ours.store.close()
    assert killed_handing_over(point, ours.folder, ours.environment, id) == -signal.SIGKILL
    later = NOW + timedelta(days=1)  # the file would say so, were it made anew
    assert porting.hand_over(ours, id, lambda: later) == "sent"
    assert len({call.body for call in other.calls}) == 1
    assert [kind for kind, _ in notes(ours, id)] == ["hand-over-asked", "handed-over"]
    assert [one.id for one in arriving.arrivals(theirs)] == [reception]


def test_a_receipt_that_does_not_fit_is_none(ours: Office, theirs: Office, other: Receiver) -> None:
    id, wrong = (
        ask(ours),
        {"sha256": "0" * 64, "bytes": 1, "signature": "AAAA", "reception": 7, "format": "x"},
    )
    for name, value in wrong.items():
        code = arriving.expect(theirs, "ida", NOW)[1]

        def lie(call: Call, name: str = name, value: Any = value) -> tuple[int, bytes]:
            receipt = arriving.receive_file(theirs, call.path.rpartition("/")[2], call.body, NOW)
            theirs.store.close()
            return 201, json.dumps({**receipt, name: value}).encode()

        other.answering = lie
        choose(ours, id, base(other), code)
        assert porting.hand_over(ours, id, lambda: NOW) == "receipt-unfit"
    assert "handed-over" not in [kind for kind, _ in notes(ours, id)]
    for body in (b"", b"[]", b"null", b"{}", b'{"signature": 1}', b"[" * 50_000):
        other.answering = lambda call, body=body: (201, body)
        choose(ours, id, base(other), arriving.expect(theirs, "ida", NOW)[1])
        assert porting.hand_over(ours, id, lambda: NOW) == "receipt-unfit"


def test_what_fails_for_now_is_tried_again_with_the_same_file_and_what_fails_for_good_is_told(
    ours: Office, theirs: Office, other: Receiver
) -> None:
    id = ask(ours)
    take, other.answering = other.answering, lambda call: (503, b"")
    choose(ours, id, base(other), arriving.expect(theirs, "ida", NOW)[1])
    assert porting.hand_over(ours, id, lambda: NOW) == "again"
    other.answering = take
    assert porting.hand_over(ours, id, lambda: NOW + timedelta(hours=1)) == "sent"
    assert len({call.body for call in other.calls}) == 1
    choose(ours, id, base(other), "B" * 20)
    assert porting.hand_over(ours, id, lambda: NOW) == "status-404"
    choose(ours, id, base(other), "B" * 20)
    porting.give_up(ours, id, NOW)
    assert [facts["code"] for kind, facts in notes(ours, id) if kind == "hand-over-failed"] == [
        "status-404",
        "address-unreached",
    ]
    assert ours.store.contents(id, "destination") == []


@pytest.mark.parametrize(
    ("address", "code", "company", "finding"),
    [
        ("http://other.example", "B" * 20, "Other", "address-unfit"),
        ("https://u:p@other.example", "B" * 20, "Other", "address-unfit"),
        ("https://other.example/\r\nX: y", "B" * 20, "Other", "address-unfit"),
        ("https://other.example", "B" * 19, "Other", "company-unfit"),
        ("https://other.example", "B" * 20, " ", "company-unfit"),
    ],
)
def test_what_staff_type_is_looked_at(
    ours: Office, address: str, code: str, company: str, finding: str
) -> None:
    id = ask(ours)
    with pytest.raises(Refused) as told:
        porting.choose_company(ours, id, address, code, company, "rikke", NOW)
    assert told.value.findings[0].code == finding


def test_no_inner_network_is_reached_by_an_address_that_somebody_named(ours: Office, other: Receiver) -> None:
    ours.environment = {k: v for k, v in ours.environment.items() if "NETWORKS" not in k}  # type: ignore[misc]
    id = ask(ours)
    choose(ours, id, base(other), "B" * 20)
    assert porting.hand_over(ours, id, lambda: NOW) == "address-private"
    assert other.calls == []


def test_only_what_is_asked_for_is_handed_over(ours: Office) -> None:
    for id in (ask(ours, "nobody@x.example"), ask(ours, right=Right.ACCESS)):
        with pytest.raises(Refused):
            choose(ours, id, "https://other.example", "B" * 20)


GOOD: dict[str, Any] = {
    "format": "holdord-portability/1",
    "controller": "Other ApS",
    "collections": [{"collection": "customers", "fields": [], "rows": [{"name": "Ida Marker"}]}],
}


def file(**changes: Any) -> bytes:
    return json.dumps({**GOOD, **changes}).encode()


@pytest.mark.parametrize(
    "body",
    [
        b"", b"\xff", b"{", b"[]", b"null", b"[" * 100_000, b'{"a": NaN}',
        file(format="holdord-portability/2"), file(controller=7), file(collections={}),
        file(collections=["x"]), file(collections=[{"collection": "x", "fields": [], "rows": [1]}]),
        file(collections=[{"collection": "x", "rows": []}]),
    ],
    ids=range(13),
)  # fmt: skip
def test_what_is_no_file_is_not_kept_and_uses_no_code_up(theirs: Office, body: bytes) -> None:
    _, code = arriving.expect(theirs, "ida", NOW)
    with pytest.raises(Refused) as told:
        arriving.receive_file(theirs, code, body, NOW)
    assert told.value.findings[0].code == "file-unfit"
    assert arriving.arrivals(theirs) == []
    assert arriving.receive_file(theirs, code, file(), NOW)["bytes"] == len(file())


def test_a_code_is_good_for_one_file_in_its_time(theirs: Office) -> None:
    id, code = arriving.expect(theirs, "ida", NOW)
    receipt = arriving.receive_file(theirs, code, file(), NOW)
    assert arriving.receive_file(theirs, code.replace("-", ""), file(), NOW + timedelta(days=1)) == receipt
    assert arriving.receipt_fits(receipt, code, file())
    assert not arriving.receipt_fits(receipt, code, file() + b" ")
    assert not arriving.receipt_fits(receipt, "B" * 20, file())
    for wrong, at, finding in (
        (code, NOW, "reception-used"),
        ("B" * 20, NOW, "reception-unknown"),
        ("", NOW, "reception-unknown"),
        (code, NOW + timedelta(days=31), "reception-unknown"),
    ):
        with pytest.raises(Refused) as told:
            arriving.receive_file(theirs, wrong, file(controller="Another"), at)
        assert told.value.findings[0].code == finding
    late = arriving.expect(theirs, "ida", NOW)[1]
    with pytest.raises(Refused):
        arriving.receive_file(theirs, late, file(), NOW + arriving.EXPECTED)
    theirs.store.close()
    for kept in (theirs.folder / ".holdord").rglob("*.sqlite3*"):
        assert b"Ida Marker" not in kept.read_bytes()
        assert code.replace("-", "").encode() not in kept.read_bytes()
    assert theirs.store.reception(id).size == len(file())


def test_what_arrived_is_decided_once_and_then_goes(theirs: Office) -> None:
    kept, thrown = (arriving.expect(theirs, "ida", NOW) for _ in range(2))
    for _, code in (kept, thrown):
        arriving.receive_file(theirs, code, file(), NOW)
    arriving.take_over(theirs, kept[0], "ida", NOW)
    arriving.discard(theirs, thrown[0], "ida", NOW)
    assert arriving.arrivals(theirs) == []
    for id in (kept[0], thrown[0]):
        with pytest.raises(Refused):
            arriving.discard(theirs, id, "per", NOW)
    assert arriving.look_at(theirs, kept[0], "ida", NOW)[1] == file()
    with pytest.raises(Refused) as told:
        arriving.look_at(theirs, thrown[0], "ida", NOW)
    assert told.value.findings[0].code == "content-gone"
    assert theirs.store.drop_receptions(NOW + timedelta(days=6)) == 0
    assert theirs.store.drop_receptions(NOW + timedelta(days=7)) == 2
    assert theirs.store.receptions() == []
