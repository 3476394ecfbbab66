"""What every fault must be like, whichever trouble is behind it."""

import traceback
from collections.abc import Callable

import pytest

from holdord.connectors import SystemFault
from holdord.connectors.sql.system import SqlSystem
from holdord.words.plan import Unit
from tests.connectors.shop import MARKER, PLACE, counts, receipts
from tests.servers import Database

SECRET = "s3cret-word"


def fault_of(work: Callable[[], object], code: str, permanent: bool) -> SystemFault:
    """The fault that the work raises; it has the code, and nothing of it shows a value or a password."""
    with pytest.raises(SystemFault) as caught:
        work()
    fault = caught.value
    assert fault.finding.code == code, fault.finding
    assert fault.permanent is permanent
    assert fault.finding.place == PLACE
    assert fault.finding.help
    assert fault.__cause__ is None
    assert fault.__context__ is None
    said = " ".join(traceback.format_exception(fault)) + repr(fault.finding) + repr(fault.args)
    for secret in (MARKER, SECRET, "anna"):
        assert secret not in said
    return fault


def nothing_changed(database: Database) -> None:
    assert counts(database) == (3, 6)
    assert receipts(database) == []


def carrying(system: SqlSystem, whole: Unit) -> Callable[[], object]:
    return lambda: system.carry_out(whole, "r")
