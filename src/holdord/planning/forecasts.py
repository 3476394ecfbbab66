"""What goes in which month: the mechanism asked for a row of future moments at once.

Whatever has ended at one moment has ended at every later one. So the first of n moments at which a row goes
is found by halving, in log2(n) comparisons a row, inside one statement that groups and counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from holdord.planning.atlas import Atlas
from holdord.planning.mechanism import Mechanism
from holdord.planning.ownership import Shape
from holdord.planning.predicates import NEVER, Condition, all_of
from holdord.planning.statements import Draft, Query, Setting, Slot
from holdord.planning.steps import groups, pending
from holdord.words.days import TICK, Calendar
from holdord.words.plan import Act
from holdord.words.policy import Collection


@dataclass(frozen=True, slots=True)
class ForecastDraft:
    """The statement about the rows, or some fields, of one collection.

    Bucket 0 is what is due now, bucket i what goes in the i-th month, the running one first. The statement
    gives rows of (bucket, bucket of the whole row, count); fields that go with their row are the row's.
    """

    system: str
    collection: str
    act: Act
    columns: tuple[str, ...]
    sql: str
    slots: Mapping[str, Slot]

    def query(self, setting: Setting) -> Query:
        """The statement with its parameters."""
        return Query(self.sql, setting.fill(self.slots))

    def counts(self, rows: Iterable[Sequence[object]], months: int) -> list[int]:
        """Rows by bucket, the last of them for what goes later or cannot be told yet."""
        counts = [0] * (months + 2)
        for bucket, of_row, count in rows:
            if self.act is Act.REMOVE or int(str(bucket)) < int(str(of_row)):
                counts[int(str(bucket))] += int(str(count))
        return counts


def write_forecasts(atlas: Atlas, shape: Shape, months: int) -> list[ForecastDraft]:
    """One statement for the rows of each collection, and one for each group of fields that goes earlier."""
    drafts = []
    for collection in atlas.removal_order:
        found = _forecast(atlas, shape, months, collection, Act.REMOVE, ())
        if found:
            drafts.append(found)
        for fields in groups(atlas, collection):
            columns = tuple(f.column for f in fields)
            found = _forecast(atlas, shape, months, collection, Act.CLEAR, columns)
            if found:
                drafts.append(found)
    return drafts


def _forecast(
    atlas: Atlas, shape: Shape, months: int, collection: Collection, act: Act, columns: tuple[str, ...]
) -> ForecastDraft | None:
    draft = Draft(atlas.dialect)
    mechanism = Mechanism(atlas, shape, draft)
    alias = draft.alias("", collection.name)
    fields = [f for f in collection.fields if f.column in columns]
    gone: list[Condition] = []
    freed: list[Condition] = []
    for month in range(months + 1):
        draft.at = month
        going = mechanism.goes(collection, alias)
        free = mechanism.free(fields[0], collection, alias) if fields else going
        if fields and all(c in free for c in going):
            return None
        gone.append(all_of(going))
        freed.append(all_of(free))
    if NEVER in freed:
        return None
    bucket, of_row = _bucket(freed), "0"
    where = ""
    if fields:
        of_row = str(months + 2) if gone[0] == NEVER else _bucket(gone)
        where = f" WHERE {pending(atlas, draft, collection, fields, alias)}"
    keys = "1" if of_row.isdigit() else "1, 2"
    sql = (
        f"SELECT {bucket} AS bucket, {of_row} AS of_row, count(*) AS matched "
        f"FROM {atlas.source(collection.table)} AS {alias}{where} GROUP BY {keys}"
    )
    return ForecastDraft(collection.system, collection.name, act, columns, sql, draft.slots)


def _bucket(conditions: Sequence[Condition]) -> str:
    """The index of the first condition that holds, the number of them when none does.

    Most rows of most tables go later than that, and this is asked first.
    """
    last = len(conditions) - 1
    earlier = _first(conditions, 0, last)
    return f"CASE WHEN {conditions[last].yes} THEN {earlier} ELSE {last + 1} END"


def _first(conditions: Sequence[Condition], low: int, high: int) -> str:
    """The index of the first condition that holds, from `low` on; `high` when none does. They only ever turn
    true with growing index."""
    if low == high:
        return str(low)
    middle = (low + high) // 2
    below, above = _first(conditions, low, middle), _first(conditions, middle + 1, high)
    return f"CASE WHEN {conditions[middle].yes} THEN {below} ELSE {above} END"


def month_ends(now: datetime, months: int, calendar: Calendar) -> list[datetime]:
    """The last instants of this month and the next ones in the controller's zone.

    What a purpose holds to the end of a month goes in the month after, when nothing holds it any more.
    """
    local = now.astimezone(calendar.zone)
    ends = []
    for count in range(1, months + 1):
        year, month = divmod(local.year * 12 + local.month - 1 + count, 12)
        day = date(year, month + 1, 1)
        ends.append(datetime.combine(day, time(), calendar.zone) - TICK)
    return ends
