"""Which facts and capabilities would keep what a drafted fact promises."""

from collections.abc import Iterator

from holdord.words.draft import Drafted, Kind

_RIGHTS = {
    "access": "request-access",
    "information": "request-access",
    "rectification": "request-rectification",
    "erasure": "request-erasure",
    "restriction": "request-restriction",
    "objection": "request-objection",
    "marketing_objection": "request-objection",
    "portability": "request-portability",
    "human_review": "request-human-review",
    "withdrawal": "consent-withdrawal-erasure",
    "complaint": "policy-text",
}
_TERMS = {
    "withdrawal.future_only": "consent-ledger",
    "withdrawal.ways": "consent-withdraw-link",
    "withdrawal.by_each_newsletter": "consent-withdraw-link",
    "withdrawal.processing_stops": "consent-withdrawal-erasure",
    "withdrawal.erases": "consent-withdrawal-erasure",
    "withdrawal.other_basis": "consent-withdrawal-erasure",
    "erasure.recipients_told": "notify-recipients",
    "erasure.exceptions": "request-refusal",
    "rights.may_be_limited": "request-refusal",
    "rectification.objective_only": "request-refusal",
    "access.private_interests": "request-refusal",
    "rights.by_hand": "staff-console",
    "free_of_charge": "policy-text",
    "guidance": "policy-text",
    "complaint.staff_too": "policy-text",
}
_DUTIES = {
    "notice_at_collection": "notice-at-collection",
    "purposes_only_later_told": "notice-at-collection",
    "change_notice": "policy-change-notice",
    "version_changed": "policy-versions",
    "breach_people_told": "breach-notify",
    "breach_authority_told": "breach",
    "breach_closed_first": "breach",
    "breach_noticed": "signals-alarm",
    "alarm": "signals-alarm",
    "weekly_report": "signals-weekly",
    "security_report_taken": "security-report",
    "receipt_within": "security-report-clock",
    "review": "staff-review",
    "accuracy_kept": "accuracy-checks",
    "expiry_reminder": "notices-due",
    "answered_within": "staff-console",
    "erased_there_erased_here": "retention-mirror",
    "not_erased_by_time": "retention",
}
_NEVER = {
    "social_networks": "disclosures",
    "sale": "disclosures",
    "passed_on": "disclosures",
    "full_card_number": "content-probe",
}


def kept_by(fact: Drafted) -> Iterator[str]:
    """The keepers of one fact; nothing for what is no promise, such as an address."""
    match fact.kind:
        case Kind.RIGHT:
            yield f"capability {_RIGHTS[fact.name]}"
        case Kind.TERM:
            right = _RIGHTS.get(fact.name.partition(".")[0], "request-access")
            yield f"capability {_TERMS.get(fact.name, right)}"
        case Kind.DUTY:
            yield f"capability {_DUTIES.get(fact.name, 'purposes')}"
        case Kind.NEVER:
            yield f"capability {_NEVER.get(fact.name, 'purposes')}"
        case Kind.PERIOD:
            yield f"purposes.{fact.name}"
            yield "capability retention"
        case Kind.PURPOSE:
            yield f"purposes.{fact.name}"
        case Kind.MEASURE:
            yield f"measures.{fact.name}"
        case Kind.RECIPIENT:
            yield f"recipients.{fact.name}"
        case Kind.DISCLOSURE if fact.name.startswith("when."):
            yield "capability disclosures"
        case Kind.DISCLOSURE:
            name = fact.name.removeprefix("to.")
            yield "capability processors" if name == "processors" else f"recipients.{name}"
        case Kind.COOKIE:
            yield f"capability {'cookie-lifetime' if fact.name == 'lifetime' else 'cookie-banner'}"
        case Kind.PRINCIPLE | Kind.TRANSFER:
            yield f"capability {'processors' if fact.kind is Kind.TRANSFER else 'purposes'}"
        case Kind.VERSION:
            yield "capability policy-versions"
        case Kind.CATEGORY:
            yield f"categories.{fact.name}"
