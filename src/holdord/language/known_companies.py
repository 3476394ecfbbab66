"""Companies that many others use, and where they are at home: a small table, dated, to be looked up again.

It is no register: companies move, are sold, and let a company of theirs in the EU sign. So what follows from
it is a question, never a verdict. Each line was written from what the company itself says in its terms and
privacy notice (who contracts, where its head office is), as known on the day `LOOKED_AT`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

LOOKED_AT = "2026-11-20"
SOURCE = "the companies' own terms and privacy notices"


@dataclass(frozen=True)
class Known:
    """A company by the names under which it is known, its home, and where companies of its group contract.

    `profiles`: what it is bought for is to choose what each person is shown.
    """

    name: str
    home: str
    contracts: tuple[str, ...] = ()
    also: str = ""
    profiles: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What recognises it in a text; a name that is a common word is told by its capital letter."""
        names = "|".join(re.escape(name) for name in (self.name, *filter(None, self.also.split(", "))))
        return re.compile(rf"(?<![\w.@-])(?:{names})(?![\w])")


KNOWN = (
    Known("ActiveCampaign", "US"),
    Known("Adyen", "NL"),
    Known("Amazon Web Services", "US", ("LU",), "AWS"),
    Known("Brevo", "FR", also="Sendinblue"),
    Known("Calendly", "US"),
    Known("Clerk.io", "DK", profiles=True),
    Known("Cloudflare", "US"),
    Known("Criteo", "FR", profiles=True),
    Known("Dropbox", "US", ("IE",)),
    Known("Dynamic Yield", "US", profiles=True),
    Known("Facebook", "US", ("IE",), "Instagram, WhatsApp, Meta Platforms, Meta Pixel, Meta"),
    Known("Freshworks", "US", also="Freshdesk"),
    Known("Google", "US", ("IE",), "YouTube, Firebase, DoubleClick"),
    Known("Hello Retail", "DK", profiles=True),
    Known("Hotjar", "MT"),
    Known("HubSpot", "US", ("IE",)),
    Known("Intercom", "US", ("IE",)),
    Known("Klarna", "SE"),
    Known("Klaviyo", "US"),
    Known("LinkedIn", "US", ("IE",)),
    Known("Mailchimp", "US", also="MailChimp, Intuit"),
    Known("Microsoft", "US", ("IE",), "Office 365, Microsoft 365"),
    Known("Nosto", "FI", profiles=True),
    Known("PayPal", "US", ("LU",)),
    Known("Pinterest", "US", ("IE",)),
    Known("Raptor Services", "DK", profiles=True),
    Known("Salesforce", "US", ("IE",)),
    Known("SendGrid", "US", ("IE",), "Twilio"),
    Known("Shopify", "CA", ("IE",)),
    Known("Slack", "US", ("IE",)),
    Known("Snapchat", "US", ("NL",)),
    Known("Stripe", "US", ("IE",)),
    Known("SurveyMonkey", "US", ("IE",)),
    Known("TikTok", "CN", ("IE",)),
    Known("Trustpilot", "DK"),
    Known("Twitter", "US", ("IE",)),
    Known("Typeform", "ES"),
    Known("Vimeo", "US"),
    Known("Zendesk", "US", ("IE",)),
    Known("Zoom", "US"),
)


def known_in(texts: Iterable[str]) -> list[Known]:
    """The companies of the table that some texts name."""
    told = "\n".join(texts)
    return [one for one in KNOWN if one.pattern.search(told)]
