"""From what was read to files of the policy language, each fact below the sentence that says it.

What the text does not say is left out, so that `check` names it. What had to be supplied is marked as a
guess.
"""

import json
import re
from collections.abc import Iterable, Iterator

from holdord.language.reading.keepers import kept_by
from holdord.language.reading.phrases import as_name
from holdord.words.draft import Draft, Drafted, Kind, Sentence

_PURPOSE_OF = {
    "contact_form": "enquiries",
    "customer_relation": "customer_relation",
    "job_applications": "recruitment",
    "statistics": "statistics",
    "purchases": "delivery",
    "accounts": "account",
    "patient_records": "treatment",
}
_SPECIAL = frozenset(["health", "ethnicity", "religion", "union", "politics", "sexuality", "biometric"])
_SAYS_WHY = re.compile(
    r"grundlag|grunnlag|hjemmel|basis|\bbases\b|legal ground|lawful ground|art\w*\.? 6\b|"
    r"behandlingen|the processing|we process"
)
_PROCESSING = re.compile(
    r"databehandler|processor|leverandør|supplier|hosting|behandler|service provider", re.I
)


def drafted_files(draft: Draft, source: str) -> dict[str, str]:
    """The files of a policy by their names: `policy.yaml` with the facts, `promises.yaml` with the
    sentences."""
    return {"policy.yaml": _policy(draft, source), "promises.yaml": _promises(draft, source)}


def _policy(draft: Draft, source: str) -> str:
    out = _Writer(draft.language or "en")
    out.line(f"# Drafted from {source}. Every fact stands below the sentence that says it; look at each.")
    out.line("language: 1")
    _controller(out, draft)
    _people(out, draft)
    _categories(out, draft)
    _purposes(out, draft)
    _recipients(out, draft)
    _cookies(out, draft)
    _measures(out, draft)
    return out.text()


class _Writer:
    """Lines of YAML. Texts are written in double quotes, which cannot be taken for anything else."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.lines: list[str] = []

    def line(self, text: str = "") -> None:
        self.lines.append(text.rstrip())

    def source(self, sentence: Sentence, indent: int, guess: str = "") -> None:
        said = re.sub(r"[^\S ]|[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", sentence.text)
        self.line(f"{' ' * indent}# line {sentence.line}: {said}")
        if guess:
            self.line(f"{' ' * indent}# a guess: {guess}")

    def says(self, text: str) -> str:
        return f"{{{self.language}: {quoted(text)}}}"

    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


def quoted(text: str) -> str:
    """A text in double quotes, as YAML and JSON both read it; no variable can stand in it."""
    plain = (
        re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]", " ", text)
        .replace("${", "$ {")
        .strip()
    )
    return json.dumps(plain or "…", ensure_ascii=False)


def _firsts(draft: Draft, kind: Kind) -> dict[str, Drafted]:
    """The first fact of each name."""
    found: dict[str, Drafted] = {}
    for fact in draft.facts:
        if fact.kind is kind:
            found.setdefault(fact.name, fact)
    return found


def _controller(out: _Writer, draft: Draft) -> None:
    own = _firsts(draft, Kind.CONTROLLER)
    decided = _firsts(draft, Kind.NEVER).get("automated_decisions")
    if not own and not decided and not draft.language:
        return
    out.line()
    out.line("controller:")
    for name in ("name", "number", "country", "address"):
        if fact := own.get(name):
            out.source(fact.sentence, 2, fact.guess)
            out.line(f"  {name}: {fact.value if name == 'country' else quoted(fact.value)}")
    for section, prefix in (("contact", ""), ("protection_officer", "officer.")):
        reached = [
            (key, own[prefix + key]) for key in ("person", "email", "phone", "web") if prefix + key in own
        ]
        if reached:
            out.line(f"  {section}:")
        for key, fact in reached:
            out.source(fact.sentence, 4)
            out.line(f"    {key}: {quoted(fact.value)}")
    if draft.language:
        out.line(f"  texts: [{draft.language}]")
    if decided:
        out.source(decided.sentence, 2)
        out.line(f"  automated_decisions: {out.says(decided.sentence.text)}")


def _people(out: _Writer, draft: Draft) -> None:
    held = _firsts(draft, Kind.CATEGORY)
    keys = [
        (key, kind, held[name])
        for name, key, kind in (
            ("email", "email", "{kind: email}"),
            ("customer_number", "customer_number", "{kind: number}"),
            ("phone", "phone", "{kind: phone, shared: yes}"),
        )
        if name in held
    ]
    if keys:
        out.line()
        out.line("keys:")
    for key, kind, fact in keys:
        out.source(fact.sentence, 2, "that people are found by it")
        out.line(f"  {key}: {kind}")
    found = _firsts(draft, Kind.PEOPLE)
    known = ", ".join(key for key, _, _ in keys)
    if found:
        out.line()
        out.line("people:")
    for name, fact in found.items():
        out.source(fact.sentence, 2, "by which keys they are known" if known else "")
        out.line(f"  {name}: {{says: {out.says(fact.value)}, known_by: [{known}]}}")


def _categories(out: _Writer, draft: Draft) -> None:
    found = _firsts(draft, Kind.CATEGORY)
    if found:
        out.line()
        out.line("categories:")
    for name, fact in found.items():
        kind = (
            "special"
            if name in _SPECIAL
            else {"identity_number": "identity_number", "criminal_record": "criminal"}.get(name)
        )
        out.source(fact.sentence, 2, fact.guess)
        out.line(f"  {name}: {{says: {out.says(fact.value)}{f', kind: {kind}' if kind else ''}}}")


def _purposes(out: _Writer, draft: Draft) -> None:
    found = _firsts(draft, Kind.PURPOSE)
    kept = list(_kept(draft))
    names = dict.fromkeys([*found, *(name for name, _ in kept)])
    if names:
        out.line()
        out.line("purposes:")
    written: list[Drafted] = []
    for name in names:
        fact = found.get(name)
        periods = [period for at, period in kept if at == name]
        first = fact or periods[0]
        out.source(
            first.sentence,
            2,
            first.guess if fact else "that this period has a purpose of its own, and its name",
        )
        out.line(f"  {name}:")
        begun = len(out.lines)
        if fact:
            out.line(f"    says: {out.says(fact.value)}")
        written += _ground(out, draft, name, [*([fact] if fact else []), *periods])
        _about(out, draft, name, first.sentence)
        _keep(out, periods)
        if all(line.lstrip().startswith("#") for line in out.lines[begun:]):
            out.lines[begun - 1] += " {}"  # nothing of it is known but that it is
    if names:
        _left_over(out, draft, written)


def _kept(draft: Draft) -> Iterator[tuple[str, Drafted]]:
    """Each period with the purpose that it is of; several rules that differ are purposes of their own."""
    rules: dict[str, list[str]] = {}
    for fact in draft.facts:
        if fact.kind is not Kind.PERIOD:
            continue
        base = _PURPOSE_OF.get(fact.name, fact.name)
        known = rules.setdefault(base, [])
        if fact.value in known:
            continue
        known.append(fact.value)
        exact = [value for value in known if not value.startswith(("at most", "at least"))]
        number = len(exact) if not fact.value.startswith(("at most", "at least")) else min(1, len(known))
        yield (base if number <= 1 else f"{base}_{number}"), fact


def _ground(out: _Writer, draft: Draft, name: str, said: list[Drafted]) -> list[Drafted]:
    """The basis of a purpose: as its own sentences name it, else the only one of its paragraph, or of its
    section where that has no other purpose. A basis of another purpose's sentence is never taken.
    What was written is given back."""
    grounds = [
        fact for fact in draft.facts if fact.kind is Kind.BASIS and not fact.name.startswith("special.")
    ]
    sentences = [fact.sentence for fact in said]
    own = [fact for fact in grounds if name in fact.about]
    own = own or [fact for fact in grounds if fact.sentence in sentences]
    guess = ""
    if not own:
        free = [
            fact
            for fact in grounds
            if not fact.about
            and _SAYS_WHY.search(fact.sentence.low)
            and _of_no_other(draft, fact.sentence, name)
        ]
        own = [fact for fact in free if any(fact.sentence.line == each.line for each in sentences)]
        guess = "that this basis, named in the same paragraph, is of this purpose"
        if not own and sentences[0].headings and _alone(draft, name, sentences[0].headings):
            own = [fact for fact in free if fact.sentence.headings == sentences[0].headings]
            guess = "that this basis, named in the same section, is of this purpose"
    if len({fact.name for fact in own}) == 1:
        out.source(own[0].sentence, 4, guess)
        out.line(f"    basis: {own[0].name}")
        law = next((fact.value for fact in own if fact.value), "")
        if law:
            out.line(f"    law: {quoted(law)}")
        return own
    return []


def _left_over(out: _Writer, draft: Draft, written: list[Drafted]) -> None:
    """The bases that no purpose was given, as remarks: which it is, is for the author to say."""
    for fact in draft.facts:
        if fact.kind is Kind.BASIS and not fact.name.startswith("special.") and fact not in written:
            out.source(fact.sentence, 2)
            out.line(f"  # basis: {fact.name}  (of which purpose is left open)")


def _purposes_of(draft: Draft, sentence: Sentence) -> set[str]:
    """The purposes that a sentence names or states a period of."""
    return {
        _PURPOSE_OF.get(fact.name, fact.name)
        for fact in draft.facts
        if fact.kind in (Kind.PURPOSE, Kind.PERIOD) and fact.sentence == sentence
    }


def _of_no_other(draft: Draft, sentence: Sentence, name: str) -> bool:
    return not _purposes_of(draft, sentence) - {name}


def _alone(draft: Draft, name: str, headings: tuple[str, ...]) -> bool:
    """Whether a section states no purpose but one."""
    stated = {
        fact.name for fact in draft.facts if fact.kind is Kind.PURPOSE and fact.sentence.headings == headings
    }
    return stated == {name}


def _about(out: _Writer, draft: Draft, name: str, sentence: Sentence) -> None:
    for kind, key in ((Kind.PEOPLE, "people"), (Kind.CATEGORY, "categories")):
        every = [fact for fact in draft.facts if fact.kind is kind]
        near = [fact for fact in every if fact.sentence == sentence]
        guess = "" if near else "those named in the same section"
        free = [fact for fact in every if _of_no_other(draft, fact.sentence, name)]
        if not near:
            near = [fact for fact in free if fact.sentence.line == sentence.line]
        if not near and sentence.headings:
            near = [fact for fact in free if fact.sentence.headings == sentence.headings]
        if not near and len({fact.name for fact in every}) == 1:
            near, guess = every, "the only ones that the text names"
        if near:
            out.line(f"    # a guess: {guess}") if guess else None
            out.line(f"    {key}: [{', '.join(dict.fromkeys(fact.name for fact in near))}]")


def _keep(out: _Writer, periods: list[Drafted]) -> None:
    stated: set[str] = set()
    for fact in periods:
        key = (
            "at_most"
            if fact.value.startswith("at most")
            else "at_least"
            if fact.value.startswith("at least")
            else "keep"
        )
        out.source(fact.sentence, 4, fact.guess)
        if "?" in fact.value:
            out.line(
                f"    # {key}: {fact.value.replace('after ?', 'after …')}  (the text does not say from when)"
            )
        elif fact.value.startswith("while kept by"):
            out.line(
                "    # keep: while kept by …  (name the system and the collection in which the customer "
                "keeps it)"
            )
        elif fact.value == "indefinitely":
            out.line("    # keep: indefinitely, anonymous only  (only where this data is anonymous)")
        elif key in stated:
            out.line(f"    # {key}: {fact.value}  (a second one)")
        else:
            stated.add(key)
            out.line(f"    {key}: {fact.value}")
            if key == "at_most" and not any(one.value[:2] != "at" for one in periods):
                stated.add("keep")
                out.line("    # a guess: the text says at most so long")
                out.line(f"    keep: {fact.value.removeprefix('at most ')}")


def _recipients(out: _Writer, draft: Draft) -> None:
    named = _firsts(draft, Kind.RECIPIENT)
    kinds = {
        name.removeprefix("to."): fact
        for name, fact in _firsts(draft, Kind.DISCLOSURE).items()
        if name.startswith("to.") and name != "to.processors"
    }
    if named or kinds:
        out.line()
        out.line("recipients:")
    for name, fact in named.items():
        beside = f"{fact.sentence.text} {' '.join(fact.sentence.headings[:2])} {fact.sentence.lead}"
        processes = bool(_PROCESSING.search(beside))
        own = "kind: controller" in fact.about
        guess = "that they answer for the data themselves" if own else "that it handles data on our behalf"
        out.source(fact.sentence, 2, "" if processes and not own else guess)
        out.line(f"  {name}:")
        out.line(f"    says: {out.says(fact.value)}")
        out.line(f"    kind: {'controller' if own else 'processor'}")
        for one in fact.about:
            key, _, value = one.partition(": ")
            if key == "country":
                out.line(f"    country: {value}")
            elif key == "function":
                out.line(f"    function: {out.says(value)}")
            elif key in ("safeguards", "agreement"):
                out.line(f"    {key}: {quoted(value)}")
    for name, fact in kinds.items():
        if name not in named:
            authority = name in ("authorities", "police_and_courts")
            out.source(fact.sentence, 2, "" if authority else "that they answer for the data themselves")
            out.line(f"  {name}:")
            out.line(f"    kind: {'authority' if authority else 'controller'}")


def _cookies(out: _Writer, draft: Draft) -> None:
    """The cookies of a table, each with what its row says it is for."""
    named = {
        as_name(name.removeprefix("named.")).lstrip("0123456789_"): fact
        for name, fact in _firsts(draft, Kind.COOKIE).items()
        if name.startswith("named.")
    }
    named.pop("", None)
    unnamed = [
        fact
        for fact in draft.facts
        if fact.kind is Kind.COOKIE and fact.name == "lifetime" and fact.value
        if not any(one.sentence == fact.sentence for one in named.values())
    ]
    if named or unnamed:
        out.line()
        out.line("cookies:" if named else "# cookies:")
    for fact in unnamed:
        out.source(fact.sentence, 2)
        out.line(f"  # …: {{lives: {fact.value}}}  (the text does not say what the cookie is called)")
    for name, fact in named.items():
        called = fact.name.removeprefix("named.")
        purposes = [
            one.name for one in draft.facts if one.kind is Kind.PURPOSE and one.sentence == fact.sentence
        ]
        stated = [f"called: {quoted(called)}"] if called != name else []
        stated += [f"purpose: {purposes[0]}"] if purposes else []
        stated += [f"lives: {fact.value}"] if fact.value else []
        out.source(fact.sentence, 2)
        out.line(f"  {name}: {{{', '.join([*stated, f'says: {out.says(fact.sentence.text)}'])}}}")


def _measures(out: _Writer, draft: Draft) -> None:
    found = _firsts(draft, Kind.MEASURE)
    if found:
        out.line()
        out.line("measures:")
    for name, fact in found.items():
        out.source(fact.sentence, 2)
        out.line(f"  {name}: {{says: {out.says(fact.sentence.text)}}}")


def _promises(draft: Draft, source: str) -> str:
    out = _Writer(draft.language or "en")
    out.line(f"# What {source} promises, sentence by sentence, with what would keep it.")
    out.line("language: 1")
    out.line()
    by_sentence: dict[Sentence, list[Drafted]] = {}
    for fact in draft.facts:
        by_sentence.setdefault(fact.sentence, []).append(fact)
    made = [
        (sentence, keepers) for sentence, facts in by_sentence.items() if (keepers := _keepers(draft, facts))
    ]
    made.sort(key=lambda one: one[0].line)
    if made:
        out.line("promises:")
    for number, (sentence, keepers) in enumerate(made, 1):
        out.line(f"  # line {sentence.line}")
        out.line(f"  P{number}: {{says: {out.says(sentence.text)}, kept_by: [{', '.join(keepers)}]}}")
    if draft.unclear:
        out.line()
        out.line(
            "# Not understood. Each of these sentences promises something; say what keeps it, or that "
            "it promises nothing."
        )
    for one in draft.unclear:
        out.source(one.sentence, 0)
        out.line(f"#   {one.reason}")
    return out.text()


def _keepers(draft: Draft, facts: Iterable[Drafted]) -> list[str]:
    """Facts of the draft, and capabilities, that would keep what a sentence promises."""
    purposes = {name for name, _ in _kept(draft)} | set(_firsts(draft, Kind.PURPOSE))
    found: list[str] = []
    for fact in facts:
        for keeper in kept_by(fact):
            section, _, name = keeper.partition(".")
            name = _PURPOSE_OF.get(name, name) if section == "purposes" else name
            if section != "purposes" or name in purposes:
                found.append(f"{section}.{name}" if name else keeper)
    return list(dict.fromkeys(found))
