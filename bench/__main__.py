"""The command line of the benchmarks; see the package."""

import argparse
import json
import os
import sys

from bench import BENCHMARKS, run
from bench.databases import drop_all, server_version
from bench.figures import Figure, surroundings, table
from bench.sizes import Sizes


def main() -> int:
    """Run what is asked; 1 when a limit is not kept."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Ours beside a hand-written floor.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="benchmarks, or all")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--customers", type=int, help="a shop of this many customers, ten orders each")
    parser.add_argument("--rows", type=int, help="a table of this many rows (expire, forecast)")
    parser.add_argument("--repeats", type=int, help="how often each side is timed")
    parser.add_argument(
        "--drop", action="store_true", help="remove the databases of the benchmarks, and stop"
    )
    asked = parser.parse_args()
    if asked.drop:
        print("\n".join(drop_all()))
        return 0
    names = list(BENCHMARKS) if asked.names == ["all"] else asked.names
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"there is no benchmark {unknown[0]}; there are {', '.join(BENCHMARKS)}")
    if not names:
        print("\n".join(f"{name:<10} {work}" for name, work in BENCHMARKS.items()))
        return 0
    return _report(names, Sizes(asked.customers, asked.rows, asked.repeats), asked.json)


def _report(names: list[str], sizes: Sizes, as_json: bool) -> int:
    around = surroundings(server_version())
    found: list[Figure] = []
    for name in names:
        if not as_json:
            print(f"{name}: {BENCHMARKS[name]} …", file=sys.stderr)
        found += run(name, sizes)
    around["load_after"] = [round(one, 2) for one in os.getloadavg()]
    if as_json:
        print(json.dumps({**around, "figures": [one.as_json() for one in found]}, indent=2))
    else:
        print(table(found))
        print(f"load {around['load_before']} before, {around['load_after']} after; {around['server']}")
    return 0 if all(one.within for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
