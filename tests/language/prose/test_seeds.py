"""How much of five real policies is read: only where their texts are, which are not in this repository.

`HOLDORD_TEST_SEEDS=/folder python -m tests.language.prose.test_seeds` tells the figures and what is amiss.
"""

import os
from pathlib import Path

from holdord.language.reading.read import read
from holdord.words.draft import Draft
from tests.language.prose.expected_seeds import EXPECTED

FOLDER = os.environ.get("HOLDORD_TEST_SEEDS", "")
LETTERS = "MIVRC"


def drafts() -> dict[str, Draft]:
    """The drafts of the five, by their letters."""
    files = sorted(Path(FOLDER).glob("*.txt"))
    return {
        letter: read(file.read_text(encoding="utf-8")) for letter, file in zip(LETTERS, files, strict=True)
    }


def standing(draft: Draft, promise: str) -> str:
    """How a promise was read: `right` where all its facts are found, `listed`, or `missed`."""
    first, last, wanted = EXPECTED[promise]
    there = [fact for fact in draft.facts if first <= fact.sentence.line <= last]
    told = [(f"{f.kind} {f.name} {f.value}", f"{f.kind} {f.value}") for f in there]
    if all(len(want.split()) > 1 and any(t.startswith(want) for two in told for t in two) for want in wanted):
        return "right"
    return "listed" if any(first <= one.sentence.line <= last for one in draft.unclear) else "missed"


if FOLDER:

    def test_of_the_promises_of_real_policies_most_are_found_and_right() -> None:
        read_here = drafts()
        how = [standing(read_here[promise[0]], promise) for promise in EXPECTED]
        assert len(how) == 152
        assert how.count("missed") <= 7
        assert how.count("right") >= 140


if __name__ == "__main__":
    texts = drafts()
    found = {promise: standing(texts[promise[0]], promise) for promise in EXPECTED}
    for how in ("missed", "listed"):
        print(how, *(promise for promise, is_so in found.items() if is_so == how))
    print({how: list(found.values()).count(how) for how in ("right", "listed", "missed")}, len(found))
