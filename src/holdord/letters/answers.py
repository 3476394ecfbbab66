"""Every letter there is, a function each: from plain records to a `Letter`. None looks anything up."""

from holdord.letters.access import access_answer
from holdord.letters.decisions import (
    objection_answer,
    portability_answer,
    rectification_answer,
    refusal,
    restriction_answer,
    restriction_lifting,
    review_answer,
    withdrawal_answer,
)
from holdord.letters.erasure import erasure_answer
from holdord.letters.machine import ANSWER, PORTABILITY, answer_told, answers_csv, answers_json
from holdord.letters.notices import (
    Act,
    code_mail,
    extension,
    identity_asked,
    more_asked,
    ready_notice,
    receipt,
    recipient_notice,
    reminder,
)
from holdord.letters.records import Restricting

__all__ = [
    "ANSWER",
    "PORTABILITY",
    "Act",
    "Restricting",
    "access_answer",
    "answer_told",
    "answers_csv",
    "answers_json",
    "code_mail",
    "erasure_answer",
    "extension",
    "identity_asked",
    "more_asked",
    "objection_answer",
    "portability_answer",
    "ready_notice",
    "receipt",
    "recipient_notice",
    "rectification_answer",
    "refusal",
    "reminder",
    "restriction_answer",
    "restriction_lifting",
    "review_answer",
    "withdrawal_answer",
]
