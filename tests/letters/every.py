"""Every letter there is, made for a language and a country, by name."""

from datetime import UTC, date, datetime

from holdord.letters import answers
from holdord.letters.letter import Letter
from holdord.letters.records import Case, Change, Erased, Found, Ours, Portable, Refused, Review, Weighed
from holdord.words.period import Duration
from holdord.words.request import Right
from tests.letters.company import ERASED, FOUND, REFUSED, ROWS, case, policy

OURS = Ours(policy(), ("newsletter", "claims"))
URL = "https://privacy.example.org/answer/abc"
DAY = date(2026, 12, 2)


def letters(
    language: str, country: str = "DK", name: str = "Åse Øster", word: str = "Ordet"
) -> dict[str, Letter]:
    """All letters; `word` is what people and staff wrote, wherever a letter has a place for it."""

    def of(right: Right) -> Case:
        return case(language, right, country, name)

    stated, refused = policy(country), Refused(word, f"{word} x", "Art. 17(3)(e)")
    access, erasure = of(Right.ACCESS), of(Right.ERASURE)
    made = {f"receipt {right}": answers.receipt(of(right), DAY) for right in Right}
    made |= {
        "extension": answers.extension(access, DAY, f"{word} x"),
        "identity": answers.identity_asked(access, f"{word} x", (word, "b"), DAY),
        "more": answers.more_asked(access, f"{word} x", DAY, date(2026, 12, 2)),
        "identity, no day": answers.identity_asked(access, f"{word} x", ("b",)),
        "access": answers.access_answer(access, FOUND),
        "access, held back": answers.access_answer(access, Found(ROWS, held_back=(REFUSED,))),
        "access, nothing": answers.access_answer(access, Found(())),
        "access, only here": answers.access_answer(access, Found(ROWS, ours=OURS, only_ours=True)),
        "erasure, only here": answers.erasure_answer(erasure, Erased(DAY, ours=OURS)),
        "erasure": answers.erasure_answer(erasure, ERASED),
        "erasure, all": answers.erasure_answer(erasure, Erased(DAY, gone=ERASED.gone)),
        "erasure, none": answers.erasure_answer(erasure, Erased(DAY, kept=ERASED.kept, refused=(refused,))),
        "erasure, nothing": answers.erasure_answer(erasure, Erased(DAY)),
        "portability": answers.portability_answer(
            of(Right.PORTABILITY), Portable(ROWS, (refused,), sent_to=word)
        ),
        "portability, nothing": answers.portability_answer(of(Right.PORTABILITY), Portable(())),
        "review": answers.review_answer(
            of(Right.HUMAN_REVIEW), Review(word, True, f"{word} x", datetime(2026, 12, 1, tzinfo=UTC), "Ja")
        ),
        "review, stands": answers.review_answer(
            of(Right.HUMAN_REVIEW), Review(word, False, f"{word} x", DAY, word)
        ),
        "withdrawal": answers.withdrawal_answer(of(Right.WITHDRAWAL), ("newsletter",), DAY, ("mailer",)),
        "refusal": answers.refusal(access, (refused,)),
        "ready": answers.ready_notice(
            stated, language, "Q-ABCDEFGHIJ", URL, datetime(2026, 12, 9, 12, 0, tzinfo=UTC)
        ),
        **{
            f"code {right}": answers.code_mail(stated, language, right, URL, "481 516", Duration(minutes=30))
            for right in Right
        },
        **{
            f"reminder {days}": answers.reminder(
                stated, language, "Q-ABCDEFGHIJ", Right.ERASURE, DAY, date(2026, 12, 2 - days), URL
            )
            for days in (1, 0, -3)
        },
        "reminder 12": answers.reminder(
            stated, language, "Q-ABCDEFGHIJ", Right.ACCESS, DAY, date(2026, 11, 20), URL
        ),
    }
    return made | _changing(language, country, name, word, refused)


def _changing(language: str, country: str, name: str, word: str, refused: Refused) -> dict[str, Letter]:
    rectification = case(language, Right.RECTIFICATION, country, name)
    restriction = case(language, Right.RESTRICTION, country, name)
    objection = case(language, Right.OBJECTION, country, name)
    changes = (Change(word, word), Change("a", ""))
    kept, upheld = Weighed("claims", False, f"{word} x"), Weighed("claims", True, "")
    made = {
        "rectification": answers.rectification_answer(rectification, changes, (), ("hosting",)),
        "rectification, partly": answers.rectification_answer(rectification, changes, (refused,)),
        "rectification, completed": answers.rectification_answer(
            rectification, (), (), ("hosting",), "I was moving house, and paid when the reminder found me."
        ),
        "rectification, refused": answers.rectification_answer(rectification, (), (refused,)),
        "restriction, refused": answers.restriction_answer(restriction, None, (), DAY, (refused,)),
        "lifting": answers.restriction_lifting(restriction, DAY, f"{word} x"),
        "objection, marketing": answers.objection_answer(objection, marketing=True),
        "objection, upheld": answers.objection_answer(objection, (upheld,)),
        "objection, partly": answers.objection_answer(objection, (upheld, kept)),
        "objection, kept": answers.objection_answer(objection, (kept,)),
    }
    for ground in answers.Restricting:
        made[f"restriction {ground}"] = answers.restriction_answer(
            restriction, ground, ("name", "email"), DAY, told_to=("hosting",)
        )
    for act in answers.Act:
        what = changes if act is answers.Act.RECTIFIED else ("name", "email")
        made[f"notice {act}"] = answers.recipient_notice(
            policy(country), language, "hosting", act, word, what, DAY, URL, reference="N-1", confirm_by=DAY
        )
    return made
