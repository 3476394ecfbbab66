"""What a sweep over everybody leaves behind for the board: that it ran, and whether it came to its end."""

from datetime import datetime

from holdord.words.probe import Measured, Outcome
from holdord.workflows.office import Office
from holdord.workflows.own import OwnOffice
from holdord.workflows.probes import SWEEP, noted


def swept(office: Office, now: datetime, rows: int, run: str = "") -> None:
    """A sweep has come to its end; `run` is empty where nothing was due. Own data has a sweep of its own."""
    if not isinstance(office, OwnOffice):
        noted(office, SWEEP, now, Measured(Outcome.KEPT, {"rows": rows}, reference=run))


def stopped(office: Office, now: datetime, why: str, run: str = "") -> None:
    """A sweep stopped before its end, or before its beginning: somebody has to look."""
    if not isinstance(office, OwnOffice):
        noted(office, SWEEP, now, Measured(Outcome.UNKNOWN, {}, why, run))
