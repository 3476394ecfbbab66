"""What the console's forms share: which findings a refusal shows, and a number that a form sends."""

from django.http import Http404

from holdord.store import StoreFault
from holdord.words.finding import Finding
from holdord.workflows.office import Refused


def faults_of(fault: Refused | StoreFault | None) -> list[Finding]:
    """The findings of what was refused; none where nothing was."""
    if fault is None:
        return []
    return list(fault.findings) if isinstance(fault, Refused) else [fault.finding]


def number_of(id: str) -> int:
    """The number of a letter, as a form sends it; raises Http404 where it is none that the store can have."""
    if not (id.isascii() and id.isdecimal()) or len(id) > 18:
        raise Http404
    return int(id)
