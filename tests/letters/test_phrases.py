"""The phrases are complete in all three languages, and none is there for nothing."""

import re
import string
from pathlib import Path

import pytest

import holdord.letters
from holdord.letters.answers import Act, Restricting
from holdord.letters.letter import LANGUAGES
from holdord.letters.phrases import PHRASES
from holdord.words.change import SUBSTANTIAL
from holdord.words.policy import Basis, RecipientKind
from holdord.words.request import Right

LETTERS = Path(holdord.letters.__file__).parent
SOURCE = "\n".join(
    path.read_text()
    for folder in (LETTERS, LETTERS.parent / "workflows" / "requests")
    for path in folder.glob("*.py")
)
FAMILIES = {
    "right_": Right,
    "short_": Right,
    "code_": Right,
    "basis_": Basis,
    "exception_": Basis,
    "role_": RecipientKind,
    "restricting_": Restricting,
    "notice_": Act,
    "notice_title_": Act,
    "change_": SUBSTANTIAL,
}


def places(phrase: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_every_phrase_with_the_same_places(language: str) -> None:
    assert PHRASES[language].keys() == PHRASES["en"].keys()
    for name, phrase in PHRASES[language].items():
        assert phrase.strip(), name
        assert places(phrase) == places(PHRASES["en"][name]), name


def test_no_sentence_is_left_in_english() -> None:
    for name in PHRASES["en"]:
        said = [PHRASES[language][name] for language in LANGUAGES]
        if len(re.findall(r"[^\W\d_]+", re.sub(r"{\w+}", "", said[2]))) > 2:
            assert said[2] not in said[:2], name


@pytest.mark.parametrize(("stem", "kinds"), FAMILIES.items())
def test_each_kind_has_its_phrase(stem: str, kinds: type) -> None:
    assert {f"{stem}{kind}" for kind in kinds} <= PHRASES["en"].keys()  # type: ignore[attr-defined]


def test_no_phrase_is_there_for_nothing() -> None:
    of_families = {f"{stem}{kind}" for stem, kinds in FAMILIES.items() for kind in kinds}  # type: ignore[attr-defined]
    whole = set(re.findall(r"[\"'(]([a-z]+(?:_[a-z]+)*)[\"']", SOURCE))
    ends = ("", "_many", "_partly", "_refused", "_late", "_today")
    unused = [
        name
        for name in PHRASES["en"]
        if name not in of_families
        and not any(name.removesuffix(end) in whole or name in whole for end in ends if name.endswith(end))
        and not name.startswith(
            (
                "rights_",
                "art30_",  # tests/letters/test_activities.py
                "reminder_",
                "extension_",
                "company_number_",
                "objection_title",
                "rectification_title",
                "erasure_title",
            )
        )
    ]
    assert unused == []
