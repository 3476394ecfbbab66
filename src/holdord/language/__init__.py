"""The policy language: from text to a checked policy, with all findings in one run.

    loaded = load(Path("policy"))
    loaded.policy      # a holdord.words.policy.Policy, or None if something could not be read
    loaded.findings    # what is wrong, by place

`docs/language/` explains the language itself.
"""

from holdord.language.reader import Loaded, load, load_texts

__all__ = ["Loaded", "load", "load_texts"]
