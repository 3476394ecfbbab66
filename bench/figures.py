"""A figure: ours, its floor and their ratio, with what is needed to judge it; as a table or as JSON."""

import os
import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version

PACKAGES = ("holdord", "psycopg", "SQLAlchemy", "Django")


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report. Times are medians in milliseconds.

    `limit` is the greatest ratio that is promised, or where `floor` is nothing to divide by (`absolute`) the
    greatest time. `checks` are facts that must hold besides, each with whether it does.
    """

    name: str
    work: str
    ours: float
    floor: float
    limit: float
    samples: int
    sizes: Mapping[str, int] = field(default_factory=dict)
    facts: Mapping[str, object] = field(default_factory=dict)
    checks: Mapping[str, bool] = field(default_factory=dict)
    absolute: bool = False

    @property
    def ratio(self) -> float:
        """Ours over floor."""
        return self.ours / self.floor

    @property
    def within(self) -> bool:
        """Whether the limit is kept and every check holds."""
        return (self.ours if self.absolute else self.ratio) <= self.limit and all(self.checks.values())

    def as_json(self) -> dict[str, object]:
        """The figure as plain values."""
        return {
            "name": self.name,
            "work": self.work,
            "ours_ms": round(self.ours, 3),
            "floor_ms": round(self.floor, 3),
            "ratio": round(self.ratio, 3),
            "limit": self.limit,
            "limit_is": "milliseconds" if self.absolute else "ratio",
            "within": self.within,
            "samples": self.samples,
            "sizes": dict(self.sizes),
            "facts": dict(self.facts),
            "checks": dict(self.checks),
        }


def surroundings(server: str) -> dict[str, object]:
    """What the machine and the programs are; the load is read again at the end of a run."""
    return {
        "load_before": [round(one, 2) for one in os.getloadavg()],
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "server": server,
        "packages": {name: version(name) for name in PACKAGES},
    }


def table(figures: Iterable[Figure]) -> str:
    """The figures for people."""
    lines = [f"{'benchmark':<10} {'ours':>11} {'floor':>11} {'ratio':>7} {'limit':>9}   work"]
    for one in figures:
        limit = f"{one.limit:.0f} ms" if one.absolute else f"{one.limit:.1f}"
        kept = "" if one.within else "   OVER"
        lines.append(
            f"{one.name:<10} {one.ours:>8.2f} ms {one.floor:>8.2f} ms {one.ratio:>7.2f} {limit:>9}   "
            f"{one.work}{kept}"
        )
        facts = ", ".join(f"{name} {_shown(value)}" for name, value in {**one.sizes, **one.facts}.items())
        lines.append(f"{'':<10} {facts}")
        lines += [f"{'':<10} does not hold: {name}" for name, holds in one.checks.items() if not holds]
    return "\n".join(lines)


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
