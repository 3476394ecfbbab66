"""Proving what was erased: from the store, or from a file that came from it. No server is asked."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import TextIO

from holdord.words.evidence import Evidence, Seal, broken_links, evidence_of, seal_of
from holdord.words.plan import canonical_json
from holdord.workflows.office import Refused, refuse

FORMAT = 1


@dataclass(slots=True)
class Verdict:
    """Whether the chain holds, and what it says. `broken` are the disagreements, as sentences.

    `unsealed` of the `records` come after the last seal: nothing shows whether they are as they were written.
    """

    records: int = 0
    unsealed: int = 0
    seals: int = 0
    last_seal: str = ""
    broken: list[str] = field(default_factory=list)
    erased: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    @property
    def holds(self) -> bool:
        """Whether nothing disagrees."""
        return not self.broken


def prove(records: Iterable[Evidence], seals: Iterable[Seal]) -> Verdict:
    """Verify evidence against its seals, and add up what was erased by system, collection and act."""
    verdict = Verdict()
    ordered = list(seals)
    verdict.broken = list(
        broken_links(_counted(records, verdict, ordered[-1].last if ordered else 0), ordered)
    )
    verdict.seals = len(ordered)
    verdict.last_seal = ordered[-1].digest if ordered else ""
    return verdict


def _counted(records: Iterable[Evidence], verdict: Verdict, sealed: int) -> Iterator[Evidence]:
    for record in records:
        verdict.records += 1
        verdict.unsealed += record.number > sealed
        verdict.erased[record.system, record.collection, record.act] += record.changed
        yield record


def write_proof(records: Iterable[Evidence], seals: Iterable[Seal], out: TextIO) -> None:
    """Evidence and seals as JSON lines, to be kept elsewhere and verified anywhere."""
    out.write(canonical_json({"holdord_evidence": FORMAT}) + "\n")
    for record in records:
        out.write(canonical_json({"record": asdict(record)}) + "\n")
    for seal in seals:
        out.write(canonical_json({"seal": asdict(seal)}) + "\n")


def read_proof(lines: Iterable[str]) -> tuple[list[Evidence], list[Seal]]:
    """What `write_proof` wrote; raises Refused when the file is something else, or damaged."""
    records: list[Evidence] = []
    seals: list[Seal] = []
    number = 0
    for number, line in enumerate(lines, 1):
        try:
            entry = json.loads(line)
            if number == 1:
                if entry != {"holdord_evidence": FORMAT}:
                    raise ValueError("not a file of evidence")
            elif "seal" in entry:
                seals.append(seal_of(entry["seal"]))
            else:
                records.append(evidence_of(entry["record"]))
        except (ValueError, KeyError, TypeError, RecursionError):
            raise _unreadable(f"line {number} is not a line of evidence") from None
    if not number:
        raise _unreadable("the file is empty")
    return records, seals


def _unreadable(message: str) -> Refused:
    help = "use a file that `holdord prove --export` wrote, whole and unchanged"
    return refuse("evidence-unreadable", message, help)
