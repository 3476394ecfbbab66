"""Asking about a person tells nobody whether they are known: not by page, header, status or work done."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from holdord import demo
from holdord.words.request import Right
from tests.web.attacks.test_somebody_elses_request import plain
from tests.web.conftest import environment
from tests.web.public import FRIDA, Public

NEEDED = {
    "rectification": {"category": "name", "words": "it is wrong"},
    "restriction": {"ground": "accuracy"},
    "objection": {"purposes": "newsletter"},
    "withdrawal": {"purposes": "newsletter"},
    "human_review": {"words": "look again"},
}


@pytest.mark.parametrize("right", list(Right))
def test_the_answer_is_the_same_whoever_is_typed(public: Public, right: str) -> None:
    told = []
    for email in (public.customer(3 + list(Right).index(Right(right))), f"nobody-{right}@x.example"):
        visitor = public.visitor()
        fields = {"key_email": email, "key_customer_no": "", **NEEDED.get(right, {})}
        answer = visitor.post(f"/en/ask/{right}/", fields)
        assert answer.status == 303
        id = answer.header("Location").split("/")[3]
        headers = [(name, value.replace(id, "")) for name, value in answer.told()]
        told.append((headers, answer.text, plain(visitor.get(f"/en/sent/{id}/"), id)))
    assert told[0] == told[1]


def test_the_server_need_not_even_know_where_the_companys_systems_are(public: Public) -> None:
    started = Path(f"/proc/{public.server.pid}/environ").read_bytes()
    assert b"SHOP_DATABASE_URL=sqlite:////nowhere" in started
    visitor = public.visitor()
    known = public.customer(11)
    id = public.ask(visitor, "en", "access", known)
    public.prove(visitor, known, id)
    assert visitor.get(f"/en/request/{id}/").status == 200


def test_as_many_statements_reach_the_store_whoever_is_typed(tmp_path: Path) -> None:
    demo.generate(f"sqlite:///{tmp_path / 'shop.db'}", customers=5)
    told = environment(
        tmp_path,
        HOLDORD_POLICY=str(demo.policy_folder("retailer")),
        DJANGO_SETTINGS_MODULE="holdord.web.settings",
    )
    typed = [FRIDA, "nobody@x.example", FRIDA.upper()]
    words = [sys.executable, "-m", "tests.web.attacks.counted", *typed]
    answer = subprocess.run(words, env=told, capture_output=True, text=True, check=True)
    counted = json.loads(answer.stdout)
    assert counted["statements"][0] == counted["statements"][1] == counted["statements"][2]
    assert len(counted["statements"][0]) > 5
    assert counted["opened"] is False
