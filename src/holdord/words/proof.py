"""How something that is promised is shown to be so."""

from enum import StrEnum


class Proof(StrEnum):
    """How a promise is proved: by our own records, by measuring, or by a person's dated word."""

    AUTO = "auto"
    PROBE = "probe"
    ATTEST = "attest"
