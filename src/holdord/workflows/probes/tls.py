"""The company's site: whether its line is encrypted, by which version, until when its certificate holds."""

from datetime import datetime

from holdord.words.probe import Measured, Outcome
from holdord.workflows.office import Office
from holdord.workflows.outside import OutsideFault, look_at

ENOUGH = 21
"""Days that a certificate should still hold: whoever renews by hand needs them."""

MODERN = ("TLSv1.2", "TLSv1.3")


def measure(office: Office, now: datetime) -> Measured:
    """Days the certificate holds, seconds that browsers are told to come back by TLS only (HSTS).

    A certificate that is not trusted, an old version of TLS, or a site in the open is broken; one that ends
    soon or says no HSTS is kept, and counted.
    """
    url = office.policy.controller.site
    if not url.startswith("https://"):
        return Measured(Outcome.BROKEN, {"in the open": 1})
    try:
        seen = look_at(url, office.environment)
    except OutsideFault as fault:
        if fault.finding.code == "certificate-untrusted":
            return Measured(Outcome.BROKEN, {"certificate not trusted": 1}, why=fault.finding.code)
        raise
    days = (seen.expires - now).days
    counts = {"days left": max(days, 0), "hsts seconds": seen.hsts, seen.version: 1}
    if days < ENOUGH:
        counts["ends soon"] = 1
    return Measured(Outcome.KEPT if seen.version in MODERN and days >= 0 else Outcome.BROKEN, counts)
