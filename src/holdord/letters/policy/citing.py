"""Sources of law in running text: articles of the GDPR in short, acts in the idiom of each language.

"bogføringsloven § 12" is "bogføringslovens § 12" in a Danish sentence, and "section 12 of the Danish
Bookkeeping Act, bogføringsloven" in an English one. What is not recognised stands as it was stated.
"""

import re

from holdord.letters.law import articles

_DANISH = {
    "arbejdsmiljøloven": "Working Environment Act",
    "bogføringsloven": "Bookkeeping Act",
    "cpr-loven": "Civil Registration Act",
    "databeskyttelsesloven": "Data Protection Act",
    "ferieloven": "Holiday Act",
    "forbrugeraftaleloven": "Consumer Contracts Act",
    "forældelsesloven": "Limitation Act",
    "funktionærloven": "Salaried Employees Act",
    "hvidvaskloven": "Anti-Money Laundering Act",
    "kildeskatteloven": "Tax at Source Act",
    "købeloven": "Sale of Goods Act",
    "markedsføringsloven": "Marketing Practices Act",
    "momsloven": "VAT Act",
    "skattekontrolloven": "Tax Control Act",
    "sundhedsloven": "Health Act",
    "tv-overvågningsloven": "TV Surveillance Act",
}
_NORWEGIAN = {
    "a-opplysningsloven": "A-Reporting Act",
    "angrerettloven": "Cancellation Act",
    "arbeidsmiljøloven": "Working Environment Act",
    "bokføringsloven": "Bookkeeping Act",
    "ekomloven": "Electronic Communications Act",
    "ferieloven": "Holidays Act",
    "folketrygdloven": "National Insurance Act",
    "forbrukerkjøpsloven": "Consumer Purchases Act",
    "foreldelsesloven": "Limitation Act",
    "hvitvaskingsloven": "Anti-Money Laundering Act",
    "kjøpsloven": "Sale of Goods Act",
    "markedsføringsloven": "Marketing Control Act",
    "merverdiavgiftsloven": "VAT Act",
    "personopplysningsloven": "Personal Data Act",
    "regnskapsloven": "Accounting Act",
    "skatteforvaltningsloven": "Tax Administration Act",
}
_ACTS = {"DK": _DANISH, "NO": _NORWEGIAN}
_OF = {"DK": "Danish", "NO": "Norwegian"}

_CITED = re.compile(r"(?P<act>[\w-]+(?:loven|bekendtgørelsen|forordningen))(?P<rest>,? §.*)?")
_ORDINALS = {"første": "1", "annet": "2", "andre": "2", "tredje": "3", "fjerde": "4", "femte": "5"}
_SECTION = re.compile(
    r"(?P<signs>§+) ?(?P<number>\d+(?: ?[a-z])?(?:-\d+(?: ?[a-z])?)?)"
    rf"(?:,? (?:stk\.? ?(?P<stk>\d+)|(?P<ledd>{'|'.join(_ORDINALS)}) ledd))?"
    r"(?:,? nr\.? ?(?P<nr>\d+(?:-\d+)?))?"
)


def national(source: str, language: str, country: str) -> str:
    """What a policy states as law, in a sentence; `country` is the controller's, for acts both have."""
    source = source.strip()
    if "Art." in source:
        return articles(re.sub(r"\bGDPR,? |,? GDPR\b", "", source), language)
    found = _CITED.fullmatch(source)
    home = found and _home(found["act"], country)
    if not found or not home:
        return source
    if language == "da" and home == "DK" and found["rest"]:
        return f"{found['act']}s{found['rest']}"
    if language == "en":
        return _in_english(source, found, f"the {_OF[home]} {_ACTS[home][found['act'].lower()]}")
    return source


def _home(act: str, country: str) -> str:
    """Whose act it is."""
    homes = [home for home, acts in _ACTS.items() if act.lower() in acts]
    return country if country in homes else homes[0] if homes else ""


def _in_english(source: str, found: re.Match[str], act: str) -> str:
    if not found["rest"]:
        return f"{act}, {found['act']}"
    section = _SECTION.fullmatch(found["rest"].lstrip(", "))
    if not section:
        return f"{source} ({act})"
    paragraph = section["stk"] or _ORDINALS.get(section["ledd"] or "", "")
    point = section["nr"]
    parts = ["sections " if len(section["signs"]) > 1 else "section ", section["number"]]
    parts += [f"({paragraph})"] if paragraph else []
    parts += [f"({point})" if paragraph else f", no. {point},"] if point else []
    return f"{''.join(parts)} of {act}, {found['act']}"


_PROTECTIONS = (
    ("framework", re.compile(r"privacy framework|\bdpf\b", re.IGNORECASE), "Art. 45"),
    (
        "standard_clauses",
        re.compile(
            r"\bsccs?\b|standard contractual|standard data protection|standardkontrakt|standardbestemmelse"
            r"|standard personvern",
            re.IGNORECASE,
        ),
        "Art. 46(2)(c)",
    ),
    (
        "corporate_rules",
        re.compile(
            r"\bbcrs?\b|binding corporate|bindende virksomhedsregl|bindende virksomhetsregl", re.IGNORECASE
        ),
        "Art. 46(2)(b)",
    ),
    (
        "adequate",
        re.compile(r"adequa|tilstrækkelig|tilstrekkelig", re.IGNORECASE),
        "Art. 45",
    ),
)


def protections(safeguards: str) -> tuple[tuple[str, str], ...]:
    """The ways of Chapter V that a statement of safeguards names: each by its kind, with its article."""
    return tuple((kind, source) for kind, pattern, source in _PROTECTIONS if pattern.search(safeguards))
