"""What the tests of the language read with: two policies, and a finger that points at a place in a text."""

from pathlib import Path

from holdord.language import Loaded, load_texts
from holdord.words.finding import Finding, Severity
from holdord.words.policy import Policy

POLICIES = Path(__file__).parent / "policies"
SMALL = (POLICIES / "small.yaml").read_text(encoding="utf-8")
WHOLE = (POLICIES / "whole.yaml").read_text(encoding="utf-8")
FINGER = "☞"


def read(text: str) -> Loaded:
    """Load one file by the name of policy.yaml."""
    return load_texts({"policy.yaml": text})


def errors(loaded: Loaded) -> list[Finding]:
    """The findings that stop a plan."""
    return [finding for finding in loaded.findings if finding.severity is Severity.ERROR]


def policy_of(text: str) -> Policy:
    """The policy in a text that can be read in full, whatever the checks say of its meaning."""
    loaded = read(text)
    assert loaded.policy is not None, loaded.findings
    return loaded.policy


def pointed(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its fingers, and the lines and columns they point at."""
    places = []
    while FINGER in text:
        at = text.index(FINGER)
        places.append((text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1))
        text = text.replace(FINGER, "", 1)
    return text, places


def change(old: str, new: str, text: str = SMALL) -> str:
    """The text with one part of it, found exactly once, replaced."""
    assert text.count(old) == 1, f"{old!r} stands there {text.count(old)} times"
    return text.replace(old, new)
