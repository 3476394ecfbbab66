"""A contract or a law that needs data, without saying what follows when it is not given (Art. 13(2)(e))."""

from collections.abc import Iterator

from holdord.language.checks.phrases import is_said
from holdord.language.checks.promised import name_of
from holdord.words.finding import Finding, Severity
from holdord.words.policy import Basis, Policy

CODE = "requirement-unstated"
_REQUIRED_BY = {Basis.CONTRACT: "a contract", Basis.LEGAL_OBLIGATION: "a legal obligation"}


def find(policy: Policy) -> Iterator[Finding]:
    """Every purpose on contract or legal obligation without a text on what is required."""
    for purpose in policy.purposes.values():
        if purpose.basis in _REQUIRED_BY and not is_said(purpose.required) and not is_said(purpose.source):
            yield Finding(
                CODE,
                f"{name_of(purpose)} rests on {_REQUIRED_BY[purpose.basis]} and does not say whether people "
                "must give the data, and what follows if they do not (Art. 13(2)(e))",
                "add 'required:' with a sentence, such as that an order cannot be sent without an address",
                purpose.place,
                Severity.NOTE,
            )
