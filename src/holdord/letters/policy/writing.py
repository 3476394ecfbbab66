"""From a policy to its text: every section in its order, with the company's own words and its promises."""

from collections.abc import Callable, Mapping

from holdord.letters.letter import Paragraph
from holdord.letters.policy import rights, what, who
from holdord.letters.policy.draft import Draft
from holdord.letters.policy.placing import placed
from holdord.letters.policy.prose import made_in, own_blocks
from holdord.letters.policy.text import Own, PolicyBlock, PolicyText, Promised, Section, Sentence
from holdord.letters.policy.voice import Voice, voice_of
from holdord.words.languages import LANGUAGES
from holdord.words.policy import Policy
from holdord.words.prose import SectionKey as Key
from holdord.words.version import VersionLine

_SECTIONS: Mapping[Key, Callable[[Voice], Draft]] = {
    Key.INTRODUCTION: who.introduction,
    Key.CONTROLLER: who.controller,
    Key.PURPOSES: what.purposes,
    Key.CATEGORIES: what.categories,
    Key.SOURCES: what.sources,
    Key.RECIPIENTS: who.recipients,
    Key.TRANSFERS: who.transfers,
    Key.RETENTION: what.retention,
    Key.REQUIRED: what.required,
    Key.COOKIES: what.cookies,
    Key.RIGHTS: rights.rights,
    Key.WITHDRAWAL: rights.withdrawal,
    Key.OBJECTION: rights.objection,
    Key.AUTOMATED_DECISIONS: rights.automated_decisions,
    Key.COMPLAINT: rights.complaint,
    Key.SECURITY: rights.security,
    Key.CHANGES: rights.changes,
    Key.CONTACT: who.contact,
}


def policy_text(policy: Policy, language: str, version: VersionLine | None = None) -> PolicyText:
    """The whole policy in a language: da, nb or en. Without a version it says that it is a draft.

    Raises ValueError for another language.
    """
    if language not in LANGUAGES:
        raise ValueError(f"there is no policy text in the language '{language}'")
    voice, stands = voice_of(policy, language), placed(policy)
    sections = []
    for key in Key:
        draft = rights.version(voice, version) if key is Key.VERSION else _SECTIONS[key](voice)
        made = [policy.promises[name] for name, where in stands.items() if where is key]
        promises = {one.name: voice.text(one.says, one.name) for one in made}
        if section := _section(voice, draft, promises):
            sections.append(section)
    title = voice.say("title", name=policy.controller.name)
    return PolicyText(language, title, tuple(sections), version)


def _section(voice: Voice, draft: Draft, promises: dict[str, str]) -> Section | None:
    prose = voice.policy.prose.get(draft.key)
    own: tuple[Own, ...] = ()
    if prose:
        own = own_blocks(voice.text(prose.text), promises, prose.promises)
        draft.facts.append(f"prose.{draft.key}")
    ours = draft.said(replaced=bool(prose and prose.replaces))
    first = bool(prose and (prose.replaces or prose.before))
    blocks: tuple[PolicyBlock, ...] = (*own, *ours) if first else (*ours, *own)
    made = made_in(own)
    left = tuple(Sentence(name, said) for name, said in promises.items() if name not in made)
    if left:
        lead = (Paragraph(voice.say("promised")),) if blocks else ()
        blocks = (*blocks, *lead, Promised(left))
    if not blocks:
        return None
    facts = tuple(dict.fromkeys(draft.facts))
    return Section(draft.key, voice.say(f"h_{draft.key}"), blocks, facts, tuple(promises))
