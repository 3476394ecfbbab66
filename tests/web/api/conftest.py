"""The server with a shop, and programs with tokens of every kind."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from holdord import demo
from holdord.words.caller import Scope
from holdord.workflows.calling import new_token
from holdord.workflows.office import Office
from tests.servers import fresh_database
from tests.store.conftest import plain
from tests.web.conftest import Server, environment, running

FREJA = "freja.marker@mail.example"


@dataclass(frozen=True, slots=True)
class Told:
    """An answer of the API."""

    status: int
    headers: dict[str, str]
    body: Any


class Client:
    """A program that calls the API with one token."""

    def __init__(self, server: Server, token: str) -> None:
        self.server = server
        self.token = token

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Told:
        sent = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        named = {"Content_Type": "application/json"} if body is not None else {}
        bearing = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        answer = self.server.ask(f"/api/v1{path}", method, sent, **{**named, **bearing, **headers})
        read = vars(answer)["read_body"]
        kind = answer.getheader("Content-Type") or ""
        return Told(
            answer.status,
            {name.lower(): value for name, value in answer.getheaders()},
            json.loads(read) if "json" in kind and read else read,
        )


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """Where the store is: a file, or a PostgreSQL. Everything runs on both."""
    if request.param == "sqlite":
        yield None
        return
    with fresh_database("postgresql", request.getfixturevalue("postgresql_url")) as database:
        yield plain(database.url)


def _told(store_url: str | None) -> dict[str, str]:
    return {"HOLDORD_DATABASE_URL": store_url} if store_url else {}


@pytest.fixture(scope="session")
def api_server(store_url: str | None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server, for programs; on PostgreSQL as two processes."""
    options = ("--workers", "2") if store_url else ()
    with running(tmp_path_factory.mktemp("api"), *options, **_told(store_url)) as started:
        yield started


@pytest.fixture(scope="session")
def office(api_server: Server, store_url: str | None) -> Iterator[Office]:
    """The same company and store, for whoever looks behind the API."""
    told = environment(api_server.folder, **_told(store_url))
    with Office.open(demo.policy_folder("retailer"), told) as opened:
        yield opened
        opened.store.close()


Program = Callable[..., Client]


@pytest.fixture(scope="session")
def program(api_server: Server, office: Office) -> Program:
    """``program("may", "requests:read")``: a program whose token has these scopes, the same each time."""
    made: dict[tuple[Any, ...], Client] = {}

    def give(*scopes: str, name: str = "", **more: Any) -> Client:
        known = (scopes, name, *sorted(more.items()))
        if known not in made:
            named = name or f"program-{len(made)}"
            told = {"per_minute": 100_000, "expires": datetime.now(UTC) + timedelta(days=1), **more}
            _, token = new_token(
                office, named, {Scope(one) for one in scopes}, datetime.now(UTC), "anna", **told
            )
            made[known] = Client(api_server, token)
        return made[known]

    return give


def asked(**changes: Any) -> dict[str, Any]:
    """A request as a program asks it."""
    return {"right": "access", "keys": {"email": FREJA}, "contact": FREJA, "language": "da", **changes}
