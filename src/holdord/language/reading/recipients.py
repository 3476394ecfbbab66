"""Recipients by name: in tables, in lists below a heading of processors, and services that many
policies name."""

import re
from collections.abc import Iterator

from holdord.language.reading.context import Seen, denied
from holdord.language.reading.phrases import as_name, folded
from holdord.language.reading.sentences import column_of
from holdord.language.reading.vocabulary import table
from holdord.words.draft import Drafted, Kind, Role

_FORM = (
    r"(?:ApS|A/S|IVS|I/S|K/S|P/S|AS|ASA|AB|Oy|GmbH|Ltd\.?|Limited|LLC|Inc\.?|B\.?V\.?|Corp\.?|Corporation|"
    r"SA|S\.A\.|plc|SE|Pty)"
)
FIRMS = (
    "barnehage|klinikk?|klubb?|forening|borettslag|sameie|skole|idrettslag|andelsboligforening|tannklinikk"
)
COMPANY = re.compile(
    rf"\b((?:[A-ZÆØÅ0-9][\w&.'’+-]*|&|og|and)(?: (?:[A-ZÆØÅ0-9][\w&.'’+-]*|&|og|and|of|for|ved|på|i|av|"
    rf"af|de|den|der|til|{FIRMS})){{0,5}},? "
    rf"{_FORM})(?![\w/])"
)
_NAME = re.compile(r"[A-ZÆØÅ0-9][\w&.'’/+-]*(?: (?:[A-ZÆØÅ0-9&][\w&.'’/+-]*|og|and|of|for|by|AS|A/S)){0,4}")
_CALLED = (
    rf"([A-ZÆØÅ][\w&'’+-]*(?:\.\w+)?(?: (?:og |and |& )?[A-ZÆØÅ][\w&'’+-]*){{0,4}}"
    rf"(?:,? {_FORM}(?![\w/]))?)"
    rf"(?=[.,;:()]|$| (?:i|in|på|og|and|som|who|which|der|to|til|for|når|hvis|if|when|ved|by)\b)"
)
_DONE_BY = re.compile(
    r"\b(?:gennemføres|gjennomføres|leveres|levert|leveret|drives|driftes|drevet|hostes|håndteres|varetages|"
    r"ivaretas|udføres|utføres|føres|sendes ut|udsendes|processed|provided|hosted|handled|operated|run|"
    r"managed|delivered|supplied|carried out|kept|done) (?:for (?:os|oss|us) )?(?:af|av|by|hos|via|at) "
    + _CALLED
)
_PASSED_TO = re.compile(
    r"\b(?:videregiv\w*|videresend\w*|send|sender|sendes|udlever\w*|utlever\w*|overdrag\w*|indberett?\w*|"
    r"innrapporter\w*|rapporteres?|formidle\w*|disclose\w*|share|shared|sent|passed(?: on)?|reported|pass)"
    r"\b[^.;:]{0,80}? (?:til|to|with) (?:the )?" + _CALLED
)
_OF_DATA = table("phrases")["recipients.of_data"].words
_OWN_ENDS = re.compile(r"(?:forbund|forbundet|union|federation|association|league|liga)$")
_USES = table("phrases")["recipients.uses"].words
_NOT_NAMES = table("phrases")["recipients.not_names"].words


def recipients(each: Seen, controller: str) -> Iterator[Drafted]:
    """Those that a sentence names as given data. `controller` is the company itself, which is none."""
    sentence = each.sentence
    if sentence.role is Role.ROW and ("processor" in sentence.columns or "name" in sentence.columns):
        yield from _of_row(each)
        return
    if sentence.role is Role.HEADING or each.topics & {
        "rights",
        "withdrawal",
        "complaint",
        "contact",
        "reporting",
    }:
        return
    found: dict[str, str] = {}
    if not sentence.low.endswith("?"):
        found |= _known(each)
    if each.near & {"processors", "recipients"}:
        found |= _listed(each)
        found |= {
            _name(hit[1]): hit[1]
            for hit in COMPANY.finditer(sentence.text)
            if not denied(sentence.low, hit.start())
        }
    elif _USES.search(sentence.low) and re.search(
        r"databehandler|processor|leverandør|supplier|hosting|provider", sentence.low
    ):
        found |= {
            _name(hit[1]): hit[1]
            for hit in COMPANY.finditer(sentence.text)
            if not denied(sentence.low, hit.start())
        }
    running = _in_running_text(each)
    found = {**running, **found}
    own = folded(controller)
    for name, called in found.items():
        if name and not (own and (folded(called) in own or own in folded(called))):
            about = _where(sentence.low, called, len(found))
            if _OWN_ENDS.search(folded(called)):
                about = (*about, "kind: controller")
            yield Drafted(Kind.RECIPIENT, name, called, sentence, about=about)


def _in_running_text(each: Seen) -> dict[str, str]:
    """Names by which a sentence tells who does something with data, or whom data is passed on to."""
    text, low = each.sentence.text, each.low
    if low.endswith("?") or not _OF_DATA.search(low):
        return {}
    return {
        _name(hit[1]): hit[1]
        for pattern in (_DONE_BY, _PASSED_TO)
        for hit in pattern.finditer(text)
        if not denied(low, hit.start(1)) and not _NOT_NAMES.match(folded(hit[1]))
        if _name(hit[1]) in table("companies")
        or not any(entry.words.fullmatch(folded(hit[1])) for entry in table("disclosures").values())
        if not any(entry.words.fullmatch(folded(hit[1])) for entry in table("countries").values())
    }


def _known(each: Seen) -> dict[str, str]:
    """Services of companies.txt; a longer name covers the shorter in it."""
    found: dict[str, str] = {}
    for name, entry in table("companies").items():
        hit = entry.words.search(each.low)
        if not hit or (entry.unless and entry.unless.search(each.low)) or denied(each.low, hit.start()):
            continue
        used = each.near & {"processors", "recipients", "cookies", "marketing"} or _USES.search(each.low)
        if (used and each.sentence.text[hit.start() : hit.start() + 1].isupper()) or (
            used and name in ("aws", "economic", "dao")
        ):
            found[name] = entry.said["bears"]
    return found


def _listed(each: Seen) -> dict[str, str]:
    """Names in a list of nothing else: "Norddata, Postkassen and Ringover", or an item that begins
    with one."""
    sentence = each.sentence
    text = sentence.text.strip(" .")
    labelled = column_of(sentence.heading) if len(sentence.heading) < 40 else ""
    if labelled in ("country", "agreement", "period", "basis", "function", "categories"):
        return {}
    if sentence.role is Role.ITEM:
        names = _enumerated(text) if "," in text else []
        first = re.split(
            r"\s[–—-]\s|[:(,]|\s(?:som|der|to|for|til|who|which|that|in|i|is|er)\s", text, maxsplit=1
        )[0].strip()
        names = names or ([first] if _NAME.fullmatch(first) else [])
    elif sentence.role in (Role.LINE, Role.PROSE):
        tail = text.rpartition(":")[2] if ":" in text else text
        names = _enumerated(tail) if len(tail) < 300 else []
    else:
        return {}
    kinds = [entry.words for entry in table("disclosures").values()]
    names = [name for name in names if not any(words.fullmatch(folded(name)) for words in kinds)]
    return {
        _name(name): name
        for name in names
        if not _NOT_NAMES.fullmatch(folded(name)) and not _NOT_NAMES.match(folded(name))
    }


def _enumerated(text: str) -> list[str]:
    parts = [part.strip(" .") for part in re.split(r",|;|\s(?:og|samt|and|&)\s", text) if part.strip(" .")]
    names = [part for part in parts if _NAME.fullmatch(part)]
    return names if len(names) >= 2 and len(names) == len(parts) else []


def _of_row(each: Seen) -> Iterator[Drafted]:
    sentence = each.sentence
    by_column: dict[str, str] = {}
    for column, cell in zip(sentence.columns, sentence.cells, strict=False):
        if column and column not in by_column:
            by_column[column] = cell
    called = by_column.get("processor") or by_column.get("name", "")
    if "cookie" in sentence.columns or not called or not re.search(r"\w", called) or len(called) > 60:
        return
    if _NOT_NAMES.fullmatch(folded(called)) or (
        "processor" not in sentence.columns and not each.near & {"processors", "recipients"}
    ):
        return
    about = [
        f"{key}: {by_column[key]}"
        for key in ("function", "safeguards", "agreement", "categories")
        if by_column.get(key)
    ]
    about += _where(folded(by_column.get("country", "")), "", 1)
    yield Drafted(Kind.RECIPIENT, _name(called), called, sentence, about=tuple(about))


def _where(low: str, called: str, how_many: int) -> tuple[str, ...]:
    """The country in which a recipient is said to be; only where one is named, and one recipient."""
    if how_many != 1:
        return ()
    without = low.replace(folded(called), "") if called else low
    codes = [code for code, entry in table("countries").items() if entry.words.search(without)]
    return (f"country: {codes[0]}",) if len(codes) == 1 else ()


def countries_of_label(each: Seen) -> tuple[str, ...]:
    """The country that a line below a label such as "Location:" names for the list above it."""
    if (
        each.sentence.role is Role.HEADING
        or column_of(each.sentence.heading) != "country"
        or len(each.sentence.heading) > 40
    ):
        return ()
    return tuple(code for code, entry in table("countries").items() if entry.words.search(each.low))


def _name(called: str) -> str:
    for name, entry in table("companies").items():
        if entry.words.match(folded(called)):
            return name
    made = re.sub(r"_(?:aps|a_s|ivs|as|ab|gmbh|ltd|inc|llc|limited)$", "", as_name(called))
    return f"r_{made}"[:50] if made[:1].isdigit() else made[:50] or "unnamed"
