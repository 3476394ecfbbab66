"""A process that records until it is killed.

``python -m tests.store.recorder ADDRESS FOLDER RUN SEED COUNT``, where ADDRESS is ``-`` for SQLite. The seed
gives the order of the receipts, so that recorders of one run meet on the same receipts; a receipt has the
same number of records whoever writes it.
"""

import random
import sys
from pathlib import Path

from holdord.store import open_store
from tests.store.cast import NOW, evidence


def size_of(receipt: int) -> int:
    """How many records a receipt has: none, some, or many."""
    return (0, 1, 2, 7)[receipt % 4]


def main(address: str, folder: str, run: str, seed: str, count: str) -> None:
    chance = random.Random(int(seed))
    order = list(range(int(count)))
    chance.shuffle(order)
    with open_store(None if address == "-" else address, Path(folder)) as store:
        print("ready", flush=True)
        for receipt in order:
            records = [evidence(f"step {n}") for n in range(size_of(receipt))]
            first = store.record(run, f"unit-{receipt}", 1, NOW, records, seal=chance.random() < 0.3)
            print(receipt, int(first), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
