"""Two companies, a server each: one hands a customer's data to the other (promise request-portability)."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from holdord import demo
from holdord.letters.text import as_text
from holdord.words.request import Channel, Right, State, Strength
from holdord.workflows.engine import Client
from holdord.workflows.office import Office
from holdord.workflows.requests import arriving, handing, porting, receiving
from holdord.workflows.requests.durable import carry_soon, hand_over_soon
from tests.web.conftest import Server, environment, running
from tests.web.public import Public, until


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Office]]:
    """The server of the company that the customer is going to, and its office."""
    folder = tmp_path_factory.mktemp("other")
    with (
        running(folder, HOLDORD_LARGEST_ARRIVAL="2000000") as started,
        Office.open(demo.policy_folder("retailer"), environment(folder)) as office,
    ):
        yield started, office
        office.store.close()


def test_one_server_hands_a_customers_data_over_to_the_other(
    public: Public, other: tuple[Server, Office]
) -> None:
    server, office = other
    email = public.customer(9)
    reception, code = arriving.expect(office, "ida", now())
    id = receiving.receive(
        public.office,
        Right.PORTABILITY,
        Channel.PHONE,
        "da",
        {"email": email},
        "",
        {},
        "",
        now(),
        "rikke",
        Strength.STAFF,
    )
    with Client.open(None, public.server.folder / "store") as client:
        carry_soon(client, public.office, id)
        until(lambda: public.store.request(id).state is State.READY)
        address = f"http://localhost:{server.port}"
        porting.choose_company(public.office, id, address, code, "Nyt Hjem ApS", "rikke", now())
        hand_over_soon(client, public.office, id)
        kinds = until(
            lambda: [e for e in public.store.events(id) if e.kind in ("handed-over", "hand-over-failed")]
        )
    assert [event.kind for event in kinds] == ["handed-over"], kinds[0].facts
    (arrived,) = arriving.arrivals(office)
    assert (arrived.id, arrived.sha256) == (reception, kinds[0].facts["sha256"])
    shown, _ = arriving.look_at(office, reception, "ida", now())
    assert sum(shown.rows.values()) >= 1
    letter = handing.letter_of(public.office, id, now())
    assert letter
    assert "Nyt Hjem ApS" in as_text(letter)
    arriving.take_over(office, reception, "ida", now())
    for name in ("log", "worker.log"):
        for folder in (server.folder, public.server.folder):
            if (folder / name).exists():
                told = (folder / name).read_text()
                assert email not in told
                assert code.replace("-", "") not in told


def send(server: Server, code: str, body: bytes, **headers: str) -> tuple[int, bytes]:
    kind = {"Content_Type": "application/json", **headers}
    answer = server.ask(f"/portability/receive/{code}", "POST", body, **kind)
    assert answer.getheader("Cache-Control") == "no-store"
    return answer.status, bytes(vars(answer)["read_body"])


def test_what_does_not_fit_is_refused_and_nothing_of_it_kept(other: tuple[Server, Office]) -> None:
    server, office = other
    _, code = arriving.expect(office, "ida", now())
    good = json.dumps({"format": "holdord-portability/1", "controller": "X", "collections": []}).encode()
    before = len(arriving.arrivals(office))
    assert send(server, code, b"", Content_Length="2000001")[0] == 413
    assert send(server, code, good, Content_Type="text/plain")[0] == 415
    assert send(server, code, b'{"format": "another"}')[0] == 422
    assert server.ask(f"/portability/receive/{code}").status == 405
    unknown = send(server, "B" * 20, good)
    assert unknown[0] == 404
    assert len(arriving.arrivals(office)) == before
    status, receipt = send(server, code, good)
    assert status == 201
    assert arriving.receipt_fits(json.loads(receipt), code, good)
    assert send(server, code, good) == (201, receipt), "the same file again is no other"
    assert send(server, code, good + b" ") == unknown, "a used code looks like one that is none"


def test_a_large_file_is_taken_and_other_pages_take_no_more_than_before(other: tuple[Server, Office]) -> None:
    server, office = other
    _, code = arriving.expect(office, "ida", now())
    rows = [{"note": "x" * 1_000} for _ in range(1_500)]
    collections = [{"collection": "notes", "fields": [], "rows": rows}]
    told = {"format": "holdord-portability/1", "controller": "X", "collections": collections}
    assert send(server, code, json.dumps(told).encode())[0] == 201
    assert server.ask("/da/", "POST", Content_Length="1500000").status == 413


def test_guessing_is_slowed_down(other: tuple[Server, Office]) -> None:
    server, _ = other
    answers = [send(server, f"{n:020}", b"{}")[0] for n in range(70)]
    assert set(answers) == {404, 429}
    assert answers.index(429) <= 60
