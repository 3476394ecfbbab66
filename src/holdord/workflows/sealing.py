"""What a plan writes and must not hold: kept in the vault until it has run, and filled in at that moment.

The plan names where its values are kept, and their digest. So whoever confirms the digest of the plan has
confirmed the values too: others under the same id are not taken.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from holdord.connectors import SystemFault
from holdord.words.finding import Finding
from holdord.words.plan import Plan, Sealed, Unit, Value, canonical_json

if TYPE_CHECKING:
    from holdord.store import Store

KIND = "sealed"


def seal(
    store: "Store", values: Mapping[int, Mapping[str, Value]], request: str | None, expires: datetime
) -> Sealed:
    """Keep the values of units, by their numbers, until a moment."""
    kept = canonical_json(
        {"secret": secrets.token_hex(32), "units": {str(n): dict(v) for n, v in values.items()}}
    ).encode()
    return Sealed(store.put(request, KIND, kept, expires), hashlib.sha256(kept).hexdigest())


def opened(store: "Store", plan: Plan, unit: Unit) -> Unit:
    """A unit with the values that its plan does not hold; raises SystemFault where they are gone."""
    if plan.sealed is None:
        return unit
    kept = store.get(plan.sealed.entry)
    if kept is None:
        raise SystemFault(_gone(), permanent=True)
    if hashlib.sha256(kept).hexdigest() != plan.sealed.digest:
        raise SystemFault(_another(), permanent=True)
    values: dict[str, Value] = json.loads(kept)["units"].get(str(unit.number), {})
    return replace(unit, parameters={**unit.parameters, **values})


def _gone() -> Finding:
    return Finding(
        "content-gone",
        "the values of this plan are no longer kept: nothing was changed",
        "they are kept for a few days, encrypted: state the corrections again, and confirm the new plan",
    )


def _another() -> Finding:
    return Finding(
        "store-altered",
        "the values of this plan are not those that were confirmed: nothing was changed",
        "somebody has written into the store past Holdord: compare it with a back-up",
    )
