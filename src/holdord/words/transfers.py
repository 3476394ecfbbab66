"""Where data is protected by law as it is here: the European Economic Area, and countries found adequate.

As looked up on 20 November 2026.
"""

_UNION = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
_PARTS_OF_THE_UNION = "AX GF GP MF MQ RE YT"  # with codes of their own

EEA = frozenset(f"{_UNION} {_PARTS_OF_THE_UNION} IS LI NO".split())
"""The European Economic Area, by ISO 3166 code. Greenland, the Faroe Islands and Svalbard are not in it."""

ADEQUATE = {
    "AD": "Andorra, decision 2010/625/EU",
    "AR": "Argentina, decision 2003/490/EC",
    "BR": "Brazil, decision (EU) 2026/179",
    "CH": "Switzerland, decision 2000/518/EC",
    "FO": "the Faroe Islands, decision 2010/146/EU",
    "GB": "the United Kingdom, decision (EU) 2021/1772, renewed in December 2025",
    "GG": "Guernsey, decision 2003/821/EC",
    "IL": "Israel, decision 2011/61/EU",
    "IM": "the Isle of Man, decision 2004/411/EC",
    "JE": "Jersey, decision 2008/393/EC",
    "JP": "Japan, decision (EU) 2019/419",
    "KR": "the Republic of Korea, decision (EU) 2022/254",
    "NZ": "New Zealand, decision 2013/65/EU",
    "UY": "Uruguay, decision 2012/484/EU",
}
"""Countries found to protect personal data adequately (Art. 45), with the Commission's decision."""

ADEQUATE_IN_PART = {
    "CA": "only for organisations under the Canadian PIPEDA (decision 2002/2/EC)",
    "US": "only for companies certified under the EU-US Data Privacy Framework (decision (EU) 2023/1795)",
}
"""Countries where adequacy covers some recipients: which one this is has to be said."""


def is_lawful(country: str, safeguards: str) -> bool:
    """Whether data may go to a country: inside the EEA, found adequate, or with safeguards (Art. 45-46)."""
    return country in EEA or country in ADEQUATE or bool(safeguards.strip())
