"""What was last said of which fact, for whoever only checks a policy: looked up without opening an office."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from holdord.store import StoreFault
from holdord.words.attestation import Attestation
from holdord.workflows.office import store_place


def latest_confirmations(folder: Path, environment: Mapping[str, str], day: date) -> dict[str, Attestation]:
    """The latest confirmation of each fact, from the store as it stands; changes nothing.

    Empty where there is no store, and where it cannot be read as it is: then nothing counts as confirmed.
    """
    url, place = store_place(folder, environment)
    if not url and not (place / "store.sqlite3").exists():
        return {}
    # Here, for Django is slow to import, and few who check have a store.
    from holdord.store.opening import existing

    try:
        store, up_to_date = existing(url, place)
    except StoreFault:
        return {}
    if store is None or not up_to_date:
        return {}
    with store:
        return store.latest_attestations(on=day)
