"""A recipient outside the EEA without what makes the transfer lawful (Art. 44-46, Art. 13(1)(f))."""

from collections.abc import Iterator

from holdord.words.finding import Finding, Severity
from holdord.words.policy import Policy, Recipient
from holdord.words.transfers import ADEQUATE_IN_PART, is_lawful

CODE = "transfer-without-safeguards"


def find(policy: Policy) -> Iterator[Finding]:
    """Every recipient in a country that is not known to protect personal data, without safeguards."""
    for recipient in policy.recipients.values():
        if not is_lawful(recipient.country, recipient.safeguards):
            yield _finding(recipient)


def _finding(recipient: Recipient) -> Finding:
    who = f"recipient '{recipient.name}' is in {recipient.country}, outside the EEA"
    if part := ADEQUATE_IN_PART.get(recipient.country):
        return Finding(
            CODE,
            f"{who}, where the level of protection is adequate {part}; whether this one is, is not said",
            "add 'safeguards:' with the certification and the day it was looked up, or with the standard "
            "contractual clauses (Art. 46(2)(c))",
            recipient.place,
            Severity.WARNING,
        )
    return Finding(
        CODE,
        f"{who}, and no safeguards are named (Art. 46); people are told them and how to get a copy (Art. "
        "13(1)(f))",
        "add 'safeguards:', such as standard contractual clauses with their date, or use a recipient in the "
        "EEA",
        recipient.place,
    )
