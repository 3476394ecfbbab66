"""A measure that nobody confirms and nothing measures: it proves nothing (Art. 5(2), 24(1))."""

from collections.abc import Iterator

from holdord.words.finding import Finding, Severity
from holdord.words.policy import Policy, Proof

CODE = "measure-unconfirmed"


def find(policy: Policy) -> Iterator[Finding]:
    """Every measure on somebody's word without who or how often, and every measured one without its probe."""
    for measure in policy.measures.values():
        if measure.proof is Proof.PROBE and not measure.probe:
            lacks, help = "no probe", "add 'probe:' with its name, or 'proof: attest' and who confirms it"
        elif measure.proof is Proof.ATTEST and not measure.confirmed_by.strip():
            lacks, help = "nobody who confirms it", "add 'confirmed_by:' with a person or a role"
        elif measure.proof is Proof.ATTEST and measure.every is None:
            lacks, help = "no time after which it is confirmed again", "add 'every:', such as 1 year"
        else:
            continue
        yield Finding(
            CODE,
            f"measure '{measure.name}' has {lacks}, so that nothing shows that it is taken (Art. 5(2), "
            "24(1))",
            help,
            measure.place,
            Severity.WARNING,
        )
