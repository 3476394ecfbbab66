"""The statement that reads which automated decisions were made about somebody (Art. 15(1)(h), 22)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from holdord.planning.atlas import Atlas
from holdord.planning.mechanism import Mechanism
from holdord.planning.ownership import PEOPLE, Shape
from holdord.planning.statements import Draft, Query, Setting, Slot
from holdord.words.catalogue import ColumnKind
from holdord.words.decision import Recorded
from holdord.words.policy import Collection


@dataclass(frozen=True, slots=True)
class RegisterDraft:
    """Columns of the result: the row's id, outcome and moment as texts, whether it is theirs alone."""

    collection: Collection
    sql: str
    slots: Mapping[str, Slot]

    def query(self, setting: Setting) -> Query:
        """The statement with its parameters."""
        return Query(self.sql, setting.fill(self.slots), ("id", "outcome", "made", "alone"))


def write_register(
    atlas: Atlas, shape: Shape, collection: Collection, records: Recorded
) -> RegisterDraft | None:
    """The statement for a register, or None when none of its rows can be the person's."""
    draft = Draft(atlas.dialect)
    mechanism = Mechanism(atlas, shape, draft)
    if not mechanism.touches(PEOPLE, collection):
        return None
    alias, d = draft.alias("", collection.name), atlas.dialect
    id = f"{alias}.{d.quote(atlas.id_column(collection))}"
    outcome, made = (d.text(f"{alias}.{d.quote(column)}") for column in (records.outcome, records.made))
    alone = mechanism.belongs_wholly(PEOPLE, collection, alias)
    selected = f"{id}, {outcome}, {made}, CASE WHEN {alone.yes} THEN 1 ELSE 0 END"
    source = f"{atlas.source(collection.table)} AS {alias}"
    where = mechanism.belongs(PEOPLE, collection, alias).yes
    order = f"{alias}.{d.quote(records.made)} DESC, {id}"
    return RegisterDraft(
        collection, f"SELECT {selected} FROM {source} WHERE {where} ORDER BY {order}", draft.slots
    )


def day_made(atlas: Atlas, collection: Collection, column: str, text: object, zone: ZoneInfo) -> date | None:
    """The day of a decision in the controller's zone; None where none stands there that can be read."""
    kind = atlas.column(collection, column).kind
    try:
        if kind is ColumnKind.DATE:
            return date.fromisoformat(str(text)[:10])
        at = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC if kind is ColumnKind.INSTANT else ZoneInfo(atlas.system.time_zone))
    return at.astimezone(zone).date()
