"""The sections that say what: purposes, categories, sources, retention, what is required, cookies."""

from collections.abc import Iterable, Iterator

from holdord.letters.framing import capital, sentence
from holdord.letters.letter import Table
from holdord.letters.policy.draft import Draft
from holdord.letters.policy.voice import Voice, of_kind
from holdord.words.cookie import Cookie
from holdord.words.period import After, Fixed, Period
from holdord.words.policy import Basis, CategoryKind, Purpose
from holdord.words.prose import SectionKey


def purposes(voice: Voice) -> Draft:
    """Art. 13(1)(c)-(d): each purpose with its data, its ground and the interest, and its period."""
    draft = Draft(SectionKey.PURPOSES)
    draft.says(voice.say("purposes_intro"))
    for one in voice.policy.purposes.values():
        draft.heads(voice.title(one.says, one.name))
        draft.tells(" ".join(_purpose(voice, one)), f"purposes.{one.name}")
    return draft


def _purpose(voice: Voice, one: Purpose) -> Iterator[str]:
    categories = voice.categories(one.categories)
    if len(voice.policy.people) > 1:
        yield voice.say("purpose_data_people", people=voice.people(one.people), categories=categories)
    else:
        yield voice.say("purpose_data", categories=categories)
    yield voice.ground(one)
    special = of_kind(voice.policy, one.categories, CategoryKind.SPECIAL)
    if special and one.special:
        yield voice.say(
            "purpose_special",
            categories=voice.categories(special),
            ground=voice.say(f"special_{one.special}"),
            law=voice.article(one.special.article),
        )
    numbers = of_kind(voice.policy, one.categories, CategoryKind.IDENTITY_NUMBER)
    if numbers and one.identity_route:
        said = voice.categories(numbers)
        said = said if voice.language == "en" else capital(said)
        law = voice.national(one.identity_route.partition(":")[0])
        yield voice.say("purpose_identity", category=said, national=law)
    if one.profiling:
        yield voice.say("purpose_profiling")
    if one.marketing:
        yield voice.say("purpose_marketing")
    yield voice.kept_sentence(one)
    if one.at_least and one.at_least != one.keep:
        yield voice.say("purpose_at_least", period=voice.of(one.at_least))
    if one.at_most and one.at_most != one.keep:
        yield voice.say("purpose_at_most", period=voice.of(one.at_most))


def categories(voice: Voice) -> Draft:
    """Art. 14(1)(d): the kinds of data, by whom they are about, and those that the law protects more."""
    draft, policy = Draft(SectionKey.CATEGORIES), voice.policy
    lines = []
    for people in policy.people.values():
        about = [one for one in policy.purposes.values() if people.name in one.people]
        met = dict.fromkeys(name for one in about for name in one.categories)
        names = [name for name in met if policy.categories[name].kind is not CategoryKind.ANONYMOUS]
        if names:
            who = voice.people([people.name])
            lines.append(voice.say("categories_people", people=who, categories=voice.categories(names)))
    draft.lists(lines)
    used = dict.fromkeys(name for one in policy.purposes.values() for name in one.categories)
    for kind, law in _MARKED.items():
        if names := list(of_kind(policy, used, kind)):
            draft.tells(
                voice.say(
                    f"categories_{_KINDS[kind]}",
                    categories=voice.categories(names),
                    law=voice.article(law) if law else _identity_law(voice),
                )
            )
    draft.facts += [f"categories.{name}" for name in used]
    return draft


_MARKED = {
    CategoryKind.SPECIAL: "Art. 9",
    CategoryKind.CRIMINAL: "Art. 10",
    CategoryKind.IDENTITY_NUMBER: "",
    CategoryKind.ANONYMOUS: "Art. 4",
}
_KINDS = {
    CategoryKind.SPECIAL: "special",
    CategoryKind.CRIMINAL: "criminal",
    CategoryKind.IDENTITY_NUMBER: "identity",
    CategoryKind.ANONYMOUS: "anonymous",
}


def _identity_law(voice: Voice) -> str:
    acts = {"DK": "databeskyttelsesloven § 11", "NO": "personopplysningsloven § 12"}
    act = acts.get(voice.policy.controller.country, "")
    return voice.national(act) if act else voice.article("Art. 87")


def sources(voice: Voice) -> Draft:
    """Art. 14(2)(f): where data comes from that is not from the person."""
    draft = Draft(SectionKey.SOURCES)
    others = [one for one in voice.policy.purposes.values() if one.source]
    if not others:
        draft.says(voice.say("sources_you"))
        return draft
    draft.says(voice.say("sources_other"))
    draft.lists(
        [_about(voice, one, voice.text(one.source)) for one in others],
        *(f"purposes.{one.name}" for one in others),
    )
    if len(others) < len(voice.policy.purposes):
        draft.says(voice.say("sources_rest"))
    return draft


def _about(voice: Voice, one: Purpose, said: str) -> str:
    """ "Purpose: what is said of it."."""
    return voice.say("line", label=voice.title(one.says, one.name), value=sentence(said))


def retention(voice: Voice) -> Draft:
    """Art. 13(2)(a): how long, purpose by purpose; the bounds promised; the back-ups."""
    draft, policy = Draft(SectionKey.RETENTION), voice.policy
    draft.says(voice.say("retention_intro"))
    rows = tuple((voice.title(one.says, one.name), voice.kept_for(one)) for one in policy.purposes.values())
    if rows:
        head = (voice.say("col_purpose"), voice.say("col_kept"))
        table = Table(voice.say("retention_table"), head, rows)
        draft.adds(table, *(f"purposes.{name}" for name in policy.purposes))
    for limit in policy.limits.values():
        for bound in ("at_least", "at_most"):
            if period := getattr(limit, bound):
                draft.tells(_limit(voice, bound, limit.categories, period, limit.law), f"limits.{limit.name}")
    kept = [system.backups for system in policy.systems.values() if system.backups]
    if kept:
        longest = max(kept, key=lambda one: (one.months * 31 + one.days, one.hours, one.minutes))
        backed = [f"systems.{system.name}" for system in policy.systems.values() if system.backups]
        draft.tells(voice.say("retention_backups", length=voice.length(longest)), *backed)
    return draft


def _limit(voice: Voice, bound: str, names: Iterable[str], period: Period, law: str) -> str:
    lasting = isinstance(period, Fixed) and isinstance(period.anchor, After)
    length = voice.say(f"kept_{bound}" if lasting else f"kept_{bound}_until", period=voice.of(period))
    said = voice.say("limit", categories=voice.categories(names), period=length)
    return voice.say("limit_law", limit=said, national=voice.national(law)) + "." if law else f"{said}."


def required(voice: Voice) -> Draft:
    """Art. 13(2)(e): whether the data must be given, and what follows if not."""
    draft, stated = Draft(SectionKey.REQUIRED), voice.policy.purposes.values()
    needed = [one for one in stated if one.required]
    if needed:
        draft.says(voice.say("required_intro"))
        draft.lists(
            [_about(voice, one, voice.text(one.required)) for one in needed],
            *(f"purposes.{one.name}" for one in needed),
        )
    elif all(one.basis not in (Basis.CONTRACT, Basis.LEGAL_OBLIGATION) for one in stated):
        draft.says(voice.say("required_none"))
    if any(one.basis is Basis.CONSENT for one in stated):
        draft.says(voice.say("required_free"))
    return draft


def cookies(voice: Voice) -> Draft:
    """What the site keeps in browsers: what each does, whose it is, how long it lives."""
    draft, stated = Draft(SectionKey.COOKIES), voice.policy.cookies.values()
    if not stated:
        return draft
    draft.says(voice.say("cookies_intro"))
    for key in ("necessary", "consent"):
        if found := [one for one in stated if one.necessary is (key == "necessary")]:
            draft.heads(voice.say(f"h_cookies_{key}"))
            draft.says(voice.say(f"cookies_{key}"))
            head = tuple(voice.say(f"col_{column}") for column in ("cookie", "does", "whose", "lives"))
            rows = tuple(_cookie(voice, one) for one in found)
            table = Table(voice.say(f"h_cookies_{key}"), head, rows)
            draft.adds(table, *(f"cookies.{one.name}" for one in found))
    return draft


def _cookie(voice: Voice, one: Cookie) -> tuple[str, ...]:
    recipients, purpose = voice.policy.recipients, voice.policy.purposes[one.purpose]
    does = voice.text(one.says) or voice.text(purpose.says, purpose.name)
    whose = voice.say("ourselves")
    if one.recipient:
        whose = voice.text(recipients[one.recipient].says, one.recipient).partition(":")[0]
    return one.known_as, does, whose, voice.length(one.lives) if one.lives else voice.say("lives_session")
