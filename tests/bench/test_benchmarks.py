"""Every benchmark runs on a tiny shop and says what it found as JSON; how fast is not asked here."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import BENCHMARKS

ROOT = Path(__file__).parents[2]
TINY = ["--customers", "60", "--rows", "4000", "--repeats", "1"]
SMALL = ["--customers", "150", "--repeats", "2"]
"""For requests, which take one person in five several times."""
FIELDS = {
    "name",
    "work",
    "ours_ms",
    "floor_ms",
    "ratio",
    "limit",
    "within",
    "samples",
    "sizes",
    "facts",
    "checks",
}


def bench(server: str, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HOLDORD_BENCH_POSTGRESQL_URL": server}
    return subprocess.run(
        [sys.executable, "-m", "bench", *words], cwd=ROOT, env=environment, capture_output=True, text=True
    )


@pytest.fixture(scope="module")
def server(postgresql_url: str) -> Iterator[str]:
    """A server on which the tiny databases are removed afterwards; a developer's own large ones stay."""
    yield postgresql_url
    from bench import databases

    os.environ["HOLDORD_BENCH_POSTGRESQL_URL"] = postgresql_url
    databases.server.cache_clear()
    try:
        databases.drop("shop_60x10", "shop_150x10", "big_60x10_1", "visits_4000", "visits_400")
    finally:
        del os.environ["HOLDORD_BENCH_POSTGRESQL_URL"]
        databases.server.cache_clear()


@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_benchmark_does_the_same_as_its_floor_and_says_so(server: str, name: str) -> None:
    done = bench(server, name, "--json", *(SMALL if name == "requests" else TINY))
    assert done.returncode in (0, 1), done.stderr
    assert done.stdout, done.stderr
    report = json.loads(done.stdout)
    assert {"load_before", "load_after", "python", "server", "packages"} <= report.keys()
    assert report["figures"]
    for figure in report["figures"]:
        assert figure.keys() >= FIELDS
        assert figure["name"] == name
        assert figure["ours_ms"] > 0 < figure["floor_ms"]
        assert all(figure["checks"].values()), figure["checks"]


def test_benchmarks_are_listed(server: str) -> None:
    listed = bench(server).stdout.splitlines()
    assert [line.split()[0] for line in listed] == list(BENCHMARKS)


def test_a_name_that_is_no_benchmark_is_refused(server: str) -> None:
    done = bench(server, "acess")
    assert done.returncode == 2
    assert "there is no benchmark acess" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_figure_is_over_when_its_floor_did_something_else() -> None:
    from bench.figures import Figure

    assert Figure("access", "", 1.0, 1.0, 1.5, 1).within
    assert not Figure("access", "", 1.0, 1.0, 1.5, 1, checks={"the same rows": False}).within
    assert not Figure("access", "", 1.6, 1.0, 1.5, 1).within
    assert Figure("start", "", 120.0, 20.0, 150.0, 1, absolute=True).within
    assert not Figure("start", "", 151.0, 20.0, 150.0, 1, absolute=True).within
