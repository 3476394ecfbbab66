"""The automated decisions that were made about a person, read from the registers that the policy names."""

from datetime import datetime

from holdord.planning.registers import day_made, write_register
from holdord.planning.typed import row_id
from holdord.words.decision import OwnDecision
from holdord.words.policy import Collection
from holdord.workflows.correcting import Look, look_at
from holdord.workflows.office import Office
from holdord.workflows.people import Known


def decisions_about(office: Office, known: Known, now: datetime) -> tuple[OwnDecision, ...]:
    """Every decision on record about the person behind some keys, the newest of each register first.

    A decision's reference is made from its place with the store's secret key. Whoever reads it learns
    nothing, and only among the decisions of one person can it be found again.
    """
    registers = [collection for collection in office.policy.collections() if collection.records]
    if not registers:
        return ()
    with office.readers(few=True) as readers:
        look = look_at(office, readers, known, now, several=True)
        if look is None:
            return ()
        return tuple(one for collection in registers for one in _read(office, look, collection))


def _read(office: Office, look: Look, collection: Collection) -> list[OwnDecision]:
    records, atlas = collection.records, office.planner.atlases[collection.system]
    assert records
    draft = write_register(atlas, look.shape, collection, records)
    if draft is None:
        return []
    zone = office.policy.controller.calendar.zone
    found = []
    for id, outcome, made, alone in look.readers.rows(collection.system, draft.query(look.setting)):
        row = str(row_id(id))
        found.append(
            OwnDecision(
                office.store.reference("D", f"{collection.system}/{collection.name}/{row}"),
                records.decision,
                collection.system,
                collection.name,
                row,
                day_made(atlas, collection, records.made, made, zone) if made is not None else None,
                None if outcome is None else str(outcome),
                bool(alone),
            )
        )
    return found
