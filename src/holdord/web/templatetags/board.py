"""Tags of pages that show how promises stand: in words of the page's language."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html

from holdord.letters.board import proof_said, reason_said, state_said
from holdord.web import languages
from holdord.web.offices import the_office
from holdord.words.policy import Proof
from holdord.words.standing import Reason, State

register = template.Library()

_TAGS = {State.KEPT: "good", State.DUE: "warn", State.UNPROVEN: "", State.BROKEN: "bad"}


@register.simple_tag(takes_context=True)
def standing_tag(context: Any, state: State) -> str:
    """A state as a small tag."""
    return format_html('<span class="tag {}">{}</span>', _TAGS[state], state_said(state, context["language"]))


@register.simple_tag(takes_context=True)
def standing_word(context: Any, state: State | str) -> str:
    """A state as a word."""
    return state_said(State(state), context["language"])


@register.simple_tag(takes_context=True)
def why(context: Any, reason: Reason | Mapping[str, Any]) -> str:
    """Why something stands as it does: a reason, or one that was written down."""
    return reason_said(the_office().policy, _reason(reason), context["language"])


@register.simple_tag(takes_context=True)
def proved(context: Any, proof: Proof) -> str:
    """How a promise is proved."""
    return proof_said(proof, context["language"])


@register.simple_tag(takes_context=True)
def day_of(context: Any, of: datetime) -> str:
    """The day of a moment, where the controller is."""
    local = of.astimezone(the_office().policy.controller.calendar.zone)
    return languages.day(local.date(), context["language"])


def _reason(found: Reason | Mapping[str, Any]) -> Reason:
    if isinstance(found, Reason):
        return found
    known = {name: found[name] for name in ("code", "fact", "count", "what") if name in found}
    at = datetime.fromisoformat(found["at"]) if found.get("at") else None
    return Reason(**known, at=at)
