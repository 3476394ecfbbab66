"""A controller that people cannot identify or reach (Art. 13(1)(a)-(b))."""

from collections.abc import Iterator

from holdord.words.finding import Finding, Severity
from holdord.words.policy import Contact, Policy

CODE = "contact-missing"


def find(policy: Policy) -> Iterator[Finding]:
    """What is missing of the controller's identity and contact details."""
    controller = policy.controller
    if not _reachable(controller.contact) and not controller.address:
        yield Finding(
            CODE,
            "the controller states no way to be reached: people are told its contact details (Art. 13(1)(a))",
            "add 'contact:' with an e-mail address, a telephone number or a page, or 'address:'",
            controller.place,
        )
    elif not _reachable(controller.contact):
        yield Finding(
            CODE,
            "the controller can be reached by letter only: requests also come electronically, and are then "
            "answered so (Art. 12(3))",
            "add 'contact:' with an e-mail address, a telephone number or a page",
            controller.place,
            Severity.WARNING,
        )
    officer = controller.protection_officer
    if officer is not None and not _reachable(officer):
        yield Finding(
            CODE,
            "the data protection officer cannot be reached: people are told the officer's contact details "
            "(Art. 13(1)(b))",
            "add an e-mail address or a telephone number under 'protection_officer:'",
            controller.place,
        )


def _reachable(contact: Contact) -> bool:
    return any(way.strip() for way in (contact.email, contact.phone, contact.web))
