"""No profiling is promised, and something in the policy profiles all the same (Art. 4(4), 13(2)(f), 21(2)).

Recommendations "for you" and offers by what somebody has looked at evaluate a person's tastes and conduct:
that is profiling, also where no decision follows from it.
"""

import re
from collections.abc import Iterable, Iterator

from holdord.language.checks.phrases import listed
from holdord.language.known_companies import LOOKED_AT, known_in
from holdord.words.finding import Finding, Severity
from holdord.words.place import Place
from holdord.words.policy import Policy, Text

CODE = "profiling-denied"

_NO_WORDS = """ingen intet ikke aldrig aldri hverken verken heller uden uten
    no not never neither nor without don't"""
_TAILORED_WORDS = r"""personali[sz]\w* | personlig[te]* (tilpas\w*|indhold|innhold|anbefaling\w*|tilbud)
    | tilpasset (til )?(dig|deg) | anbefal\w* | recommend\w* | tailor\w* | segment[ei]r\w* | segmentation
    | målret\w* | målrett\w* | targeted | retarget\w* | remarketing"""
_NO = rf"\b(?:{'|'.join(_NO_WORDS.split())})\b"
_PROFILING = r"\b\w*profil(?:er|ing|ed|led|ling)\w*"
_DRAWS = r"\b(?:tegn|lag|lav|dann|byg|udarbejd|utarbeid|draw|build|compil)\w*"
_ROOM = r"[^.;:!?]{0,60}?"
_DENIED = re.compile(
    rf"{_NO}{_ROOM}{_PROFILING}|{_PROFILING}[^.;:!?]{{0,30}}?{_NO}"
    rf"|{_NO}{_ROOM}{_DRAWS}{_ROOM}\bprofil|{_DRAWS}{_ROOM}{_NO}{_ROOM}\bprofil",
    re.IGNORECASE,
)
"""Profiling denied, or that a profile is drawn; not what somebody's own profile on a site does not show."""

_TAILORED = re.compile(rf"\b(?:{'|'.join(p.strip() for p in _TAILORED_WORDS.split(' | '))})", re.IGNORECASE)


def find(policy: Policy) -> Iterator[Finding]:
    """Every purpose and recipient that profiles where a promise, or what is told of decisions, denies it."""
    denial = _denial(policy)
    if not denial:
        return
    for purpose in policy.purposes.values():
        if purpose.profiling:
            yield _finding(denial, f"purpose '{purpose.name}' is stated with 'profiling: yes'", purpose.place)
        elif words := _tailoring(purpose.says.values()):
            yield _doubt(denial, f"purpose '{purpose.name}' speaks of {listed(words)}", purpose.place)
    for one in policy.recipients.values():
        known = [k.name for k in known_in([*one.says.values(), *one.function.values()]) if k.profiles]
        if known:
            bought = f"recipient '{one.name}' names {listed(known)}, which chooses what each person is shown"
            yield _doubt(denial, f"{bought} (a table of {LOOKED_AT})", one.place)
        elif words := _tailoring([*one.says.values(), *one.function.values()]):
            yield _doubt(denial, f"recipient '{one.name}' speaks of {listed(words)}", one.place)


def _denial(policy: Policy) -> str:
    """Where profiling is denied; "" where it is not."""
    for promise in policy.promises.values():
        if any(_DENIED.search(text) for text in promise.says.values()):
            return f"promise '{promise.name}'"
    told: Text = policy.controller.automated_decisions
    return "'automated_decisions'" if any(_DENIED.search(text) for text in told.values()) else ""


def _tailoring(said: Iterable[str]) -> list[str]:
    """The first words that speak of choosing for one person, if there are any."""
    return [match[0] for text in said if (match := _TAILORED.search(text))][:1]


def _finding(denial: str, what: str, place: Place) -> Finding:
    help = "take 'profiling: yes' away if nobody is evaluated, or stop promising that nobody is"
    return Finding(CODE, f"{denial} says that nobody is profiled, and {what} (Art. 4(4))", help, place)


def _doubt(denial: str, what: str, place: Place) -> Finding:
    return Finding(
        CODE,
        f"{denial} says that nobody is profiled, and {what}: that evaluates a person (Art. 4(4))",
        "see what it does; if it chooses by what a person bought or looked at, state it as a purpose with "
        "'profiling: yes', and stop promising otherwise",
        place,
        Severity.WARNING,
    )
