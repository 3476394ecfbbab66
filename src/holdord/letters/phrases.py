"""The sentences of the letters, in the language of one letter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from holdord.letters import days, periods
from holdord.letters.law import cited
from holdord.letters.words import da, en, nb
from holdord.words.period import Fixed, Period
from holdord.words.plan import Kept
from holdord.words.policy import Policy, Purpose, Text

PHRASES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"da": da.PHRASES, "nb": nb.PHRASES, "en": en.PHRASES}
)
_NEAR = {"da": ("da", "nb", "en"), "nb": ("nb", "da", "en"), "en": ("en", "da", "nb")}


@dataclass(frozen=True, slots=True)
class Phrases:
    """How one language says the things that letters are about."""

    language: str
    policy: Policy

    def say(self, name: str, /, **values: object) -> str:
        """A phrase with its places filled."""
        return PHRASES[self.language][name].format(**values)

    def text(self, text: Text, instead: str = "") -> str:
        """A text of the policy in this language, else the nearest it has, else its name."""
        for one in _NEAR[self.language]:
            if found := text.get(one):
                return found
        return next(iter(text.values()), "") or instead.replace("_", " ")

    def day(self, of: date | str) -> str:
        """A date."""
        return days.day(of, self.language)

    def listed(self, words: Iterable[str]) -> str:
        """A list in a sentence."""
        return days.listed(words, self.language)

    def count(self, number: int, one: str) -> str:
        """A number of something: the phrases `one` and `one_many`."""
        key = one if number == 1 else f"{one}_many"
        return self.say(key, count=days.number(number, self.language))

    def law(self, source: str) -> str:
        """A source of law."""
        return cited(source, self.language)

    def category(self, name: str) -> str:
        """What the policy calls a category."""
        found = self.policy.categories.get(name)
        return self.text(found.says if found else {}, name)

    def purpose(self, name: str) -> str:
        """What a purpose is for."""
        found = self.policy.purposes.get(name)
        return self.text(found.says if found else {}, name)

    def ground(self, purpose: Purpose) -> str:
        """The legal ground of a purpose, with its article and law."""
        law = self.law(purpose.basis.article)
        national = f", {self.law(purpose.law)}" if purpose.law else ""
        special = f", {self.law(purpose.special.article)}" if purpose.special else ""
        return f"{self.say(f'basis_{purpose.basis}')} ({law}{special}{national})"

    def period(self, purpose: Purpose) -> str:
        """How long a purpose lasts, as a rule."""
        return self.of(purpose.keep)

    def of(self, period: Period) -> str:
        """A period, its events called as the policy calls them."""
        stated = {name: one.says for name, one in self.policy.events.items()}
        return periods.period(period, self.language, stated)

    def end(self, kept: Kept) -> str:
        """When something kept ends: the day worked out for this person, else what has to happen first."""
        if kept.halted:
            return self.say("end_stopped")
        if kept.shared and not kept.purpose:
            return self.say("end_sweep")
        if kept.until:
            return self.say("end_latest" if kept.shared else "end_day", day=self.day(kept.until))
        found = self.policy.purposes.get(kept.purpose)
        if found is None:
            return self.say("end_open")
        said = self.period(found)
        return self.say("end_waits", period=said) if isinstance(found.keep, Fixed) else said
