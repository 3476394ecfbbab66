"""What the policy offers to whoever uses a right, in its own names and texts: keys, purposes, categories."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from holdord.web.languages import phrases, say, spoken
from holdord.words.policy import Basis, CategoryKind, KeyKind, Policy, Purpose
from holdord.words.request import Right


@dataclass(frozen=True, slots=True)
class Asked:
    """A key that a form asks for. `label` is what the policy calls it."""

    name: str
    kind: KeyKind
    label: str


def keys(policy: Policy, language: str) -> list[Asked]:
    """The keys that find one person alone, the e-mail address first."""
    used = {name for people in policy.people.values() for name in people.known_by}
    found = [key for key in policy.keys.values() if not key.shared and key.name in used]
    found.sort(key=lambda key: key.kind is not KeyKind.EMAIL)
    return [Asked(key.name, key.kind, _label(policy, key.name, language)) for key in found]


def _label(policy: Policy, key: str, language: str) -> str:
    """What the category of its column is called; in another language only where no word here is known."""
    categories = Counter(
        field.category
        for collection in policy.collections()
        for owner in collection.owners
        for field in collection.fields
        if owner.keys.get(key) == field.column
    )
    told = [key] if key in policy.categories else [name for name, _ in categories.most_common(1)]
    says = policy.categories[told[0]].says if told else {}
    known = phrases(language).get(f"key_{key}", "")
    return _capital(says.get(language, "") or known or spoken(says, language, key.replace("_", " ")))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def is_marketing(purpose: Purpose) -> bool:
    """Whether an objection ends it at once (Art. 21(2)-(3))."""
    return purpose.marketing


def purposes(policy: Policy, right: Right) -> list[Purpose]:
    """The purposes that can be objected to, or whose consent can be taken back; marketing first."""
    if right is Right.WITHDRAWAL:
        found = [one for one in policy.purposes.values() if one.basis is Basis.CONSENT]
    elif right is Right.OBJECTION:
        found = [one for one in policy.purposes.values() if one.marketing or one.basis.objectable]
    else:
        found = []
    return sorted(found, key=lambda one: not is_marketing(one))


def categories(policy: Policy, language: str) -> Mapping[str, str]:
    """The categories of personal data by what they are called."""
    return {
        name: _capital(spoken(one.says, language, name.replace("_", " ")))
        for name, one in policy.categories.items()
        if one.kind is not CategoryKind.ANONYMOUS
    }


def rights(policy: Policy) -> list[Right]:
    """The rights that can be used here: nobody takes back a consent where nothing rests on one."""
    empty = {right for right in (Right.OBJECTION, Right.WITHDRAWAL) if not purposes(policy, right)}
    return [right for right in Right if right not in empty]


def purpose_said(purpose: Purpose, language: str) -> str:
    """What a purpose is for, as a line to tick."""
    return _capital(spoken(purpose.says, language, purpose.name.replace("_", " ")))


def hint_of(purpose: Purpose, right: Right, language: str) -> str:
    """What becomes of it at once, or why it may go on all the same."""
    if right is Right.OBJECTION and is_marketing(purpose):
        return say(language, "at_once")
    why = spoken(purpose.overriding, language)
    return say(language, "overriding", why=why) if why else ""
