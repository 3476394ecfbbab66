"""The public pages with their store in PostgreSQL: two web processes and a worker share it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from holdord.words.request import State
from tests.servers import fresh_database
from tests.store.conftest import plain
from tests.web.centre.test_journeys import _confirm
from tests.web.public import Public, opened


@pytest.fixture(scope="module")
def shared(postgresql_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Public]:
    with (
        fresh_database("postgresql", postgresql_url) as database,
        opened(tmp_path_factory.mktemp("shared"), plain(database.url), "--workers", "2") as everything,
    ):
        yield everything


def test_an_erasure_goes_from_the_form_to_its_answer(shared: Public) -> None:
    from holdord.workflows.engine import Client
    from holdord.workflows.requests.durable import carry_soon

    visitor, email = shared.visitor(), shared.customer(0)
    id = shared.ask(visitor, "nb", "erasure", email)
    shared.prove(visitor, email, id)
    _confirm(shared, id)
    url = shared.office.environment["HOLDORD_DATABASE_URL"]
    with Client.open(url, shared.server.folder / "store") as client:
        carry_soon(client, shared.office, id)
    link = shared.link(email, "answer", id)
    code = link.rstrip("/").rpartition("/")[2]
    assert visitor.post(f"/nb/answer/{id}/", {"code": code}, at=link).status == 303
    assert '<article class="letter" lang="nb">' in visitor.get(f"/nb/answer/{id}/").text
    assert shared.store.request(id).state is State.ANSWERED


def test_of_many_guesses_at_once_no_more_count_than_a_code_bears(shared: Public) -> None:
    visitor, email = shared.visitor(), shared.customer(1)
    id = shared.ask(visitor, "en", "access", email)
    code = shared.link(email, "confirm", id).rstrip("/").rpartition("/")[2]
    visitors = [shared.visitor() for _ in range(12)]
    tried = [code if place == 11 else f"ZZZZ{place:04d}" for place in range(12)]
    with ThreadPoolExecutor(8) as pool:
        pages = pool.map(
            lambda pair: pair[0].post(f"/en/confirm/{id}/", {"code": pair[1]}),
            zip(visitors, tried, strict=True),
        )
        statuses = [page.status for page in pages]
    assert statuses.count(303) <= 1
    assert visitor.post(f"/en/confirm/{id}/", {"code": code}).status == 422


def test_forms_sent_at_once_are_counted_one_by_one(shared: Public) -> None:
    from holdord.web.centre.asking import ABOUT_ONE

    visitors = [shared.visitor() for _ in range(ABOUT_ONE + 4)]
    with ThreadPoolExecutor(6) as pool:
        pages = pool.map(lambda one: one.post("/en/ask/access/", {"key_email": "many@x.example"}), visitors)
        statuses = sorted(page.status for page in pages)
    assert statuses == [303] * ABOUT_ONE + [429] * 4
