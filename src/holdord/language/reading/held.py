"""What is held, about whom, what for and on which ground: categories, people, purposes, bases."""

import re
from collections.abc import Iterator
from functools import cache

from holdord.language.reading.context import Seen, denied, denied_clause
from holdord.language.reading.phrases import as_name, phrase
from holdord.language.reading.vocabulary import table
from holdord.words.draft import Drafted, Kind, Role
from holdord.words.languages import LANGUAGES
from holdord.words.policy import Basis, SpecialGround

HOLDS = table("phrases")["held.holds"].words
_LISTS = table("phrases")["held.lists"].words
_EXPLAINS = table("phrases")["held.explains"].words
_ELSEWHERE = frozenset(
    {
        "rights",
        "withdrawal",
        "complaint",
        "breach",
        "reporting",
        "changes",
        "security",
        "backups",
        "transfers",
    }
)
_WRITING = re.compile(
    r"\b(?:via|på|per|pr\.?|by|med|through|vores|vor|our|vår|over|til|to|with|i|an|en|din|send\w*|"
    r"følgende|following|denne|ulike|korrekt\w*|another|any) "
    r"(?:\w+ )?$"
)
_BY_WRITING = frozenset({"email", "phone", "address", "correspondence", "photos", "company", "browser"})
_TO_US = table("phrases")["held.to_us"].words
_USED_FOR = phrase(*(table("topics")["purposes"].said[each] for each in LANGUAGES))
_PURPOSIVE = table("phrases")["held.purposive"].words
_INSERTED = re.compile(r",? (?:and,? |og,? )?(?:if|hvis|når|when|dersom|såfremt) [^,]*, ")
_SENDS = re.compile(
    r"\b(?:vi|we)\b[^.]{0,40}\bsend(?:er|s)?\b|\bsender vi\b|\bsend you\b|"
    r"ny(?:hed|het)sbrev\w* sendes\b|\bnewsletter is sent\b"
)
_LABELLED = re.compile(r"(?:[\w-]*opp?lysninger|data|information|details)\b[^:.]{0,40}: ?\w")
_NOT_HELD = re.compile(
    r"(?:behandler|indsamler|registrerer|gemmer|opbevarer|lagrer|samler|modtager|beder|logger|"
    r"noterer)\W+(?:vi\W+)?(?:ikke|aldrig|aldri|ingen)"
    r"|(?:do not|don't|never|not) (?:collect|process|store|keep|hold|record|log|ask)|(?:ikke|aldrig|"
    r"aldri) (?:indsamle|gemme|lagre|samle|behandle)"
)
_PASSED_ON = re.compile(
    r"videregi|videresend|utlever|udlever|\bdele[rs]?\b|\bdelt\b|\bshar|disclos|pass(?:ed)? on|videreformidl"
)
_UNLESS = re.compile(
    r"uden|uten|without|medmindre|med mindre|unless|except|bortset|andre|other|hvis|if|more than|mere "
    r"end|mer enn"
)
_BUT_NOT = re.compile(r"\b(?:medmindre|med mindre|unless)\b")
_IN_COMPOUND = re.compile(r"\w-\Z")
_WHAT_FOR = table("phrases")["held.what_for"].words
_ARTICLE_6 = re.compile(
    r"(?:art(?:ikel|ikkel|icle)?\.?)\s*6\b[^a-f]{0,30}?(?:stk|nr|ledd|paragraph|para|\(1\)|litra|"
    r"bokstav|letter|pkt|point|,)?[^;]{0,40}?"
    r"(?:litra|bokstav|letter|point|\)\s?\(|\()\s*[\"'”]?([a-f])\b"
)
_ARTICLE_9 = re.compile(
    r"(?:art(?:ikel|ikkel|icle)?\.?)\s*9\b[^;]{0,60}?(?:litra|bokstav|letter|point|\)\s?\(|"
    r"\()\s*[\"'”]?([a-j])\b"
)
_BOOKKEEPING_LAW = table("phrases")["held.bookkeeping_law"].words
_BASES = tuple(one.value for one in Basis)
_SPECIAL = tuple(one.value for one in SpecialGround)
_ON_CONSENT = table("phrases")["held.on_consent"].words


def categories(each: Seen) -> Iterator[Drafted]:
    """The kinds of data that a sentence says are held."""
    for text, sure in _where_data_is_named(each):
        for name, entry in table("categories").items():
            hit = entry.words.search(text)
            while hit and _is_no_datum(name, text, hit.start(), sure):
                hit = entry.words.search(text, hit.end())
            if hit is None:
                continue
            if not denied_clause(text, hit.start()):
                yield Drafted(Kind.CATEGORY, name, hit[0], each.sentence)
            elif _NOT_HELD.search(text) and not _UNLESS.search(text):
                yield Drafted(Kind.NEVER, f"held.{name}", hit[0], each.sentence)


def _where_data_is_named(each: Seen) -> Iterator[tuple[str, bool]]:
    """The parts of a sentence in which data is named; and whether it is a list of nothing else."""
    sentence, low = each.sentence, each.low
    if sentence.role is Role.ROW:
        for column, cell in zip(sentence.columns, sentence.cells, strict=False):
            if column == "categories":
                yield cell.lower(), True
        return
    if (
        sentence.role is Role.HEADING
        or each.topics & _ELSEWHERE
        or _EXPLAINS.search(low)
        or low.endswith("?")
    ):
        return
    if (
        sentence.role is Role.ITEM
        and "categories" in each.near
        and not each.near & {"purposes", "contact", "bases"}
    ):
        yield low, True
    elif not low.endswith(":") and "bases" not in each.near and HOLDS.search(low) and not _TO_US.search(low):
        listed = _LISTS.search(low) or _LABELLED.match(low)
        yield (low, True) if listed else (_holding_part(low), False)
    elif _LABELLED.match(low) or (
        _LISTS.search(low) and "categories" in each.near and not _TO_US.search(low)
    ):
        yield low, True


def _holding_part(low: str) -> str:
    """What is held, without what it is held for and without the clause that says when."""
    holding = HOLDS.search(low)
    if holding is None:
        return ""
    low = _INSERTED.sub(" and ", low)
    holding = HOLDS.search(low) or holding
    begun = (
        holding.start()
        if re.match(r"(?:når|hvis|ved|for at|for å|if|when|in order|dersom|såfremt|i forbindelse)\b", low)
        else 0
    )
    after = _WHAT_FOR.search(low, holding.end())
    return low[begun : after.start()] if after else low[begun:]


def _is_no_datum(name: str, text: str, at: int, sure: bool) -> bool:
    if _IN_COMPOUND.search(text, max(0, at - 2), at):
        return True  # the end of a longer word is another word: an "e-postadresse" is no "postadresse"
    if name in _BY_WRITING and not sure and _WRITING.search(text[max(0, at - 30) : at]):
        return not re.search(r"(?:din|dit|dine|ditt|your|deres|jeres) (?:\w+ )?$", text[max(0, at - 30) : at])
    if name == "address" and re.search(r"(?:mail|e-post|epost|ip|mac)[ -]$", text[max(0, at - 8) : at]):
        return True
    if name in ("phone", "email") and re.match(r"\w+-(?: |\W?og)", text[at : at + 14]):
        return True
    if name == "phone" and re.search(
        r"(?:computer|tablet|pc|enhed|device|nettbrett)\W[^.]{0,20}$", text[max(0, at - 30) : at]
    ):
        return True
    if name == "preferences" and re.search(r"legitim|berettige|rettighed|rettighet|rights", text):
        return True
    if name == "company" and not sure:
        return True
    return name == "browser" and not sure


def people(each: Seen) -> Iterator[Drafted]:
    """The kinds of people a sentence speaks of as those whose data is held."""
    if each.topics & _ELSEWHERE or (each.sentence.role is Role.HEADING and each.sentence.headings):
        return
    spoken_of = HOLDS.search(each.low) or re.search(
        r"(?:personal data of|oplysninger om|opplysninger om)", each.low
    )
    if each.sentence.role is not Role.HEADING and not spoken_of:
        return
    for name, entry in table("people").items():
        if (hit := entry.words.search(each.low)) and not denied(each.low, hit.start()):
            yield Drafted(Kind.PEOPLE, name, hit[0], each.sentence)


def purposes(each: Seen) -> Iterator[Drafted]:
    """What a sentence says that data is used for."""
    sentence, low = each.sentence, each.low
    if each.topics & _ELSEWHERE or _TO_US.search(low) or low.endswith("?"):
        return
    if sentence.role is Role.ROW:
        text = " ".join(
            cell.lower()
            for column, cell in zip(sentence.columns, sentence.cells, strict=False)
            if column == "function" and "processor" not in sentence.columns
        )
    elif (
        sentence.role is Role.ITEM
        and "purposes" in each.near
        and "categories" not in topics_without(each, "purposes")
    ):
        text = low
    else:
        text = _purposive_part(each)
    if not text:
        return
    found = False
    for name, entry in table("purposes").items():
        hit = entry.words.search(text)
        if hit and not denied_clause(text, hit.start()) and not denied(low, low.find(hit[0])):
            found = True
            yield Drafted(Kind.PURPOSE, name, hit[0], sentence)
    listed = sentence.role is Role.ITEM and "purposes" in each.near and 2 <= len(low.split()) <= 25
    if not found and listed and re.match(r"(?:for )?(?:at|å|to)\b|for \w+ing\b|til at\b", low):
        guess = "the name, made of the words of the text"
        yield Drafted(Kind.PURPOSE, _slug(low), low.rstrip("."), sentence, guess)


def topics_without(each: Seen, topic: str) -> frozenset[str]:
    """The nearest topics but one, where the lead alone does not decide."""
    return frozenset() if topic in each.near else each.near


def _purposive_part(each: Seen) -> str:
    low = each.low
    about_data = HOLDS.search(low) or "purposes" in each.near
    marked = _PURPOSIVE.search(low)
    if _SENDS.search(low) and not each.near & {"recipients", "processors", "changes"}:
        return low
    if not (about_data and marked) or each.sentence.role is Role.HEADING:
        return ""
    if each.near & {"processors", "recipients", "retention"} and not re.search(
        r"bruk|brug|anvend|benyt|use|process|behandl", low
    ):
        return ""
    if re.match(r"(?:for at|for å|in order to|to |når du|when you)", low):
        return low
    part = low[marked.start() :]
    return re.sub(r", (?:hvis|såfremt|når|dersom|if|when|unless|medmindre|med mindre)\b[^,.]*", "", part)


def bases(each: Seen, of: tuple[str, ...]) -> Iterator[Drafted]:
    """The grounds a sentence names; `of` are the purposes that it names too."""
    low = each.low
    if (
        each.topics & {"rights", "withdrawal", "complaint", "reporting", "transfers"}
        or each.sentence.role is Role.HEADING
    ):
        return
    passed = bool(_PASSED_ON.search(low)) or "recipients" in each.near
    named = {_BASES["abcdef".index(letter)] for letter in _ARTICLE_6.findall(low)}
    law = _BOOKKEEPING_LAW.search(low)
    if law and not denied(low, law.start()):
        named.add("legal_obligation")
    for name, entry in table("grounds").items():
        hit = entry.words.search(low)
        if hit and name == "consent" and _only_an_exception(low, hit.end()):
            continue
        if hit and (name != "consent" or _ON_CONSENT.search(low) or "bases" in each.near):
            if passed and "bases" not in each.near and name in ("consent", "legal_obligation"):
                continue
            if name not in ("consent", "legitimate_interest") and not _grounding(each):
                continue
            if not (name == "contract" and denied(low, hit.start())):
                named.add(name)
    for column, cell in zip(each.sentence.columns, each.sentence.cells, strict=False):
        if column == "basis":
            named |= {name for name, entry in table("grounds").items() if entry.words.search(cell.lower())}
            named |= (
                {"contract"}
                if re.search(r"aftale|avtale|kontrakt|contract|agreement", cell.lower())
                else set()
            )
    for name in _BASES:
        if name in named:
            demanded = law if name == "legal_obligation" else None
            called = _law_called(each, demanded[0]) if demanded else ""
            about = (*of, "bookkeeping") if demanded else of
            yield Drafted(Kind.BASIS, name, called, each.sentence, about=about)
    for letter in _ARTICLE_9.findall(low):
        yield Drafted(
            Kind.BASIS, f"special.{_SPECIAL['abcdefghij'.index(letter)]}", "", each.sentence, about=of
        )


def _only_an_exception(low: str, at: int) -> bool:
    """Whether a place stands behind an "unless" that takes something away from what is done without it."""
    unless = _BUT_NOT.search(low, 0, at)
    return unless is not None and not denied(low, unless.start())


def _law_called(each: Seen, words: str) -> str:
    """A law as the sentence spells it, without the ending of the genitive."""
    spelt = re.search(re.escape(words), each.sentence.text, re.I)
    return re.sub(r"ns$", "n", spelt[0] if spelt else words)


@cache
def _grounding_words() -> re.Pattern[str]:
    return phrase(
        "nødvendig* | grundlag* | grunnlag* | hjemmel* | retsgrundlag* | behandle* | behandling* | "
        "opbevar* | oppbevar* | lagr* | gemme* | forpligt* | kræver | krever | "
        "pålagt | necessary | rest on | rests on | bygger på | hviler på | basis | bases | process* | "
        "keep | retain | stor* | required | obliged | "
        "overholde* | oppfylle | opfylde | comply | indsaml* | bruge* | bruke* | because | fordi | hensyn"
    )


def _grounding(each: Seen) -> bool:
    return "bases" in each.near or bool(_grounding_words().search(each.low))


def _slug(text: str) -> str:
    words = [word for word in re.findall(r"[a-zæøå]+", text) if word not in _SMALL]
    return as_name(" ".join(words[:4]))[:40].strip("_") or "purpose"


_SMALL = frozenset(
    [
        "for",
        "at",
        "å",
        "to",
        "kunne",
        "can",
        "vi",
        "we",
        "den",
        "det",
        "de",
        "the",
        "a",
        "an",
        "en",
        "et",
        "og",
        "and",
        "i",
        "of",
        "af",
        "av",
        "til",
        "din",
        "dit",
        "dine",
        "your",
        "be",
        "able",
    ]
)
