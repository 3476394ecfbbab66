"""Which sentences promise something, in three languages."""

import pytest

from holdord.language.reading.promises import Promised, promising

PROMISES = [
    ("da", "Vi sletter dine oplysninger, når der er gået to år.", Promised.RETENTION),
    ("da", "Oplysningerne opbevares i 5 år.", Promised.RETENTION),
    ("da", "Du har ret til at få rettet forkerte oplysninger.", Promised.RIGHTS),
    ("da", "Vi sælger aldrig dit navn til andre.", Promised.DISCLOSURE),
    ("da", "Sker der et databrud, kontakter vi alle, det angår.", Promised.BREACH),
    ("da", "Al trafik mellem dig og os er beskyttet, og vores harddiske er krypterede.", Promised.SECURITY),
    ("da", "Klinikken behandler kun de oplysninger, som journalen kræver.", Promised.PURPOSE),
    ("nb", "Vi lagrer ikke kortnummeret ditt.", Promised.RETENTION),
    ("nb", "Du kan når som helst trekke samtykket tilbake.", Promised.RIGHTS),
    ("nb", "Opplysningene utleveres bare når loven krever det.", Promised.DISCLOSURE),
    ("nb", "Ved vesentlige endringer varsler vi deg på e-post.", Promised.NOTICE),
    ("en", "We keep invoices for five years.", Promised.RETENTION),
    ("en", "You may ask us for a copy of everything we hold.", Promised.RIGHTS),
    ("en", "Your data is never shared with advertisers.", Promised.DISCLOSURE),
    ("en", "Our staff are trained twice a year.", Promised.SECURITY),
    ("", "We collect your name and address.", Promised.PURPOSE),
    ("", "Dine data bliver behandlet fortroligt og lovligt.", Promised.PRINCIPLES),
]
NONE = [
    ("da", "Hvor længe gemmer vi dine oplysninger?"),
    ("da", "Personoplysninger er alle oplysninger om en person, der kan kendes."),
    ("da", "Du må ikke give din adgangskode til andre."),
    ("da", "Vores butik ligger midt i byen, lige ved torvet."),
    ("da", "Opbevaring"),
    ("nb", "En informasjonskapsel er en liten tekstfil på maskinen din."),
    ("nb", "Du skal ikke dele passordet ditt med noen."),
    ("en", "This notice describes how we process personal data."),
    ("en", "Please keep your password to yourself."),
    ("en", "Our coffee is the best in town."),
    ("", ""),
    ("", "???"),
]


@pytest.mark.parametrize(("language", "sentence", "kind"), PROMISES)
def test_a_sentence_that_promises_is_known_with_what_it_is_about(
    language: str, sentence: str, kind: Promised
) -> None:
    assert promising(sentence, language) is kind


@pytest.mark.parametrize(("language", "sentence"), NONE)
def test_what_explains_asks_or_instructs_promises_nothing(language: str, sentence: str) -> None:
    assert promising(sentence, language) is None


def test_broken_signs_do_not_hide_a_promise() -> None:
    assert promising("Vi slet\u00adter dine op\u00adlysninger efter to år.", "da") is Promised.RETENTION
    assert promising("Your pro\ufb01le data is de\u00adleted after a year.", "en") is Promised.RETENTION


def test_another_language_is_read_by_the_words_of_all_three() -> None:
    assert promising("Vi sletter alt efter et år, også oplysninger fra andre.", "sv") is Promised.RETENTION
