"""The policy text of the retailer, written from its facts in three languages, as the pages that people read.

The floor escapes the very same words, which no writer of pages can leave out.
"""

from html import escape

from bench.figures import Figure
from bench.sizes import Sizes
from bench.timing import Timed, in_turn
from holdord import demo
from holdord.language import load
from holdord.letters.policy import as_html, policy_text, words_of
from holdord.words.policy import Policy

REPEATS = 30
LIMIT_MS = 50.0
LANGUAGES = ("da", "nb", "en")


def figures(sizes: Sizes) -> list[Figure]:
    """One figure; the limit is a time, in milliseconds, with the policy read already."""
    policy = load(demo.policy_folder()).policy
    assert policy is not None
    found = policy
    words = [words_of(one) for language in LANGUAGES for one in policy_text(found, language).sections]
    timed = Timed()
    turns = in_turn(
        range(sizes.repeats or REPEATS),
        lambda _: written(found),
        lambda _: [escape(one) for one in words],
        timed,
    )
    for _ in turns:
        pass
    work = "text of the retailer in da, nb and en"
    return [Figure("text", work, timed.ours_ms, timed.floor_ms, LIMIT_MS, len(timed.ours), absolute=True)]


def written(policy: Policy) -> list[str]:
    """The three pages."""
    return [as_html(policy_text(policy, language)) for language in LANGUAGES]
