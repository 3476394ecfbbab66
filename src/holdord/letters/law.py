"""Where the law says it, as each language cites it, and where a person complains in each country."""

import re
from dataclasses import dataclass

from holdord.words.countries import COUNTRIES
from holdord.words.languages import LANGUAGES
from holdord.words.policy import Controller
from holdord.words.transfers import EEA as EEA

_ARTICLE = re.compile(r"\bArt\. ?(\d+)(?:\((\d+)\))?(?:\(([a-z])\))?")

_FORMS = {
    "da": ("artikel {}", ", stk. {}", ", litra {}"),
    "nb": ("artikkel {}", " nr. {}", " bokstav {}"),
    "en": ("Article {}", "({})", "({})"),
}
_OF_THE_GDPR = {
    "da": "databeskyttelsesforordningens {}",
    "nb": "personvernforordningen {}",
    "en": "{} of the GDPR",
}

_EXACT = re.compile(r"(§+|\bArt(?:\.|ikel|ikkel|icle)) ?\d", re.IGNORECASE)


def cited(source: str, language: str) -> str:
    """A source of law in a language: "Art. 6(1)(c)" as each cites the GDPR, national law as it stands."""
    source = source.removeprefix("GDPR ")
    source = source.removesuffix(" GDPR") if _ARTICLE.match(source) else source
    return articles(source, language, _OF_THE_GDPR[language])


def articles(source: str, language: str, of: str = "{}") -> str:
    """ "Art. 6(1)(b)" as "artikel 6, stk. 1, litra b", "artikkel 6 nr. 1 bokstav b", "Article 6(1)(b)".

    `of` is how each stands in its act.
    """
    one, paragraph, point = _FORMS[language]

    def _said(found: re.Match[str]) -> str:
        parts = [one.format(found[1])]
        parts += [paragraph.format(found[2])] if found[2] else []
        parts += [point.format(found[3])] if found[3] else []
        return of.format("".join(parts))

    return _ARTICLE.sub(_said, source)


def is_exact(source: str) -> bool:
    """Whether a source names a section or an article by its number, as Norwegian refusals must."""
    return bool(_EXACT.search(source))


@dataclass(frozen=True, slots=True)
class Authority:
    """A supervisory authority (Art. 51), as a person can reach it."""

    name: str
    address: str
    phone: str
    email: str
    web: str

    @property
    def line(self) -> str:
        """Everything on one line."""
        return ", ".join((self.name, self.address, self.phone, self.email, self.web))


AUTHORITIES = {
    "DK": Authority(
        "Datatilsynet",
        "Carl Jacobsens Vej 35, 2500 Valby",
        "+45 33 19 32 00",
        "dt@datatilsynet.dk",
        "www.datatilsynet.dk",
    ),
    "NO": Authority(
        "Datatilsynet",
        "Postboks 458 Sentrum, 0105 Oslo",
        "+47 22 39 69 00",
        "postkasse@datatilsynet.no",
        "www.datatilsynet.no",
    ),
}


def authority_of(controller: Controller) -> str:
    """Where to complain about a controller: what the policy says, else the authority of its country.

    Raises ValueError where neither is known: a letter that cannot say it must not be sent (Art. 12(4)).
    """
    known = AUTHORITIES.get(controller.country)
    if known and controller.authority in ("", known.name):
        return known.line
    if not controller.authority:
        raise ValueError(
            f"the policy must name the authority that people in {controller.country} complain to"
        )
    return controller.authority


def country(code: str, language: str) -> str:
    """The name of a country, or its code where no name is known here."""
    known = COUNTRIES.get(code)
    return known[LANGUAGES.index(language)] if known else code
