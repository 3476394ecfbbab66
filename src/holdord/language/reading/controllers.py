"""Who is responsible: name, number, country, address, and how to reach it; the authority's own are
told apart."""

import re
from collections import Counter
from collections.abc import Iterator

from holdord.language.reading.context import Seen, denied
from holdord.language.reading.recipients import COMPANY
from holdord.language.reading.vocabulary import table
from holdord.words.draft import Drafted, Kind, Role, Sentence

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_CVR = re.compile(
    r"\b(?:cvr|cvr-?nr|cvr-?nummer|se-?nr|vat|company reg\w*|reg\.? no)\b[-. ]*(?:nr|no|nummer|number|"
    r"registration)?[.:) ]*(?:dk)?[- ]?((?:\d ?){8})(?!\d)",
    re.I,
)
_ORG = re.compile(
    r"\b(?:org\.?|organisasjons?|organisation|enterprise|foretaks)[-. ]*(?:nr|nummer|number|no)?[.: "
    r"]*(?:no)?\s?((?:\d ?){9})(?!\d)",
    re.I,
)
_PHONE = re.compile(
    r"(?:(?:tlf|telefon|tel|phone|mobil|mobile|ring(?:e|er)?(?: til)?(?: os)?(?: på)?|call us(?: on| "
    r"at)?|\bT)\b[.:]*(?: ?nr\.?| ?nummer| ?number)?:?\s*)(\[?\+?\d[\d \[\]()-]{6,17}\d)|(\+4[5-7] "
    r"?\d[\d ]{6,12}\d)",
    re.I,
)
_ADDRESS = re.compile(
    r"((?:[A-ZÆØÅ][\w.'-]+ ){1,4}\d{1,4} ?[A-Z]?(?:, ?(?:\d{1,2}\.?(?: ?(?:sal|etg|th|tv|mf)\.?)*|st\.? "
    r"?(?:th|tv)?\.?|kl\.?))?),?\s+(?:DK-|NO-|N-)?(\d{4}) ([A-ZÆØÅ][\wæøå]+(?: [A-ZÆØÅ]\b(?!\w)| "
    r"[A-ZÆØÅ][a-zæøå]+)?)"
)
_STREET = re.compile(
    r"^(?:.*? )??((?:[A-ZÆØÅ][\w.'-]+ ){0,3}[A-ZÆØÅ][\w.'-]*(?:vej|gade|gate|gata|veien|vegen|allé|alle|"
    r"plads|torv|torvet|stræde|boulevard|vænget|parken|gården|bakken|toften|holmen|kaj|bro|park|street|"
    r"road|have|vang) \d{1,4} ?[A-Z]?(?:, ?\S{1,8}){0,2})$"
)
_POSTCODE = re.compile(
    r"^(?:DK-|NO-|N-)?(\d{4}) ([A-ZÆØÅ][\wæøåÆØÅ ]{1,30}?)(?: DK| NO|, (?:Danmark|Norge|Denmark|Norway))?$"
)
_DEFINED = re.compile(
    r"(?:hvordan|how|af|av|by|for|hos|at|,|\.|^|er|is)\s+((?:[A-ZÆØÅ][\w&.'-]*|[a-zæøå]+(?=\s\())(?: "
    r"[A-ZÆØÅ][\w&.'-]*){0,4})\s*\((?:[\"'“”»«]|herefter|heretter|hereinafter|hereafter|the company|“)"
)
_ABOUT = re.compile(
    r"^(?:Personvern|Privatliv|Persondata|Privacy)\w*(?: \w+)? (?:i|hos|for|ved|of|at|av|af) "
)
_OF_TITLE = re.compile(
    r"(?:for|i|hos|af|av|at|of) ((?:[A-ZÆØÅ][\w&.'-]*)"
    r"(?: (?:[A-ZÆØÅ][\w&.'-]*|ved|og|i|på|af|v/|&|and|of)){0,4})$"
)
_IS_CONTROLLER = re.compile(
    r"(?i:dataansvarlige?n?|behandlingsansvarlige?|data controller|controller)(?:[^.:]{0,60}?)(?:\ber\b|"
    r"\bis\b|:)\s+((?:[A-ZÆØÅ][\w&.'-]*)(?: (?:[A-ZÆØÅ][\w&.'/-]*|og|and|&|i|of|ved|på|v/|borettslag|"
    r"sameie|forening|klub|klubb|idrettslag|ejerforening|andelsboligforening|skole|klinik|klinikk|"
    r"barnehage)){0,6})"
    r"|((?:[A-ZÆØÅ][\w&.'-]*)(?: (?:[A-ZÆØÅ][\w&.'/-]*|og|and|&|v/)){0,6}),?(?: CVR[^,]*,)? (?:er|is|acts "
    r"as|som|as)(?: the| en| a)? (?:dataansvarlig|behandlingsansvarlig|data controller|controller)"
)
_PERSON = re.compile(
    r"(?:kontakte?r?|contact|henvend\w+ (?:dig|deg) til|skriv\w* til|write to|kontaktperson(?: er)?|"
    r"ansvarlig(?:e)?(?: er)?|ask for|kassereren|formanden|direktøren|direktør|daglig leder|styreleder|"
    r"lederen|indehaver|innehaver|manager|director)[:, ]+"
    r"(?!Os\b|Oss\b)([A-ZÆØÅ][a-zæøåé]+(?: [A-ZÆØÅ]\.?)?(?: "
    r"[A-ZÆØÅ][a-zæøåé]+){1,2})\b"
)
_OFFICERS_NAME = re.compile(r"(?:hedder|heter|er|is|:) ([A-ZÆØÅ][a-zæøåé]+ [A-ZÆØÅ][a-zæøåé]+)\b")
_OFFICER = table("phrases")["controllers.officer"].words
AUTHORITY = re.compile(
    r"datatilsyn\w*|data protection (?:agency|authority)|tilsynsmyndighed\w*|tilsynsmyndighet\w*|"
    r"supervisory authority|information commissioner",
    re.I,
)
_AUTHORITYS = re.compile(
    r"datatilsynet\.(?:dk|no)|\bdt@|postkasse@datatilsynet|carl jacobsens vej 35|borgergade 28|"
    r"trelastgata 3|postboks 458|33\s?19\s?32\s?00|22\s?39\s?69\s?00",
    re.I,
)
_WEB = re.compile(r"(?:https?://|www\.)[\w./-]+[\w/]")
_NO_NAME = table("phrases")["controllers.no_name"].words


def controllers(every: list[Seen]) -> list[Drafted]:
    """All that a text says of the company itself."""
    found: list[Drafted] = []
    own = [each for each in every if not _is_authoritys(each, every)]
    for each in own:
        found += _numbers(each)
    name = _named(own, found)
    if name:
        found.append(name)
    found += _reached(own)
    found += _address(own)
    found += _country(own, found)
    found += [
        Drafted(Kind.AUTHORITY, "name", hit[0], each.sentence)
        for each in every
        if each.sentence.role is not Role.HEADING and (hit := AUTHORITY.search(each.sentence.text))
    ][:1]
    return found


def _is_authoritys(each: Seen, every: list[Seen]) -> bool:
    """Whether a line belongs to the authority: it names it, or stands in an address block below its name."""
    if _AUTHORITYS.search(each.sentence.text):
        return True
    heading = each.sentence.heading
    if AUTHORITY.search(heading) or (each.sentence.role is not Role.PROSE and "complaint" in each.near):
        return True
    if each.sentence.role in (Role.LINE, Role.ITEM):
        at = every.index(each)
        for before in reversed(every[max(0, at - 7) : at]):
            if (
                each.sentence.line - before.sentence.line > 8
                or before.sentence.headings != each.sentence.headings
            ):
                break
            if AUTHORITY.search(before.sentence.text):
                return True
            if before.sentence.role is Role.PROSE:
                break
    return False


def _numbers(each: Seen) -> Iterator[Drafted]:
    text = each.sentence.text
    if each.topics & {"processors", "recipients"} and "controller" not in each.topics:
        return
    for pattern, country in ((_CVR, "DK"), (_ORG, "NO")):
        if hit := pattern.search(text):
            yield Drafted(Kind.CONTROLLER, "number", hit[1].replace(" ", ""), each.sentence, about=(country,))


def _named(own: list[Seen], found: list[Drafted]) -> Drafted | None:
    """The company's name: by what says so; else the one with a form of company that stands nearest its
    number."""
    scores: Counter[str] = Counter()
    where: dict[str, Sentence] = {}
    lines = [fact.sentence.line for fact in found]

    def count(name: str, sentence: Sentence, points: int) -> None:
        name = _ABOUT.sub("", name).strip(" ,.:;")
        if len(name) < 2 or _NO_NAME.fullmatch(name.lower()) or _NO_NAME.match(name.lower()):
            return
        scores[name] += points
        where.setdefault(name, sentence)

    for each in own:
        sentence, text = each.sentence, each.sentence.text
        foreign = (
            bool(each.topics & {"processors", "recipients", "cookies"}) and "controller" not in each.topics
        )
        near = 6 if any(abs(sentence.line - line) <= 3 for line in lines) else 0
        for hit in COMPANY.finditer(text):
            count(
                hit[1],
                sentence,
                1 if foreign else 4 + near + (3 if each.topics & {"controller", "contact"} else 0),
            )
        title = _OF_TITLE.search(text) if sentence.role is Role.HEADING and sentence.line <= 4 else None
        if title and not text.isupper():
            count(title[1], sentence, 3)
        for hit in _IS_CONTROLLER.finditer(text):
            count(hit[1] or hit[2], sentence, 9)
        for hit in _DEFINED.finditer(text):
            count(hit[1], sentence, 7)
        if (
            (
                sentence.role in (Role.LINE, Role.ITEM)
                and near
                and not re.search(r"\d{4}|@|:", text)
                and len(text.split()) <= 6
            )
            and each.near & {"controller", "contact"}
            and text[:1].isupper()
            and not _STREET.match(text)
        ):
            count(text, sentence, 5 + (2 if any(0 < line - sentence.line <= 3 for line in lines) else 0))
    if not scores:
        return None
    best = max(scores, key=lambda name: (scores[name], len(name)))
    return Drafted(Kind.CONTROLLER, "name", best, where[best])


def _reached(own: list[Seen]) -> Iterator[Drafted]:
    emails: list[tuple[int, str, Sentence]] = []
    done: set[str] = set()
    for order, each in enumerate(own):
        sentence, text = each.sentence, each.sentence.text
        officer = _OFFICER.search(each.low) or _OFFICER.search(sentence.heading.lower())
        if officer and not (_OFFICER.search(each.low) and denied(each.low, officer.start())):
            if (hit := _OFFICERS_NAME.search(text)) and "officer.person" not in done:
                done.add("officer.person")
                yield Drafted(Kind.CONTROLLER, "officer.person", hit[1], sentence)
            for name, pattern in (("officer.email", _EMAIL), ("officer.phone", _PHONE)):
                if (hit := pattern.search(text)) and name not in done:
                    done.add(name)
                    yield Drafted(
                        Kind.CONTROLLER, name, (hit[1] or hit[2]) if pattern is _PHONE else hit[0], sentence
                    )
            continue
        foreign = each.topics & {"processors", "recipients", "reporting"}
        for hit in _EMAIL.finditer(text):
            points = (3 if each.topics & {"contact", "controller", "rights", "withdrawal"} else 0) - (
                6 if foreign else 0
            )
            emails.append((points * 1000 - order, hit[0].rstrip("."), sentence))
        if (
            (hit := _PHONE.search(text))
            and "phone" not in done
            and not foreign
            and not _CVR.search(text[: hit.end()][-20:])
        ):
            done.add("phone")
            yield Drafted(Kind.CONTROLLER, "phone", re.sub(r"[\[\]]", "", hit[1] or hit[2]).strip(), sentence)
        if (
            (hit := _PERSON.search(text))
            and "person" not in done
            and not foreign
            and not COMPANY.search(text[hit.start() : hit.end() + 5])
        ):
            done.add("person")
            yield Drafted(Kind.CONTROLLER, "person", hit[1], sentence)
        if (
            (hit := _WEB.search(text))
            and "web" not in done
            and each.topics & {"contact", "controller"}
            and "cookies" not in each.topics
        ):
            done.add("web")
            yield Drafted(Kind.CONTROLLER, "web", hit[0], sentence)
    if emails:
        _, email, sentence = max(emails, key=lambda one: one[0])
        yield Drafted(Kind.CONTROLLER, "email", email, sentence)


def _address(own: list[Seen]) -> Iterator[Drafted]:
    for at, each in enumerate(own):
        if each.topics & {"processors", "recipients"}:
            continue
        if hit := _ADDRESS.search(each.sentence.text):
            yield Drafted(
                Kind.CONTROLLER, "address", f"{hit[1].strip(' ,')}, {hit[2]} {hit[3]}", each.sentence
            )
            return
        post = _POSTCODE.match(each.sentence.text.strip(" ,.")) if at else None
        if post and at and (street := _STREET.match(own[at - 1].sentence.text.strip(" ,"))):
            yield Drafted(
                Kind.CONTROLLER,
                "address",
                f"{street[1].strip()}, {post[1]} {post[2].strip()}",
                own[at - 1].sentence,
            )
            return


def _country(own: list[Seen], found: list[Drafted]) -> Iterator[Drafted]:
    for fact in found:
        if fact.name == "number":
            yield Drafted(Kind.CONTROLLER, "country", fact.about[0], fact.sentence)
            return
    for each in own:
        text = each.sentence.text
        if each.topics & {"processors", "recipients", "transfers"}:
            continue
        for country, sign in (("DK", r"\+45|\bApS\b|\bA/S\b|\bDK-\d{4}"), ("NO", r"\+47|\bNO-\d{4}")):
            if re.search(sign, text):
                yield Drafted(
                    Kind.CONTROLLER,
                    "country",
                    country,
                    each.sentence,
                    "the country, by the form of company or the telephone number",
                )
                return
