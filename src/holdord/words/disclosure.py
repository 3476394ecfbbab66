"""Disclosures: each passing-on of a person's data, as it happens day by day (Art. 15(1)(c), 5(2))."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Withheld:
    """That the person must not be told yet: by which exception of the law, and until the end of which day.

    In Denmark databeskyttelsesloven § 22, in Norway personopplysningsloven § 16.
    """

    law: str
    until: date


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Data of one person (`subject`, a random id of the store) was passed on to somebody on a day.

    `recipient` is a recipient of the policy, or "" where it is none; `to` is who got the data, by name.
    `ground` is what allowed or demanded it, `reference` the recipient's own, such as a case number.
    `struck` tells when somebody took it back, for it was written down by mistake.
    """

    id: str
    subject: str
    recipient: str
    to: str
    on: date
    ground: str
    categories: tuple[str, ...]
    reference: str = ""
    withheld: Withheld | None = None
    by: str = ""
    at: datetime | None = None
    struck: datetime | None = None

    def told_on(self, day: date) -> bool:
        """Whether the person it is about is told of it on a day."""
        return self.struck is None and (self.withheld is None or day > self.withheld.until)
