"""What a sentence says of rights, safeguards, passing-on, cookies, duties and refrainings: by tables
of words."""

import re
from collections.abc import Iterator

from holdord.language.reading.context import Seen, denied, holds
from holdord.language.reading.periods import lengths
from holdord.language.reading.promises import Promised, promising
from holdord.language.reading.vocabulary import table
from holdord.words.draft import Drafted, Kind, Role

_CHECKS_CLAUSE = frozenset({"duty", "cookie", "transfer", "principle", "source", "version"})
_PASSED_ON = table("phrases")["said.passed_on"].words
_STRONGLY = table("phrases")["said.strongly"].words
_WEAK = ("benytter", "bruger", "bruker", "anvender", "use", "modtager", "mottar", "receive")
_NOT_MEASURES = frozenset({"rights", "withdrawal", "complaint", "reporting", "breach", "recipients"})
_TAKES_COMPLAINTS = re.compile(r"datatilsyn|authorit|tilsyn|data protection agency")


def rights(each: Seen) -> Iterator[Drafted]:
    """The rights that a sentence gives to the reader."""
    low, sentence = each.low, each.sentence
    gives = table("giving")["gives"].words.search(low)
    listed = sentence.role is Role.ITEM and "rights" in each.near
    complains = table("rights")["complaint"].words.search(low)
    if (
        (complains and _TAKES_COMPLAINTS.search(low) and "reporting" not in each.topics)
        and sentence.role is not Role.HEADING
        and not denied(low, complains.start())
    ):
        yield Drafted(Kind.RIGHT, "complaint", "", sentence)
    if not (gives or listed) or "reporting" in each.topics or low.endswith("?"):
        return
    if sentence.role is Role.HEADING and not re.search(r"\b(?:ret|rett|right|retten)\b|ret$|retten$", low):
        return
    begun = 0 if listed or not gives else max(0, gives.start() - 60)
    for name, entry in table("rights").items():
        hit = entry.words.search(low, begun)
        if hit is None or (entry.unless and entry.unless.search(low)):
            continue
        if name == "human_review":
            if "ikke" in low or "not" in low or listed:
                yield Drafted(Kind.RIGHT, name, "", sentence)
            continue
        if name == "information" and not listed and "rights" not in each.topics:
            continue
        if (name == "complaint" and complains) or _is_given(each, name, hit):
            yield Drafted(Kind.RIGHT, name, "", sentence)


def _is_given(each: Seen, name: str, hit: re.Match[str]) -> bool:
    low = each.low
    if denied(low, hit.start()) and not re.search(
        r"ikke (?:sikkert|altid)|hvis|if|dersom|unless|medmindre|med mindre", low
    ):
        return False
    if "cookie" in low and name in ("erasure", "rectification", "access"):
        return False
    if "rights" in each.topics or "withdrawal" in each.topics or _STRONGLY.search(low):
        return True
    return name in ("withdrawal", "marketing_objection", "access", "complaint")


def measures(each: Seen) -> Iterator[Drafted]:
    """The safeguards that a sentence says are in place."""
    low = each.low
    if (each.sentence.role is Role.HEADING and ":" not in low) or low.endswith("?"):
        return
    secure = "security" in each.topics or "backups" in each.topics or promising(low) is Promised.SECURITY
    if each.near & _NOT_MEASURES and "security" not in each.near:
        secure = secure and not each.near & {"rights", "withdrawal", "reporting", "complaint"}
    if "reporting" in each.topics or (
        each.near & {"rights", "withdrawal", "complaint", "cookies"} and not secure
    ):
        return
    secure = secure or "processors" in each.topics or promising(low) in _ABOUT_MEASURES
    for name, entry in table("measures").items():
        hit = holds(entry, each) if secure or name not in _WANT_SECURITY else None
        if hit is None or (
            denied(low, hit.start())
            and not re.search(r"forhindre|hindre|prevent|ikke (?:kan|overgive)|så", low)
        ):
            continue
        if name == "encryption" and (
            table("measures")["encryption_in_transit"].words.search(low)
            or table("measures")["mail_encryption"].words.search(low)
            or table("measures")["portable_encryption"].words.search(low)
        ):
            continue
        yield Drafted(
            Kind.MEASURE,
            name,
            _times(low) if name in ("backup", "password_review", "lockout") else "",
            each.sentence,
        )


_WANT_SECURITY = frozenset(
    "technical_and_organisational access_control updates testing logging internal_rules risk_based".split()  # noqa: SIM905
)
_ABOUT_MEASURES = (
    Promised.PROCESSORS,
    Promised.RETENTION,
    Promised.PURPOSE,
    Promised.DISCLOSURE,
    Promised.NOTICE,
    Promised.PRINCIPLES,
)


def disclosures(each: Seen) -> Iterator[Drafted]:
    """To which kinds of recipients, and under which conditions, a sentence says that data is passed on."""
    low = each.low
    if each.topics & {"rights", "withdrawal", "reporting", "complaint"} or each.sentence.role is Role.HEADING:
        return
    listed = each.sentence.role is Role.ITEM and bool(each.near & {"recipients", "processors"})
    every = list(_PASSED_ON.finditer(low))
    passed = next((one for one in every if not one[0].startswith(_WEAK)), every[0] if every else None)
    if not (listed or passed):
        return
    for name, entry in table("disclosures").items():
        hit = holds(entry, each)
        if hit is None:
            continue
        if denied(low, hit.start()) or (passed and denied(low, passed.start())):
            continue
        if (
            passed
            and passed[0].startswith(_WEAK)
            and (
                name != "processors"
                or not re.search(r"databehandler|leverandør|processor|provider|supplier", low)
            )
        ):
            continue
        yield Drafted(Kind.DISCLOSURE, f"to.{name}", "", each.sentence)
    if passed and not _only_about_access(passed[0]):
        for name, entry in table("conditions").items():
            if entry.words.search(low):
                yield Drafted(Kind.DISCLOSURE, f"when.{name}", "", each.sentence)


def _only_about_access(said: str) -> bool:
    return (
        "adgang" in said
        or "access" in said
        or "tilgang" in said
        or said.startswith(("modtag", "receiv", "mottar"))
    )


def ruled(each: Seen, beside: str = "") -> Iterator[Drafted]:
    """What the table of rules finds: terms of rights, duties, refrainings, cookies, principles, transfers."""
    low = each.low
    if low.endswith("?"):
        return
    for key, entry in table("rules").items():
        kind, _, name = key.partition(" ")
        if each.sentence.role is Role.HEADING and kind not in ("version", "never"):
            continue
        hit = holds(entry, each, beside)
        if hit is None or ("reporting" in each.topics and kind not in ("duty",)):
            continue
        if kind in _CHECKS_CLAUSE and denied(low, hit.start()) and name not in ("none", "not_erased_by_time"):
            continue
        value = (
            _version(each.sentence.text)
            if kind == "version"
            else _times(low)
            if kind in ("duty", "term", "cookie")
            else ""
        )
        if kind == "version" and not value:
            continue
        yield Drafted(Kind(kind), name, value, each.sentence)


def _times(low: str) -> str:
    return ", ".join(length.canonical for length in lengths(low)[:2])


_NUMBERED = re.compile(r"(?:version|versjon)\s*(?:nr\.?|no\.?)?\s*:?\s*(\d+(?:\.\d+)*)", re.I)
_DATED = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?:\s+(?:kl\.?\s*)?\d{1,2}[:.]\d{2})?|\d{4}-\d{2}-\d{2}|"
    r"\d{1,2}\.?\s+(?:jan|feb|mar|apr|ma[ijy]|jun|jul|aug|sep|o[kc]t|nov|de[cs])\w*\.?\s+\d{4}"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\s+(?:\d{1,2},?\s+)?\d{4}|(?:januar|"
    r"februar|marts|mars|april|maj|mai|juni|juli|august|september|oktober|november|december|"
    r"desember)\s+\d{4}",
    re.I,
)


def _version(text: str) -> str:
    number, dated = _NUMBERED.search(text), _DATED.search(text)
    parts = [
        f"number {number[1]}" if number and not re.match(r"\d{2}\.\d{2}\.\d{4}", number[1]) else "",
        dated[0] if dated else "",
    ]
    if parts[0] or parts[1]:
        return ", ".join(filter(None, parts))
    return (
        "date left open"
        if re.search(r"(?:vedtaget|vedtatt|godkendt|adopted)[^.]{0,20}(?:den|on)?\s*:?\s*_*$", text, re.I)
        else ""
    )
