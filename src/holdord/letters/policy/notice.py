"""The short notice beside a form: what Art. 13 wants people to know at the moment they are asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from holdord.letters.framing import capital, sentence
from holdord.letters.law import authority_of
from holdord.letters.letter import headed, shown
from holdord.letters.policy.html import linked
from holdord.letters.policy.markdown import marked
from holdord.letters.policy.voice import Voice, voice_of
from holdord.letters.policy.who import outside_of
from holdord.words.form import Form
from holdord.words.policy import Basis, CategoryKind, Policy, Purpose, Recipient


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice of a form: each entry under what it is about, with one or several lines.

    `policy` is the address of the whole policy, with the words of the link to it.
    """

    form: str
    language: str
    title: str
    entries: tuple[tuple[str, tuple[str, ...]], ...]
    more: str
    policy: str = ""


def form_notice(policy: Policy, form: Form, language: str, address: str = "") -> Notice:
    """The notice of a form in a language: da, nb or en. `address` is where the whole policy can be read."""
    voice = voice_of(policy, language)
    said = voice.text(form.says)
    title = voice.say("notice_title_form", form=said) if said else voice.say("notice_title")
    entries = tuple((voice.say(f"notice_{key}"), lines) for key, lines in _entries(voice, form) if lines)
    return Notice(form.name, language, title, entries, voice.say("notice_more"), address)


def asked_for(policy: Policy, form: Form) -> tuple[str, ...]:
    """The categories a form asks for: those it names, else all personal ones of its purposes."""
    if form.categories:
        return form.categories
    met = dict.fromkeys(name for one in form.purposes for name in policy.purposes[one].categories)
    return tuple(n for n in met if policy.categories[n].kind is not CategoryKind.ANONYMOUS)


def _entries(voice: Voice, form: Form) -> Iterator[tuple[str, tuple[str, ...]]]:
    policy = voice.policy
    company = policy.controller
    purposes = [policy.purposes[name] for name in form.purposes]
    categories = asked_for(policy, form)
    ways = voice.contact
    yield "who", (f"{company.name}. {ways}.",)
    if company.protection_officer:
        yield "officer", (f"{voice.reached(company.protection_officer)}.",)
    yield "what", (f"{capital(voice.categories(categories))}.",)
    yield "why", tuple(_why(voice, one) for one in purposes)
    yield "kept", tuple(_kept(voice, one, alone=len(purposes) == 1) for one in purposes)
    found = receivers(policy, form)
    names = [voice.title(one.says, one.name) for one in found] or [voice.say("notice_to_nobody").capitalize()]
    yield "to", tuple(f"{name}." for name in names)
    yield "outside", tuple(f"{line}." for line in outside_of(voice, found))
    needed = [voice.text(one.required) for one in purposes if one.required]
    yield "required", tuple(sentence(capital(one.strip())) for one in needed)
    stated = voice.text(company.automated_decisions)
    yield "automated", (sentence(capital(stated.strip())),) if stated else ()
    yield "rights", (" ".join(_rights(voice, purposes)),)


def receivers(policy: Policy, form: Form) -> tuple[Recipient, ...]:
    """Who gets something of what the form asks for, for one of its purposes."""
    asked = asked_for(policy, form)
    return tuple(one for one in policy.recipients.values() if one.gets(asked, form.purposes))


def _why(voice: Voice, one: Purpose) -> str:
    purpose = voice.title(one.says, one.name)
    return voice.say("notice_purpose", purpose=purpose, ground=voice.short_ground(one))


def _kept(voice: Voice, one: Purpose, *, alone: bool) -> str:
    period = voice.kept_for(one)
    if alone:
        return f"{capital(period)}."
    return voice.say("notice_kept_for", purpose=voice.title(one.says, one.name), period=period) + "."


def _rights(voice: Voice, purposes: list[Purpose]) -> Iterator[str]:
    try:
        authority = authority_of(voice.policy.controller).partition(",")[0]
    except ValueError:
        authority = voice.say("authority_unknown", country=voice.country(voice.policy.controller.country))
    yield voice.say("notice_rights_all", authority=authority)
    if any(one.basis.objectable for one in purposes):
        yield voice.say("notice_rights_object")
    if any(one.marketing for one in purposes):
        yield voice.say("notice_rights_marketing")
    if any(one.basis is Basis.CONSENT for one in purposes):
        yield voice.say("notice_rights_withdraw")


def notice_as_html(notice: Notice, level: int = 2) -> str:
    """The notice as a piece of HTML to put beside the form: no style, no script, nothing that is loaded.

    `level` is that of its heading.
    """
    name = escape(notice.form)
    rows = "\n".join(
        f"<dt>{escape(shown(label))}</dt>\n{''.join(f'<dd>{linked(line)}</dd>' for line in lines)}"
        for label, lines in notice.entries
    )
    parts = [
        f'<section class="form-notice" lang="{notice.language}" aria-labelledby="notice-{name}">',
        f'<h{level} id="notice-{name}">{escape(headed(notice.title))}</h{level}>',
        f"<dl>\n{rows}\n</dl>",
    ]
    if notice.policy:
        parts.append(f'<p><a href="{escape(notice.policy)}">{escape(notice.more)}</a></p>')
    return "\n".join([*parts, "</section>", ""])


def notice_as_markdown(notice: Notice) -> str:
    """The notice as Markdown."""
    parts = [f"## {marked(notice.title)}"]
    for label, lines in notice.entries:
        head = f"**{marked(label)}**" if label.endswith("?") else f"**{marked(label)}:**"
        if len(lines) == 1:
            parts.append(f"{head} {marked(lines[0], first=False)}")
        else:
            rows = "\n".join(f"- {marked(line)}" for line in lines)
            parts.append(f"{head}\n\n{rows}")
    parts += [f"[{marked(notice.more)}](<{notice.policy}>)"] if notice.policy else []
    return "\n\n".join(parts) + "\n"
