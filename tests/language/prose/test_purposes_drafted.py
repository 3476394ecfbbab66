"""The basis and the data of each purpose stand in its own sentences; what is near it is marked as a guess."""

import pytest
import yaml

from holdord.language.reading.drafting import drafted_files
from holdord.language.reading.read import read
from holdord.words.draft import Kind

BOOKKEEPING = [
    (
        "Bilag opbevares i fem år efter regnskabsårets udløb efter bogføringsloven.\n"
        "Nyhedsbrevet sendes, hvis du har givet samtykke.",
        "bogføringsloven",
    ),
    (
        "Regnskapsmateriale oppbevares i fem år etter regnskapsårets slutt etter bokføringsloven.\n"
        "Nyhetsbrevet sender vi hvis du har gitt samtykke.",
        "bokføringsloven",
    ),
    (
        "Invoices are kept for five years after the end of the financial year under the Bookkeeping Act.\n"
        "We send the newsletter with your consent.",
        "Bookkeeping Act",
    ),
]
OTHERS = [
    "Opplysningene om kunden slettes to år etter at kundeforholdet er avsluttet.\n"
    "Nyhetsbrevet sender vi hvis du har gitt samtykke.",
    "Oplysninger om kunden slettes to år efter kundeforholdets ophør. Billeder kræver samtykke.",
    "Customer details are deleted two years after the end of the contract.\n"
    "We send the newsletter with your consent.",
]
COMPOUNDS = [
    ("Vi lagrer navn og e-postadresse.", {"name", "email"}),
    ("Vi lagrer navn og e-postadresser.", {"name", "email"}),
    ("Vi registrerer navn og E-mailadresse.", {"name", "email"}),
    ("Vi registrerer navn og mailadresse.", {"name", "email"}),
    ("Vi registrerer navn og e-mail-adresse.", {"name", "email"}),
    ("Vi lagrer navn og IP-adresse.", {"name", "ip_address"}),
    ("Vi registrerer navn, webadresse og web-adresse.", {"name"}),
    ("Vi lagrer navn, nettadresse og nett-adresse.", {"name"}),
    ("We store your name and e-mail address.", {"name", "email"}),
    ("We store your name and IP-address.", {"name", "ip_address"}),
    ("Vi registrerer navn og adresse.", {"name", "address"}),
]
OUTSIDE = [
    "Opplysninger overføres ikke til land utenfor EØS.",
    "Vi overfører aldri opplysninger til land utenfor EU/EØS.",
    "Dine oplysninger overføres ikke til lande uden for EU.",
    "Ingen oplysninger overføres til lande uden for EU/EØS.",
    "Your data is never sent to countries outside the EEA.",
    "We do not transfer personal data outside the EU.",
]
NAMED = [
    ("Betalinger gennemføres af Nets.", "Nets"),
    ("Vores bookingsystem drives af Bjergtid.", "Bjergtid"),
    ("Lønnskjøringen utføres av Sum og Saldo AS.", "Sum og Saldo AS"),
    ("Regnskapet føres hos Tall og Takt AS i Norge.", "Tall og Takt AS"),
    ("Resultater sendes til Dansk Puslespilsforbund.", "Dansk Puslespilsforbund"),
    ("Navn og alder videregives til Norsk Drageforbund.", "Norsk Drageforbund"),
    ("Payments are processed by Northpay.", "Northpay"),
    ("Your name is passed on to the National Choir Federation.", "National Choir Federation"),
]
INTRODUCED = "Privacy\n\nBirkelund Ltd is the controller. We take care of what you tell us.\n"
NOBODY = [
    "Oplysninger sendes til Datatilsynet.",
    "Betalinger gennemføres ikke af Nets.",
    "Hjemmesiden drives af os selv.",
    "Your data is processed by Danish law.",
    "Data sendes ikke til USA.",
]


def purposes(text: str, name: str) -> dict[str, object]:
    """A purpose of the policy that is drafted from a text."""
    found: dict[str, object] = yaml.safe_load(drafted_files(read(text), "x")["policy.yaml"])["purposes"][name]
    return found


@pytest.mark.parametrize(("text", "law"), BOOKKEEPING)
def test_what_bookkeeping_law_demands_rests_on_that_law_and_on_nothing_beside_it(text: str, law: str) -> None:
    drafted = purposes(text, "bookkeeping")
    assert (drafted["basis"], drafted["law"]) == ("legal_obligation", law)
    assert purposes(text, "newsletter")["basis"] == "consent"


@pytest.mark.parametrize("text", OTHERS)
def test_no_basis_is_taken_from_the_sentence_of_another_purpose(text: str) -> None:
    assert any(fact.kind is Kind.BASIS for fact in read(text).facts) or "Billeder" in text
    assert "basis" not in purposes(text, "customer_relation")


def test_no_data_is_taken_from_a_later_sentence_about_something_else() -> None:
    text = (
        "Oplysninger om kunden slettes to år efter kundeforholdets ophør. "
        "Billeder fra festen gemmer vi, indtil du trækker dit samtykke tilbage."
    )
    assert {fact.name for fact in read(text).facts if fact.kind is Kind.CATEGORY} == {"photos"}
    draft = drafted_files(read(text), "x")["policy.yaml"]
    own = draft.partition("  customer_relation:")[2].partition("  unnamed")[0]
    assert "a guess: the only ones" in own or "photos" not in own


@pytest.mark.parametrize(("text", "names"), COMPOUNDS)
def test_the_end_of_a_longer_word_is_no_datum_of_its_own(text: str, names: set[str]) -> None:
    assert {fact.name for fact in read(text).facts if fact.kind is Kind.CATEGORY} == names


@pytest.mark.parametrize("text", OUTSIDE)
def test_that_nothing_leaves_the_eea_is_read(text: str) -> None:
    assert [fact.name for fact in read(text).facts if fact.kind is Kind.NEVER] == ["transfer_outside"]


@pytest.mark.parametrize(("text", "name"), NAMED)
def test_whoever_does_something_with_data_is_a_recipient_also_in_running_text(text: str, name: str) -> None:
    assert [fact.value for fact in read(INTRODUCED + text).facts if fact.kind is Kind.RECIPIENT] == [name]


@pytest.mark.parametrize("text", NOBODY)
def test_no_recipient_is_made_of_an_authority_a_law_or_a_denial(text: str) -> None:
    assert not [fact for fact in read(INTRODUCED + text).facts if fact.kind is Kind.RECIPIENT]


def test_teaching_is_no_training_of_staff_and_training_of_staff_is() -> None:
    kinds = {
        text: {fact.kind for fact in read(text).facts if fact.name == "training"}
        for text in (
            "Vi bruger oplysningerne til at administrere undervisningen.",
            "Vores medarbejdere undervises hvert år i datasikkerhed.",
        )
    }
    assert list(kinds.values()) == [{Kind.PURPOSE}, {Kind.MEASURE}]


@pytest.mark.parametrize(
    "text",
    [
        "Vi bruger ikke cookies til markedsføring. Vi sætter cookien hest_valg, som udløber efter 30 dage.",
        "Vi bruker ikke informasjonskapsler til reklame. "
        "Siden setter informasjonskapselen fjell_valg i 30 dager.",
        "We do not use marketing cookies. The cookie hill_seat lasts 30 days.",
    ],
)
def test_a_denied_use_of_cookies_is_not_that_there_are_none(text: str) -> None:
    found = {fact.name: fact.value for fact in read(text).facts if fact.kind is Kind.COOKIE}
    (named,) = (name for name in found if name.startswith("named."))
    assert found[named] == "30 days"
    assert "none" not in found
    assert "lives: 30 days" in drafted_files(read(text), "x")["policy.yaml"]


def test_a_life_of_cookies_without_a_name_is_told_in_the_policy_for_its_author() -> None:
    draft = drafted_files(read("Vores cookies udløber efter 30 dage."), "x")["policy.yaml"]
    assert "lives: 30 days}  (the text does not say what the cookie is called)" in draft
    assert "cookies" not in yaml.safe_load(draft)


@pytest.mark.parametrize(
    "text",
    [
        "Vi sender nyhetsbrev hvis du har gitt samtykke. Du kan melde deg av når som helst.",
        "Vi sender nyhedsbrev, hvis du har givet samtykke. Du kan altid framelde dig.",
        "We send the newsletter with your consent. You can unsubscribe at any time.",
    ],
)
def test_a_newsletter_that_can_be_left_is_sent_until_then_and_that_is_a_guess(text: str) -> None:
    (period,) = (fact for fact in read(text).facts if fact.kind is Kind.PERIOD)
    assert (period.name, period.value) == ("newsletter", "until unsubscribed")
    assert period.guess


@pytest.mark.parametrize(
    "text",
    ["Vi lover at passe på dem.", "Vi lover å være ærlige med deg.", "We promise to be honest with you."],
)
def test_what_is_promised_in_so_many_words_is_listed(text: str) -> None:
    assert [one.sentence.text for one in read(text).unclear] == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Vi sletter søknaden seks måneder etter at stillingen er besatt, med mindre du samtykker til mer.",
        "Vi sletter ansøgningen seks måneder efter afslaget, medmindre du giver samtykke til andet.",
        "We delete your application six months after the rejection unless you give your consent to more.",
    ],
)
def test_what_only_an_exception_needs_consent_for_does_not_rest_on_consent(text: str) -> None:
    assert purposes(text, "recruitment")["keep"] == "6 months after rejection"
    assert "basis" not in purposes(text, "recruitment")


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("Billederne slettes, når du trækker samtykket tilbage.", "until withdrawn"),
        ("Bildene sletter vi når du trekker samtykket tilbake.", "until withdrawn"),
        ("Pictures are deleted when you withdraw your consent.", "until withdrawn"),
        (
            "Fakturaer tar vi vare på i fem år etter regnskapsårets slutt.",
            "5 years after end of fiscal year of invoice",
        ),
    ],
)
def test_until_when_something_is_kept_is_read_in_other_words_too(text: str, until: str) -> None:
    assert [fact.value for fact in read(text).facts if fact.kind is Kind.PERIOD] == [until]


def test_a_basis_that_no_purpose_was_given_stands_as_a_remark_with_its_sentence() -> None:
    text = OTHERS[1]
    draft = drafted_files(read(text), "x")["policy.yaml"]
    bases = [fact for fact in read(text).facts if fact.kind is Kind.BASIS]
    assert bases
    assert draft.count("(of which purpose is left open)") == len(bases)
