"""The program that `bench.board` times: fills a store with five years, then asks for pages as staff do."""

import json
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

DAYS = 5 * 365
NOW = datetime.now(UTC)
REQUESTS = 20_000


def main(records: int, repeats: int) -> None:
    """Fill, ask, and say how long each page took."""
    import django

    django.setup()
    from holdord.web.offices import the_office

    office = the_office()
    _fill(office, records)
    client = _client()
    name = next(iter(office.policy.promises))
    pages = {
        "console": "/console/promises/",
        "promise": f"/console/promises/{name}/",
        "public": "/da/promises/",
    }
    times: dict[str, list[float]] = {page: [] for page in pages}
    answered = True
    for turn in range(repeats + 3):
        for page, address in pages.items():
            if page == "public":
                _forget_public()
            began = time.perf_counter()
            answer = client.get(address)
            took = (time.perf_counter() - began) * 1000
            answered = answered and answer.status_code == 200
            if turn >= 3:
                times[page].append(took)
    print(json.dumps({"pages": times, "promises": len(office.policy.promises), "answered": answered}))


def _forget_public() -> None:
    from holdord.web.centre import promised

    promised._standings.cache_clear()


def _client() -> Any:
    from allauth.mfa.totp.internal.auth import TOTP
    from django.contrib.auth import get_user_model
    from django.test import Client

    from holdord.web.console import accounts
    from holdord.web.console.permissions import Role

    accounts.add("rikke", {Role.RESPONSIBLE}, "bench", NOW)
    user = get_user_model().objects.get(username="rikke")
    TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _fill(office: Any, records: int) -> None:
    """Evidence, a reading of each probe a day, changes of each promise, and requests, of five years."""
    from holdord.words.request import Channel, Right, Strength
    from holdord.workflows.probes import PROBES, SWEEP

    store, digest = office.store, office.policy.digest
    store.requests()
    rights, first = list(Right), NOW - timedelta(days=DAYS)
    with store._transaction() as cursor:
        _evidence(cursor, records, digest)
        readings = [
            (probe, store._moment(first + timedelta(days=day)), digest, "kept", '{"rows":1200}', "", "")
            for day in range(DAYS + 1)
            for probe in (*PROBES, SWEEP)
        ]
        cursor.executemany(
            "INSERT INTO holdord_reading (probe, at, policy, outcome, counts, why, reference) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s)",
            readings,
        )
        why = '{"reason":{"code":"reading-old","at":"2026-01-01T00:00:00+00:00"}}'
        changes = [
            (name, store._moment(first + timedelta(days=day)), digest, "kept" if day % 2 else "due", why)
            for day in range(0, DAYS, 9)
            for name in office.policy.promises
        ]
        cursor.executemany(
            "INSERT INTO holdord_standing (promise, at, policy, state, why) VALUES (%s, %s, %s, %s, %s)",
            changes,
        )
        day = store._day(NOW.date())
        requests = [
            (
                f"Q-{n:012d}", str(rights[n % len(rights)]), str(Channel.WEB), "da",
                store._moment(first + timedelta(hours=n * 2)), day, day, "answered", int(Strength.ADDRESS),
                None, "{}", "", "", "granted", False, "", 3,
                store._moment(first + timedelta(hours=n * 2 + 40)),
            )
            for n in range(min(REQUESTS, records))
        ]  # fmt: skip
        cursor.executemany(
            "INSERT INTO holdord_request (id, kind, channel, language, received, due, strict_due, state, "
            "strength, subject_id, details, plan, confirmed, outcome, extended, assigned, version, ended) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            requests,
        )
        notices = [
            (f"N-{n:08d}", one[0], "hosting", one[4], one[4] if n % 500 else None)
            for n, one in enumerate(requests)
        ]
        cursor.executemany(
            "INSERT INTO holdord_notice (id, request_id, recipient, at, confirmed_at, confirmed_by, chased, "
            "tries, handed_for) VALUES (%s, %s, %s, %s, %s, '', 0, 0, '')",
            notices,
        )
    with store._connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _evidence(cursor: Any, records: int, digest: str) -> None:
    told = json.dumps({"kind": "expiry", "plan": digest, "policy": digest, "step": "shop.orders remove"})
    for start in range(1, records + 1, 50_000):
        stop = min(start + 50_000, records + 1)
        rows = [(n, f'{{"number":{n},"of":{told}}}') for n in range(start, stop)]
        cursor.executemany("INSERT INTO holdord_evidence (number, record) VALUES (%s, %s)", rows)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
