"""Which data is kept until when: periods of sentences and of tables, with what they are about."""

import re
from collections.abc import Iterator

from holdord.language.reading.context import Seen, denied
from holdord.language.reading.held import purposes
from holdord.language.reading.periods import Said, lengths, periods
from holdord.language.reading.phrases import folded
from holdord.language.reading.vocabulary import table
from holdord.words.draft import Drafted, Kind, Role

_KEEPS = table("phrases")["retention.keeps"].words
_NO_RETENTION = table("phrases")["retention.no_retention"].words
_COOKIE = table("phrases")["retention.cookie"].words
_BACKUP = table("phrases")["retention.backup"].words
_SUPPOSED = re.compile(
    r"\b(?:hvis|såfremt|medmindre|med mindre|dersom|unless|if|so long as) (?:du|vi|you|we|andet|"
    r"annet)\b[^,.]*?\b(?:ikke|not|don't|er|andet)\b[^,.]*[,.]"
    r"|,? (?:medmindre|med mindre|unless)\b[^.]*"
)
_LEAVES = table("phrases")["retention.leaves"].words
_TEMPORARY = table("phrases")["retention.temporary"].words


_GOES_ON = re.compile(r"\b(?:until|indtil|inntil|til du|så længe|så lenge|as long as)\b")


def retained(each: Seen, beside: str) -> Iterator[Drafted]:
    """The periods of a sentence; `beside` is what was said before it in the same paragraph or item."""
    sentence = each.sentence
    if sentence.role is Role.HEADING or "reporting" in each.topics or sentence.low.endswith("?"):
        return
    if sentence.role is Role.ROW:
        yield from _of_row(each)
        return
    low = each.low
    keeps = bool(_KEEPS.search(low)) or bool(each.near & {"retention"} and lengths(low))
    if not keeps and _GOES_ON.search(low):
        keeps = any(said.text in ("until unsubscribed", "until withdrawn") for said in periods(low))
    if (
        each.topics & {"rights", "breach", "complaint"}
        and not each.near & {"retention", "backups"}
        and not _KEEPS.search(low)
    ):
        return
    if _TEMPORARY.search(low):
        yield Drafted(Kind.PERIOD, "session", "until session_end", sentence)
        return
    if _COOKIE.search(low) or (
        "cookies" in each.near and (keeps or re.search(r"varighe|duration|lifetime|levetid|last|udløb", low))
    ):
        yield from _of_cookies(each)
        return
    if not keeps or (
        _NO_RETENTION.search(low) and not re.search(r"slette|opbevar|lagre|keep|delete|retain|gemme", low)
    ):
        return
    if _BACKUP.search(low) and lengths(low):
        length = lengths(low)[0]
        yield Drafted(Kind.PERIOD, "backups", f"at most {length.canonical} after backup", sentence)
        return
    for said in periods(low):
        yield _fact(each, said, _subject(each, low, said, beside))


_OF_EVENT = {
    "membership_end": "membership",
    "account_closed": "accounts",
    "last_activity": "accounts",
    "employment_end": "employment",
    "rejection": "job_applications",
    "unsubscribed": "newsletter",
    "tenancy_end": "tenancy",
    "relation_end": "customer_relation",
    "contract_end": "customer_relation",
    "last_contact": "contact_form",
}
"""What a period is about, where only the event that it counts from tells."""


def _fact(each: Seen, said: Said, subject: tuple[str, str]) -> Drafted:
    value = f"{said.bound} {said.text}" if said.bound else said.text
    guesses = [said.guess] if said.guess else []
    if subject[1]:
        guesses.append(subject[1])
    return Drafted(Kind.PERIOD, subject[0], value, each.sentence, " and ".join(guesses))


def _subject(each: Seen, low: str, said: Said, beside: str) -> tuple[str, str]:
    """What a period is about; the second is what had to be guessed for it."""
    for text, guess in (
        (low[: said.start], ""),
        (low, ""),
        (beside, ""),
        (folded(each.sentence.lead) if each.sentence.lead.endswith(":") else "", ""),
        (folded(each.sentence.heading), ""),
        (folded(" ".join(each.sentence.headings[1:2])), "what it is about, by the heading"),
    ):
        text = _SUPPOSED.sub(" ", text)
        for name, entry in table("subjects").items():
            if entry.words.search(text) and not (entry.unless and entry.unless.search(text)):
                return name.partition(".")[0], guess
    event = said.text.rpartition(" ")[2]
    if event in _OF_EVENT:
        return _OF_EVENT[event], ""
    return "unnamed", "what it is about"


def _of_cookies(each: Seen) -> Iterator[Drafted]:
    for length in lengths(each.low)[:1]:
        bound = "at most " if length.bound == "at most" else ""
        yield Drafted(Kind.COOKIE, "lifetime", f"{bound}{length.canonical}", each.sentence)


_COOKIE_CALLED = re.compile(
    r"(?<![\w@./-])((?:[A-Za-z0-9-]+(?:_[A-Za-z0-9-]+)+|_[a-z]{2,}\w*|[A-Z]{4,}ID))(?![\w@]|\.\w)"
)


def cookies_named(each: Seen) -> Iterator[Drafted]:
    """The cookies that a sentence names, by names that no word of a language has: `cart_id`, `_ga`."""
    sentence = each.sentence
    if sentence.role in (Role.ROW, Role.HEADING) or not (_COOKIE.search(each.low) or "cookies" in each.near):
        return
    called = list(dict.fromkeys(hit[1] for hit in _COOKIE_CALLED.finditer(sentence.text)))
    lived = lengths(each.low)
    for name in called:
        value = lived[0].canonical if len(called) == len(lived) == 1 else ""
        yield Drafted(Kind.COOKIE, f"named.{name}", value, sentence)


def left_by(each: Seen, beside: str) -> Iterator[Drafted]:
    """A newsletter that one can leave at any time is sent until one does."""
    if each.sentence.role in (Role.ROW, Role.HEADING) or each.low.endswith("?"):
        return
    hit = _LEAVES.search(each.low)
    newsletter = table("subjects")["newsletter"].words
    around = (each.low, beside, folded(each.sentence.heading))
    if hit and not denied(each.low, hit.start()) and any(newsletter.search(text) for text in around):
        guess = "that the address is kept until then"
        yield Drafted(Kind.PERIOD, "newsletter", "until unsubscribed", each.sentence, guess)


def _of_row(each: Seen) -> Iterator[Drafted]:
    sentence = each.sentence
    cells = dict(zip(sentence.columns, sentence.cells, strict=False))
    column = "period" if "period" in cells else ""
    if not column:
        return
    if "cookie" in cells or ("cookies" in each.near and "name" in cells):
        return
    text = folded(cells[column])
    found = periods(text) or [Said(f"until {name}", 0, 0) for name in _event_alone(text)]
    purpose = next((fact.name for fact in purposes(each)), "")
    first = [
        cell
        for key, cell in cells.items()
        if key in ("function", "categories", "people", "name", "type", "processor")
    ]
    named = [
        folded(" ".join(first)),
        folded(" ".join(cell for cell in sentence.cells if cell != cells[column])),
    ]
    for said in found:
        known = (
            name
            for each_text in named
            for name, entry in table("subjects").items()
            if entry.words.search(each_text)
        )
        subject = purpose or next((name.partition(".")[0] for name in known), "")
        yield _fact(each, said, (subject, "") if subject else ("unnamed", "what it is about"))


def _event_alone(text: str) -> list[str]:
    """An event that a cell names without a length of time: "when you unsubscribe"."""
    names = ("unsubscribed", "withdrawn", "account_closed", "membership_end", "relation_end", "contract_end")
    return [name for name in names if table("events")[name].words.search(text)][:1]


def cookie_rows(each: Seen) -> Iterator[Drafted]:
    """The cookies of a table: `name` its name, `value` how long it lives."""
    sentence = each.sentence
    cells = dict(zip(sentence.columns, sentence.cells, strict=False))
    called = cells.get("cookie") or (cells.get("name", "") if "cookies" in each.near else "")
    if sentence.role is not Role.ROW or not called or " " in called.strip():
        return
    lived = lengths(folded(cells.get("period", "")))
    value = (
        lived[0].canonical
        if lived
        else "session"
        if re.search(r"sess?ion|økt", cells.get("period", ""), re.I)
        else ""
    )
    yield Drafted(Kind.COOKIE, f"named.{called.strip()}", value, sentence)
