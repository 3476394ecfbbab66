"""A sub-processor outside the EEA without what makes the transfer lawful (Art. 28(4), 44-46)."""

from collections.abc import Iterator

from holdord.words.finding import Finding, Severity
from holdord.words.policy import Policy
from holdord.words.transfers import ADEQUATE_IN_PART, is_lawful

CODE = "sub-processor-without-safeguards"


def find(policy: Policy) -> Iterator[Finding]:
    """Every sub-processor in a country that is not known to protect personal data, without safeguards."""
    for recipient in policy.recipients.values():
        for one in recipient.sub_processors.values():
            if is_lawful(one.country, one.safeguards):
                continue
            part = ADEQUATE_IN_PART.get(one.country, "")
            yield Finding(
                CODE,
                f"sub-processor '{one.name}' of '{recipient.name}' is in {one.country}, outside the EEA, and "
                + (
                    f"the level of protection there is adequate {part}; whether this one is, is not said"
                    if part
                    else "no safeguards are named (Art. 28(4), 46)"
                ),
                "ask the processor what the transfer rests on, and add it as 'safeguards:'",
                one.place,
                Severity.WARNING if part else Severity.ERROR,
            )
