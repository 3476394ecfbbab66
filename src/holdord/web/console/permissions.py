"""Who may do what: the one place that says so (need to know; as few as possible).

A role is given by the person responsible. Nobody gets a permission in any other way; who covers for somebody
absent holds that person's role until the end date.
"""

from enum import StrEnum


class Role(StrEnum):
    """What somebody's work is."""

    RESPONSIBLE = "responsible"  # answers for personal data in the company
    CASE_WORKER = "case_worker"  # answers people's requests
    READER = "reader"  # plans work, sees how requests stand
    AUDITOR = "auditor"  # looks after whether all this is right; no case, no person


class Permission(StrEnum):
    """What can be permitted, one by one."""

    SEE_REQUESTS = "see_requests"  # the list, clocks and events; nothing of what is held about the person
    SEE_FOUND = "see_found"  # what was found, by category and count, and the plan
    SEE_VALUES = "see_values"  # how the person is reached and what they wrote; each look is recorded
    ENTER = "enter"  # write down a request that came by phone, letter or e-mail
    PROVE = "prove"  # say that it was made sure who asks
    DECIDE = "decide"  # confirm a plan, extend, pause, weigh, propose a refusal
    SECOND = "second"  # agree to somebody else's refusal
    WORK = "work"  # tasks by hand
    SEE_HOLDS = "see_holds"  # holds in force, with their reasons; nobody is named there
    HOLD = "hold"  # place a hold on the person of a case, lift one
    SEE_REGISTERS = "see_registers"  # recipients, disclosures without names, confirmations, risks, Art. 30
    CONFIRM = "confirm"  # say that a measure is taken, an agreement was read
    PUBLISH = "publish"  # publish the policy as a version, and see whom it is told to
    READ_LOG = "read_log"  # who saw and did what
    SEE_PROMISES = "see_promises"  # the promise board; nothing of anybody
    SEE_STAFF = "see_staff"
    MANAGE_STAFF = "manage_staff"  # accounts, roles, cover


_P = Permission

MATRIX: dict[Role, frozenset[Permission]] = {
    Role.RESPONSIBLE: frozenset(_P),
    Role.CASE_WORKER: frozenset(
        {
            _P.SEE_REQUESTS,
            _P.SEE_FOUND,
            _P.SEE_VALUES,
            _P.ENTER,
            _P.PROVE,
            _P.DECIDE,
            _P.SECOND,
            _P.WORK,
            _P.SEE_PROMISES,
            _P.SEE_REGISTERS,
            _P.SEE_HOLDS,
        }
    ),
    Role.READER: frozenset({_P.SEE_REQUESTS, _P.SEE_PROMISES, _P.SEE_REGISTERS, _P.SEE_HOLDS}),
    Role.AUDITOR: frozenset({_P.READ_LOG, _P.SEE_STAFF, _P.SEE_PROMISES, _P.SEE_REGISTERS, _P.SEE_HOLDS}),
}


def permitted(roles: "frozenset[Role] | set[Role]") -> frozenset[Permission]:
    """Everything that some roles permit together."""
    return frozenset().union(*(MATRIX[role] for role in roles))
