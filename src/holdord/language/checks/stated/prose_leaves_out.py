"""Own words in place of a section that the law wants to say more in (Art. 13(2)(b)-(c), 21(4))."""

import re
from collections.abc import Iterator

from holdord.language.checks.phrases import language, listed
from holdord.words.finding import Finding, Severity
from holdord.words.policy import Basis, Policy
from holdord.words.prose import Prose, SectionKey

CODE = "prose-leaves-out"

_RIGHTS = {
    "access": {"da": "indsigt|kopi", "nb": "innsyn|kopi", "en": "access|copy"},
    "rectification": {"da": "rett?e[tr]?|berigtig", "nb": "rett|korriger", "en": "rectif|correct|put right"},
    "erasure": {"da": "slet", "nb": "slett", "en": "eras|delet"},
    "restriction": {"da": "begræns", "nb": "begrens", "en": "restrict"},
    "portability": {
        "da": "portabilitet|flytte|med dig|udleveret|maskinlæs",
        "nb": "portabilitet|flytte|med deg|utlevert|maskinles",
        "en": "portab|take .*with you|machine.readable|another (company|controller)",
    },
}  # fmt: skip
_WITHDRAWAL = {"withdrawal": {"da": "tilbage", "nb": "tilbake", "en": "withdraw|take back"}}
_OBJECTION = {
    "objection": {"da": "indsigelse|sige (nej|fra)", "nb": "protest|si (nei|fra)", "en": "object|say no"}
}  # fmt: skip
_ARTICLES = {
    "access": "15", "rectification": "16", "erasure": "17", "restriction": "18", "portability": "20",
    "withdrawal": "7(3)", "objection": "21(4)",
}  # fmt: skip


def find(policy: Policy) -> Iterator[Finding]:
    """Every text in place of ours that does not speak of what the section is there for."""
    for prose in policy.prose.values():
        wanted = _wanted(policy, prose)
        for code in policy.controller.texts:
            text = prose.replaces.get(code, "")
            gone = [one for one, stems in wanted.items() if not re.search(stems[code], text, re.IGNORECASE)]
            if text and gone:
                articles = ", ".join(f"Art. {_ARTICLES[one]}" for one in gone)
                yield Finding(
                    CODE,
                    f"your words for section '{prose.section}' in {language(code)} say nothing of "
                    f"{listed(gone)} ({articles}), and stand in place of Holdord's",
                    "say it in your words too, or write 'adds' instead of 'replaces'",
                    prose.place,
                    Severity.WARNING,
                )


def _wanted(policy: Policy, prose: Prose) -> dict[str, dict[str, str]]:
    """What must be spoken of in a section, with the words by which it is known."""
    purposes = policy.purposes.values()
    if prose.section is SectionKey.RIGHTS:
        return _RIGHTS
    if prose.section is SectionKey.WITHDRAWAL and any(one.basis is Basis.CONSENT for one in purposes):
        return _WITHDRAWAL
    if prose.section is SectionKey.OBJECTION and any(
        one.marketing or one.basis.objectable for one in purposes
    ):
        return _OBJECTION
    return {}
