"""A ticket stands for whom the site vouched for: for a while, and for nobody else."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdord.store import StoreFault
from holdord.workflows.office import Office, Refused
from holdord.workflows.vouching import LONGEST_LIFE, SKEW, STAYS, enter, vouched_for, voucher_of
from tests.servers import Database

pytest.register_assert_rewrite("tests.workflows.shop")

from tests.workflows.shop import MARKER, NOW, shop  # noqa: E402

HERE = "https://privacy.company.example"
SECRET = "a secret of the site, which nobody can guess"


@pytest.fixture
def office(new_database: Callable[[str], Database], tmp_path: Path) -> Iterator[Office]:
    company = shop(tmp_path / "policy", new_database("sqlite"))
    with company.office() as opened:
        opened.environment = {**opened.environment, "HOLDORD_SITE_SECRET": SECRET}
        yield opened
        opened.store.close()


def token(jti: str = "0123456789abcdef", begun: datetime = NOW, life: float = 60, **more: Any) -> str:
    iat = begun.timestamp()
    stated = {"aud": HERE, "iat": iat, "exp": iat + life, "jti": jti, "keys": {"email": MARKER}, **more}
    return jwt.encode(stated, SECRET)


def test_a_ticket_stands_for_the_customer_until_it_runs_out_or_is_handed_back(office: Office) -> None:
    ticket = enter(office, token(), HERE, NOW)
    other = enter(office, token("another-0123456789", keys={"email": "ole@mail.example"}), HERE, NOW)
    assert vouched_for(office, ticket, NOW + STAYS - timedelta(seconds=1)) == {"email": MARKER}
    assert vouched_for(office, ticket, NOW + STAYS) is None
    for wrong in ("", "x", ticket[:-1], ticket.swapcase(), "0123456789abcdef"):
        assert vouched_for(office, wrong, NOW) is None
    office.store.leave(ticket)
    assert vouched_for(office, ticket, NOW) is None
    assert vouched_for(office, other, NOW) == {"email": "ole@mail.example"}
    with pytest.raises(Refused, match="used before"):
        enter(office, token(), HERE, NOW)


def test_a_number_of_a_customer_may_be_a_number(office: Office) -> None:
    ticket = enter(office, token(keys={"email": MARKER, "customer_no": 10023}), HERE, NOW)
    assert vouched_for(office, ticket, NOW) == {"email": MARKER, "customer_no": "10023"}


def test_entries_are_dropped_when_their_time_has_come_and_not_before_their_tokens_are_worthless(
    office: Office,
) -> None:
    ticket = enter(office, token(life=300), HERE, NOW)
    assert office.store.drop_entries(NOW + LONGEST_LIFE + 2 * SKEW) == 0
    with pytest.raises(Refused, match="used before"):
        enter(office, token(life=300), HERE, NOW + LONGEST_LIFE)
    assert office.store.drop_entries(NOW + STAYS) == 1
    assert vouched_for(office, ticket, NOW) is None
    with pytest.raises(Refused, match="run out"):
        enter(office, token(life=300), HERE, NOW + STAYS)


def test_what_was_vouched_for_cannot_be_passed_to_another_ticket(office: Office) -> None:
    mine = enter(office, token(), HERE, NOW)
    theirs = enter(office, token("another-0123456789", keys={"email": "ole@mail.example"}), HERE, NOW)
    store = office.store
    with store._transaction() as cursor:
        digest = store._entry_digest("ticket", theirs)
        cursor.execute(
            "UPDATE holdord_site_entry SET content = "
            "(SELECT content FROM holdord_site_entry WHERE ticket = %s) WHERE ticket = %s",
            (digest, store._entry_digest("ticket", mine)),
        )
    with pytest.raises(StoreFault) as told:
        vouched_for(office, mine, NOW)
    assert told.value.finding.code == "store-altered"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(begun=st.integers(-900, 900), life=st.integers(-10, 600), at=st.integers(-900, 900))
def test_a_token_is_taken_in_its_time_only(office: Office, begun: int, life: int, at: int) -> None:
    skew = SKEW.total_seconds()
    good = 0 < life <= LONGEST_LIFE.total_seconds() and begun - skew <= at < begun + life + skew
    made = token(f"{time.monotonic_ns():032d}", NOW + timedelta(seconds=begun), life)
    try:
        enter(office, made, HERE, NOW + timedelta(seconds=at))
        taken = True
    except Refused:
        taken = False
    assert taken == good


@pytest.mark.parametrize(
    ("environment", "why"),
    [
        ({"HOLDORD_SITE_SECRET": "x" * 31}, "shorter"),
        ({"HOLDORD_SITE_SECRET": "x" * 32, "HOLDORD_SITE_PUBLIC_KEY": "y"}, "both"),
        ({"HOLDORD_SITE_PUBLIC_KEY": "no key"}, "cannot be read"),
        (
            {
                "HOLDORD_SITE_PUBLIC_KEY": "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEVs/o5+uQbTjL3chynL4wXgUg2R9"
                "q9UU8I5mEovUf86QZ7kOBIjJwqnzD1omageEHWwHdBO6B+dFabmdT9POxg=="
            },
            "no Ed25519",
        ),
    ],
)
def test_a_secret_or_key_that_is_unfit_is_refused(environment: dict[str, str], why: str) -> None:
    with pytest.raises(Refused, match=why) as told:
        voucher_of(environment)
    assert told.value.findings[0].code == "site-secret"
    assert voucher_of({}) is None
