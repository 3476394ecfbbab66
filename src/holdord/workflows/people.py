"""People as they are asked about: keys in, what is found out; and who of many is one person."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from unicodedata import category

from holdord.planning.ownership import root_name
from holdord.planning.planner import Planner
from holdord.planning.search import Footprint, as_typed, normal, row_id
from holdord.words.facts import NO_FACTS, RowId, Rows
from holdord.words.policy import Collection, KeyKind, Owner, Policy
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
        if key.kind is KeyKind.EMAIL and "@" not in value:
            raise refuse("wrong-key-value", f"the value of {name} is not an e-mail address")
        if any(category(letter) in ("Cc", "Cs") for letter in value.strip()):
            raise refuse("wrong-key-value", f"the value of {name} holds characters that are none")
        known.setdefault(name, []).append(value)
    return known


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
        for row in rows:
            values = dict(zip(columns, row, strict=True))
            for owner in collection.owners:
                groups.join(
                    list(_nodes(planner.policy, found, collection, owner, row_id(row[id_at]), values))
                )
    for where, ids in found.rows.ids.items():
        for one in ids:
            groups.join([("row", where, one)])
    return [_person(nodes) for nodes in groups.all() if any(kind == "row" for kind, _, _ in nodes)]


def _nodes(
    policy: Policy,
    found: Footprint,
    collection: Collection,
    owner: Owner,
    own_id: RowId,
    values: Mapping[str, object],
) -> Iterator["_Node"]:
    """The row itself, the keys and the parents by which it belongs to one owner."""
    here = (collection.system, root_name(collection, owner))
    if own_id in found.rows.of(*here):
        yield "row", here, own_id
    by_parent = any(values[link.column] is not None for link in owner.links)
    for key, column in owner.keys.items() if not by_parent else ():
        word = "" if values[column] is None else normal(policy.keys[key], as_typed(values[column]))
        if word and word in found.keys.get(key, ()):
            yield "key", (key, ""), word
    for link in owner.links:
        parent = policy.systems[collection.system].collections[link.parent]
        there = (collection.system, root_name(parent, parent.owners[0]))
        if values[link.column] is not None and row_id(values[link.column]) in found.rows.of(*there):
            yield "row", there, row_id(values[link.column])


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
