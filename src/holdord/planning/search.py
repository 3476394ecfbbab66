"""Finding a person: from the keys they can prove, along the map's links, until nothing new turns up.

A search asks for statements to be run and is told their rows; it runs nothing itself. It asks a collection
once for each time something new could be found there, however many people are searched for together. Keys
that several people share are never followed. Databases compare more loosely than people are told apart
("pål" equals "pal" for some), so every match is checked again here, exactly.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from holdord.planning.atlas import Atlas
from holdord.planning.ownership import PEOPLE, Ownership, Shape, root_name
from holdord.planning.predicates import Condition
from holdord.planning.statements import Draft, IdsSlot, KeysSlot, Query, Setting, Slot
from holdord.planning.typed import normal, normal_form, row_id
from holdord.words.catalogue import ColumnKind
from holdord.words.facts import RowId, Rows
from holdord.words.plan import Value
from holdord.words.policy import Collection, KeyKind, Owner, Policy
from holdord.words.secret import NOT_SHOWN

Tuples = Sequence[Sequence[object]]

BELONGING = "*belongs"
"""The route to rows through parents or ids, and the column of a result that tells a row came that way."""

OWNED, ABSENT = "*owned:", "*absent:"
"""Columns of a result that tell of each owner whether a link leads to them, and whether nobody is there."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One statement a search wants run on one system. Its parameters hold personal values: never log it."""

    system: str
    collection: str
    query: Query


@dataclass(slots=True)
class Footprint:
    """What was found: ids by collection, all keys, and the rows that were read on the way.

    `rows` are the rows that are somebody's by themselves. `every` lists for the collections that were read
    (`complete`) all rows, also those that belong through a parent: what follows can name them by id. In
    `none` stand the collections known to hold nothing of theirs, about which nobody need ask.
    `keys` and `read` hold personal values; they live in memory only.
    """

    rows: Rows = field(default_factory=Rows)
    every: Rows = field(default_factory=Rows)
    complete: frozenset[tuple[str, str]] = frozenset()
    none: set[tuple[str, str]] = field(default_factory=set)
    keys: dict[str, set[str]] = field(default_factory=dict)
    read: dict[tuple[str, str], tuple[Sequence[str], Tuples]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.rows)


@dataclass(frozen=True, slots=True)
class _Lookup:
    """A statement ready to be filled, and where its columns stand."""

    sql: str
    slots: Mapping[str, Slot]
    columns: tuple[str, ...]


class Searcher:
    """Searches of one policy over its live systems. Statements are written once and kept."""

    def __init__(self, policy: Policy, atlases: Mapping[str, Atlas]) -> None:
        self.policy = policy
        self.atlases = atlases
        self._lookups: dict[object, _Lookup] = {}
        reached = [c for c in policy.collections() if c.system in atlases]
        keyed = {(c.system, c.name) for c in reached if any(o.keys for o in c.owners)}
        named_by_parents = {(c.system, c.name) for c in reached if self._is_named_by_parents(c)}
        self.leading = [c for c in reached if (c.system, c.name) in keyed and self.leads_on(c)]
        leaves = [
            c for c in reached if (c.system, c.name) in keyed | named_by_parents and c not in self.leading
        ]
        self.leaves = self._in_waves(sorted(leaves, key=lambda c: len(self.ancestors(c))))
        unread = [c for c in reached if (c.system, c.name) not in keyed | named_by_parents]
        self.followers = [
            c for c in sorted(unread, key=lambda c: len(self.ancestors(c))) if c.links and not c.shared
        ]
        """Those that no search reads: their rows are somebody's through a parent alone, and come after it."""

    def _in_waves(self, leaves: Sequence[Collection]) -> list[list[Collection]]:
        """Collections in waves, of which none waits for another.

        Whoever is found through another comes after it, and can name the other's rows by id.
        """
        waves: list[list[Collection]] = []
        for leaf in leaves:
            above = {(leaf.system, name) for name in self.ancestors(leaf)}
            if not waves or any((one.system, one.name) in above for one in waves[-1]):
                waves.append([])
            waves[-1].append(leaf)
        return waves

    def leads_on(self, collection: Collection) -> bool:
        """Whether keys found in its rows widen a search: as the map says, else where they must be right.

        Two keys that stand in a row together make one person only where no second row can have either: in
        a customer's own record, not in a form in which anybody can type anybody's number.
        """
        if collection.widens is not None or not collection.leads_on:
            return collection.leads_on
        own = [
            (key, column)
            for owner in collection.owners
            for key, column in owner.keys.items()
            if not self.policy.keys[key].shared
        ]
        return len(own) < 2 or all(self.tells_apart(collection, key, column) for key, column in own)

    def _is_named_by_parents(self, collection: Collection) -> bool:
        """Whether its rows must be read and named by id, because their parents go before them."""
        atlas = self.atlases[collection.system]
        return not collection.shared and any(
            atlas.is_named_by_parent(collection, link) for link in collection.links
        )

    def search(self, known: Mapping[str, Iterable[str]], setting: Setting, wide: bool = False) -> "Search":
        """A search for the people behind some keys. With `wide`, all that an export needs is read at once."""
        return Search(self, setting, wide, known)

    def lookup(self, collection: Collection, routes: frozenset[str], shape: Shape, wide: bool) -> _Lookup:
        """The statement that finds rows of a collection by some of the ways that lead to it."""
        key = (collection.system, collection.name, routes, shape.key(), wide)
        if key not in self._lookups:
            self._lookups[key] = self._write(collection, routes, shape, wide)
        return self._lookups[key]

    def _write(self, collection: Collection, routes: frozenset[str], shape: Shape, wide: bool) -> _Lookup:
        atlas = self.atlases[collection.system]
        draft = Draft(atlas.dialect)
        ownership = Ownership(atlas, shape, draft)
        alias = draft.alias("", collection.name)
        ways = [
            self._by_key(atlas, draft, collection, alias, key, column)
            for owner in collection.owners
            for key, column in owner.keys.items()
            if key in routes
        ]
        columns = columns_read(atlas, collection, wide)
        selected = [shown(atlas, collection, alias, c) for c in columns]
        if BELONGING in routes:
            belonging = ownership.belongs(PEOPLE, collection, alias).yes
            ways.append(belonging)
            selected.append(f"CASE WHEN {belonging} THEN 1 ELSE 0 END")
            columns = (*columns, BELONGING)
        if wide and collection.shared and not self.leads_on(collection):
            for flag, condition in self._owner_flags(ownership, collection, alias):
                selected.append(f"CASE WHEN {condition.yes} THEN 1 ELSE 0 END")
                columns = (*columns, flag)
        where = " OR ".join(ways)
        sql = f"SELECT {', '.join(selected)} FROM {atlas.source(collection.table)} AS {alias} WHERE {where}"
        return _Lookup(sql, draft.slots, columns)

    def _owner_flags(
        self, ownership: Ownership, collection: Collection, alias: str
    ) -> Iterator[tuple[str, Condition]]:
        """Through which owners' links a row of several people was found, and which owners are not there."""
        for owner in collection.owners:
            yield OWNED + owner.name, ownership.belongs(PEOPLE, collection, alias, owner=owner.name)
            yield ABSENT + owner.name, ownership.absent(collection, owner, alias)

    def ancestors(self, collection: Collection) -> set[str]:
        """The names of the collections whose rows a collection's rows can belong to."""
        collections = self.policy.systems[collection.system].collections
        seen: set[str] = set()
        waiting = [link.parent for link in collection.links]
        while waiting:
            at = waiting.pop()
            if at not in seen:
                seen.add(at)
                waiting += [link.parent for link in collections[at].links]
        return seen

    def tells_apart(self, collection: Collection, key: str, column: str) -> bool:
        """Whether no second row can have an equal value of a key, however it is written."""
        atlas = self.atlases[collection.system]
        table, described = atlas.table(collection), atlas.column(collection, column)
        if self.policy.keys[key].kind is not KeyKind.EMAIL or described.ignores_case:
            return table.is_unique(column)
        return any(ix.unique and not ix.partial and ix.parts == (f"lower({column})",) for ix in table.indexes)

    def _by_key(
        self, atlas: Atlas, draft: Draft, collection: Collection, alias: str, key: str, column: str
    ) -> str:
        described = atlas.column(collection, column)
        is_text = described.kind is ColumnKind.TEXT
        no_case = self.policy.keys[key].kind is KeyKind.EMAIL and is_text
        as_number = described.kind in (ColumnKind.INTEGER, ColumnKind.NUMBER)
        folds = no_case and atlas.dialect.lowers_ascii_only and not described.ignores_case
        is_uuid = described.kind is ColumnKind.UUID
        param = draft.param(KeysSlot(key, as_number, no_case, folds, is_uuid), f"keys_{key}")
        expression = f"{alias}.{atlas.dialect.quote(column)}"
        if no_case and not described.ignores_case:
            expression = atlas.dialect.lower(expression)
        return atlas.dialect.among(expression, param, described.kind)


def columns_read(atlas: Atlas, collection: Collection, wide: bool) -> tuple[str, ...]:
    """The columns a search reads: ids, keys and links; for an export everything the map declares."""
    names = [*atlas.row(collection)]
    if any(owner.keys for owner in collection.owners) or collection.id:
        names.append(atlas.id_column(collection))
    names += [column for owner in collection.owners for column in owner.keys.values()]
    names += [link.column for link in collection.links]
    if wide:
        names += [f.column for f in collection.fields]
        names += [t.column for source in collection.events.values() for t in source.terms if not t.collection]
        names += list(collection.other)
    return tuple(dict.fromkeys(names))


def shown(atlas: Atlas, collection: Collection, alias: str, column: str) -> str:
    """A column as it is read out of the database: of a secret no more than whether it is held."""
    value = f"{alias}.{atlas.dialect.quote(column)}"
    secret = column in collection.secret
    return f"CASE WHEN {value} IS NOT NULL THEN '{NOT_SHOWN}' END" if secret else value


@dataclass(frozen=True, slots=True)
class _KeyAt:
    """Where a key stands in a row: its normal form, the values known, and those there is no need to ask for.

    `asked` is None where a second row can have an equal value. `folds`: the database finds values beyond
    ASCII by their case.
    """

    at: int
    form: Callable[[object], str]
    known: set[str]
    asked: set[RowId] | None
    folds: bool
    shared: bool

    def learn(self, row: Sequence[object]) -> None:
        """Take a key of a person's row as theirs."""
        word = "" if row[self.at] is None else self.form(row[self.at])
        if word and not self.shared:
            self.known.add(word)
            if self.asked is not None and (word.isascii() or not self.folds):
                self.asked.add(word)


@dataclass(frozen=True, slots=True)
class _Owned:
    """What rows tell of one of their owners: worked out once for all rows of a statement.

    `rows` are those found to be the owner's own, `above` the parents at which they point.
    """

    name: str
    links: tuple[int, ...]
    keys: tuple[_KeyAt, ...]
    parents: tuple[tuple[int, str], ...]
    rows: set[RowId] = field(default_factory=set)
    above: dict[str, set[RowId]] = field(default_factory=dict)

    def matches(self, row: Sequence[object]) -> bool:
        """Whether a row is the owner's by a key."""
        for i in self.links:
            if row[i] is not None:
                return False  # it is its parent's person's: what was typed into it makes it nobody else's
        for key in self.keys:
            value = row[key.at]
            if value is not None and key.form(value) in key.known:
                return True
        return False

    def follow(self, row: Sequence[object]) -> None:
        """Learn the keys of a row's owner, and add the parents it points at."""
        for key in self.keys:
            key.learn(row)
        for i, parent in self.parents:
            if row[i] is not None:
                self.above.setdefault(parent, set()).add(row_id(row[i]))


class Search:
    """One search. `asks()` gives statements to run; `tell()` takes their rows; until there are no more."""

    def __init__(
        self, searcher: Searcher, setting: Setting, wide: bool, known: Mapping[str, Iterable[str]]
    ) -> None:
        self.searcher = searcher
        self.policy = searcher.policy
        self.setting = setting
        self.wide = wide
        self.keys: dict[str, set[str]] = {}
        self.ids: dict[tuple[str, str], set[RowId]] = {}
        self.found = Footprint(keys=self.keys)
        self._covered: dict[tuple[str, str], dict[object, set[RowId]]] = {}
        self._read: dict[tuple[str, str], dict[object, Sequence[object]]] = {}
        self._complete: dict[tuple[str, str], frozenset[RowId]] = {}
        self._lists: dict[Slot, tuple[int, Value]] = {}
        for name, values in known.items():
            self._learn(name, values)

    def run(self, execute: Callable[[Sequence[Ask]], Sequence[Tuples]]) -> Footprint:
        """Run the whole search with something that executes statements, some at a time."""
        for asks in self.asks():
            for ask, rows in zip(asks, execute(asks), strict=True):
                self.tell(ask, rows)
        return self.done()

    def asks(self) -> Iterator[list[Ask]]:
        """The statements still to be run, those together of which none waits for another.

        Each is decided when the ones before it have been told.
        """
        again = True
        while again:
            again = False
            for collection in self.searcher.leading:
                ask = self._ask(collection)
                if ask is not None:
                    again = True
                    yield [ask]
        for collection in self.searcher.leading:
            self._is_read(collection)
        for wave in self.searcher.leaves:
            asks = [ask for ask in map(self._ask, wave) if ask is not None]
            if asks:
                yield asks
            for collection in wave:
                self._is_read(collection)

    def _is_read(self, collection: Collection) -> None:
        """Note that nothing more will be asked of a collection: all rows of theirs are now known by id."""
        where = (collection.system, collection.name)
        if not collection.shared:
            ids = self._read.get(where, ())
            self._complete[where] = frozenset(id if type(id) is int else row_id(id) for id in ids)

    def _ask(self, collection: Collection) -> Ask | None:
        if not self._news(collection):
            return None
        rows = self._own_rows() | self._every_row()
        places = frozenset(where for where, ids in rows.ids.items() if ids)
        shape = Shape(roots={PEOPLE: places}, complete=frozenset(self._complete))
        routes = {key for owner in collection.owners for key in owner.keys if self.keys.get(key)}
        atlas = self.searcher.atlases[collection.system]
        if Ownership(atlas, shape, Draft(atlas.dialect)).touches(PEOPLE, collection):
            routes.add(BELONGING)
        if not routes:
            return None  # all the parents there can be have been read, and none is theirs
        lookup = self.searcher.lookup(collection, frozenset(routes), shape, self.wide)
        query = Query(lookup.sql, self._filled(lookup.slots, rows), lookup.columns)
        return Ask(collection.system, collection.name, query)

    def _filled(self, slots: Mapping[str, Slot], rows: Rows) -> dict[str, Value]:
        """Values for the slots; a list stays the same one while nothing is added to it."""
        setting = Setting(self.setting.now, self.setting.calendar, {PEOPLE: rows}, self.keys)
        values: dict[str, Value] = {}
        for name, slot in slots.items():
            match slot:
                case IdsSlot():
                    size = len(rows.of(slot.system, slot.collection))
                case KeysSlot():
                    size = len(self.keys.get(slot.key, ()))
                case _:
                    size = 0
            if slot not in self._lists or self._lists[slot][0] != size:
                self._lists[slot] = (size, setting.fill({name: slot})[name])
            values[name] = self._lists[slot][1]
        return values

    def _news(self, collection: Collection) -> bool:
        """Whether a statement on a collection could find something new; it is then taken as asked."""
        covered = self._covered.setdefault((collection.system, collection.name), {})
        news = False
        for name, known in self._ways(collection):
            before = covered.setdefault(name, set())
            if known - before:
                news = True
                before |= known
        return news

    def _ways(self, collection: Collection) -> Iterator[tuple[object, set[RowId]]]:
        """Everything by which rows of a collection could be found: keys, own ids, ids of its parents."""
        for owner in collection.owners:
            for key in owner.keys:
                yield key, set[RowId](self.keys.get(key, ()))
        upwards = {collection.name} | self.searcher.ancestors(collection)
        for (system, name), ids in self.ids.items():
            if system == collection.system and name.partition(":")[0] in upwards:
                yield (system, name), ids

    def tell(self, ask: Ask, rows: Tuples) -> None:
        """Take what a statement found: keep what truly matches, learn its keys, climb to its parents."""
        collection = self.policy.systems[ask.system].collections[ask.collection]
        at = {name: i for i, name in enumerate(ask.query.columns)}
        id_at, belongs_at = at[self.searcher.atlases[ask.system].id_column(collection)], at.get(BELONGING)
        kept = self._read.setdefault((ask.system, ask.collection), {})
        leads_on = self.searcher.leads_on(collection)
        owners = [self._owned(collection, owner, at) for owner in collection.owners]
        if belongs_at is not None and not leads_on and len(owners) == len(owners[0].links) == 1:
            (link_at,) = owners[0].links  # a person can have very many rows, most of them through a parent
            kept.update({r[id_at]: r for r in rows if r[belongs_at] and r[link_at] is not None})
            rows = [row for row in rows if row[link_at] is None]
        for row in rows:
            mine = [owner for owner in owners if owner.matches(row)]
            if not mine and (belongs_at is None or not row[belongs_at]):
                continue
            kept[row[id_at]] = row
            for owner in mine:
                owner.rows.add(row_id(row[id_at]))
            for owner in (mine if collection.shared else owners) if leads_on else ():
                owner.follow(row)
        for owner in owners:
            self._take(collection, owner)
        self.found.read[ask.system, ask.collection] = (ask.query.columns, list(kept.values()))

    def _owned(self, collection: Collection, owner: Owner, at: Mapping[str, int]) -> "_Owned":
        """What rows tell of one of their owners."""
        covered = self._covered[collection.system, collection.name]
        folds = self.searcher.atlases[collection.system].dialect.lowers_ascii_only
        keys = []
        for name, column in owner.keys.items():
            key = self.policy.keys[name]
            apart = self.searcher.tells_apart(collection, name, column)
            asked = covered.setdefault(name, set()) if apart else None
            known = self.keys.setdefault(name, set())
            keys.append(_KeyAt(at[column], normal_form(key), known, asked, folds, key.shared))
        parents = []
        for link in owner.links:
            parent = self.policy.systems[collection.system].collections[link.parent]
            by_id = not link.parent_column or link.parent_column == parent.id
            if by_id and not parent.shared:
                parents.append((at[link.column], root_name(parent, parent.owners[0])))
        links = tuple(at[link.column] for link in owner.links)
        return _Owned(root_name(collection, owner), links, tuple(keys), tuple(parents))

    def _take(self, collection: Collection, owner: "_Owned") -> None:
        """Note rows as their owner's own, whose ids were just read and need not be asked for; and parents."""
        covered = self._covered[collection.system, collection.name]
        name = (collection.system, owner.name)
        if owner.rows:
            self.ids.setdefault(name, set()).update(owner.rows)
            covered.setdefault(name, set()).update(owner.rows)
        for parent, ids in owner.above.items():
            self.ids.setdefault((collection.system, parent), set()).update(ids)

    def _learn(self, name: str, values: Iterable[str]) -> set[str]:
        key = self.policy.keys[name]
        learned = set() if key.shared else {v for v in (normal(key, value) for value in values) if v}
        self.keys.setdefault(name, set()).update(learned)
        return learned

    def done(self) -> Footprint:
        """What was found."""
        self.found.rows = self._own_rows()
        self.found.every = self._every_row()
        self.found.complete = frozenset(self._complete)
        self.found.none = self._without_any()
        return self.found

    def _without_any(self) -> set[tuple[str, str]]:
        """The collections that were read to the end and hold nothing of theirs, and all below such alone."""
        none = {where for where, ids in self._complete.items() if not ids}
        named = {(system, name.partition(":")[0]) for (system, name), ids in self.ids.items() if ids}
        for one in self.searcher.followers:
            parents = {(one.system, link.parent) for link in one.links}
            if parents <= none and (one.system, one.name) not in named:
                none.add((one.system, one.name))
        return none

    def _own_rows(self) -> Rows:
        return Rows({where: frozenset(ids) for where, ids in self.ids.items() if ids})

    def _every_row(self) -> Rows:
        """All rows of the collections that have been read to the end."""
        return Rows(dict(self._complete))
