"""People as they are asked about: keys in, what is found out; and who of many is one person."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from unicodedata import category

from holdord.planning.ownership import root_name
from holdord.planning.planner import Planner
from holdord.planning.search import KELVIN, Footprint, as_typed, is_whole_number, normal, row_id
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


def merged(people: Iterable[Known]) -> dict[str, list[str]]:
    """The keys of several people together."""
    together: dict[str, list[str]] = {}
    for known in people:
        for name, values in known.items():
            together.setdefault(name, []).extend(values)
    return together


def find(office: Office, readers: Readers, known: Known, now: datetime, wide: bool = False) -> Footprint:
    """Everything that belongs to the people behind some keys."""
    setting = office.planner.setting(now, NO_FACTS)
    search = office.planner.searcher.search(known, setting, wide)
    return search.run(lambda ask: readers.rows(ask.system, ask.query))


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
            for row in rows:
                groups.join(told(row_id(row[id_at]), row))
    for where, ids in found.rows.ids.items():
        for one in ids:
            groups.join([("row", where, one)])
    return [_person(nodes) for nodes in groups.all() if any(kind == "row" for kind, _, _ in nodes)]


def _told(
    policy: Policy, found: Footprint, collection: Collection, owner: Owner, columns: Sequence[str]
) -> "Callable[[RowId, Sequence[object]], list[_Node]]":
    """What tells of one owner in a row: the row itself, the keys and the parents by which it is theirs."""
    at = {column: i for i, column in enumerate(columns)}
    here = (collection.system, root_name(collection, owner))
    own = found.rows.of(*here)
    keys = [(at[column], policy.keys[key], (key, "")) for key, column in owner.keys.items()]
    parents = []
    for link in owner.links:
        parent = policy.systems[collection.system].collections[link.parent]
        there = (collection.system, root_name(parent, parent.owners[0]))
        parents.append((at[link.column], there, found.rows.of(*there)))

    def nodes(id: RowId, row: Sequence[object]) -> list[_Node]:
        told: list[_Node] = [("row", here, id)] if id in own else []
        by_parent = [(place, row_id(row[i]), ids) for i, place, ids in parents if row[i] is not None]
        for i, key, name in keys if not by_parent else ():
            word = "" if row[i] is None else normal(key, as_typed(row[i]))
            if word and word in found.keys.get(name[0], ()):
                told.append(("key", name, word))
        return told + [("row", place, parent) for place, parent, ids in by_parent if parent in ids]

    return nodes


_Node = tuple[str, tuple[str, str], RowId]


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
        self._up.setdefault(node, node)
        while self._up[node] != node:
            self._up[node] = self._up[self._up[node]]
            node = self._up[node]
        return node

    def join(self, nodes: Sequence[_Node]) -> None:
        tops = [self._top(node) for node in nodes]
        for top in tops[1:]:
            self._up[self._top(top)] = self._top(tops[0])

    def all(self) -> list[list[_Node]]:
        found: dict[_Node, list[_Node]] = {}
        for node in list(self._up):
            found.setdefault(self._top(node), []).append(node)
        return list(found.values())
