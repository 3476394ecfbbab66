"""The sentences of the policy text are complete in three languages, and none is there for nothing."""

import re
from pathlib import Path

import pytest

import holdord.letters.policy
from holdord.letters.law import articles
from holdord.letters.policy.citing import national, protections
from holdord.letters.policy.voice import POLICY_PHRASES
from holdord.words.decision import Allowed
from holdord.words.policy import Basis, RecipientKind, SpecialGround
from holdord.words.prose import SectionKey
from tests.letters.test_phrases import places

HOME = Path(holdord.letters.policy.__file__).parent
SOURCE = "\n".join(path.read_text() for path in HOME.glob("*.py"))
PHRASES = POLICY_PHRASES["en"]
FAMILIES = {
    "h_": SectionKey,
    "basis_": Basis,
    "ground_": Basis,
    "special_": SpecialGround,
    "h_recipients_": RecipientKind,
    "recipients_": RecipientKind,
    "decision_": Allowed,
}


@pytest.mark.parametrize("language", POLICY_PHRASES)
def test_each_language_has_every_sentence_with_the_same_places(language: str) -> None:
    found = POLICY_PHRASES[language]
    assert found.keys() == PHRASES.keys()
    for name, phrase in found.items():
        assert phrase.strip() == phrase
        assert phrase, name
        assert places(phrase) == places(PHRASES[name]), name


def test_no_sentence_is_left_in_english() -> None:
    for name in PHRASES:
        said = [POLICY_PHRASES[language][name] for language in ("da", "nb", "en")]
        if len(re.findall(r"[^\W\d_]+", re.sub(r"{\w+}", "", said[2]))) > 2:
            assert said[2] not in said[:2], name


@pytest.mark.parametrize(("stem", "kinds"), FAMILIES.items())
def test_each_kind_has_its_sentence(stem: str, kinds: type) -> None:
    assert {f"{stem}{kind}" for kind in kinds} <= PHRASES.keys()  # type: ignore[attr-defined]


def test_no_sentence_is_there_for_nothing() -> None:
    of_families = {f"{stem}{kind}" for stem, kinds in FAMILIES.items() for kind in kinds}  # type: ignore[attr-defined]
    whole = set(re.findall(r"[\"']([a-z]+(?:_[a-z]+)*)[\"']", SOURCE))
    stems = set(re.findall(r"f\"([a-z_]+_){", SOURCE)) | set(re.findall(r"f\"{\w+}(_[a-z_]+)\"", SOURCE))
    unused = [
        name
        for name in PHRASES
        if name not in whole | of_families
        and not any(name.startswith(stem) for stem in stems if not stem.startswith("_"))
        and not any(name.removesuffix(end) in whole | of_families for end in ("_many", "_bare"))
    ]
    assert unused == []


@pytest.mark.parametrize(
    ("source", "language", "country", "expected"),
    [
        ("bogføringsloven § 12", "da", "DK", "bogføringslovens § 12"),
        ("bogføringsloven § 12, stk. 1, nr. 3", "da", "DK", "bogføringslovens § 12, stk. 1, nr. 3"),
        ("bogføringsloven § 12", "nb", "DK", "bogføringsloven § 12"),
        ("bogføringsloven § 12", "en", "DK", "section 12 of the Danish Bookkeeping Act, bogføringsloven"),
        ("bogføringsloven § 12, stk. 1, nr. 3", "en", "DK",
         "section 12(1)(3) of the Danish Bookkeeping Act, bogføringsloven"),
        ("bokføringsloven § 13 første ledd nr. 1", "nb", "NO", "bokføringsloven § 13 første ledd nr. 1"),
        ("bokføringsloven § 13 første ledd nr. 1", "en", "NO",
         "section 13(1)(1) of the Norwegian Bookkeeping Act, bokføringsloven"),
        ("bokføringsloven § 13 nr. 5-8", "en", "NO",
         "section 13, no. 5-8, of the Norwegian Bookkeeping Act, bokføringsloven"),
        ("markedsføringsloven § 15", "en", "NO",
         "section 15 of the Norwegian Marketing Control Act, markedsføringsloven"),
        ("markedsføringsloven § 10", "en", "DK",
         "section 10 of the Danish Marketing Practices Act, markedsføringsloven"),
        ("markedsføringsloven § 15", "da", "NO", "markedsføringsloven § 15"),
        ("bogføringsloven", "en", "DK", "the Danish Bookkeeping Act, bogføringsloven"),
        ("bogføringsloven § 12 og bilag 2", "en", "DK",
         "bogføringsloven § 12 og bilag 2 (the Danish Bookkeeping Act)"),
        ("GDPR Art. 7(1)", "da", "DK", "artikel 7, stk. 1"),
        ("Art. 6(1)(c) GDPR", "nb", "NO", "artikkel 6 nr. 1 bokstav c"),
        ("Some Act, part 3", "da", "DK", "Some Act, part 3"),
        ("en hemmelig lov § 1", "da", "DK", "en hemmelig lov § 1"),
    ],
)  # fmt: skip
def test_laws_stand_in_the_idiom_of_each_language(
    source: str, language: str, country: str, expected: str
) -> None:
    assert national(source, language, country) == expected


def test_articles_stand_as_each_language_cites_them() -> None:
    assert articles("Art. 6(1)(b)", "da") == "artikel 6, stk. 1, litra b"
    assert articles("Art. 6(1)(b)", "nb") == "artikkel 6 nr. 1 bokstav b"
    assert articles("Art. 6(1)(b)", "en") == "Article 6(1)(b)"
    assert articles("Art. 15", "da") == "artikel 15"


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("standard contractual clauses of 4 June 2021", ["standard_clauses"]),
        ("SCC", ["standard_clauses"]),
        ("EU-Kommissionens standardkontraktbestemmelser", ["standard_clauses"]),
        ("EU-US Data Privacy Framework, looked up 2026-03-01", ["framework"]),
        ("DPF and SCCs", ["framework", "standard_clauses"]),
        ("binding corporate rules", ["corporate_rules"]),
        ("adequacy decision", ["adequate"]),
        ("we trust them", []),
    ],
)
def test_safeguards_are_known_by_what_they_are_called(stated: str, expected: list[str]) -> None:
    assert [kind for kind, _ in protections(stated)] == expected
