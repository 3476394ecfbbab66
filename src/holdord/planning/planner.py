"""The planner: a policy and its live systems, ready to be asked about anybody at any time.

Statements are written once for each shape of facts and kept, so that asking about the next person costs the
database's time and hardly any of ours.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from holdord.planning.accounts import FAR
from holdord.planning.atlas import Atlas
from holdord.planning.exports import ExportDraft, PresenceDraft, write_export, write_presence
from holdord.planning.forecasts import ForecastDraft, month_ends, write_forecasts
from holdord.planning.ownership import PEOPLE, STOPPED, Shape, lapsed
from holdord.planning.search import Footprint, Searcher
from holdord.planning.statements import Query, Setting, in_order
from holdord.planning.steps import Drafts, write_accounts, write_steps
from holdord.words.catalogue import Catalogue
from holdord.words.facts import NO_ROWS, Facts, RowId, Rows
from holdord.words.plan import Kept, Plan, Unit
from holdord.words.policy import Basis, Collection, Policy, Purpose

T = TypeVar("T")


def ends_on_request(purpose: Purpose) -> bool:
    """Whether an erasure request ends a purpose by itself (Art. 17(1)(b)-(c), Art. 21).

    Consent is taken as withdrawn; an objection is taken as made to legitimate interests and public tasks
    unless the policy claims overriding grounds, and to marketing whatever it rests on.
    """
    return (
        purpose.basis is Basis.CONSENT
        or purpose.marketing
        or (purpose.basis.objectable and not any(purpose.overriding.values()))
    )


@dataclass
class Planner:
    """Everything below is a function of the policy, the catalogues and its arguments; nothing is run."""

    policy: Policy
    catalogues: Mapping[str, Catalogue]
    atlases: dict[str, Atlas] = field(init=False)
    searcher: Searcher = field(init=False)
    _written: dict[object, object] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.atlases = {
            name: Atlas(self.policy, self.policy.systems[name], catalogue)
            for name, catalogue in self.catalogues.items()
        }
        self.searcher = Searcher(self.policy, self.atlases)

    def shape(
        self,
        facts: Facts,
        people: Footprint | None = None,
        on_request: bool = False,
        withheld: frozenset[str] = frozenset(),
    ) -> Shape:
        """The shape of the facts, for some people or (None) for everybody; `withheld` categories stay."""
        roots = {name: _places(rows) for name, rows in self._sets(facts, people).items() if rows}
        dropped = frozenset(n for n, p in self.policy.purposes.items() if on_request and ends_on_request(p))
        queries = tuple(stop.condition for stop in facts.stops if stop.condition)
        complete = people.complete if people else frozenset[tuple[str, str]]()
        if people:
            roots[PEOPLE] = roots.get(PEOPLE, frozenset()) | complete
        return Shape(roots, queries, people is not None, dropped, complete, withheld, on_request)

    def setting(
        self, now: datetime, facts: Facts, people: Footprint | None = None, months: int = 0
    ) -> Setting:
        """What statements of that shape are filled with."""
        calendar = self.policy.controller.calendar
        later = month_ends(now, months, calendar) or [FAR]
        return Setting(now, calendar, self._sets(facts, people), later=later)

    def _sets(self, facts: Facts, people: Footprint | None) -> dict[str, Rows]:
        stopped = NO_ROWS
        for stop in facts.stops:
            stopped = stopped | stop.rows
        named = {lapsed(purpose): rows for purpose, rows in facts.lapsed.items()}
        return {PEOPLE: people.rows | people.every if people else NO_ROWS, STOPPED: stopped, **named}

    def steps(self, system: str, shape: Shape, chunk: int = 0) -> Drafts:
        """The steps that could be taken on one system."""
        return self._once(
            ("steps", system, shape.key(), chunk), lambda: write_steps(self.atlases[system], shape, chunk)
        )

    def accounts(self, system: str, shape: Shape) -> Drafts:
        """What tells of some people on one system what is held, and why; without any step."""
        return self._once(
            ("accounts", system, shape.key()), lambda: write_accounts(self.atlases[system], shape)
        )

    def forecasts(self, system: str, shape: Shape, months: int) -> list[ForecastDraft]:
        """The statements that forecast what goes on one system."""
        return self._once(
            ("forecasts", system, shape.key(), months),
            lambda: write_forecasts(self.atlases[system], shape, months),
        )

    def export(self, collection: Collection, shape: Shape) -> ExportDraft | None:
        """The statement that reads one collection for an export."""
        return self._once(
            ("export", collection.system, collection.name, shape.key()),
            lambda: write_export(self.atlases[collection.system], shape, collection),
        )

    def presence(self, system: str, collections: tuple[Collection, ...], shape: Shape) -> PresenceDraft:
        """The statement that tells which of some collections of a system hold anything of some people's."""
        names = tuple(one.name for one in collections)
        return self._once(
            ("presence", system, names, shape.key()),
            lambda: write_presence(self.atlases[system], shape, collections),
        )

    def _once(self, key: object, write: Callable[[], T]) -> T:
        if key not in self._written:
            self._written[key] = write()
        return self._written[key]  # type: ignore[return-value]

    def still_there(self, collection: Collection, ids: Iterable[RowId]) -> Iterator[Query]:
        """Statements that tell which of some ids are still rows of a collection."""
        atlas = self.atlases[collection.system]
        column = atlas.dialect.quote(atlas.id_column(collection))
        where = atlas.dialect.among(column, "ids", atlas.id_kind(collection))
        sql = f"SELECT {column} FROM {atlas.source(collection.table)} WHERE {where}"
        ordered = in_order(ids)
        for start in range(0, len(ordered), 5000):
            yield Query(sql, {"ids": ordered[start : start + 5000]}, ("id",))

    def plan(
        self,
        kind: str,
        now: datetime,
        units: Sequence[Unit],
        kept: Iterable[Kept],
        people: int = 0,
        persons: tuple[Mapping[str, list[RowId]], ...] = (),
        ended: tuple[str, ...] = (),
    ) -> Plan:
        """The plan that is shown and confirmed."""
        moment, digest = now.isoformat(), self.policy.digest
        busy = tuple(unit for unit in units if unit.steps)
        return Plan(kind, moment, digest, busy, tuple(kept), people, persons, ended)


def _places(rows: Rows) -> frozenset[tuple[str, str]]:
    return frozenset(where for where, ids in rows.ids.items() if ids)
