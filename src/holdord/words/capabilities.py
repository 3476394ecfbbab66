"""What Holdord can do, each thing under the name by which a promise rests on it: "capability retention".

A capability that is not in this version keeps nothing: what is promised on it is unproven, and says so.
"""

from typing import NamedTuple


class Capability(NamedTuple):
    """One thing Holdord does, or will do; `here` tells whether this version does it."""

    name: str
    here: bool
    does: str


_HERE = {
    "purposes": "every use of a datum has a purpose with a basis, in the policy and in the databases",
    "retention": "what no purpose holds any more goes",
    "retention-mirror": "what is held on a customer's behalf goes when it goes at the customer's",
    "legal-hold": "a hold stops every ending, and ends by somebody's decision",
    "content-probe": "what must not be stored is looked for in what is stored",
    "data-map": "the map of the data is held against the databases",
    "request-access": "Art. 15: everything held about a person, with all that belongs to it",
    "request-rectification": "Art. 16: wrong data put right everywhere",
    "request-erasure": "Art. 17: what may go goes, and what stays is explained",
    "request-restriction": "Art. 18: data that is only stored for now",
    "request-objection": "Art. 21: marketing stops, other objections are weighed",
    "request-portability": "Art. 20: what a person gave, in an open format",
    "request-human-review": "Art. 22(3): a decision of a machine is looked at by a person",
    "request-refusal": "a refusal names its ground and where to complain",
    "notify-recipients": "Art. 19: whoever was given data hears what became of it",
    "staff-console": "staff take a request from its arrival to its answer",
    "privacy-centre": "the public pages where people use their rights",
    "consent-ledger": "who said yes or no to what, when, is added and never rewritten",
    "consent-withdrawal-erasure": "a withdrawal ends its purpose, and what nothing else holds goes",
    "policy-text": "the published text says what the facts say",
    "policy-versions": "every version is numbered, dated, adopted and kept",
    "policy-change-notice": "a substantial change is announced to those concerned",
    "notice-at-collection": "each form says at once what it collects, and what for",
    "processors": "who handles data on our behalf, where, and under which agreement",
    "disclosures": "each passing-on is written down with its ground",
    "staff-access": "staff see what their role needs, and it is written down who saw what",
    "staff-lockout": "failed log-ins are recorded, and after some in a row the door is shut",
    "measures": "each safeguard has its proof",
    "attestations": "who confirmed what, when, with which document",
    "risk": "risks are weighed per system, before and after measures",
}

_LATER = {
    "retention-mailbox": "messages in a mail system end as rows do",
    "anonymity-check": "what is kept without limit is shown to be anonymous",
    "notices-due": "people are told something before a date, once",
    "restore-guard": "what was erased does not come back with a back-up",
    "backups": "age and overwriting of back-ups are measured where they lie",
    "accuracy-checks": "stale and contradictory master data is found and asked about",
    "consent-withdraw-link": "a consent is taken back by a link in each e-mail",
    "cookie-banner": "nothing of a purpose runs in the browser before its consent",
    "cookie-lifetime": "cookies of the site are seen and timed by a real browser",
    "security-report": "anybody can report a hole",
    "security-report-clock": "who reports a hole hears from us in time",
    "breach": "breaches are registered, and the authority is told in 72 hours",
    "breach-notify": "people are told of a breach that concerns them",
    "signals-alarm": "a rise in blocked and failed attempts sets off an alarm",
    "signals-weekly": "attempts from log-ins and firewalls are reported each week",
    "staff-review": "accounts and set-up are gone through twice a year",
    "mail-guard": "outgoing e-mail with sensitive data is held back or encrypted",
    "portable-encryption": "whatever leaves as a file is encrypted",
}

CAPABILITIES = {
    name: Capability(name, here, does)
    for here, each in ((True, _HERE), (False, _LATER))
    for name, does in each.items()
}
"""Every capability by its name; those that this version has come first."""
