"""`holdord promises` and `holdord probe`: the board on the command line, from real records only."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Holdord

Rows = Callable[[str], list[tuple[Any, ...]]]

PROMISES = """
promises:
  P1: {says: {en: It goes when it should.}, kept_by: capability retention}
  P2: {says: {en: No card numbers.}, kept_by: capability content-probe, proof: probe, public: yes}
  P3: {says: {en: Back-ups go.}, kept_by: capability backups}
"""


@pytest.fixture(autouse=True)
def promised(shop_folder: Path) -> None:
    """The shop promises three things."""
    file = shop_folder / "policy" / "promises.yaml"
    file.write_text("language: 1\n" + PROMISES)


def states(holdord: Holdord, *words: str) -> dict[str, str]:
    return {one["promise"]: one["state"] for one in holdord("promises", "--json", *words).json}


def test_nothing_is_kept_before_it_is_shown(holdord: Holdord) -> None:
    answer = holdord("promises")
    assert answer.code == 0
    assert "unproven  P1: It goes when it should.\n  No sweep has run yet." in answer.out
    assert "This rests on “backups”, which this version of Holdord cannot do yet." in answer.out
    assert answer.out.rstrip().endswith("0 kept, 0 due, 3 unproven, 0 broken")


def test_a_nightly_sweep_and_the_probes_show_what_they_can(holdord: Holdord) -> None:
    holdord("forecast")
    assert holdord("expire", "--unattended").code == 0
    probed = holdord("probe", "retention", "content", "--json")
    assert probed.code == 0
    assert [one["outcome"] for one in probed.json] == ["kept", "kept"]
    assert states(holdord) == {"P1": "kept", "P2": "kept", "P3": "unproven"}
    (one,) = holdord("promises", "P1", "--json").json
    assert one["proof"]["kind"] == "run"
    assert holdord("prove", "--run", one["proof"]["id"]).code == 0, "the run it names is there"
    assert one["since"]
    assert one["because"]["da"].startswith("Oprydningen den ")
    later = (datetime.now(UTC) + timedelta(days=2)).isoformat()
    assert states(holdord, "--now", later)["P1"] == "due"


def test_a_sweep_with_nothing_to_do_is_a_sweep_too(holdord: Holdord) -> None:
    holdord("forecast")
    for _ in range(2):
        assert holdord("expire", "--unattended").code == 0
    holdord("probe", "retention")
    assert "nothing was due" in holdord("promises", "P1").out


def test_a_sweep_that_stops_to_ask_is_told(holdord: Holdord) -> None:
    assert holdord("expire", "--unattended").code == 3
    holdord("probe", "retention")
    (one,) = holdord("promises", "P1", "--json").json
    assert one["reason"]["code"] in ("sweep-waits", "retention-broken")


def test_what_is_found_is_told_by_column_and_breaks_the_promise(holdord: Holdord, rows: Rows) -> None:
    rows("update customers set name = 'card 4111 1111 1111 1111' where id = 1")
    probed = holdord("probe", "content")
    assert probed.code == 1
    assert "customers.name: card" in probed.out
    assert "4111" not in probed.out
    answer = holdord("promises", "--state", "broken")
    assert answer.code == 1
    assert "broken  P2: No card numbers." in answer.out
    assert "4111" not in holdord("promises", "--json").out


def test_what_there_is_not_is_refused(holdord: Holdord) -> None:
    for words in (("probe", "weather"), ("promises", "P9")):
        answer = holdord(*words, "--json")
        assert (answer.code, answer.codes) == (1, ["unknown-name"])


def test_the_probes_are_listed_without_a_database(holdord: Holdord) -> None:
    assert "content" in holdord("probe", "--list", "--json").json
