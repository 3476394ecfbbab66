"""A sentence of one's own that promises something which nothing is said to keep."""

from collections.abc import Iterator

from holdord.words.finding import Finding, Severity
from holdord.words.policy import Policy
from holdord.words.prose import Prose, likeness, words_of

CODE = "prose-unpromised"


def find(policy: Policy) -> Iterator[Finding]:
    """Every promising sentence of the company's own that is tied to no promise."""
    for prose in policy.prose.values():
        code = next((one for one in policy.controller.texts if prose.text.get(one, "").strip()), "")
        for sentence in _untied(policy, prose, code) if code else ():
            yield Finding(
                CODE,
                f"your words in section '{prose.section}' promise something that no promise states: "
                f"“{_short(sentence)}”",
                "state it under 'promises' with what keeps it, and name it here under 'promises'; or say it "
                "without promising",
                prose.place,
                Severity.NOTE,
            )


def _untied(policy: Policy, prose: Prose, code: str) -> list[str]:
    # Here, for both read whole tables of words, and few policies have words of their own.
    from holdord.language.reading.promises import promising
    from holdord.language.reading.sentences import sentences_of

    found = (one.text for one in sentences_of(prose.text[code]))
    sentences = [one for one in found if promising(one, code)]
    tied: set[str] = set()
    for name, promise in policy.promises.items():
        said = _plain(promise.says.get(code, ""))
        same = [one for one in sentences if said and (said in _plain(one) or _plain(one) in said)]
        if not same and name in prose.promises and sentences:
            same = [max(sentences, key=lambda one: likeness(one, said))]
        tied.update(same)
    return [one for one in sentences if one not in tied]


def _plain(text: str) -> str:
    return " ".join(words_of(text))


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= 80 else f"{sentence[:77].rstrip()}…"
