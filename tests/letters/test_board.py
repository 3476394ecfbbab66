"""The board speaks three languages, with a sentence for every reason there is."""

import re
import string
from datetime import UTC, datetime
from pathlib import Path

import pytest

from holdord.letters.board import PHRASES, proof_said, reason_said, state_said, summary
from holdord.letters.letter import LANGUAGES
from holdord.letters.text import as_text
from holdord.words.policy import Proof
from holdord.words.standing import ProofLink, Reason, Standing, State
from holdord.workflows.probes import PROBES
from tests.language.reading import WHOLE, policy_of

WORKFLOWS = Path(__file__).parents[2] / "src" / "holdord" / "workflows" / "promises"
SOURCE = "\n".join(path.read_text() for path in WORKFLOWS.glob("*.py"))
CODES = set(re.findall(r'(?:Reason|unproven)\(\s*"([a-z-]+)"', SOURCE))
POLICY = policy_of(WHOLE)
AT = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)


def places(phrase: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_every_phrase_with_the_same_places(language: str) -> None:
    assert PHRASES[language].keys() == PHRASES["en"].keys()
    for name, phrase in PHRASES[language].items():
        assert phrase.strip(), name
        assert places(phrase) == places(PHRASES["en"][name]), name


def test_no_sentence_is_left_in_english() -> None:
    for name, said in PHRASES["en"].items():
        assert said not in (PHRASES["da"][name], PHRASES["nb"][name]), name


def codes() -> set[str]:
    of_probes = {f"{probe}-{how}" for probe in PROBES for how in ("kept", "broken")}
    return CODES | of_probes | {"published-editorial", "published-substantial"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_that_a_control_gives_has_its_sentence(language: str) -> None:
    assert len(CODES) > 25, "the controls were read"
    for code in codes():
        for count in (0, 1, 2):
            said = reason_said(POLICY, Reason(code, count=count, at=AT, what="backups"), language)
            assert "{" not in said
            assert said.endswith("."), (code, said)


def test_no_phrase_is_there_for_nothing() -> None:
    known = codes() | {f"state_{state}" for state in State} | {f"proof_{proof}" for proof in Proof}
    idle = [
        name
        for name in PHRASES["en"]
        if name not in known
        and not name.startswith("summary_")
        and re.sub("_(one|none)$", "", name) not in known
    ]
    assert idle == []


def test_a_day_is_told_where_the_company_is() -> None:
    said = reason_said(POLICY, Reason("content-broken", count=1200, at=AT), "da")
    assert said == "Den 26. november 2026 var der 1.200 værdier i stikprøverne, som ikke må gemmes."
    assert state_said(State.BROKEN, "nb") == "brutt"
    assert proof_said(Proof.PROBE, "en") == "by measuring"


def stands(name: str, state: State, code: str) -> Standing:
    return Standing(name, state, None, None, "", Reason(code, at=AT, count=2, what="backups"), ProofLink())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary_tells_what_turned_then_what_waits_and_names_nobody(language: str) -> None:
    found = [
        stands("R1", State.BROKEN, "content-broken"),
        stands("R2", State.DUE, "request-soon"),
        stands("R3", State.KEPT, "swept"),
        stands("R4", State.UNPROVEN, "capability-missing"),
    ]
    before = {"R1": State.KEPT, "R2": State.DUE, "R3": State.KEPT, "R4": State.UNPROVEN}
    url = "https://privacy.nordlys.example/console/promises/"
    letter = as_text(summary(POLICY, language, "2026-W08", found, before, url))
    first, second = PHRASES[language]["summary_turned"], PHRASES[language]["summary_still"]
    assert letter.index(first) < letter.index(second)
    assert PHRASES[language]["summary_title"].format(week=8) in letter
    assert url in letter
    assert "R4" not in letter, "what this version cannot do is on the board, not in each week's mail"
    calm = as_text(summary(POLICY, language, "2026-W08", found[2:], before, ""))
    assert " ".join(PHRASES[language]["summary_well"].split()) in " ".join(calm.split())


def test_a_long_list_is_cut_and_says_so() -> None:
    many = [stands(f"X{n}", State.BROKEN, "content-broken") for n in range(60)]
    letter = as_text(summary(POLICY, "en", "2026-W48", many, {}, ""))
    assert "And 20 more." in letter
