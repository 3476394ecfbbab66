"""Whose data may not end, found again: what came under a held person's keys after the hold was placed."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from holdord.planning.keyed import Keyed, keyed, page
from holdord.planning.typed import as_typed, normal, row_id
from holdord.words.facts import RowId, Rows
from holdord.workflows.office import Office, Readers

PAGE = 2000

Recognisable = tuple[Mapping[str, set[str]], Rows]


def recognise_stopped(office: Office, readers: Readers, now: datetime) -> None:
    """Remember what has come to people under a hold or a restriction, so that a sweep leaves it alone.

    Reads the keys of all rows that have any; nothing where nobody is held.
    """
    store = office.store
    stopped = {hold.place for hold in store.holds(now) if isinstance(hold.place, str)}
    stopped |= {restriction.subject for restriction in store.restrictions(now)}
    if stopped:
        store.recognise_among(stopped, _everybody(office, readers))


def _everybody(office: Office, readers: Readers) -> Iterator[Recognisable]:
    for of in keyed(office.policy):
        yield from _rows(office, readers, of)


def _rows(office: Office, readers: Readers, of: Keyed) -> Iterator[Recognisable]:
    system, _ = of.where
    atlas = office.planner.atlases[system]
    after: RowId | None = None
    while rows := readers.rows(system, page(atlas, of, after, PAGE)):
        for own, *values in rows:
            keys = {
                name: {normal(office.policy.keys[name], as_typed(value))}
                for name, value in zip(of.keys, values, strict=True)
                if value is not None
            }
            yield keys, Rows({of.where: frozenset({row_id(own)})})
        after = row_id(rows[-1][0])
