"""Each letter says what the law demands of it, in each language, however it is rendered."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape

import pytest
from hypothesis import given, settings

from holdord.demo import policy_folder
from holdord.language.known_companies import KNOWN
from holdord.letters import answers
from holdord.letters.access import said
from holdord.letters.framing import phrases_of
from holdord.letters.html import as_html
from holdord.letters.law import AUTHORITIES, authority_of, cited, country
from holdord.letters.letter import LANGUAGES, Table
from holdord.letters.pdf import as_pdf
from holdord.letters.records import (
    Found,
    GivenOn,
    HeldField,
    HeldRows,
    Portable,
    Refused,
    Review,
    Weighed,
)
from holdord.letters.text import as_text
from holdord.words.plan import SHARED, Kept
from holdord.words.request import Right
from holdord.words.transfers import ADEQUATE, ADEQUATE_IN_PART, EEA
from holdord.workflows.office import load_policy
from tests.letters.company import ERASED, FOUND, REFUSED, ROWS, case, controller
from tests.letters.every import DAY, letters
from tests.letters.nasty import nasty
from tests.letters.test_rendering import Seen, words_of

ANSWERED = """
    access extension identity erasure portability review rectification
    restriction lifting objection withdrawal refusal
"""
WITH_COMPLAINT = frozenset(ANSWERED.split())


def words(text: str) -> str:
    return " ".join(text.split())


def seen(letter) -> str:
    return words(" ".join(Seen(as_html(letter)).said))


@pytest.mark.parametrize("country", ["DK", "NO"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_is_rendered_whole_in_every_way(language: str, country: str) -> None:
    for name, letter in letters(language, country).items():
        page, text = seen(letter), words(as_text(letter))
        assert letter.language == language
        for found in (page, text):
            assert words(letter.title) in found, name
            assert not re.search(r"{\w*}|None|_many|\b[a-z]+_[a-z]+\b(?!@)", found), (name, found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_becomes_a_pdf(language: str) -> None:
    for letter in letters(language).values():
        assert words_of(as_pdf(letter))


@pytest.mark.parametrize("country", ["DK", "NO"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_is_answered_is_told_where_to_complain_and_of_the_court(language: str, country: str) -> None:
    court = {"da": "domstolene", "nb": "domstolene", "en": "to court"}[language]
    for name, letter in letters(language, country).items():
        if name.split(",")[0].split()[0] in WITH_COMPLAINT:
            assert seen(letter).count(AUTHORITIES[country].line) == 1, name
            assert court in seen(letter), name


def test_the_addresses_are_those_of_the_authorities() -> None:
    assert "Carl Jacobsens Vej 35, 2500 Valby" in authority_of(controller("DK"))
    assert "Postboks 458 Sentrum, 0105 Oslo" in authority_of(controller("NO"))
    with pytest.raises(ValueError, match="authority"):
        authority_of(controller("SE"))


def test_law_is_cited_as_each_language_cites_it() -> None:
    assert cited("Art. 6(1)(c)", "da") == "databeskyttelsesforordningens artikel 6, stk. 1, litra c"
    assert cited("Art. 6(1)(c)", "nb") == "personvernforordningen artikkel 6 nr. 1 bokstav c"
    assert cited("Art. 6(1)(c)", "en") == "Article 6(1)(c) of the GDPR"
    assert cited("bogføringsloven § 12", "en") == "bogføringsloven § 12"


# ------------------------------------------------------------------------------------------ access


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_access_answer_has_everything_that_article_15_lists(language: str) -> None:
    of = phrases_of(case(language))
    found = seen(answers.access_answer(case(language), FOUND))
    assert of.say("access_yes") in found  # Art. 15(1)
    assert of.purpose("bookkeeping") in found  # (a)
    assert of.text(FOUND_POLICY.purposes["claims"].interest) in found
    assert of.category("purchases") in found  # (b)
    assert "Postman Inc" in found  # (c), by name
    assert "Drift A/S" in found
    assert of.say("recipients_heading") in found
    assert of.day("2031-12-31") in found  # (d), worked out
    assert of.day("2029-10-21") in found
    for name in ("rectification", "erasure", "restriction", "objection", "portability"):  # (e)
        law = {"rectification": 16, "erasure": 17, "restriction": 18, "objection": 21, "portability": 20}
        assert of.say(f"rights_{name}", law=of.law(f"Art. {law[name]}")) in found
    assert of.say("complaint", authority=AUTHORITIES["DK"].line) in found  # (f)
    assert "Kreditoplyst A/S" in found  # (g)
    assert "Sum af køb over et år" in found  # (h)
    assert of.say("automated_rights", law=of.law("Art. 22(3)")) in found
    assert "standard contractual clauses" in found  # Art. 15(2)
    assert of.law("Art. 46(2)(c)") in found


FOUND_POLICY = case().policy


def test_only_recipients_that_are_given_what_is_held_are_named() -> None:
    found = answers.access_answer(case("en"), Found(ROWS[:1], ()))
    assert "printer" not in seen(found)
    assert "Printer" in seen(answers.access_answer(case("en"), FOUND)) or "printer" in seen(
        answers.access_answer(case("en"), FOUND)
    )
    assert "no date" not in seen(found)


def test_a_recipient_in_a_country_found_adequate_is_told_as_protected() -> None:
    asked = case("en")
    printer = replace(asked.policy.recipients["printer"], country="CH")
    recipients = {**asked.policy.recipients, "printer": printer}
    found = seen(
        answers.access_answer(replace(asked, policy=replace(asked.policy, recipients=recipients)), FOUND)
    )
    assert "protects data well enough (Article 45 of the GDPR)" in found
    assert "ask us for the safeguards" not in found


def test_the_last_end_of_a_category_is_the_one_that_counts() -> None:
    letter = answers.access_answer(case("en"), FOUND)
    ends = next(
        block for block in letter.blocks if isinstance(block, Table) and block.head[1] == "Kept until"
    )
    table = {row[0]: row[1] for row in ends.rows}
    assert table["name"] == "31 December 2031"
    assert table["what you bought"] == "31 December 2031"
    assert "until you withdraw" in table["e-mail address"] or "has not happened" in table["e-mail address"]


def test_a_stop_is_told_instead_of_an_end() -> None:
    stopped = Kept("shop", "orders", "name", "bookkeeping", "legal_obligation", "", 1, stopped_by="hold h1")
    found = seen(answers.access_answer(case("en"), Found(ROWS, (*FOUND.kept, stopped))))
    assert "cannot be deleted for now" in found
    assert "hold h1" not in found


def test_what_no_purpose_needs_is_told_too() -> None:
    assert "device: no purpose needs it any more" in seen(answers.access_answer(case("en"), FOUND))


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_the_data_that_is_given_in_is_there_and_each_field_is_described(language: str) -> None:
    of = phrases_of(case(language))
    letter = answers.access_answer(case(language), FOUND)
    for rendered in (seen(letter), words(as_text(letter)), words_of(as_pdf(letter))):
        for one in ROWS:
            for row in one.rows:
                for value in row:
                    assert words(said(of, value)) in rendered
    assert of.say("field_technical") in seen(letter)
    assert of.text(ROWS[0].fields[3].says) in seen(letter)


def test_what_is_withheld_for_others_is_counted() -> None:
    assert "2 values are left out here" in seen(answers.access_answer(case("en"), FOUND))


def test_a_part_that_is_held_back_has_its_ground_and_one_complaint() -> None:
    found = seen(letters("nb", "NO")["access, held back"])
    assert "personvernforordningen artikkel 15 nr. 4" in found
    assert found.count("Postboks 458") == 1


def test_somebody_unknown_is_answered_no() -> None:
    assert "process no personal data about you" in seen(letters("en")["access, nothing"])


def test_values_are_said_as_a_person_reads_them() -> None:
    of = phrases_of(case("nb"))
    assert said(of, None) == said(of, "") == "(tom)"
    assert said(of, date(2026, 3, 1)) == "1. mars 2026"
    assert said(of, datetime(2026, 3, 1, 9, 5, tzinfo=UTC)) == "1. mars 2026 kl. 09.05 UTC"
    assert said(of, Decimal("1200.50")) == "1200.50"
    assert said(of, {"a": "å"}) == '{"a": "å"}'
    assert said(of, b"\x00\xff") == "AP8="


# ----------------------------------------------------------------------------------------- erasure


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_erasure_answer_tells_what_went_what_stays_why_and_until_when(language: str) -> None:
    of = phrases_of(case(language))
    letter = answers.erasure_answer(case(language, Right.ERASURE), ERASED)
    found = seen(letter)
    assert letter.title == of.say("erasure_title_partly")
    assert of.category("device") in found
    assert of.day("2031-12-31") in found
    assert "bogføringsloven § 12" in found
    assert of.law("Art. 17(3)(b)") in found
    assert of.law("Art. 17(3)(e)") in found
    assert of.say("copies_by", system="shop", day=of.day("2026-12-19")) in found
    assert of.say("copies_unknown", system="archive") in found
    assert of.say("erasure_public", law=of.law("Art. 17(2)")) in found
    assert "Drift A/S" in found


def test_a_stop_during_erasure_is_told_with_its_ground_and_without_its_name() -> None:
    for stop, law in (("hold h1", "Article 17(3)(e)"), ("restriction r1", "Article 18(2)")):
        kept = Kept("shop", "orders", "name", "bookkeeping", "legal_obligation", "", 1, stopped_by=stop)
        found = seen(answers.erasure_answer(case("en", Right.ERASURE), replace(ERASED, kept=(kept,))))
        assert "because a stop or a restriction applies" in found
        assert law in found
        assert stop not in found


def test_what_others_share_is_told_with_its_latest_day_and_how_many_rows_there_are() -> None:
    held = ("shop", "orders", "name", "claims", "legitimate_interest", "", 2)
    kept = (
        Kept(*held, "2031-12-31", stopped_by=SHARED),
        Kept("shop", "orders", "purchases", "", "", "", 3, stopped_by=SHARED),
    )
    for gone, title in ((ERASED.gone, "erasure_title_partly"), ((), "erasure_title_refused")):
        for language in LANGUAGES:
            of = phrases_of(case(language))
            letter = answers.erasure_answer(
                case(language, Right.ERASURE), replace(ERASED, gone=gone, kept=kept)
            )
            found = seen(letter)
            assert letter.title == of.say(title)
            assert of.say("end_latest", day=of.day("2031-12-31")) in found
            assert of.say("exception_shared", rows=of.count(2, "row")) in found
            assert of.say("end_sweep") in found
            assert of.say("exception_shared_free", rows=of.count(3, "row")) in found
            assert of.say("end_stopped") not in found


def test_each_category_is_kept_until_the_last_end_of_its_rows() -> None:
    found = seen(answers.erasure_answer(case("en", Right.ERASURE), ERASED))
    assert "31 December 2031" in found
    assert "31 December 2030" not in found


def test_what_stands_below_each_other_in_a_cell_stays_apart_in_plain_text() -> None:
    assert "31. december 2031; at møde krav" in words(as_text(letters("da")["access"]))


# -------------------------------------------------------------------------------- refusals and rest


def test_a_norwegian_refusal_names_the_section_exactly() -> None:
    of = case("nb", Right.ACCESS, "NO")
    with pytest.raises(ValueError, match="section"):
        answers.refusal(of, (Refused("alt", "det er hemmelig", "personopplysningsloven"),))
    found = seen(answers.refusal(of, (Refused("alt", "det er internt", "personopplysningsloven § 16 e"),)))
    assert "personopplysningsloven § 16 e" in found
    assert "domstolene" in found


def test_nothing_is_refused_without_reason_and_law() -> None:
    for refused in ((), (Refused("x", " ", "§ 1"),), (Refused("x", "y", ""),)):
        with pytest.raises(ValueError, match="refus"):
            answers.refusal(case(), refused)


def test_no_letter_is_made_that_the_law_does_not_allow() -> None:
    with pytest.raises(ValueError, match="doubt"):
        answers.identity_asked(case(), "", ("pas",))
    with pytest.raises(ValueError, match="reason"):
        answers.extension(case(), DAY, " ")
    with pytest.raises(ValueError, match="nothing"):
        answers.more_asked(case(), " ", DAY, DAY)
    with pytest.raises(ValueError, match="before"):
        answers.restriction_lifting(case(), date(2026, 11, 20), "x")
    with pytest.raises(ValueError, match="why"):
        answers.objection_answer(case(), (Weighed("claims", False, " "),))
    with pytest.raises(ValueError, match="marketing"):
        answers.objection_answer(case())
    with pytest.raises(ValueError, match="changed"):
        answers.rectification_answer(case(), ())
    with pytest.raises(ValueError, match="restricted"):
        answers.restriction_answer(case(), None, (), DAY)


def test_a_review_tells_that_a_human_decided_and_how() -> None:
    review = Review("kredit", True, "Tallet var galt", DAY, "Du kan købe på kredit")
    found = seen(answers.review_answer(case("en", Right.HUMAN_REVIEW), review))
    for part in ("A human", "2 December 2026", "Tallet var galt.", "It is now: Du kan købe på kredit."):
        assert part in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_mails_that_go_unprotected_tell_nothing_of_whom_they_are_for(language: str) -> None:
    short = [phrases_of(case(language)).say(f"short_{right}") for right in Right]
    for name in ("ready", *(f"code {right}" for right in Right)):
        text = as_text(letters(language)[name])
        for secret in ("Åse", *(("Q-",) if name != "ready" else short)):
            assert secret.lower() not in text.lower(), (name, secret)
        assert "https://privacy.example.org/answer/abc" in text
    assert "Q-ABCDEFGHIJ" in as_text(letters(language)["ready"])


def test_a_code_says_which_right_it_confirms_and_what_to_do_if_it_was_not_asked_for() -> None:
    says = {
        "en": ("You have asked us to erase your data.", "ignore this message"),
        "da": ("Du har bedt os om at slette dine oplysninger.", "se bort fra denne mail"),
        "nb": ("Du har bedt oss om å slette opplysningene dine.", "se bort fra denne e-posten"),
    }
    for language, told in says.items():
        text = " ".join(as_text(letters(language)["code erasure"]).split())
        assert all(one in text for one in told)
        every = {as_text(letters(language)[f"code {right}"]) for right in Right}
        assert len(every) == len(Right), "each right is called something else"


def test_a_reminder_counts_the_days_that_are_left() -> None:
    made = letters("en")
    assert "There is 1 day left" in seen(made["reminder 1"])
    assert "There are 12 days left" in seen(made["reminder 12"])
    assert "answered today" in seen(made["reminder 0"])
    assert "The time is over" in seen(made["reminder -3"])


def test_a_notice_to_a_recipient_says_what_to_do_and_where_to_confirm() -> None:
    found = letters("nb")["notice erased"]
    assert "Slett det hos dere også" in seen(found)
    assert 'href="https://privacy.example.org/answer/abc"' in unescape(as_html(found))


@settings(max_examples=40, deadline=None)
@given(nasty)
def test_nothing_that_people_write_breaks_out_of_any_letter(text: str) -> None:
    plain = letters("nb", name="x", word="x")
    for name, letter in letters("nb", name=f"{text}x", word=f"{text}x").items():
        assert Seen(as_html(letter)).shape == Seen(as_html(plain[name])).shape


@settings(max_examples=25, deadline=None)
@given(nasty)
def test_nothing_that_is_stored_breaks_out_of_an_answer(text: str) -> None:
    rows = HeldRows(f"s{text}", f"c{text}", (HeldField(f"f{text}"),), ((text,),), says={})
    plain = HeldRows("s", "c", (HeldField("f"),), (("x",),))
    letter = answers.access_answer(case("da", name=f"{text}x"), Found((rows,)))
    assert Seen(as_html(letter)).shape == Seen(as_html(answers.access_answer(case(), Found((plain,))))).shape
    assert as_pdf(letter)


def test_the_parts_of_a_case_that_were_refused_are_named() -> None:
    assert REFUSED.what in seen(letters("da")["access, held back"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_to_whom_data_was_passed_on_is_told_by_name_and_is_not_denied_where_nobody_receives_it_regularly(
    language: str,
) -> None:
    given = GivenOn(DAY, "", "Politiet", "retsplejeloven § 804", ("email",))
    for rows in (ROWS, ()):
        letter = answers.access_answer(case(language), Found(rows, recipients=(), disclosures=(given,)))
        (table,) = (one for one in letter.blocks if isinstance(one, Table) and "Politiet" in one.rows[0])
        assert table.rows[0][2] == "retsplejeloven § 804"
    never = {"da": "fast", "nb": "fast", "en": "regularly"}[language]
    assert never in phrases_of(case(language)).say("recipients_none"), "what is withheld makes it no lie"


COUNTRIES_MET = sorted(EEA | ADEQUATE.keys() | ADEQUATE_IN_PART.keys() | {one.home for one in KNOWN})


@pytest.mark.parametrize("code", COUNTRIES_MET)
def test_every_country_where_data_commonly_goes_has_a_name(code: str) -> None:
    assert all(country(code, language) not in ("", code) for language in LANGUAGES), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_restriction_of_nothing_claims_no_restriction(language: str) -> None:
    found = answers.restriction_answer(
        case(language, Right.RESTRICTION), answers.Restricting.UNLAWFUL, (), DAY
    )
    told = seen(found)
    assert phrases_of(case(language)).say("restriction_nothing") in told
    assert phrases_of(case(language)).say("restriction_title") not in told
    assert ": ." not in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_restriction_rests_on_what_the_person_says_and_admits_nothing(language: str) -> None:
    says = {"da": "du siger, at brugen er ulovlig", "nb": "du sier at bruken er ulovlig"}
    asked = case(language, Right.RESTRICTION)
    told = seen(answers.restriction_answer(asked, answers.Restricting.UNLAWFUL, ("name",), DAY))
    assert says.get(language, "you say that the use is unlawful") in told


def test_a_review_is_dated_where_the_company_is() -> None:
    at = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)
    review = Review("kredit", True, "Tallet var galt", at, "Du kan købe på kredit")
    assert "27 November 2026" in seen(answers.review_answer(case("en", Right.HUMAN_REVIEW), review))


def test_what_is_left_out_for_the_same_reason_is_told_together() -> None:
    law, reason = "Art. 20(1)", "Not given by you."
    parts = [Refused(what, reason, law) for what in ("name", "gender", "points")]
    portable = Portable((), (*parts, Refused("note", "About others.", "Art. 20(4)")))
    told = seen(answers.portability_answer(case("en", Right.PORTABILITY), portable))
    assert "name, gender and points: Not given by you." in told
    assert told.count("Not given by you.") == 1
    assert "note: About others." in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_receipt_tells_once_when_the_request_came(language: str) -> None:
    asked = case(language, Right.ACCESS)
    text = words(as_text(answers.receipt(asked, date(2026, 12, 28))))
    assert text.count(phrases_of(asked).day(asked.received)) == 1


def test_the_lines_under_a_letter_stand_apart_and_break_like_any_other() -> None:
    for letter in letters("da").values():
        lines = as_text(letter).split("\n")
        at = lines.index(letter.closing[-2])
        assert lines[at - 1] == "", letter.title
        assert all(len(line) <= 76 or " " not in line for line in lines[: at + 1]), letter.title


def test_of_ends_without_a_day_the_longest_is_told() -> None:
    kept = [
        Kept("shop", "customers", "name", purpose, "", "", 1, waits_for="closed")
        for purpose in ("account", "master_data")
    ]
    retailer = replace(case("en"), policy=load_policy(policy_folder("retailer"))[0])
    table = next(
        block
        for block in answers.access_answer(retailer, Found((), tuple(kept))).blocks
        if isinstance(block, Table) and block.head[1] == "Kept until"
    )
    (row,) = table.rows
    assert row[1].startswith("5 years after the closing of your account;")
    assert row[2].count("no date can be given") == 0
    assert row[2].split("\n")[-1].endswith(": until the closing of your account")


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_collections_of_one_name_are_told_apart(language: str) -> None:
    found = replace(FOUND, rows=(ROWS[0], replace(ROWS[1], says=ROWS[0].says), *ROWS[2:]))
    names = [
        one.caption for one in answers.access_answer(case(language), found).blocks if isinstance(one, Table)
    ]
    assert len(names) == len(set(names))
