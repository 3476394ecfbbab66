"""The steps of a plan: which statements empty pointers, remove rows and clear fields, in which order.

Steps are written for a shape of facts, once, and filled for each plan. Their order is: pointers that close a
circle, then rows (whoever refers before what it refers to), then the fields of the rows that stay. Each
step's condition is the one its rows were counted with: no step makes another step's rows more or fewer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from holdord.planning.accounts import Asked, Survey, write_survey
from holdord.planning.atlas import Atlas, Reference
from holdord.planning.dialects import DIALECTS
from holdord.planning.mechanism import Mechanism
from holdord.planning.ownership import PEOPLE, Shape
from holdord.planning.picks import Picks
from holdord.planning.predicates import NEVER, Condition, all_of, any_of, exists
from holdord.planning.statements import Draft, FixedSlot, PickedSlot, Query, Setting, Slot, speaks_of
from holdord.words.plan import Act, Pick, Step, Unit
from holdord.words.policy import Collection, Field, How

TOGETHER = 8
"""So many collections at most are surveyed in one statement with that of their parents."""


@dataclass(frozen=True, slots=True)
class StepDraft:
    """A step without its numbers: `left_sql` both counts its rows beforehand and reads back afterwards.

    Its condition is that its rows are `due`, and `still` hold something that is to go. A step that is `apart`
    can change rows that are not the people's own: it empties pointers at rows of theirs.
    """

    collection: str
    act: Act
    columns: tuple[str, ...]
    categories: tuple[str, ...]
    purposes: tuple[str, ...]
    act_sql: str
    left_sql: str
    name: str
    due: Condition
    still: str = ""
    apart: bool = False
    by_index: bool = False


@dataclass(frozen=True, slots=True)
class Drafts:
    """All steps on one system for one shape of facts, with the slots of their common parameters.

    Plans for some people count by `surveys`, which look at each collection once; plans for everybody count
    each step by itself, as its index allows.
    """

    system: str
    dialect: str
    chunk: int
    steps: tuple[StepDraft, ...]
    slots: Mapping[str, Slot]
    oddities: tuple[tuple[str, str, str], ...] = ()
    surveys: tuple[Survey, ...] = ()
    picks: tuple[Pick, ...] = ()

    def counting(self, setting: Setting) -> Query:
        """One statement that counts the rows of every step, then the odd dates of every event column."""
        counts = [step.left_sql for step in self.steps] + [sql for _, _, sql in self.oddities]
        parts = [f"SELECT {i} AS step, ({sql}) AS matched" for i, sql in enumerate(counts)]
        return Query(" UNION ALL ".join(parts) + " ORDER BY 1", setting.fill(self.slots))

    def counting_apart(self, setting: Setting) -> tuple[list[int], Query] | None:
        """The numbers of the steps that stand apart, and one statement that counts them in that order."""
        numbers = [i for i, step in enumerate(self.steps) if step.apart]
        if not numbers:
            return None
        counts = ", ".join(f"({self.steps[i].left_sql})" for i in numbers)
        slots = {n: s for n, s in self.slots.items() if speaks_of(DIALECTS[self.dialect], counts, n)}
        return numbers, Query(f"SELECT {counts}", setting.fill(slots))

    def counts(self, rows: Sequence[Sequence[object]]) -> list[int]:
        """The counts of the steps, from the rows of the counting statement."""
        return [int(str(row[1])) for row in rows][: len(self.steps)]

    def odd(self, rows: Sequence[Sequence[object]]) -> list[tuple[str, str, int]]:
        """(collection, column, rows) wherever stored dates cannot be meant."""
        found = [int(str(row[1])) for row in rows][len(self.steps) :]
        named = zip(self.oddities, found, strict=True)
        return [(collection, column, count) for (collection, column, _), count in named if count]

    def unit(self, number: int, counts: Sequence[int], setting: Setting) -> Unit:
        """The steps that have something to do, as a unit of a plan."""
        steps = tuple(
            Step(
                name=step.name,
                collection=step.collection,
                act=step.act,
                columns=step.columns,
                categories=step.categories,
                purposes=step.purposes,
                expected=count,
                act_sql=step.act_sql,
                left_sql=step.left_sql,
                by_index=step.by_index,
            )
            for step, count in zip(self.steps, counts, strict=True)
            if count
        )
        texts = [text for step in steps for text in (step.act_sql, step.left_sql)]
        dialect = DIALECTS[self.dialect]
        picks: tuple[Pick, ...] = ()
        for pick in reversed(self.picks):  # a later one can name what an earlier one has picked
            if any(speaks_of(dialect, text, name) for name in pick.names for text in texts):
                picks = (pick, *picks)
                texts.append(pick.sql)
        known = ((n, s) for n, s in self.slots.items() if not isinstance(s, PickedSlot))
        slots = {n: s for n, s in known if any(speaks_of(dialect, t, n) for t in texts)}
        return Unit(number, self.system, self.dialect, steps, setting.fill(slots), self.chunk, picks)


def write_steps(atlas: Atlas, shape: Shape, chunk: int = 0) -> Drafts:
    """Every step the mechanism could take on one system. `chunk` limits the rows of one statement."""
    writer = _writer(atlas, shape, chunk)
    slots = writer.mechanism.draft.slots
    steps = (
        *(step for ref in atlas.references if ref.unlink or ref.inward for step in writer.unlink(ref)),
        *(step for collection in atlas.removal_order for step in writer.remove(collection)),
        *(step for collection in atlas.removal_order for step in writer.clear(collection)),
    )
    told = (atlas.system.name, atlas.dialect.name, chunk, steps, slots)
    if shape.scoped:
        return Drafts(*told, surveys=tuple(writer.surveys(steps)), picks=tuple(writer.picks.written()))
    return Drafts(*told, oddities=tuple(writer.oddities()))


def write_accounts(atlas: Atlas, shape: Shape) -> Drafts:
    """No steps at all, only the surveys: what people have on one system, and what holds it until when."""
    writer = _writer(atlas, shape)
    surveys = tuple(writer.surveys(()))
    return Drafts(atlas.system.name, atlas.dialect.name, 0, (), writer.mechanism.draft.slots, surveys=surveys)


def _writer(atlas: Atlas, shape: Shape, chunk: int = 0) -> "_Writer":
    draft = Draft(atlas.dialect)
    for collection in atlas.system.collections.values():
        draft.alias("", collection.name)  # each its own whatever the shape: databases keep plans by the text
    mechanism = Mechanism(atlas, shape, draft)
    for collection in atlas.system.collections.values():
        for link in collection.links:
            here, above = draft.alias("", collection.name), draft.alias("", link.parent)
            if mechanism.belongs_by(link, collection):
                draft.same(here, f"up {link.column}", above)
            if shape.scoped and not atlas.is_above(collection, link.parent):
                draft.same(above, f"down {collection.table}.{link.column}", here)
    return _Writer(atlas, mechanism, chunk, Picks(mechanism))


@dataclass
class _Writer:
    atlas: Atlas
    mechanism: Mechanism
    chunk: int
    picks: Picks

    def concerned(self, collection: Collection) -> bool:
        """Whether the plan can concern a collection at all."""
        return not self.mechanism.shape.scoped or self.mechanism.touches(PEOPLE, collection)

    def unlink(self, ref: Reference) -> Iterator[StepDraft]:
        """Empty a pointer to rows that go, where it closes a circle or stays in its table."""
        target = self.atlas.by_table[ref.target]
        source = self.atlas.system.collections[ref.collection]
        if not self.concerned(target):
            return
        alias = self.mechanism.draft.alias("", source.name)
        inner = self.mechanism.draft.alias("", f"pointed at {target.name}")
        going = all_of(self.mechanism.goes(target, inner))
        if going == NEVER:
            return
        join = self.mechanism.joined_by(ref, alias, inner)
        pointing = exists(f"{self.atlas.source(ref.target)} AS {inner}", join, going)
        own = self.mechanism.due(source, alias) if ref.inward else []
        due = all_of([*own, pointing])
        sets = [(column, "NULL") for column in ref.columns]
        step = self._step(source, Act.CLEAR, ref.columns, (), (), due, alias, sets, verb="unlink")
        yield replace(step, apart=True)

    def remove(self, collection: Collection) -> Iterator[StepDraft]:
        """Remove the rows that go."""
        if not self.concerned(collection):
            return
        alias = self.mechanism.draft.alias("", collection.name)
        going = all_of(self.mechanism.goes(collection, alias))
        if going == NEVER:
            return
        fields = collection.fields
        purposes = tuple(p.name for p in self.atlas.policy.purposes_of_row(collection))
        yield self._step(
            collection,
            Act.REMOVE,
            tuple(f.column for f in fields),
            tuple(dict.fromkeys(f.category for f in fields)),
            purposes,
            going,
            alias,
        )

    def clear(self, collection: Collection) -> Iterator[StepDraft]:
        """Clear the fields that go while their rows stay; those that go at the same time in one step."""
        if not self.concerned(collection):
            return
        alias = self.mechanism.draft.alias("", collection.name)
        going = self.mechanism.goes(collection, alias)
        together: dict[tuple[Condition, ...], list[Field]] = {}
        for group in groups(self.atlas, collection):
            fields = [one for one in group if not self.mechanism.stays(one)]
            if not fields:
                continue
            free = tuple(dict.fromkeys(self.mechanism.free(fields[0], collection, alias)))
            if NEVER not in free:
                together.setdefault(free, []).extend(fields)
        for free, fields in together.items():
            staying = any_of(c.opposite() for c in going if c not in free)
            if staying != NEVER:
                yield self._clearing(collection, fields, alias, [*free, staying])

    def _clearing(
        self, collection: Collection, fields: Sequence[Field], alias: str, conditions: list[Condition]
    ) -> StepDraft:
        row_id = f"{alias}.{self.q(self.atlas.row(collection)[0])}"
        sets = []
        for one in fields:
            described = self.atlas.column(collection, one.column)
            mask = mask_of(self.mechanism.draft, one)
            column = f"{alias}.{self.q(one.column)}"
            value = self.atlas.dialect.ended_value(one.ending, column, described.kind, mask, row_id)
            if described.nullable and one.ending.how in (How.BLANK, How.MASK, How.MASK_WITH_ID):
                value = f"CASE WHEN {column} IS NOT NULL THEN {value} END"
            sets.append((one.column, value))
        some = pending(self.atlas, self.mechanism.draft, collection, fields, alias)
        found = (self.atlas.policy.purposes_of(collection, f.category, f.owner) for f in fields)
        purposes = dict.fromkeys(p.name for purposes in found for p in purposes)
        return self._step(
            collection,
            Act.CLEAR,
            tuple(f.column for f in fields),
            tuple(dict.fromkeys(f.category for f in fields)),
            tuple(purposes),
            all_of(conditions),
            alias,
            sets,
            some,
        )

    def _step(
        self,
        collection: Collection,
        act: Act,
        columns: tuple[str, ...],
        categories: tuple[str, ...],
        purposes: tuple[str, ...],
        due: Condition,
        alias: str,
        sets: Sequence[tuple[str, str]] = (),
        still: str = "",
        verb: str = "",
    ) -> StepDraft:
        told = self.picks.told(collection, alias, due) if self._may_pick(verb) else due.yes
        where = f"{told} AND {still}" if still else told
        dialect, table = self.atlas.dialect, self.atlas.source(collection.table)
        row = self.atlas.told_apart(collection)
        if act is Act.REMOVE:
            act_sql = dialect.remove(table, alias, where, row, self.chunk)
        else:
            act_sql = dialect.clear(table, alias, sets, where, row, self.chunk)
        left_sql = f"SELECT count(*) FROM {table} AS {alias} WHERE {where}"
        name = f"{collection.system}.{collection.name} {verb or act} {' '.join(columns) if sets else ''}"
        by_index = self.atlas.found_by_lists(left_sql, (collection, alias)) and left_sql.count("SELECT ") == 1
        return StepDraft(
            collection.name,
            act,
            columns,
            categories,
            purposes,
            act_sql,
            left_sql,
            name.strip(),
            due,
            still,
            by_index=by_index,
        )

    def _may_pick(self, verb: str) -> bool:
        """Whether a step is about the people's own rows alone; emptying pointers is not."""
        return self.mechanism.shape.scoped and not verb

    def surveys(self, steps: Sequence[StepDraft]) -> Iterator[Survey]:
        """What people have in each collection, what holds it, and how much of it each step would change."""
        odd: dict[str, dict[str, str]] = {}
        for collection, column, condition in self._odd_dates():
            odd.setdefault(collection.name, {})[column] = condition
        below: dict[str, list[Asked]] = {}
        alone: list[Asked] = []
        for collection in self.atlas.system.collections.values():
            if not self.concerned(collection):
                continue
            own = {
                i: (step.due, step.still)
                for i, step in enumerate(steps)
                if step.collection == collection.name and not step.apart
            }
            asked = Asked(collection, own, odd.get(collection.name, {}))
            link = self.mechanism.belongs_only_by(collection)
            beside = below.setdefault(link.parent, []) if link else alone
            (beside if len(beside) < TOGETHER or not link else alone).append(asked)
        for asked in alone:
            yield write_survey(self.mechanism, asked, below.get(asked.collection.name, ()))

    def oddities(self) -> Iterator[tuple[str, str, str]]:
        """(collection, column, statement) that counts dates which cannot be meant, for every event column."""
        for collection, column, condition in self._odd_dates():
            alias = self.mechanism.draft.alias("", collection.name)
            table = self.atlas.source(collection.table)
            yield collection.name, column, f"SELECT count(*) FROM {table} AS {alias} WHERE {condition}"

    def _odd_dates(self) -> Iterator[tuple[Collection, str, str]]:
        """(collection, column, condition) of dates that cannot be meant, for every event column concerned."""
        columns = {
            (other.name, term.column): (other, term)
            for collection in self.atlas.system.collections.values()
            if self.concerned(collection)
            for source in collection.events.values()
            for term in source.terms
            for other in [self.atlas.system.collections[term.collection] if term.collection else collection]
        }
        for other, term in columns.values():
            quoted = f"{self.mechanism.draft.alias('', other.name)}.{self.q(term.column)}"
            if term.unit:
                latest = 7258118400 * (1000 if term.unit == "milliseconds" else 1)
                yield other, term.column, f"{quoted} >= {latest}"
            else:
                kind = self.atlas.column(other, term.column).kind
                yield other, term.column, self.atlas.dialect.odd_date(quoted, kind)

    def q(self, name: str) -> str:
        return self.atlas.dialect.quote(name)


def mask_of(draft: Draft, field: Field) -> str:
    """The parameter that holds the fixed text of a masked field."""
    if field.ending.how not in (How.MASK, How.MASK_WITH_ID):
        return ""
    return draft.dialect.param(draft.param(FixedSlot(field.ending.text or "erased"), "mask"))


def pending(atlas: Atlas, draft: Draft, collection: Collection, fields: Sequence[Field], alias: str) -> str:
    """Whether any of the fields still holds what its ending would take away."""
    row_id = f"{alias}.{atlas.dialect.quote(atlas.row(collection)[0])}"
    some = []
    for one in fields:
        kind = atlas.column(collection, one.column).kind
        column = f"{alias}.{atlas.dialect.quote(one.column)}"
        some.append(atlas.dialect.pending(one.ending, column, kind, mask_of(draft, one), row_id))
    return f"({' OR '.join(some)})"


def groups(atlas: Atlas, collection: Collection) -> list[list[Field]]:
    """The fields of a collection that can end alone, those of one owner with the same purposes together."""
    found: dict[object, list[Field]] = {}
    for one in collection.fields:
        if one.ending.how is not How.WITH_ROW:
            purposes = atlas.policy.purposes_of(collection, one.category, one.owner)
            found.setdefault((one.owner, tuple(p.name for p in purposes)), []).append(one)
    return list(found.values())
