"""Everything a plan must know of the store, read in a handful of queries whatever the number of people."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from holdord.store.base import BATCH, decoded, places
from holdord.store.persons import Latest, Persons
from holdord.store.records import Hold, Restriction
from holdord.store.statements import Statements
from holdord.store.subjects import Subjects
from holdord.words.facts import NO_ROWS, Condition, Facts, RowId, Rows, Stop

_JOINED = "SELECT one_id FROM holdord_subject_join UNION SELECT other_id FROM holdord_subject_join"

# The latest statement of each subject on each purpose at a moment. Those that lapse nothing are left out by
# the database, unless the subject is joined with another whose statement may be earlier or later.
_LATEST = """
SELECT s.subject_id, s.purpose, s.{value}, s.at, s.id FROM {table} s
WHERE ({lapses} OR s.subject_id IN ({joined})) AND s.at <= %s {among} {counts}
AND NOT EXISTS (
  SELECT 1 FROM {table} n WHERE n.subject_id = s.subject_id AND n.purpose = s.purpose
  AND n.at <= %s AND (n.at, n.id) > (s.at, s.id) {later})
"""
_STATED = """
SELECT subject_id FROM holdord_consent WHERE NOT given
UNION SELECT subject_id FROM holdord_objection
UNION SELECT subject_id FROM holdord_hold WHERE subject_id IS NOT NULL
UNION SELECT subject_id FROM holdord_restriction
UNION
"""


class FactsOf(Statements, Subjects):
    """The reading side for plans."""

    def facts(self, at: datetime, marketing: Collection[str] = (), near: Rows | None = None) -> Facts:
        """What has lapsed for whom and what is stopped, at a moment.

        A purpose has lapsed for a person whose latest word on it is a withdrawn consent, or whose objection
        to it is upheld; for the `marketing` purposes an objection suffices (Art. 21(3)), for others one that
        is only made changes nothing: it does not undo a decision before it. With `near`, only
        what the people of these rows said is read (a plan for few needs no more), but every hold and
        restriction, for a row may belong to others too. Seven queries, more for `near` of very many rows.
        """
        holds, restrictions = self.holds(at), self.restrictions(at)
        stopped = {hold.place for hold in holds if isinstance(hold.place, str)}
        stopped |= {restriction.subject for restriction in restrictions}
        those = None if near is None else {subject for subject, _ in self._pointers({}, near)}
        persons = self._persons(None if those is None else those | stopped)
        among = None if those is None else persons.all_of(those)
        rows = self._rows_by_person(persons, None if among is None else {*among, *persons.all_of(stopped)})
        lapsed: dict[str, set[str]] = defaultdict(set)
        for person, purpose, given in persons.latest(self._latest_consents(at, among)):
            if not given:
                lapsed[purpose].add(person)
        for person, purpose, state in persons.latest(self._latest_objections(at, among, marketing)):
            if state in ("upheld", "made"):
                lapsed[purpose].add(person)
        return Facts(
            lapsed={purpose: _all_rows(people, rows) for purpose, people in sorted(lapsed.items())},
            stops=tuple(_stops(holds, restrictions, persons, rows)),
        )

    def _latest_consents(self, at: datetime, among: set[str] | None) -> Iterable[Latest]:
        if among is not None and not among:
            return []
        clause, values = _among("AND s.subject_id", among)
        sql = _LATEST.format(
            table="holdord_consent",
            value="given",
            lapses="NOT s.given",
            joined=_JOINED,
            among=clause,
            counts="",
            later="",
        )
        moment = self._moment(at)
        return self._rows(sql, (moment, *values, moment))

    def _latest_objections(
        self, at: datetime, among: set[str] | None, marketing: Collection[str]
    ) -> Iterable[Latest]:
        """The latest step of each objection that decides something: `made` does so for marketing only."""
        if among is not None and not among:
            return []
        clause, values = _among("AND s.subject_id", among)
        named = sorted(marketing)
        made = f" OR {{}}.purpose IN ({places(named)})" if named else ""
        sql = _LATEST.format(
            table="holdord_objection",
            value="state",
            lapses="s.state IN ('upheld', 'made')",
            joined=_JOINED,
            among=clause,
            counts=f"AND (s.state <> 'made'{made.format('s')})",
            later=f"AND (n.state <> 'made'{made.format('n')})",
        )
        moment = self._moment(at)
        return self._rows(sql, (moment, *values, *named, moment, *named))

    def _rows_by_person(self, persons: "Persons", among: set[str] | None) -> dict[str, Rows]:
        if among is not None and not among:
            return {}
        clause, values = _among("WHERE subject_id", among)
        sql = "SELECT subject_id, system, collection, row_id FROM holdord_subject_row "
        sql += clause or f"WHERE subject_id IN ({_STATED}{_JOINED})"
        found: dict[str, dict[tuple[str, str], set[RowId]]] = defaultdict(lambda: defaultdict(set))
        for subject, system, collection, row in self._rows(sql, values):
            found[persons.of(subject)][system, collection].add(decoded(row))
        return {
            person: Rows({where: frozenset(ids) for where, ids in ids_by_place.items()})
            for person, ids_by_place in found.items()
        }


def _among(column: str, subjects: set[str] | None) -> tuple[str, Sequence[str]]:
    """The clause that narrows a query to subjects; none when they are everybody or too many to name."""
    if subjects is None or len(subjects) > BATCH:
        return "", ()
    named = sorted(subjects)
    return f"{column} IN ({places(named)})", named


def _stops(
    holds: Iterable[Hold], restrictions: Iterable[Restriction], persons: Persons, rows: Mapping[str, Rows]
) -> Iterable[Stop]:
    for hold in holds:
        if isinstance(hold.place, Condition):
            yield Stop(hold.id, "hold", condition=hold.place, reason=hold.reason)
        elif isinstance(hold.place, Rows):
            yield Stop(hold.id, "hold", hold.place, reason=hold.reason)
        else:
            yield Stop(hold.id, "hold", rows.get(persons.of(hold.place), NO_ROWS), reason=hold.reason)
    for restriction in restrictions:
        held = rows.get(persons.of(restriction.subject), NO_ROWS)
        contested = restriction.ground == "accuracy" and bool(restriction.categories)
        until_checked = contested or restriction.ground == "objection"
        yield Stop(restriction.id, "restriction", held, None, restriction.ground, until_checked)


def _all_rows(people: Iterable[str], rows: Mapping[str, Rows]) -> Rows:
    ids: dict[tuple[str, str], set[RowId]] = defaultdict(set)
    for person in people:
        for where, found in rows.get(person, NO_ROWS).ids.items():
            ids[where] |= found
    return Rows({where: frozenset(found) for where, found in sorted(ids.items())})
