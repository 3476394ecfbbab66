"""Names of things as words: a state, a right, an event; and times of day where the controller is."""

from datetime import datetime
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import mark_safe

from holdord.web import languages
from holdord.web.offices import the_office

register = template.Library()


@register.simple_tag(takes_context=True)
def term(context: Any, kind: str, name: object) -> str:
    """What something of a kind is called; the name itself where there is no word for it."""
    return languages.phrases(context["language"]).get(f"c_{kind}_{name}".replace("-", "_"), str(name))


@register.simple_tag(takes_context=True)
def moment(context: Any, of: datetime) -> str:
    """ "3 December 2026, 14:05", where the controller is."""
    local = of.astimezone(the_office().policy.controller.calendar.zone)
    return f"{languages.day(local.date(), context['language'])}, {local:%H:%M}"


@register.simple_tag(takes_context=True)
def refusal(context: Any, finding: Any) -> str:
    """Why something was not done, in the language of the page where there are words for it."""
    words = languages.phrases(context["language"])
    told = words.get(f"c_fault_{finding.code}".replace("-", "_"))
    return told or ". ".join(part for part in (finding.message, finding.help) if part)


@register.simple_tag(takes_context=True)
def picture(context: Any, drawn: str, says: str) -> str:
    """A drawing of the server's own making (never of what anybody typed), with what it says in words."""
    label = escape(languages.say(context["language"], says))
    body = drawn[drawn.index("<svg") :].replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)
    return mark_safe(body)
