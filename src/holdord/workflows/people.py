"""People as they are asked about: keys in, what is found out; and who of many is one person."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from unicodedata import category

from holdord.planning.ownership import root_name
from holdord.planning.planner import Planner
from holdord.planning.search import Ask, Footprint
from holdord.planning.typed import KELVIN, is_whole_number, normal, normal_form, row_id
from holdord.words.facts import NO_FACTS, RowId, Rows
from holdord.words.policy import Collection, Key, KeyKind, Owner, Policy
from holdord.workflows.office import Office, Readers, refuse

Known = Mapping[str, Iterable[str]]


def read_keys(policy: Policy, words: Sequence[str]) -> dict[str, list[str]]:
    """Keys as they are typed, `email=… customer_no=…`; raises Refused with what is wrong with them."""
    known: dict[str, list[str]] = {}
    names = ", ".join(sorted(name for name, key in policy.keys.items() if not key.shared))
    if not words:
        raise refuse("no-key", "nobody is named", f"say who is meant: KEY=VALUE, with one of: {names}")
    for word in words:
        name, mark, value = word.partition("=")
        if not mark:
            help = f"write KEY=VALUE, with one of: {names}"
            raise refuse("unknown-key-name", "a value stands here without its key", help)
        if name not in policy.keys:
            raise refuse("unknown-key-name", "that is not a key the policy knows", f"use one of: {names}")
        key = policy.keys[name]
        if key.shared:
            raise refuse(
                "shared-key",
                f"{name} can belong to several people, so it finds nobody in particular",
                f"use one of: {names}",
            )
        if not normal(key, value):
            raise refuse("empty-key", f"{name} has no value", f"write {name}=VALUE")
        _check_form(key, value.strip())
        known.setdefault(name, []).append(value)
    return known


def _check_form(key: Key, value: str) -> None:
    """A value that cannot be one of its key finds nobody, which would be a wrong answer."""
    if key.kind is KeyKind.EMAIL and "@" not in value:
        what, help = "is not an e-mail address", "it has an @"
    elif key.kind is KeyKind.NUMBER and not is_whole_number(value):
        what, help = "is not a number", "write digits alone"
    elif any(category(letter) in ("Cc", "Cs") or letter == KELVIN for letter in value):
        what, help = "holds characters that are none", "type it instead of copying it"
    else:
        return
    raise refuse("wrong-key-value", f"the value of {key.name} {what}", help)


def addresses(policy: Policy, known: Known) -> set[tuple[str, str]]:
    """The e-mail addresses among some keys: (key, value in its normal form)."""
    return {
        (name, normal(policy.keys[name], value))
        for name, values in known.items()
        if name in policy.keys and policy.keys[name].kind is KeyKind.EMAIL
        for value in values
    }


def merged(people: Iterable[Known]) -> dict[str, list[str]]:
    """The keys of several people together."""
    together: dict[str, list[str]] = {}
    for known in people:
        for name, values in known.items():
            together.setdefault(name, []).extend(values)
    return together


def batches(people: Sequence[Known], size: int) -> Iterator[Sequence[Known]]:
    """Many people, so many at a time."""
    for start in range(0, len(people), size):
        yield people[start : start + size]


def find(office: Office, readers: Readers, known: Known, now: datetime, wide: bool = False) -> Footprint:
    """Everything that belongs to the people behind some keys."""
    office.look_anew(now)
    setting = office.planner.setting(now, NO_FACTS)
    search = office.planner.searcher.search(known, setting, wide)

    def execute(asks: Sequence[Ask]) -> list[list[tuple[object, ...]]]:
        if len({ask.system for ask in asks}) > 1:
            return [readers.rows(ask.system, ask.query) for ask in asks]
        return readers.rows_of_each(asks[0].system, [ask.query for ask in asks])

    return search.run(execute)


@dataclass(frozen=True, slots=True)
class Person:
    """One person among those found: keys in memory only, and rows."""

    keys: Mapping[str, frozenset[str]]
    rows: Rows


def apart(planner: Planner, found: Footprint) -> list[Person]:
    """The people found, each apart: whatever shares a key, or points at the other, is one person."""
    groups = _Groups()
    for (system, name), (columns, rows) in found.read.items():
        collection = planner.policy.systems[system].collections[name]
        id_at = list(columns).index(planner.atlases[system].id_column(collection))
        for owner in collection.owners:
            told = _told(planner.policy, found, collection, owner, columns)
            _join(groups, told, rows, id_at)
    for where, ids in found.rows.ids.items():
        groups.note(("row", where, one) for one in ids)
    return [_person(nodes) for nodes in groups.all() if any(kind == "row" for kind, _, _ in nodes)]


def _join(groups: "_Groups", told: "_Told", rows: Sequence[Sequence[object]], id_at: int) -> None:
    """Join what each row tells of one owner."""
    if len(told.parents) == 1:  # a person can have very many rows, most of them through a parent
        ((link_at, _, _),) = told.parents
        through = [row for row in rows if row[link_at] is not None]
        if not told.own or told.own.isdisjoint(row_id(row[id_at]) for row in through):
            groups.note(told.parent(parent) for parent in {row[link_at] for row in through})
            rows = [row for row in rows if row[link_at] is None]
    for row in rows:
        groups.join(told.nodes(row_id(row[id_at]), row))


_Node = tuple[str, tuple[str, str], RowId]


@dataclass(frozen=True, slots=True)
class _Told:
    """What tells of one owner in a row: the row itself, the keys and the parents by which it is theirs.

    `keys` are places in a row with the normal form, the values that are the people's, and a name; `parents`
    are places with a collection and the ids that are theirs.
    """

    here: tuple[str, str]
    own: frozenset[RowId]
    keys: tuple[tuple[int, Callable[[object], str], set[str], tuple[str, str]], ...]
    parents: tuple[tuple[int, tuple[str, str], frozenset[RowId]], ...]

    def nodes(self, id: RowId, row: Sequence[object]) -> list[_Node]:
        """What belongs together by this row."""
        told: list[_Node] = [("row", self.here, id)] if id in self.own else []
        above = [(place, row_id(row[i]), ids) for i, place, ids in self.parents if row[i] is not None]
        if above:
            return told + [("row", place, parent) for place, parent, ids in above if parent in ids]
        for i, form, known, name in self.keys:
            word = "" if row[i] is None else form(row[i])
            if word and word in known:
                told.append(("key", name, word))
        return told

    def parent(self, value: object) -> _Node | None:
        """The parent that a link of the only owner names, where it is one of the people's."""
        ((_, place, ids),) = self.parents
        id = row_id(value)
        return ("row", place, id) if id in ids else None


def _told(
    policy: Policy, found: Footprint, collection: Collection, owner: Owner, columns: Sequence[str]
) -> _Told:
    at = {column: i for i, column in enumerate(columns)}
    here = (collection.system, root_name(collection, owner))
    keys = tuple(
        (at[column], normal_form(policy.keys[key]), found.keys.get(key, set()), (key, ""))
        for key, column in owner.keys.items()
    )
    parents = []
    for link in owner.links:
        parent = policy.systems[collection.system].collections[link.parent]
        there = (collection.system, root_name(parent, parent.owners[0]))
        parents.append((at[link.column], there, found.rows.of(*there)))
    return _Told(here, found.rows.of(*here), keys, tuple(parents))


def _person(nodes: Iterable[_Node]) -> Person:
    rows: dict[tuple[str, str], set[RowId]] = {}
    keys: dict[str, set[str]] = {}
    for kind, where, value in nodes:
        if kind == "row":
            rows.setdefault(where, set()).add(value)
        else:
            keys.setdefault(where[0], set()).add(str(value))
    return Person(
        {name: frozenset(values) for name, values in keys.items()},
        Rows({where: frozenset(ids) for where, ids in rows.items()}),
    )


class _Groups:
    """Nodes that belong together (union-find)."""

    def __init__(self) -> None:
        self._up: dict[_Node, _Node] = {}

    def _top(self, node: _Node) -> _Node:
        up = self._up
        above = up.setdefault(node, node)
        while above is not node and above != node:
            up[node] = up[above]
            node = up[node]
            above = up[node]
        return node

    def note(self, nodes: Iterable[_Node | None]) -> None:
        """Each of some nodes, by itself."""
        for node in nodes:
            if node is not None:
                self._up.setdefault(node, node)

    def join(self, nodes: Sequence[_Node]) -> None:
        """Nodes that belong together."""
        if not nodes:
            return
        top = self._top(nodes[0])
        for node in nodes[1:]:
            self._up[self._top(node)] = top

    def all(self) -> list[list[_Node]]:
        """All nodes, those together that belong together."""
        found: dict[_Node, list[_Node]] = {}
        for node in list(self._up):
            found.setdefault(self._top(node), []).append(node)
        return list(found.values())
