"""Tags of all templates: a phrase, a day, a text of the policy, the address of a file that is served."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html

from holdord.web import assets, languages

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: Any, name: str, **values: object) -> str:
    """A phrase in the language of the page."""
    return languages.say(context["language"], name, **values)


@register.simple_tag(takes_context=True)
def day(context: Any, of: date) -> str:
    """A date in the language of the page."""
    return languages.day(of, context["language"])


@register.simple_tag(takes_context=True)
def spoken(context: Any, text: Mapping[str, str], instead: str = "") -> str:
    """A text of the policy in the language of the page, or the nearest there is."""
    return languages.spoken(text, context["language"], instead)


@register.simple_tag(takes_context=True)
def tongue(context: Any, text: Mapping[str, str]) -> str:
    """The attribute that says in which language `spoken` gives a text, where it is not the page's."""
    other = languages.tongue(text, context["language"])
    return format_html(' lang="{}"', other) if other else ""


@register.simple_tag
def asset(name: str) -> str:
    """The address of a file: it changes with the file, so that it may be kept for ever."""
    return assets.address(name)
