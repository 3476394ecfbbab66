"""What Holdord itself holds about whoever asks for access, as letters tell it."""

from datetime import datetime

from holdord.letters.records import HeldField, HeldRows
from holdord.planning.exports import Exported
from holdord.words.policy import Policy
from holdord.workflows.office import Office
from holdord.workflows.own import OwnOffice, own_rows
from holdord.workflows.people import Known


def held_here(office: Office, known: Known, found: Known, now: datetime) -> tuple[HeldRows, ...]:
    """Requests and what happened to them, consents, objections and so on, in words of our own policy.

    `found` are the keys that were found with those they proved.
    """
    held = own_rows(office, known, now, found)
    if not held:
        return ()
    policy = OwnOffice.beside(office).policy
    return tuple(_told(policy, one) for one in held)


def _told(policy: Policy, one: Exported) -> HeldRows:
    categories = [one.categories.get(column, "") for column in one.columns]
    says = [policy.categories[name].says if name else {} for name in categories]
    return HeldRows(
        one.system,
        one.collection,
        tuple(HeldField(column, says=said) for column, said in zip(one.columns, says, strict=True)),
        tuple(map(tuple, one.rows)),
        one.withheld,
        next((said for said in says if said), {}),
    )
