"""Stating what changes what may be kept: consents, objections, holds, restrictions. All append-only."""

from datetime import date, datetime

from holdord.planning.typed import normal
from holdord.store.records import Ground, ObjectionState
from holdord.words.facts import Condition
from holdord.words.policy import Basis, KeyKind
from holdord.workflows.office import Office, refuse
from holdord.workflows.people import Known, apart, find


def subject_of(office: Office, known: Known, now: datetime, unknown: bool = True) -> str:
    """The store's random id of the one person behind some keys; raises Refused when there are several.

    The ids of the person's rows are remembered with it, so that plans can do without the keys. With
    `unknown=False` somebody of whom nothing is held and nothing was stated is refused too.
    """
    with office.readers(few=True) as readers:
        found = find(office, readers, known, now)
    people = apart(office.planner, found)
    if len(people) > 1:
        raise refuse(
            "several-people",
            f"these keys lead to {len(people)} different people",
            "name one person at a time",
        )
    keys = {name: set(values) for name, values in found.keys.items() if values}
    subject = office.store.subject(keys, found.rows, make=unknown or bool(people))
    if subject is None:
        raise refuse(
            "nobody",
            "nobody is known by these keys, and nothing was ever stated about them",
            "see with `holdord find` that they are written as in the systems",
        )
    return subject


def subject_by_one_key(office: Office, known: Known) -> str | None:
    """The store's random id of whoever has one of these keys, an e-mail address where there is one.

    Nothing is looked up in any system, and a single key joins nobody with anybody.
    """
    keys = {
        (office.policy.keys[name].kind is not KeyKind.EMAIL, name, normal(office.policy.keys[name], value))
        for name, values in known.items()
        for value in values
    }
    if not keys:
        return None
    _, name, value = min(keys)
    return office.store.subject({name: {value}})


def purpose_named(office: Office, name: str) -> str:
    """A purpose's name, checked."""
    if name not in office.policy.purposes:
        known = ", ".join(office.policy.purposes)
        raise refuse("unknown-name", f"the policy has no purpose {name}", f"one of: {known}")
    return name


def state_consent(
    office: Office, known: Known, purpose: str, given: bool, at: datetime, how: str, by: str
) -> str:
    """Write down a consent given or withdrawn (Art. 7); returns the subject's id."""
    if office.policy.purposes[purpose_named(office, purpose)].basis is not Basis.CONSENT:
        raise refuse(
            "not-consent",
            f"{purpose} does not rest on consent, so there is none to give or withdraw",
            "`holdord objection` is for purposes on legitimate interest",
        )
    subject = subject_of(office, known, at)
    office.store.consent(subject, purpose, given, at, how=how, by=by)
    return subject


def state_objection(
    office: Office, known: Known, purpose: str, state: ObjectionState, at: datetime, reason: str, by: str
) -> str:
    """Write down a step of an objection (Art. 21); returns the subject's id."""
    resting = office.policy.purposes[purpose_named(office, purpose)]
    if not resting.basis.objectable and not resting.marketing:
        raise refuse(
            "not-objectable",
            f"{purpose} rests on {resting.basis}, which the right to object does not reach (Art. 21(1))",
        )
    if state == "rejected" and resting.marketing:
        raise refuse(
            "marketing-not-weighed",
            f"{purpose} is marketing: an objection to it ends it, and cannot be rejected (Art. 21(3))",
            "there is nothing to weigh; if the person wants it again, they withdraw the objection",
        )
    subject = subject_of(office, known, at)
    office.store.objection(subject, purpose, state, at, reason=reason, by=by)
    return subject


def place_hold(
    office: Office,
    known: Known | None,
    condition: Condition | None,
    reason: str,
    owner: str,
    review_on: date,
    at: datetime,
    unknown: bool = True,
) -> str:
    """Stop every ending for a person, or for the rows of a condition; returns the hold's id.

    With `unknown=False` a person of whom nothing is held is refused: the hold would stop nothing.
    """
    if review_on <= at.date():
        raise refuse("review-past", "the day of review is not in the future", "give a later --review date")
    if condition is not None:
        check_condition(office, condition)
        return office.store.hold(condition, reason, owner, review_on, at)
    if not known:
        raise refuse("no-key", "nobody and nothing is named to be held", "name a person, or use --where")
    return office.store.hold(subject_of(office, known, at, unknown), reason, owner, review_on, at)


def check_condition(office: Office, condition: Condition) -> None:
    """Refuse a condition on what is not there, or on a personal value, which the store must not hold."""
    system = office.policy.systems.get(condition.system)
    collection = system.collections.get(condition.collection) if system else None
    if collection is None:
        raise refuse(
            "unknown-name",
            f"the policy has no collection {condition.system}.{condition.collection}",
            "write --where SYSTEM.COLLECTION.COLUMN=VALUE",
        )
    personal = {f.column for f in collection.fields} | {c for o in collection.owners for c in o.keys.values()}
    if condition.column in personal:
        raise refuse(
            "personal-condition",
            f"{condition.column} holds personal data, which a hold must not repeat",
            "hold the person instead, or use a column that says nothing about anybody",
        )
    office.planner.atlases[condition.system].column(collection, condition.column)


def restrict(
    office: Office,
    known: Known,
    ground: Ground,
    at: datetime,
    by: str,
    until: date | None,
    unknown: bool = True,
) -> str:
    """Restrict a person's data (Art. 18); returns the restriction's id. `unknown` as with holds."""
    return office.store.restrict(subject_of(office, known, at, unknown), ground, at, by, until)
