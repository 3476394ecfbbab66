"""The sections that say what people can do, and what they can expect: from rights to the version."""

from holdord.letters import days
from holdord.letters.framing import sentence
from holdord.letters.law import authority_of
from holdord.letters.policy.draft import Draft
from holdord.letters.policy.voice import Voice
from holdord.words.decision import Allowed, AutomatedDecision
from holdord.words.policy import Basis, Purpose
from holdord.words.prose import SectionKey
from holdord.words.version import VersionLine

_RIGHTS = {
    "access": "Art. 15",
    "rectification": "Art. 16",
    "erasure": "Art. 17",
    "restriction": "Art. 18",
    "portability": "Art. 20",
}


def rights(voice: Voice) -> Draft:
    """Art. 13(2)(b): the rights, how to use them, and when the answer comes (Art. 12)."""
    draft = Draft(SectionKey.RIGHTS)
    laws = dict(_RIGHTS)
    if _objectable(voice) or _marketing(voice):
        laws["objection"] = "Art. 21"
    if _consents(voice):
        laws["withdrawal"] = "Art. 7(3)"
    if voice.policy.decisions:
        laws["human_review"] = "Art. 22(3)"
    draft.says(voice.say("rights_intro"))
    draft.words(tuple(voice.say(f"right_{name}", law=voice.article(law)) for name, law in laws.items()))
    ways = voice.contact
    draft.says(voice.say("rights_how", contact=ways[:1].lower() + ways[1:]))
    draft.says(voice.say("rights_when", law=voice.article("Art. 12(3)")))
    draft.says(voice.say("rights_limits", law=voice.article("Art. 12(4)")))
    return draft


def withdrawal(voice: Voice) -> Draft:
    """Art. 13(2)(c): what rests on consent, and how it is taken back."""
    draft, found = Draft(SectionKey.WITHDRAWAL), _consents(voice)
    if found:
        draft.says(voice.say("withdrawal_intro"))
        draft.lists(_titles(voice, found), *_facts(found))
        said = voice.say("withdrawal_how", law=voice.article("Art. 7(3)"), contact=voice.contact)
        draft.says(said)
    return draft


def objection(voice: Voice) -> Draft:
    """Art. 21(4): the right to object, clearly and apart from everything else."""
    draft, found, marketing = Draft(SectionKey.OBJECTION), _objectable(voice), _marketing(voice)
    if found:
        draft.says(voice.say("objection_intro"))
        draft.lists(_titles(voice, found), *_facts(found))
        draft.says(voice.say("objection_then", law=voice.article("Art. 21(1)")))
    if claimed := [one for one in found if one.overriding]:
        draft.says(voice.say("objection_overriding"))
        grounds = [(voice.title(one.says, one.name), sentence(voice.text(one.overriding))) for one in claimed]
        lines = [voice.say("line", label=label, value=value) for label, value in grounds]
        draft.lists(lines, *_facts(claimed))
    if marketing:
        draft.says(voice.say("objection_marketing", law=voice.article("Art. 21(2)")))
        draft.lists(_titles(voice, marketing), *_facts(marketing))
    return draft


def automated_decisions(voice: Voice) -> Draft:
    """Art. 13(2)(f): what a machine decides alone, how, what it means, and the human one can have."""
    draft, policy = Draft(SectionKey.AUTOMATED_DECISIONS), voice.policy
    stated = voice.text(policy.controller.automated_decisions)
    if stated:
        draft.says(sentence(stated))
    for one in policy.decisions.values():
        draft.heads(voice.title(one.says, one.name))
        draft.tells(" ".join(_decision(voice, one)), f"decisions.{one.name}")
    if policy.decisions:
        draft.says(voice.say("decision_review", law=voice.article("Art. 22(3)")))
    return draft


def _decision(voice: Voice, one: AutomatedDecision) -> "list[str]":
    bare = one.allowed is Allowed.LAW and not one.law
    key = f"decision_{one.allowed}{'_bare' if bare else ''}"
    act = voice.national(one.law) if one.law else ""
    parts = [voice.say(key, law=voice.article(one.allowed.article), national=act)]
    if one.categories:
        parts.append(voice.say("decision_categories", categories=voice.categories(one.categories)))
    if one.logic:
        parts.append(voice.say("decision_logic", logic=sentence(voice.text(one.logic))))
    if one.consequences:
        said = sentence(voice.text(one.consequences))
        parts.append(voice.say("decision_consequences", consequences=said))
    return parts


def complaint(voice: Voice) -> Draft:
    """Art. 13(2)(d): the authority, and the courts (Art. 77-79)."""
    draft, company = Draft(SectionKey.COMPLAINT), voice.policy.controller
    law = voice.article("Art. 77(1)")
    try:
        authority = authority_of(company)
    except ValueError:
        draft.says(voice.say("complaint_unknown", country=voice.country(company.country), law=law))
    else:
        draft.says(voice.say("complaint_us", law=law))
        draft.tells(f"{authority}.")
    draft.says(voice.say("complaint_elsewhere", law=voice.article("Art. 79(1)")))
    return draft


def security(voice: Voice) -> Draft:
    """Art. 32 and 34, and the measures that the company tells of."""
    draft = Draft(SectionKey.SECURITY)
    draft.says(voice.say("security_law", law=voice.article("Art. 32(1)")))
    told = [one for one in voice.policy.measures.values() if one.public]
    if told:
        draft.says(voice.say("security_measures"))
        draft.lists(
            [sentence(voice.title(one.says, one.name)) for one in told],
            *(f"measures.{one.name}" for one in told),
        )
    draft.says(voice.say("security_breach", law=voice.article("Art. 34(1)")))
    return draft


def changes(voice: Voice) -> Draft:
    """Art. 13(3), and where earlier versions are."""
    draft = Draft(SectionKey.CHANGES)
    draft.says(voice.say("changes_new", law=voice.article("Art. 13(3)")))
    draft.says(voice.say("changes_versions"))
    return draft


def version(voice: Voice, line: VersionLine | None) -> Draft:
    """Which version it is, or that it is none yet."""
    draft = Draft(SectionKey.VERSION)
    if line is None:
        draft.tells(voice.say("version_draft"))
        return draft
    calendar = voice.policy.controller.calendar
    at = line.at.astimezone(calendar.zone) if line.at.tzinfo else line.at
    said = voice.say("version", number=line.number, at=days.minute(at, voice.language))
    who = f" {voice.say('version_adopted', who=line.adopted_by.rstrip('.'))}" if line.adopted_by else ""
    draft.tells(said + who)
    if note := voice.text(line.note):
        draft.tells(voice.say("version_note", note=sentence(note)))
    return draft


def _consents(voice: Voice) -> list[Purpose]:
    return [one for one in voice.policy.purposes.values() if one.basis is Basis.CONSENT]


def _objectable(voice: Voice) -> list[Purpose]:
    return [one for one in voice.policy.purposes.values() if one.basis.objectable and not one.marketing]


def _marketing(voice: Voice) -> list[Purpose]:
    return [one for one in voice.policy.purposes.values() if one.marketing]


def _titles(voice: Voice, found: list[Purpose]) -> list[str]:
    return [voice.text(one.says, one.name).rstrip(". ") for one in found]


def _facts(found: list[Purpose]) -> list[str]:
    return [f"purposes.{one.name}" for one in found]
