"""Names of things as words: a state, a right, an event, a purpose; and times where the controller is."""

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe

from holdord.letters.events import event
from holdord.letters.law import country
from holdord.store.records import Restriction
from holdord.web import languages
from holdord.web.offices import the_office
from holdord.words.by_hand import ByHand
from holdord.words.decision import OwnDecision
from holdord.words.plan import Kept
from holdord.words.policy import Category, Key, KeyKind, Purpose, Recipient

register = template.Library()


def _word(language: str, kind: str, name: object) -> str | None:
    return languages.phrases(language).get(f"c_{kind}_{name}".replace("-", "_"))


@register.simple_tag(takes_context=True)
def term(context: Any, kind: str, name: object) -> str:
    """What something of a kind is called; the name itself where there is no word for it."""
    return _word(context["language"], kind, name) or str(name)


@register.simple_tag(takes_context=True)
def happened(context: Any, kind: str) -> str:
    """What an event is called; where a plan could not be made again its kind is that of the finding."""
    return _word(context["language"], "event", kind) or _word(context["language"], "fault", kind) or kind


@register.simple_tag(takes_context=True)
def looked_at(context: Any, what: str) -> str:
    """What somebody looked at; of a notice, with the recipient it is for."""
    kind, _, of = what.partition(" ")
    told = _word(context["language"], "look", kind) or kind
    return f"{told}: {named(context, 'recipient', of)}" if of else told


_CHANGES = (
    ("roles", re.compile(r"roles: (?P<roles>.+)")),
    ("covers", re.compile(r"covers (?P<absent>\S+) as (?P<role>\w+) until (?P<until>[\d-]+)")),
    ("covers_no_more", re.compile(r"covers (?P<absent>\S+) no more")),
    ("reset", re.compile("second factor reset")),
)


@register.simple_tag(takes_context=True)
def account_change(context: Any, what: str) -> str:
    """What was done with an account, in words; as it was written down where there are none."""
    language = context["language"]
    for name, form in _CHANGES:
        if found := form.fullmatch(what):
            values: dict[str, str] = found.groupdict()
            if values.get("roles") == "none":
                return languages.say(language, "c_account_no_roles")
            for key in values.keys() & {"roles", "role"}:
                said = [_word(language, "role", role) or role for role in values[key].split(", ")]
                values[key] = ", ".join(said).lower()
            if "until" in values:
                values["until"] = languages.day(date.fromisoformat(values["until"]), language)
            return languages.say(language, f"c_account_{name}", **values)
    return _word(language, "account", what) or what


@register.simple_tag(takes_context=True)
def named(context: Any, kind: str, name: str) -> str:
    """A purpose, category or recipient as the policy says it in the language of the page; else its name."""
    policy = the_office().policy
    found: Purpose | Category | Recipient | ByHand | None = {
        "purpose": policy.purposes.get(name),
        "category": policy.categories.get(name),
        "recipient": policy.recipients.get(name),
        "place": policy.by_hand.get(name) or policy.recipients.get(name),
    }[kind]
    said = languages.spoken(found.says, context["language"], name) if found else name
    return said[:1].upper() + said[1:] if found else name


@register.simple_tag(takes_context=True)
def term_day(context: Any, name: str, of: date, **values: object) -> str:
    """A phrase with a day in it."""
    language = context["language"]
    return languages.say(language, name, day=languages.day(of, language), **values)


@register.simple_tag(takes_context=True)
def land(context: Any, code: str) -> str:
    """The name of a country."""
    return country(code, context["language"])


@register.simple_tag(takes_context=True)
def measure(context: Any, name: str) -> str:
    """A measure as the policy says it."""
    said = languages.spoken(the_office().policy.measures[name].says, context["language"], name)
    return said[:1].upper() + said[1:]


@register.simple_tag(takes_context=True)
def decided(context: Any, decision: OwnDecision) -> str:
    """What a machine decided and how it came out, as the policy says both."""
    kind, language = the_office().policy.decisions[decision.decision], context["language"]
    code = decision.outcome or ""
    outcome = languages.spoken(kind.outcomes.get(code, {}), language, code)
    said = languages.spoken(kind.says, language, decision.decision)
    return f"{said[:1].upper()}{said[1:]}: {outcome}"


@register.simple_tag(takes_context=True)
def label(context: Any, field: Any) -> str:
    """The label of a field: our word where the form's own comes in English only."""
    return _word(context["language"], "field", field.name) or str(field.label)


@register.simple_tag(takes_context=True)
def key_name(context: Any, key: Key | str) -> str:
    """What a key is called: a word for its kind, or its name as words."""
    found = key if isinstance(key, Key) else the_office().policy.keys.get(key, Key(str(key)))
    word = _word(context["language"], "key", found.name)
    if word is None and found.kind in (KeyKind.EMAIL, KeyKind.PHONE):
        word = _word(context["language"], "key", found.kind)
    return word or found.name.replace("_", " ").capitalize()


@register.simple_tag(takes_context=True)
def until(context: Any, kept: Kept, latest: bool) -> str:
    """Until when something stays: a day, or the latest of several, what it waits for, or what stops it."""
    language = context["language"]
    if kept.shared:
        alone = until(context, replace(kept, stopped_by=""), latest) if kept.purpose else ""
        alone = alone or languages.say(language, "c_next_sweep")
        return f"{languages.say(language, 'c_shared')}, {alone}"
    if kept.until:
        day = languages.day(date.fromisoformat(kept.until), language)
        return languages.say(language, "c_stays_latest" if latest else "c_stays_until", day=day)
    if kept.stopped_by:
        stops = [stop.partition(" ") for stop in kept.stopped_by.split(", ")]
        reasons = context.get("restricted") or {}
        told = format_html_join(
            ", ", "{}", ((_stop(language, kind, id, reasons.get(id)),) for kind, _, id in stops)
        )
        return format_html("{} {}", languages.say(language, "c_stopped"), told)
    return f"{languages.say(language, 'c_waits_for')} {event(kept.waits_for, language)}"


def _stop(language: str, kind: str, id: str, restriction: Restriction | None) -> str:
    """A hold or a restriction by its id; of a restriction that stands also why, and the request it is of."""
    called = f"{_word(language, 'stop', kind) or kind} {id}".strip()
    if restriction is None:
        return called
    why = _word(language, "ground", restriction.ground) or restriction.ground
    if not restriction.by.startswith("Q-"):
        return f"{called} ({why})"
    url = reverse("console:request", args=[restriction.by])
    return format_html('{} ({}, <a href="{}">{}</a>)', called, why, url, restriction.by)


@register.simple_tag(takes_context=True)
def ground(context: Any, kept: Kept) -> str:
    """On which ground something stays: its law, else its basis in words."""
    return kept.law or _word(context["language"], "basis", kept.basis) or kept.basis


@register.simple_tag(takes_context=True)
def moment(context: Any, of: datetime | str) -> str:
    """ "3 December 2026, 14:05", where the controller is."""
    at = datetime.fromisoformat(of) if isinstance(of, str) else of
    local = at.astimezone(the_office().policy.controller.calendar.zone)
    return f"{languages.day(local.date(), context['language'])}, {local:%H:%M}"


@register.simple_tag(takes_context=True)
def short_month(context: Any, of: date) -> str:
    """ "Dec": enough below a bar."""
    return languages.phrases(context["language"])["months"].split()[of.month - 1][:3]


@register.simple_tag(takes_context=True)
def whole_month(context: Any, of: date) -> str:
    """ "December 2026"."""
    return f"{languages.phrases(context['language'])['months'].split()[of.month - 1]} {of.year}"


@register.simple_tag(takes_context=True)
def refusal(context: Any, finding: Any) -> str:
    """Why something was not done, in the language of the page where there are words for it."""
    told = _word(context["language"], "fault", finding.code)
    return told or ". ".join(part for part in (finding.message, finding.help) if part)


@register.simple_tag(takes_context=True)
def picture(context: Any, drawn: str, says: str) -> str:
    """A drawing of the server's own making (never of what anybody typed), with what it says in words."""
    label = escape(languages.say(context["language"], says))
    body = drawn[drawn.index("<svg") :].replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)
    return mark_safe(body)
