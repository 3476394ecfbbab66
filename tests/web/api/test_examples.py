"""The examples of `docs/api.md` are called as they stand there, and are answered so."""

import itertools
import json
import re
import shlex
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from holdord.words.caller import Scope
from holdord.words.request import State
from holdord.workflows.office import Office
from tests.web.api.conftest import Client, Program, Told

PAGE = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"```sh\n(curl .*?)```\n\n(?:```json\n(.*?)```)?", re.DOTALL)
EXAMPLES = EXAMPLE.findall(PAGE)
HERE = "https://privacy.company.example/api/v1"


def call(client: Client, command: str) -> Told:
    """What curl would send, sent with the client's own token."""
    words = shlex.split(command.replace("\\\n", " "))
    method, body, headers = "GET", None, {}
    for option, value in itertools.pairwise(words):
        if option == "-d":
            method, body = "POST", json.loads(value)
        if option == "-X":
            method = value
        if option == "-H":
            name, _, told = value.partition(": ")
            headers[name.replace("-", "_")] = told
    assert headers.pop("Authorization") == "Bearer $TOKEN"
    address = next(word for word in words if word.startswith(HERE))
    return client(method, address.removeprefix(HERE), body, **headers)


def alike(told: Any, shown: Any) -> bool:
    """The same shape, and the same values where these are not ids, days or moments."""
    if isinstance(shown, dict):
        return told.keys() == shown.keys() and all(alike(told[name], shown[name]) for name in shown)
    changing = r"([QN]-[0-9A-Z]+|\d{4}-\d\d-\d\d(T.*)?)"
    if isinstance(shown, str) and (match := re.fullmatch(changing, shown)):
        return bool(re.fullmatch(changing, told)) and told[:2].isdigit() == match[0][:2].isdigit()
    return bool(told == shown)


def test_there_are_four_examples() -> None:
    assert len(EXAMPLES) == 4


@pytest.mark.parametrize("number", range(4))
def test_an_example_is_answered_as_the_page_says(program: Program, office: Office, number: int) -> None:
    command, shown = EXAMPLES[number]
    every = program(*Scope, name="examples")
    command = command.replace("Idempotency-Key: 9b2c1f0e", f"Idempotency-Key: {number}-9b2c1f0e")
    if "Q-7C2M" in command or "N-7C2M" in command:
        made = call(every, EXAMPLES[1][0]).body["id"]
        (notice,) = office.store.notices_new(made, ("carrier",), datetime.now(UTC))
        command = command.replace("Q-7C2MRX9TQD4B", made).replace("N-7C2MRX9TQD", notice)
    told = call(every, command)
    assert told.status in (200, 201), told.body
    assert alike(told.body, json.loads(shown or EXAMPLES[1][1])), told.body


def test_the_problem_of_the_page_is_told_so(program: Program) -> None:
    told = program(Scope.MAY)("POST", "/may", {"keys": {"email": "freja@mail.example"}, "purpose": "spying"})
    shown = json.loads(PAGE.rpartition("```json\n")[2].partition("```")[0])
    assert {**told.body, "remedy": ""} == {**shown, "remedy": ""}


def test_every_state_and_reason_stands_on_the_page() -> None:
    from holdord.words.request import Outcome, Right
    from holdord.workflows.allowing import Reason

    for word in (*State, *Outcome, *Right, *Reason, *Scope):
        assert f"`{word}`" in PAGE, word
