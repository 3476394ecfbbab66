"""What the promise board shows to the console's tests: readings of a year, and how promises stood by them."""

from datetime import datetime, timedelta

from holdord.words.attestation import Attestation
from holdord.words.probe import Measured, Outcome
from holdord.workflows.attesting import confirmables
from holdord.workflows.office import Office
from holdord.workflows.probes import PROBES, SWEEP, noted
from holdord.workflows.promises.recording import record

WELL = (*PROBES, SWEEP)
CARD = {"shop.service_messages.body: card": 2, "tables": 14, "rows": 1311}


def make_board(office: Office, now: datetime) -> None:
    """A year in which all was well but in summer, when nobody swept; and a card number of yesterday."""
    for days in (300, 240, 170, 90, 2):
        at = now - timedelta(days=days)
        for name in WELL if days != 170 else ("content", "rights"):
            noted(office, name, at, Measured(Outcome.KEPT, {"rows": 40} if name == SWEEP else {}))
        record(office, at)
        record(office, min(at + timedelta(days=30), now - timedelta(days=1)))
    yesterday = now - timedelta(hours=20)
    for name in WELL:
        broken = name == "content"
        noted(
            office, name, yesterday, Measured(Outcome("broken" if broken else "kept"), CARD if broken else {})
        )
    for number, fact in enumerate(sorted(confirmables(office.policy))):
        if number % 2:
            on = (now - timedelta(days=350 if number % 4 == 1 else 20)).date()
            office.store.attest(
                Attestation("", fact, "Rikke", on, document="D-4", written_by="rikke", at=now)
            )
    record(office, now)
