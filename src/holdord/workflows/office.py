"""The office: a policy, the systems it names and the store, opened together.

Nothing here decides what may go; that is planning. Nothing here knows SQL. Time comes in as an argument.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from holdord.connectors import SystemFault, connect
from holdord.language import load
from holdord.language.checks import check_live
from holdord.store import open_store
from holdord.words.facts import Facts, Rows
from holdord.words.finding import Finding, has_errors, in_order
from holdord.words.policy import Policy

if TYPE_CHECKING:
    from holdord.connectors.sql.system import Reader, SqlSystem
    from holdord.planning.planner import Planner
    from holdord.planning.statements import Query
    from holdord.store import Store

STORE_FOLDER = ".holdord"
TOO_LONG_AGO = timedelta(minutes=10)
Made = TypeVar("Made")


class Refused(Exception):
    """What was asked cannot be done as things are; `findings` say why and what helps."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("; ".join(f.message for f in findings))
        self.findings = in_order(findings)


def refuse(code: str, message: str, help: str = "", example: str = "") -> Refused:
    """A refusal with a single finding."""
    return Refused(Finding(code, message, help, example=example))


@contextmanager
def told_at_once() -> Iterator[None]:
    """What somebody waits for on a page: where a system is away it is refused, for nobody tries it again."""
    try:
        yield
    except SystemFault as fault:
        raise Refused(fault.finding) from None


def load_policy(folder: Path) -> tuple[Policy, list[Finding]]:
    """The policy of a folder with its warnings; raises Refused when it has errors."""
    loaded = load(folder)
    if loaded.policy is None or has_errors(loaded.findings):
        raise Refused(*loaded.findings)
    return loaded.policy, loaded.findings


def store_place(folder: Path, environment: Mapping[str, str]) -> tuple[str | None, Path]:
    """The address of the store, None for a file, and its folder."""
    return environment.get("HOLDORD_DATABASE_URL"), Path(
        environment.get("HOLDORD_STORE", folder / STORE_FOLDER)
    )


def existing_store(folder: Path, environment: Mapping[str, str]) -> "Store":
    """The store of a policy's folder without reading the policy; raises Refused where there is none yet."""
    url, place = store_place(folder, environment)
    if not url and not (place / "store.sqlite3").exists():
        raise refuse(
            "no-store",
            "there is no store here: nothing was ever planned, stated or erased from here",
            "name the policy's folder with --policy, or the store with HOLDORD_STORE or HOLDORD_DATABASE_URL",
        )
    return open_store(url, place)


class _MadeOnce(Generic[Made]):
    """A part of an office, made by whichever thread needs it first while the others wait.

    Afterwards it is an ordinary attribute. (`functools.cached_property` has no lock from Python 3.12 on.)
    """

    def __init__(self, make: "Callable[[Office], Made]") -> None:
        self.make = make
        self.name = make.__name__
        self.__doc__ = make.__doc__

    def __get__(self, office: "Office", owner: "type[Office]") -> Made:
        with office.making:
            if self.name not in office.__dict__:
                office.__dict__[self.name] = self.make(office)
            made: Made = office.__dict__[self.name]
            return made


@dataclass
class Office:
    """Opened once, asked often, by several threads at once where need be.

    Systems are connected, and the store opened, when first needed.
    """

    policy: Policy
    folder: Path
    environment: Mapping[str, str]
    findings: list[Finding] = field(default_factory=list)
    making: RLock = field(default_factory=RLock, repr=False, compare=False)
    _closing: ExitStack = field(default_factory=ExitStack)
    rates: Mapping[str, int] = field(default_factory=dict)
    """How many runs about a system may begin a second, over all workers; without a number, any."""
    _looked_at: datetime | None = None
    remembered: set[str] = field(default_factory=set)
    """The systems with receipts of runs that the store has been seen to know."""

    @classmethod
    def open(cls, folder: Path, environment: Mapping[str, str]) -> "Office":
        """Read and check the policy; raises Refused when it has errors."""
        policy, findings = load_policy(folder)
        return cls(policy, folder, environment, findings)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of every connection."""
        self._closing.close()

    @_MadeOnce
    def systems(self) -> "dict[str, SqlSystem]":
        """Every system of the policy, connected."""
        systems = {}
        for name, system in self.policy.systems.items():
            systems[name] = connect(system, self.environment)
            self._closing.callback(systems[name].close)
        return systems

    @_MadeOnce
    def store(self) -> "Store":
        """Holdord's own store: HOLDORD_DATABASE_URL, or a file in the policy's folder."""
        return open_store(*store_place(self.folder, self.environment))

    def check(self) -> list[Finding]:
        """What the live systems have to say against the policy."""
        catalogues = {name: system.catalogue() for name, system in self.systems.items()}
        return in_order(check_live(self.policy, catalogues))

    @_MadeOnce
    def planner(self) -> "Planner":
        """The planner over the live systems; raises Refused when they and the policy do not fit."""
        from holdord.planning.atlas import Unplannable  # here: a server that tells what is stated never plans
        from holdord.planning.planner import Planner

        if not self.policy.systems:
            raise refuse(
                "no-system",
                "the policy names no system, so there is nothing to look in",
                "add a document that begins with `system:` and maps a database",
            )
        catalogues = {name: system.catalogue() for name, system in self.systems.items()}
        findings = check_live(self.policy, catalogues)
        if has_errors(findings):
            raise Refused(*findings)
        try:
            return Planner(self.policy, catalogues)
        except Unplannable as stop:
            raise Refused(stop.finding) from None

    def look_anew(self, now: datetime) -> None:
        """Read what the systems say of themselves once more, where that was last done too long ago.

        An office can be open for months, and a column that the shop has added meanwhile must stop the next
        look and not be left out of it.
        """
        with self.making:
            last, self._looked_at = self._looked_at, self._looked_at or now
            if "planner" not in self.__dict__:
                self._looked_at = now
            elif last is not None and now - last >= TOO_LONG_AGO:
                self._looked_at = now
                catalogues = {name: system.catalogue() for name, system in self.systems.items()}
                if catalogues != self.planner.catalogues:
                    del self.__dict__["planner"]

    def stated(self, at: datetime, near: Rows | None = None) -> Facts:
        """What the store knows that changes what may be kept."""
        marketing = [name for name, purpose in self.policy.purposes.items() if purpose.marketing]
        return self.store.facts(at, marketing, near)

    @contextmanager
    def readers(self, few: bool = False) -> "Iterator[Readers]":
        """Readers of the systems, each one snapshot, opened when first asked; `few` for few people's rows.

        What turns out unplannable while they are read is refused.
        """
        from holdord.planning.atlas import Unplannable

        try:
            with ExitStack() as stack:
                yield Readers(self, stack, few)
        except Unplannable as stop:
            raise Refused(stop.finding) from None


@dataclass
class Readers:
    """One consistent look at every system."""

    office: Office
    stack: ExitStack
    few: bool = False
    _open: "dict[str, Reader]" = field(default_factory=dict)

    def of(self, system: str) -> "Reader":
        """The reader of one system."""
        if system not in self._open:
            self._open[system] = self.stack.enter_context(self.office.systems[system].reader(few=self.few))
        return self._open[system]

    def rows(self, system: str, query: "Query") -> list[tuple[object, ...]]:
        """The rows of a query."""
        return self.of(system).rows(query.sql, query.parameters, query.by_index)

    def rows_of_each(self, system: str, queries: "Sequence[Query]") -> list[list[tuple[object, ...]]]:
        """The rows of each of some queries that need not wait for each other."""
        return self.of(system).rows_of_each(queries)
