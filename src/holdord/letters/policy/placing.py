"""In which section of the text a promise stands: where it is said to, else where what keeps it is told."""

from holdord.words.policy import Policy, Promise
from holdord.words.prose import SectionKey as Key

_CAPABILITIES = {
    Key.INTRODUCTION: ("policy-text",),
    Key.PURPOSES: ("purposes", "notice-at-collection"),
    Key.CATEGORIES: ("content-probe", "data-map"),
    Key.RECIPIENTS: ("processors", "disclosures"),
    Key.RETENTION: (
        "retention", "retention-mirror", "retention-mailbox", "legal-hold", "anonymity-check", "notices-due",
    ),
    Key.COOKIES: ("cookie-banner", "cookie-lifetime"),
    Key.RIGHTS: (
        "request-access", "request-rectification", "request-erasure", "request-restriction",
        "request-portability", "request-refusal", "notify-recipients", "staff-console", "accuracy-checks",
    ),
    Key.WITHDRAWAL: ("consent-ledger", "consent-withdraw-link", "consent-withdrawal-erasure"),
    Key.OBJECTION: ("request-objection",),
    Key.AUTOMATED_DECISIONS: ("request-human-review",),
    Key.CHANGES: ("policy-versions", "policy-change-notice"),
    Key.CONTACT: ("privacy-centre",),
}  # fmt: skip
_BY_CAPABILITY = {name: key for key, names in _CAPABILITIES.items() for name in names}
_BY_SECTION = {
    "purposes": Key.PURPOSES,
    "forms": Key.PURPOSES,
    "categories": Key.CATEGORIES,
    "recipients": Key.RECIPIENTS,
    "limits": Key.RETENTION,
    "cookies": Key.COOKIES,
    "decisions": Key.AUTOMATED_DECISIONS,
}


def placed(policy: Policy) -> dict[str, Key]:
    """The section of each promise, by its name."""
    own = {name: prose.section for prose in policy.prose.values() for name in prose.promises}
    return {name: own.get(name) or _section(policy, one) for name, one in policy.promises.items()}


def _section(policy: Policy, promise: Promise) -> Key:
    if promise.section:
        return promise.section
    kept = promise.kept_by
    for fact in kept:
        if fact.startswith("capability "):
            return _BY_CAPABILITY.get(fact.removeprefix("capability "), Key.SECURITY)
    for fact in kept:
        section, _, name = fact.partition(".")
        if section == "prose":
            return Key(name)
        return _BY_SECTION.get(section, Key.SECURITY)
    return Key.SECURITY
