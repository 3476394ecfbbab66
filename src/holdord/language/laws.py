"""What the law says in numbers, dated: periods of bookkeeping and limitation, and where data may go.

Tables, not advice, last looked at on the day `LOOKED_AT`. Each period was read in the text that its `source`
names. Of hvidvaskloven and forældelsesloven that text is not known to be the newest consolidation: look again
before relying on it. The countries found adequate are those of the Commission's decisions known by that day,
of which Brazil's and the renewal of the United Kingdom's are the latest; in Norway such a decision applies
through the EEA Agreement. Acts are recognised by the name a policy gives them under `law:`, with the section
where it is given.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from holdord.words.period import After, Anchor, Duration, EndOf, Fixed, OfEvent
from holdord.words.transfers import EEA as EEA

LOOKED_AT = "2026-11-20"


class Rule(StrEnum):
    """What a period in an act does to whoever keeps data."""

    DUTY = "duty"  # must be kept at least so long
    EXACT = "exact"  # must be kept so long, and must then go
    CEILING = "ceiling"  # must go after so long
    LIMITATION = "limitation"  # claims lapse after so long: a reason to keep, never a duty


@dataclass(frozen=True, slots=True)
class Law:
    """A rule with a period.

    `name` and `section` are how a policy cites it; `act` and `sections` are patterns that recognise it.
    `length` counts from the event, or from the end of the financial year in which the event lies.
    """

    name: str
    section: str
    country: str
    rule: Rule
    length: Duration
    act: str
    sections: str
    from_fiscal_year: bool = False
    about: str = ""
    source: str = ""

    def period(self, event: str) -> Fixed:
        """The period of the act, counted from an event of this name."""
        start: Anchor = OfEvent(event)
        if self.from_fiscal_year:
            start = EndOf("fiscal_year", start)
        return Fixed(After(self.length, start))

    @property
    def cited(self) -> str:
        """The act and the section as a policy names them."""
        return f"{self.name} {self.section}"


_DK_BOOKKEEPING = r"bogf(ø|oe|o)ringslov|lov om bogf(ø|oe|o)ring|danish bookkeeping act"
_NO_BOOKKEEPING = r"bokf(ø|oe|o)ringslov|lov om bokf(ø|oe|o)ring|norwegian bookkeeping act"

LAWS = (
    Law(
        name="bogføringsloven",
        section="§ 12",
        country="DK",
        rule=Rule.DUTY,
        length=Duration(months=60),
        act=_DK_BOOKKEEPING,
        sections=r"(.*\b)?(12|10)(?!\d).*|",
        from_fiscal_year=True,
        about="accounting records are kept for five years from the end of the financial year they concern",
        source="lov 700/2022 § 12, stk. 1",
    ),
    Law(
        name="bokføringsloven",
        section="§ 13 nr. 5-8",
        country="NO",
        rule=Rule.DUTY,
        length=Duration(months=42),
        act=_NO_BOOKKEEPING,
        sections=r"13[^§]*\b(nr|no|nummer|number)\.? ?[5-8]\b.*",
        from_fiscal_year=True,
        about="contracts, correspondence and packing slips are kept for three years and six months from the "
        "end of the financial year",
        source="lov 2004-11-19-73 § 13 first paragraph no. 5-8",
    ),
    Law(
        name="bokføringsloven",
        section="§ 13",
        country="NO",
        rule=Rule.DUTY,
        length=Duration(months=60),
        act=_NO_BOOKKEEPING,
        sections=r"13(?!\d).*|",
        from_fiscal_year=True,
        about="documentation of what is booked is kept for five years from the end of the financial year",
        source="lov 2004-11-19-73 § 13 first paragraph no. 1-4",
    ),
    Law(
        name="hvidvaskloven",
        section="§ 30",
        country="DK",
        rule=Rule.EXACT,
        length=Duration(months=60),
        act=r"hvidvasklov",
        sections=r"30(?!\d).*|",
        about="what was gathered about a customer is kept for five years after the relationship or the "
        "single transaction ended, and personal data is then deleted",
        source="LBK 807/2024 § 30, stk. 2",
    ),
    Law(
        name="hvitvaskingsloven",
        section="§ 30",
        country="NO",
        rule=Rule.EXACT,
        length=Duration(months=60),
        act=r"hvitvaskingslov",
        sections=r"30(?!\d).*|",
        about="what was gathered about a customer is kept for five years after the relationship ended or the "
        "transaction was made, and personal data is then deleted",
        source="hvitvaskingsloven § 30",
    ),
    Law(
        name="tv-overvågningsloven",
        section="§ 4 c",
        country="DK",
        rule=Rule.CEILING,
        length=Duration(days=30),
        act=r"tv-?overv(å|aa)gningslov",
        sections=r"4 ?c.*|",
        about="recordings made to prevent crime are deleted within 30 days, unless a report to the police or "
        "a dispute needs them",
        source="LBK 182/2023 § 4 c, stk. 4-5",
    ),
    Law(
        name="arbejdstidsloven",
        section="§ 4 b",
        country="DK",
        rule=Rule.DUTY,
        length=Duration(months=60),
        act=r"arbejdstidslov",
        sections=r"4 ?b.*|",
        about="records of working time are kept for five years after the period for which the weekly average "
        "is reckoned",
        source="LBK 982/2024 § 4 b, stk. 3",
    ),
    Law(
        name="forældelsesloven",
        section="§ 3",
        country="DK",
        rule=Rule.LIMITATION,
        length=Duration(months=36),
        act=r"for(æ|ae)ldelseslov",
        sections=r"[234](?!\d).*|",
        about="claims lapse after three years; five for wages, ten after a judgment or a written debt",
        source="LBK 1238/2015 § 3",
    ),
    Law(
        name="foreldelsesloven",
        section="§ 2",
        country="NO",
        rule=Rule.LIMITATION,
        length=Duration(months=36),
        act=r"foreldelseslov",
        sections=r"[2-9](?!\d).*|10.*|",
        about="claims lapse after three years; one year more from knowledge, at most ten",
        source="lov 1979-05-18-18 § 2",
    ),
)

SUPERSEDED = {
    ("bogføringsloven", "10"): "§ 12 since 1 July 2022 (lov 700/2022)",
}
"""Sections that are still cited and no longer hold the rule, with the one that does."""

_SECTION = re.compile(r"(?:§+|section|paragraf)\s*(.*)")


@lru_cache(maxsize=1024)
def law_cited(text: str) -> Law | None:
    """The rule that a policy names under `law:`, or None where none of those known here is meant."""
    words = " ".join(text.lower().split())
    for law in LAWS:
        if re.search(law.act, words) and re.fullmatch(law.sections, section_cited(words).rstrip(" .;,")):
            return law
    return None


def section_cited(text: str) -> str:
    """What follows the first section sign of a citation; "" where no section is given."""
    found = _SECTION.search(" ".join(text.lower().split()))
    return found.group(1) if found else ""


def superseded_by(text: str) -> str:
    """The section that has taken over from the one cited, or ""."""
    law = law_cited(text)
    return SUPERSEDED.get((law.name, section_cited(text).split(",")[0].strip()), "") if law else ""


IDENTITY_NUMBER_RULES = {
    "DK": "databeskyttelsesloven § 11, stk. 2",
    "NO": "personopplysningsloven § 12",
}
"""Where national law says when an identity number may be used (Art. 87)."""

NUMBER_BY_CONSENT = {"DK": True, "NO": False}
"""Whether a consent is enough: in Denmark it is (§ 11, stk. 2, nr. 2); in Norway § 12 asks for a need."""

CRIMINAL_DATA_RULES = {
    "DK": "databeskyttelsesloven § 8, stk. 3-5",
    "NO": "personopplysningsloven § 11",
}
"""Where national law says when data about offences may be used (Art. 10)."""

MARKETING_RULES = {
    "DK": "markedsføringsloven § 10",
    "NO": "markedsføringsloven § 15",
}
"""Where national law asks for consent before marketing by electronic mail."""
