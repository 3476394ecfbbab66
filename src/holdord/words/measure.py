"""Measures: what a company does to protect data (Art. 32), and who says that it is done."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from holdord.words.period import Duration
from holdord.words.place import NOWHERE, Place
from holdord.words.proof import Proof


@dataclass(frozen=True, slots=True)
class Measure:
    """A technical or organisational measure. `says` what is done, as people read it.

    `proof` is how it is shown: `attest`, a person (`confirmed_by`, by name or role) confirms it again within
    `every`, with a document where `document` says so; or `probe`, the named probe measures it. A `public`
    one is told in the published text.
    """

    name: str
    says: Mapping[str, str] = field(default_factory=dict)
    proof: Proof = Proof.ATTEST
    probe: str = ""
    confirmed_by: str = ""
    every: Duration | None = None
    document: bool = False
    public: bool = False
    place: Place = NOWHERE
