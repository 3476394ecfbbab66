"""Run as a program in the server's environment: how long it works on forms that differ in one thing only.

A line of JSON tells, for each form, the seconds of the processor for each of its kinds: by turns, in an order
drawn anew each time, so that whatever else the machine does meets all of them alike. With an address as an
argument only the forms about whoever has it are told, and each looks up in the company's systems who is
meant, as it must not.
"""

import json
import os
import random
import sqlite3
import sys
import time
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

import django

SAMPLES = 240
PASSES = 5_000
"""Rounds of the passwords' digest: fewer than in earnest, so that its time does not hide another's."""

_PLACES = count(1)


class Asker:
    """Sends forms, each from an address of its own and as if it were the first: no limit is met."""

    def __init__(self) -> None:
        from django.test import Client

        self.client = Client(HTTP_HOST="localhost")

    def send(self, path: str, fields: Any, expected: int, **more: Any) -> float:
        """Send one; the seconds that the processor worked."""
        from holdord.web.offices import the_office

        with the_office().store._transaction() as cursor:
            cursor.execute("DELETE FROM holdord_throttle")  # how often somebody is named is not the question
        number = next(_PLACES)
        place = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        began = time.process_time()
        answer = self.client.post(path, fields, REMOTE_ADDR=place, **more)
        took = time.process_time() - began
        assert answer.status_code == expected, (path, answer.status_code)
        return took


Kinds = Mapping[str, Callable[[int], float]]


def timed(kinds: Kinds, samples: int) -> dict[str, list[float]]:
    """The seconds of each kind, by turns; the first rounds warm up and are not told."""
    told: dict[str, list[float]] = {kind: [] for kind in kinds}
    for number in range(samples + 5):
        for kind in random.sample(list(kinds), len(kinds)):
            took = kinds[kind](number)
            if number >= 5:
                told[kind].append(took)
    return told


def asking(asker: Asker, known: list[str]) -> Kinds:
    """The form of each right in turn, about a customer and about nobody, whose addresses are as long."""
    from holdord.words.request import Right
    from tests.web.attacks.test_enumeration import NEEDED

    rights = list(Right)

    def about(address: Callable[[int], str]) -> Callable[[int], float]:
        def send(number: int) -> float:
            right = rights[number % len(rights)]
            fields = {"key_email": address(number), "website": "", **NEEDED.get(right, {})}
            return asker.send(f"/en/ask/{right}/", fields, 303)

        return send

    def nobody(number: int) -> str:
        real = known[number % len(known)]
        name, _, domain = real.partition("@")
        return f"{'q' * len(name)}@{domain}"

    return {"customer": about(lambda number: known[number % len(known)]), "nobody": about(nobody)}


def codes(asker: Asker, page: str) -> Kinds:
    """A wrong code for requests that are there, and for none."""
    from holdord.web.offices import the_office

    there = [one.id for one in the_office().store.requests(limit=1000)]
    none = ["Q-" + "".join(random.choices("BCDFGHJKLMNP", k=12)) for _ in there]

    def of(ids: list[str]) -> Callable[[int], float]:
        return lambda number: asker.send(f"/en/{page}/{ids[number % len(ids)]}/", {"code": "ZZZZ9999"}, 422)

    return {"there": of(there), "none": of(none)}


def log_in(asker: Asker) -> Kinds:
    """A wrong password for an account, for one that was closed, one that has none yet, and for none."""
    from datetime import UTC, datetime

    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    from holdord.store.models import LoginStreak
    from holdord.web.console import accounts
    from holdord.web.console.permissions import Role

    PBKDF2PasswordHasher.iterations = PASSES
    now = datetime.now(UTC)
    made = [accounts.add(name, {Role.READER}, "test", now) for name in ("anna", "bent", "carl")]
    for user in made[:2]:
        user.set_password("grøn kaffe under broen 74")
        user.save()
    accounts.give_roles(made[2], {Role.RESPONSIBLE}, "test", now)
    accounts.close(made[1], "test", now)

    def of(name: str) -> Callable[[int], float]:
        def send(number: int) -> float:
            LoginStreak.objects.all().delete()
            return asker.send("/console/account/login/", {"login": name, "password": "wrong" * 3}, 200)

        return send

    return {name: of(name) for name in ("anna", "bent", "carl", "dora")}


def api(asker: Asker, known: list[str], path: str, expected: int, more: Mapping[str, Any]) -> Kinds:
    """A program's call about a customer, and about nobody."""
    from datetime import UTC, datetime

    from holdord.web.offices import the_office
    from holdord.words.caller import Scope
    from holdord.workflows.calling import new_token

    now = datetime.now(UTC)
    _, token = new_token(the_office(), f"t{expected}", set(Scope), now, "test", per_minute=1_000_000)
    bearing = {"content_type": "application/json", "HTTP_AUTHORIZATION": f"Bearer {token}"}

    def of(address: Callable[[str], str]) -> Callable[[int], float]:
        def send(number: int) -> float:
            email = address(known[number % len(known)])
            return asker.send(path, {"keys": {"email": email}, **more}, expected, **bearing)

        return send

    return {"customer": of(str), "nobody": of(lambda real: "q" * real.index("@") + real[real.index("@") :])}


def leak() -> None:
    """Look up who is meant before the form is answered: what a test of times must notice."""
    from datetime import UTC, datetime

    from holdord.web.centre import asking as pages
    from holdord.workflows.explaining import explain

    receive = pages.receive

    def leaking(office: Any, right: Any, channel: Any, tongue: str, keys: Any, *rest: Any, **of: Any) -> str:
        explain(office, {name: [value] for name, value in keys.items()}, datetime.now(UTC))
        return receive(office, right, channel, tongue, keys, *rest, **of)

    pages.receive = leaking


def main() -> None:
    """Print the seconds of everything, or of the forms alone where they leak."""
    django.setup()

    from django.conf import settings

    from holdord.web.offices import the_client

    settings.ALLOWED_HOSTS.append("testserver")
    the_client()
    with sqlite3.connect(os.environ["SHOP_DATABASE_URL"].removeprefix("sqlite:///")) as shop:
        known = [email for (email,) in shop.execute("SELECT email FROM customers WHERE email LIKE '%@%'")]
    asker = Asker()
    if leaking := sys.argv[1:]:
        leak()
        print(json.dumps({"form": timed(asking(asker, leaking), SAMPLES // 4)}))
        return
    request = {"right": "access", "contact": "somebody@x.example", "language": "da"}
    told = {"form": timed(asking(asker, known), SAMPLES)}
    for page in ("confirm", "answer"):
        told[page] = timed(codes(asker, page), SAMPLES)
    told["log-in"] = timed(log_in(asker), SAMPLES)
    told["api"] = timed(api(asker, known, "/api/v1/requests", 201, request), SAMPLES)
    told["may"] = timed(api(asker, known, "/api/v1/may", 200, {"purpose": "newsletter"}), SAMPLES)
    print(json.dumps(told))


if __name__ == "__main__":
    main()
