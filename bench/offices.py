"""An office over a database of the benchmarks, with a store of its own in a folder that goes afterwards."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from holdord import demo
from holdord.workflows import remembering
from holdord.workflows.office import Office

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
"""The moment everything is asked at: the example companies' own today."""


@contextmanager
def office(address: str, policy: Path | None = None) -> Iterator[Office]:
    """An open office: policy read, systems connected, their catalogues read, store made."""
    with tempfile.TemporaryDirectory(prefix="holdord-bench-") as folder:
        environment = {"SHOP_DATABASE_URL": address, "HOLDORD_STORE": folder}
        with Office.open(policy or demo.policy_folder(), environment) as opened:
            assert opened.planner
            assert opened.store
            for system in opened.systems.values():
                system.prepare()
            remembering.accept(
                opened, NOW, "bench"
            )  # the database has receipts of earlier benchmarks' stores
            yield opened
            opened.store.close()
