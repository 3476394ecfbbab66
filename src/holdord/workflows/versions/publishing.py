"""Publishing a version: what changed is shown first, and what was shown is what is published.

The draft is what somebody looks at; its digest is that of everything in it but the moment. Whoever confirms
the digest publishes exactly this, or nothing: where the policy or the last version is another by then, it is
refused.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from holdord.language import changes as language
from holdord.letters.changes import Telling, ends_marketing
from holdord.store.version_records import NewVersion, Published
from holdord.words.change import Change, Kind
from holdord.words.plan import canonical_json
from holdord.words.version import VersionLine
from holdord.workflows.office import Office, refuse
from holdord.workflows.requests.links import address_of
from holdord.workflows.versions.texts import Writer, tellings, written


@dataclass(frozen=True, slots=True)
class Draft:
    """A version as it would be published. `announced`: people are told of it.

    `concerned` are the purposes whose people are told, `renewed` those whose consents are asked anew,
    `objectable` the marketing that the letter can be used to end.
    """

    line: VersionLine
    before: Published | None
    changes: tuple[Change, ...]
    announced: bool
    concerned: tuple[str, ...]
    renewed: tuple[str, ...]
    objectable: tuple[str, ...]
    policy: str
    digest: str

    @property
    def nothing_new(self) -> bool:
        """Whether the policy is as it was published last."""
        return self.before is not None and not self.changes


def draft(
    office: Office,
    adopted_by: str,
    note: Mapping[str, str],
    now: datetime,
    raised: frozenset[str] = frozenset(),
) -> Draft:
    """What would be published; raises Refused where it may not be.

    `raised` are addresses of facts whose change is announced though it only looks like another wording: a
    machine cannot tell what words mean. Nothing that is substantial can be made less.
    """
    policy = office.policy
    _check(office, note)
    last = office.store.last_publication()
    found = (
        language.changes(language.read_snapshot(office.store.published_facts(last.number)), policy)
        if last
        else ()
    )
    found = _with_raised(found, raised)
    line = VersionLine(last.number + 1 if last else 1, now, adopted_by.strip(), dict(note))
    touched = language.concerned(found, policy)
    announced = last is not None and any(change.substantial for change in found)
    renewed = language.renewed_consents(found, policy)
    objectable = ends_marketing(policy, touched) if announced else ()
    made = Draft(line, last, found, announced, touched, renewed, objectable, policy.digest, "")
    return replace(made, digest=_digest(made))


def publish(office: Office, made: Draft, now: datetime, writer: Writer = written) -> bool:
    """Publish what was shown, at this moment; False where that was done. Raises Refused or StoreFault."""
    if not made.line.adopted_by:
        raise refuse(
            "adopter-missing",
            "a version is adopted by somebody, whose name stands under the text",
            'say who adopts it, with their role: --adopted-by "Karla Lund, director"',
        )
    if made.before and made.nothing_new:
        raise refuse(
            "nothing-changed",
            f"the policy is as version {made.before.number} says: there is nothing to publish",
            "change the policy's files first",
        )
    line = replace(made.line, at=now)
    texts = list(writer(office.policy, line))
    if made.announced:
        telling = Telling(made.changes, made.renewed, made.objectable)
        texts += tellings(office.policy, line, telling, address_of(office.environment))
    new = NewVersion(
        line, made.policy, language.snapshot_of(office.policy), made.digest, made.changes, tuple(texts),
        made.announced, made.concerned, made.objectable,
    )  # fmt: skip
    return office.store.publish(new)


def confirmed(made: Draft, digest: str) -> None:
    """Refuse where something else was shown than what would be published now."""
    if digest.strip() != made.digest:
        raise refuse(
            "changed-since-shown",
            "the policy, its note, or the version that stands is not what was shown with this digest",
            "look at what would be published now, and confirm that digest",
        )


def _check(office: Office, note: Mapping[str, str]) -> None:
    """Refuse a note that is not given in every language of the policy."""
    languages = office.policy.controller.texts
    if missing := [one for one in languages if note and not note.get(one, "").strip()]:
        raise refuse(
            "note-untranslated",
            f"the note on the change is missing in {', '.join(missing)}, where the policy is published",
            "give one for each language: --note da=… --note en=…",
        )


def _with_raised(found: tuple[Change, ...], raised: frozenset[str]) -> tuple[Change, ...]:
    unknown = raised - {change.fact for change in found}
    if unknown:
        raise refuse(
            "unknown-change",
            f"no change is at {', '.join(sorted(unknown))}",
            "give the address of a fact as it stands in the list of changes",
        )
    kind, reason = Kind.UNKNOWN, "whoever publishes it says that it means something else for people"
    return tuple(
        replace(one, kind=kind, reason=reason) if one.fact in raised and not one.substantial else one
        for one in found
    )


def _digest(made: Draft) -> str:
    shown = {
        "number": made.line.number,
        "adopted_by": made.line.adopted_by,
        "note": dict(made.line.note),
        "policy": made.policy,
        "before": made.before.digest if made.before else "",
        "changes": [[str(one.kind), one.fact, one.before, one.after] for one in made.changes],
    }
    return hashlib.sha256(canonical_json(shown).encode()).hexdigest()
