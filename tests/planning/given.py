"""What a person is given of their data, beside what they are told of it."""

from collections.abc import Mapping
from datetime import datetime

import pytest

from holdord.workflows import exporting
from holdord.workflows.explaining import Explanation, kept_now
from holdord.workflows.office import Office
from holdord.workflows.people import find


def check_what_is_given(
    office: Office, known: Mapping[str, list[str]], now: datetime, told: Explanation
) -> None:
    """Whoever is given all their rows is told the same of them, however few statements that takes."""
    held = {one.collection: one.rows for one in told.held}
    with office.readers(few=True) as readers:
        found = find(office, readers, known, now, wide=True)
        rows = exporting.everything(office, readers, found, now)
        kept = kept_now(office, readers, found, now)
    assert {one.collection: len(one.rows) for one in rows} == held
    assert sorted(kept, key=repr) == sorted(told.kept, key=repr)
    with office.readers(few=True) as readers, pytest.MonkeyPatch.context() as patch:
        patch.setattr(exporting, "ONE_BY_ONE", 0)  # so that it is always asked first where anything is
        found = find(office, readers, known, now)
        rows = exporting.everything(office, readers, found, now)
    assert {one.collection: len(one.rows) for one in rows} == held
