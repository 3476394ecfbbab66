"""How the policy text says what the facts are, in one language."""

from collections.abc import Iterable
from dataclasses import dataclass

from holdord.letters import days
from holdord.letters.framing import capital
from holdord.letters.law import articles, country
from holdord.letters.periods import length
from holdord.letters.phrases import Phrases
from holdord.letters.policy.citing import national, protections
from holdord.letters.policy.words import da, en, nb
from holdord.words.period import After, Duration, Fixed, Period, UntilWithdrawn, WhileKept
from holdord.words.policy import Basis, CategoryKind, Contact, Policy, Purpose, Text
from holdord.words.transfers import ADEQUATE

_NUMBERS = {"da": da.NUMBERS, "nb": nb.NUMBERS, "en": en.NUMBERS}
_AND = {"da": "og", "nb": "og", "en": "and"}
_ALSO = {"da": "samt", "nb": "samt", "en": "and"}
POLICY_PHRASES = {"da": da.PHRASES, "nb": nb.PHRASES, "en": en.PHRASES}


@dataclass(frozen=True, slots=True)
class Voice(Phrases):
    """The phrases of the policy text, and those of the letters for what both tell."""

    def say(self, name: str, /, **values: object) -> str:
        """A phrase of the policy text with its places filled."""
        return POLICY_PHRASES[self.language][name].format(**values)

    def article(self, source: str) -> str:
        """An article of the GDPR in short."""
        return articles(source, self.language)

    def national(self, source: str) -> str:
        """An act, in a sentence."""
        return national(source, self.language, self.policy.controller.country)

    def country(self, code: str) -> str:
        """A country's name."""
        return country(code, self.language)

    def numbered(self, name: str, number: int) -> str:
        """The phrase `name` for one, `name_many` for any other number."""
        if number == 1:
            return self.say(name)
        small = _NUMBERS[self.language]
        count = small[number - 2] if 0 <= number - 2 < len(small) else days.number(number, self.language)
        said = self.say(f"{name}_many", count=count)
        return capital(said)

    def listed(self, words: Iterable[str], *, either: bool = False) -> str:
        """A list in a sentence.

        A part with a comma of its own is closed by one before the last "and", and where one of the last two
        has an "and" of its own the list ends on another word.
        """
        parts = list(words)
        if len(parts) > 1 and "," in parts[-2]:
            parts[-2] += ","
        last = _AND[self.language]
        if len(parts) > 1 and not either and any(f" {last} " in part for part in parts[-2:]):
            comma = "" if parts[-2].endswith(",") or self.language != "en" else ","
            return f"{', '.join(parts[:-1])}{comma} {_ALSO[self.language]} {parts[-1]}"
        return days.listed(parts, self.language, either=either)

    def categories(self, names: Iterable[str]) -> str:
        """Categories in a sentence."""
        return self.listed(self.category(name) for name in names)

    def people(self, names: Iterable[str]) -> str:
        """Kinds of people in a sentence."""
        people = self.policy.people
        return self.listed(self.text(people[name].says, name) for name in names)

    def title(self, text: Text, name: str) -> str:
        """A text as a heading or the begin of a line."""
        said = self.text(text, name).rstrip(". ")
        return capital(said)

    def length(self, of: Duration) -> str:
        """A length of time."""
        return length(of, self.language)

    def kept(self, of: Period) -> str:
        """Until when something is kept, as the end of "we keep it …"."""
        if isinstance(of, WhileKept):
            return self.say("kept_mirror")
        said = self.of(of)
        lasting = isinstance(of, Fixed) and isinstance(of.anchor, After)
        return self.say("kept_after", period=said) if lasting else said

    def kept_for(self, purpose: Purpose) -> str:
        """Until when a purpose keeps data: what rests on consent ends with the consent too (Art. 7(3))."""
        said = self.kept(purpose.keep)
        ends = purpose.basis is Basis.CONSENT and not isinstance(purpose.keep, UntilWithdrawn)
        return self.say("kept_withdrawn", period=said) if ends else said

    def kept_sentence(self, purpose: Purpose) -> str:
        """ "We keep the data …", with the comma that Danish has before a clause."""
        period = self.kept_for(purpose)
        said = self.say("purpose_kept", period=period)
        clause = self.language == "da" and isinstance(purpose.keep, UntilWithdrawn | WhileKept)
        return said.replace(f" {period}", f", {period}") if clause else said

    def ground(self, purpose: Purpose) -> str:
        """What allows a purpose, as a sentence."""
        return self._grounded("basis", purpose)

    def short_ground(self, purpose: Purpose) -> str:
        """What allows a purpose, as a noun."""
        return self._grounded("ground", purpose)

    def _grounded(self, stem: str, purpose: Purpose) -> str:
        law, act = self.article(purpose.basis.article), purpose.law and self.national(purpose.law)
        interest = self.text(purpose.interest).rstrip(". ")
        key = f"{stem}_{purpose.basis}"
        bare = f"{key}_bare" in POLICY_PHRASES[self.language] and not (
            act if purpose.basis == "legal_obligation" else interest
        )
        if act and purpose.basis != "legal_obligation":
            law = self.say("law_and", law=law, national=act)
        return self.say(f"{key}_bare" if bare else key, law=law, national=act, interest=interest)

    def protection(self, code: str, safeguards: str) -> str:
        """What protects data in a country outside the EEA."""
        if found := protections(safeguards):
            return self.listed(
                self.say(f"protection_{kind}", law=self.article(source)) for kind, source in found
            )
        if safeguards.strip():
            return self.article(safeguards.strip().rstrip("."))
        if code in ADEQUATE:
            return self.say("protection_adequate", law=self.article("Art. 45"))
        return self.say("protection_unstated")

    def reached(self, contact: Contact) -> str:
        """How to get in touch: "Skriv til a@b.example, eller ring på 01 02 03 04", or by letter."""
        ways = [
            self.say(f"way_{way}", way=value)
            for way in ("email", "phone", "web")
            if (value := getattr(contact, way).strip())
        ]
        if not ways and self.policy.controller.address:
            return self.say("contact_letter", address=self.policy.controller.address)
        said = self.listed(ways, either=True)
        return capital(said)

    @property
    def contact(self) -> str:
        """How to get in touch with the company; its name where nothing is stated."""
        return self.reached(self.policy.controller.contact) or self.policy.controller.name


def voice_of(policy: Policy, language: str) -> Voice:
    """The voice of a policy in a language."""
    return Voice(language, policy)


def of_kind(policy: Policy, names: Iterable[str], kind: CategoryKind) -> tuple[str, ...]:
    """Those of some categories that are of a kind."""
    return tuple(name for name in names if policy.categories[name].kind is kind)
