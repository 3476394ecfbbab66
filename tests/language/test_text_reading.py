"""Cookies, forms, the company's own prose and its words for events become what they state."""

import pytest

from holdord.words.period import Duration
from holdord.words.prose import SectionKey
from tests.language.reading import WHOLE, change, errors, policy_of, read


def test_a_cookie_lives_for_a_time_or_until_the_browser_is_closed() -> None:
    cookies = policy_of(WHOLE).cookies
    assert (cookies["basket"].lives, cookies["basket"].necessary) == (None, True)
    assert (cookies["ga"].lives, cookies["ga"].necessary) == (Duration(months=13), False)
    assert (cookies["ga"].known_as, cookies["basket"].known_as) == ("_ga", "basket")
    assert cookies["ga"].recipient == "mailer"


@pytest.mark.parametrize("lives", ["for ever", "30 days or so", "sessions", "0"])
def test_how_long_a_cookie_lives_is_a_length_of_time(lives: str) -> None:
    (finding,) = errors(read(change("lives: session", f"lives: {lives}", WHOLE)))
    assert finding.code == "wrong-value"
    assert "'session'" in finding.help


def test_a_cookie_needs_its_life_and_its_purpose() -> None:
    text = change("purpose: relation, lives: session, ", "", WHOLE)
    assert {finding.code for finding in errors(read(text))} == {"missing-key"}


def test_a_form_is_read() -> None:
    form = policy_of(WHOLE).forms["sign_up"]
    assert (form.purposes, form.categories) == (("newsletter",), ("email",))
    assert form.at == "https://nordlys.example/nyhedsbrev"


@pytest.mark.parametrize(
    "at", ["nordlys.example", "javascript:alert(1)", "https://a b", 'https://a"onclick', "ftp://a"]
)
def test_the_address_of_a_form_is_an_address_on_the_web(at: str) -> None:
    text = change("at: https://nordlys.example/nyhedsbrev", f"at: '{at}'", WHOLE)
    (finding,) = errors(read(text))
    assert finding.code == "wrong-value"


def test_prose_stands_in_a_section_that_there_is() -> None:
    prose = policy_of(WHOLE).prose
    assert prose["introduction"].before
    assert prose["recipients"].section is SectionKey.RECIPIENTS
    assert prose["recipients"].text["en"] == "We do not sell data."
    assert prose["recipients"].promises == ("R51",)
    (finding,) = errors(read(change("\n  recipients: {replaces", "\n  recipient: {replaces", WHOLE)))
    assert (finding.code, finding.help) == ("unknown-key", "did you mean 'recipients'?")


def test_prose_replaces_or_adds_but_not_both_and_not_nothing() -> None:
    both = change("promises: [R51]}", "adds: {en: More.}}", WHOLE)
    (finding,) = errors(read(both))
    assert (finding.code, finding.message) == (
        "wrong-value", "these words both stand in place of ours and beside them",
    )  # fmt: skip
    nothing = change("introduction: {adds: {da: Vi er en lille butik., en: We are a small shop.}, ",
                     "introduction: {", WHOLE)  # fmt: skip
    (finding,) = errors(read(nothing))
    assert finding.code == "missing-key"


def test_prose_names_promises_that_there_are() -> None:
    (finding,) = errors(read(change("promises: [R51]}", "promises: [R52]}", WHOLE)))
    assert finding.code == "unknown-name"


def test_a_promise_may_say_where_it_stands() -> None:
    promises = policy_of(WHOLE).promises
    assert promises["R51"].section is SectionKey.RECIPIENTS
    assert promises["R50"].section is None


def test_events_have_words_of_ones_own() -> None:
    assert policy_of(WHOLE).events["relation_end"].says["en"] == "your last purchase"


def test_the_site_is_an_address_on_the_web() -> None:
    assert policy_of(WHOLE).controller.site == "https://nordlys.example"
    (finding,) = errors(read(change("site: https://nordlys.example", "site: nordlys.example", WHOLE)))
    assert finding.code == "wrong-value"
