"""A worker process that carries out one unit, and may be told by HOLDORD_FAULT to die on the way.

`python -m tests.connectors.worker URL whole|chunks RUN` prints the outcomes as JSON.
"""

import json
import sys
from dataclasses import asdict

from holdord.connectors.sql.system import SqlSystem
from holdord.words.plan import Outcome
from tests.connectors.shop import QUICK, SYSTEM, erasure, remove, unit

CHUNK = 4


def whole(system: SqlSystem, run: str) -> list[Outcome]:
    """Customer 1 and her orders, in one transaction."""
    return [system.carry_out(erasure(system.dialect), f"{run}/1")]


def chunks(system: SqlSystem, run: str) -> list[Outcome]:
    """Every order of customers 1 to 3, a few at a time."""
    step = remove(system.dialect, "orders", "customer_id", 0, CHUNK)
    some = unit(system.dialect, step, chunk=CHUNK, ids=[1, 2, 3])
    outcomes = []
    while not outcomes or outcomes[-1].steps[0].changed == CHUNK:
        outcomes.append(system.carry_out_chunk(some, step, f"{run}/{len(outcomes) + 1}"))
    return outcomes


if __name__ == "__main__":
    url, kind, run = sys.argv[1:]
    shop = SqlSystem(SYSTEM, {"SHOP_URL": url}, QUICK)
    done = {"whole": whole, "chunks": chunks}[kind](shop, run)
    print(json.dumps([asdict(outcome) for outcome in done]))
