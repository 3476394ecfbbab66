"""Writing down when a promise begins to stand otherwise: what "since when" is read from."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from holdord.words.plan import canonical_json
from holdord.words.standing import Standing
from holdord.workflows.office import Office
from holdord.workflows.promises.board import board


def record(office: Office, now: datetime) -> int:
    """Write down every promise that stands otherwise than it was last written to; how many there were."""
    changed = {one.promise: (one.state, as_kept(one)) for one in board(office, now)}
    return office.store.standing_changed(now, office.policy.digest, changed) if changed else 0


def as_kept(standing: Standing) -> str:
    """Why a promise stands as it does, as JSON: names of the policy, counts and moments."""
    return canonical_json(plain(standing))


def plain(standing: Standing) -> dict[str, Any]:
    """The same as plain values."""
    reason = {name: value for name, value in asdict(standing.reason).items() if value}
    if standing.reason.at:
        reason["at"] = standing.reason.at.isoformat()
    return {
        "control": standing.control,
        "reason": reason,
        "proof": {"kind": str(standing.proof.kind), "id": standing.proof.id},
    }
