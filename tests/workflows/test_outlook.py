"""What will go in the coming months: counted by a worker once a day, shown from the store."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from holdord.workflows.engine import Client
from holdord.workflows.forecasting import forecast, totals
from holdord.workflows.office import STORE_FOLDER
from holdord.workflows.outlook import FRESH, MONTHS, look_ahead, look_ahead_soon, outlook
from tests.servers import Database

pytest.register_assert_rewrite("tests.workflows.shop")

from tests.workflows.shop import NOW, shop  # noqa: E402


def test_an_outlook_tells_what_the_forecast_counted_and_when_it_is_no_longer_true(
    new_database: Callable[[str], Database], tmp_path: Path
) -> None:
    company = shop(tmp_path / "policy", new_database("sqlite"))
    with company.office() as office:
        assert outlook(office) is None
        assert look_ahead(office, NOW)
        seen = outlook(office)
        assert seen
        foreseen = totals(forecast(office, NOW, MONTHS))
        assert {"due now": seen.due_now, **dict(seen.months)} == foreseen
        assert sum(foreseen.values()) > 0
        assert (seen.at, seen.stale, len(seen.months)) == (NOW, False, MONTHS)
        office.policy = replace(office.policy, digest="another")
        again = outlook(office)
        assert again
        assert again.stale
        office.store.close()


def test_it_is_counted_once_a_day_however_many_look(
    new_database: Callable[[str], Database], tmp_path: Path
) -> None:
    company = shop(tmp_path / "policy", new_database("sqlite"))
    with company.office() as office, Client.open(None, company.folder / STORE_FOLDER) as client:
        key = f"look-ahead {office.policy.digest[:16]} {NOW:%Y-%m-%d}"
        for _ in range(3):
            look_ahead_soon(client, office, NOW)
        assert client.state(key) == "waiting"
        look_ahead(office, NOW)
        later = NOW + FRESH
        look_ahead_soon(client, office, later)
        assert client.state(f"look-ahead {office.policy.digest[:16]} {later:%Y-%m-%d}") == "unknown"
        after = later + timedelta(hours=1)
        look_ahead_soon(client, office, after)
        assert client.state(f"look-ahead {office.policy.digest[:16]} {after:%Y-%m-%d}") == "waiting"
        office.store.close()
