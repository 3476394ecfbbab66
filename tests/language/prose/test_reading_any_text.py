"""Whatever is given to be read: nothing crashes, nothing is invented, and order does not matter."""

import re
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdord.language import load_texts
from holdord.language.reading.drafting import drafted_files
from holdord.language.reading.phrases import plain_signs
from holdord.language.reading.read import read
from holdord.language.reading.sentences import sentences_of
from holdord.words.draft import Kind
from tests.language.prose.test_policies import EXPECTED, text_of

PIECES = st.sampled_from(
    [
        "Vi gemmer ",
        "dine oplysninger ",
        "i op til 5 år ",
        "efter ",
        "kundeforholdets ophør",
        ". ",
        "\n",
        "\n\n",
        "• ",
        "1.2 ",
        "# ",
        "| a | b |\n",
        "\t",
        "We never ",
        "sell ",
        "your data ",
        "ikke ",
        "§ 3 ",
        "(a) ",
        "@",
        "CVR 1234",
        "<p>",
        "</p>",
        "<h1>",
        "&amp;",
        "[bookmark: _x]",
        "\xad",
        "ﬁ",
        "½",
        "${X}",
        '"',
        "'",
        ":",
        "{",
        "}",
        "\x0c",
        "Navn",
        "https://",
        "- ",
        "så længe det er nødvendigt",
        "\u2028",
        "\x85",
        "\ud7ff",
        "år " * 9,
        "a" * 300,
    ]
)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", plain_signs(text))


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.text(max_size=20), max_size=60).map("".join))
def test_no_text_stops_the_reading_and_every_draft_can_be_read_again(text: str) -> None:
    draft = read(text)
    for fact in draft.facts:
        assert fact.sentence in draft.sentences
        assert fact.sentence.line >= 1
    loaded = load_texts(drafted_files(draft, "text"))
    assert not {"yaml-syntax", "yaml-feature", "wrong-value"} & {found.code for found in loaded.findings}


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda file: file.stem)
def test_every_sentence_of_a_fact_stands_in_the_text_near_its_line(expected: Path) -> None:
    text = text_of(expected)
    whole = _letters(re.sub(r"<[^>]+>", "", text.replace("&amp;", "&").replace("&nbsp;", " ")))
    draft = read(text)
    assert draft.facts
    for fact in draft.facts:
        assert _letters(fact.sentence.text) in whole, fact
        if not text.startswith("<"):
            near = "".join(text.splitlines()[fact.sentence.line - 1 :])
            assert _letters(fact.sentence.text)[:12] in _letters(near)[:400]


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda file: file.stem)
def test_what_is_drafted_can_be_read_and_only_lacks_what_the_text_lacks(expected: Path) -> None:
    loaded = load_texts(drafted_files(read(text_of(expected)), "text"))
    codes = {found.code for found in loaded.findings if found.severity == "error"}
    assert codes <= {"missing-key", "period-unstated"}


@pytest.mark.parametrize("name", ["accountant_da", "charity_en", "housing_nb"])
def test_the_order_of_sections_loses_no_fact(name: str) -> None:
    (expected,) = (file for file in EXPECTED if file.stem == name)
    parts = re.split(r"\n\n(?=§|\d |## )", text_of(expected))
    assert len(parts) > 4
    turned = "\n\n".join([parts[0], *reversed(parts[1:])])

    def said(text: str) -> set[tuple[str, str, str]]:
        kinds = (Kind.PERIOD, Kind.RIGHT, Kind.CATEGORY, Kind.NEVER, Kind.MEASURE, Kind.PURPOSE, Kind.BASIS)
        return {(fact.kind, fact.name, fact.value if fact.kind is Kind.PERIOD else "")
                for fact in read(text).facts if fact.kind in kinds}  # fmt: skip

    assert said(turned) == said(text_of(expected))


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("Vi videregiver ikke dine oplysninger til andre.", "passed_on"),
        ("Vi sælger aldrig dine oplysninger.", "sale"),
        ("There is no profiling of your personal data.", "profiling"),
        ("Vi selger aldri opplysninger om deg.", "sale"),
        ("We never transfer your data outside the EU.", "transfer_outside"),
        ("Vi træffer ingen automatiske afgørelser.", "automated_decisions"),
        ("Vi indsamler ikke dit CPR-nummer.", "held.identity_number"),
        ("We do not collect health data.", "held.health"),
    ],
)
def test_what_is_denied_never_becomes_its_opposite(text: str, never: str) -> None:
    found = {(fact.kind, fact.name) for fact in read(text).facts}
    assert (Kind.NEVER, never) in found
    opposite = {Kind.DISCLOSURE, Kind.RECIPIENT, Kind.CATEGORY, Kind.TRANSFER, Kind.PURPOSE}
    assert not {kind for kind, _ in found} & opposite


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Vi bruger f.eks. navn, jf. art. 6. Det er alt.", 2),
        ("Gemmes i 5 år.Slettes derefter.", 2),
        ("Vi behandler dine op\u00adlysninger. Hos www.firma.example.Vi svarer.", 2),
        ("Dine oplysninger bliver opbevaret hos os i en sikret data-\nbase, som ingen andre kan se.", 1),
        ("[bookmark: _Toc1]Vi sletter dem.", 1),
    ],
)
def test_sentences_end_where_they_end(text: str, sentences: int) -> None:
    assert len(sentences_of(text)) == sentences


def test_a_long_policy_is_read_in_well_under_a_second() -> None:
    text = "\n\n".join(text_of(file) for file in EXPECTED if file.stem in ("accountant_da", "dentist_da"))
    read(text)
    begun = process_time()
    read(text)
    assert process_time() - begun < 1
