"""One table of visits with one purpose: what the sweep and the forecast over very many rows are timed on.

One row in ten is past its period at the benchmarks' moment, the rest go over the two years to come. Rows lie
in the table as they came in, oldest first, and the column that tells when has an index.
"""

from pathlib import Path

import psycopg

from bench import databases

POLICY = Path(__file__).parent / "policy"
ROWS = 10_000_000
CUTOFF = "2024-11-20"
"""Visits from before this day go: two years after the visit, at the benchmarks' moment."""

_TABLE = """
CREATE TABLE visits (
  id bigint PRIMARY KEY, visitor_no bigint NOT NULL, page text, seen_at timestamp(0) NOT NULL)
"""
_ROWS = """
INSERT INTO visits
SELECT n, n * 7919 %% 99991, '/page/' || n %% 1000,
  timestamp '2024-11-20' - interval '80 days 1 second' + n * (interval '800 days' / %(rows)s::float)
FROM generate_series(1, %(rows)s::bigint) AS n
"""


def visits(rows: int) -> str:
    """The name of a database with so many visits, made at first."""

    def fill(address: str) -> None:
        with psycopg.connect(address) as connection:
            connection.execute(_TABLE)
            connection.execute(_ROWS, {"rows": rows})
            connection.execute("CREATE INDEX visits_seen_at ON visits (seen_at)")
            connection.execute("CREATE INDEX visits_visitor_no ON visits (visitor_no)")
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("VACUUM (ANALYZE) visits")

    return databases.made(f"visits_{rows}", fill)
