"""Invented policies of many kinds, and all that must be drafted from each of them, no more and no less.

Beside each text in `policies/` stands what it says, a fact a line: `kind name`, or `kind name = value` where
the value counts. `unclear 27` says that line 27 promises something that cannot be understood; `! ` before a
line is something that the text says and the rules do not find yet. What is found beyond was invented.

`python -m tests.language.prose.test_policies` tells the figures.
"""

from pathlib import Path

import pytest

from holdord.language.reading.read import read
from holdord.words.draft import Draft, Kind

FOLDER = Path(__file__).parent / "policies"
EXPECTED = sorted(FOLDER.glob("*.expected"))
VALUED = {Kind.CONTROLLER, Kind.PERIOD, Kind.RECIPIENT, Kind.DUTY, Kind.VERSION, Kind.COOKIE}
OPEN = {Kind.PEOPLE, Kind.AUTHORITY}
"""Kinds that a policy may name by the way; what is found of them is not counted."""


def text_of(expected: Path) -> str:
    """The policy beside a file of what it says."""
    (found,) = (file for file in FOLDER.glob(f"{expected.stem}.*") if file.suffix != ".expected")
    return found.read_text(encoding="utf-8")


def told(draft: Draft) -> set[str]:
    """What a draft says, a line for each fact."""
    return {
        f"{fact.kind} {fact.name}" + (f" = {fact.value}" if fact.kind in VALUED and fact.value else "")
        for fact in draft.facts
        if fact.kind not in OPEN
    }


def lines(expected: Path) -> tuple[set[str], set[str], set[int]]:
    """The facts, those not found yet, and the lines that are not understood."""
    said = [line for line in expected.read_text(encoding="utf-8").splitlines() if line]
    unclear = {int(line.split()[1]) for line in said if line.startswith("unclear")}
    later = {line[2:] for line in said if line.startswith("! ")}
    return {line for line in said if not line.startswith(("!", "unclear"))}, later, unclear


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda file: file.stem)
def test_all_that_a_policy_says_is_drafted_and_nothing_else(expected: Path) -> None:
    draft = read(text_of(expected))
    facts, later, unclear = lines(expected)
    assert told(draft) == facts, "and none of those that are not found yet" if later else ""
    assert unclear <= {one.sentence.line for one in draft.unclear}


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda file: file.stem)
def test_the_language_of_a_policy_is_known_by_its_words(expected: Path) -> None:
    assert read(text_of(expected)).language == expected.stem.rsplit("_", 1)[1]


if __name__ == "__main__":
    for each in EXPECTED:
        wanted, missing, _ = lines(each)
        had = told(read(text_of(each)))
        print(each.stem, f"{len(wanted & had)}/{len(wanted | missing)}", "lacks", sorted(wanted - had))
        print("   beyond", sorted(had - wanted))
