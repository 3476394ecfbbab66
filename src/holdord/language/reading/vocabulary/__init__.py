"""Tables of words: what policies call things in Danish, Norwegian bokmål and English.

A table is a text file. An entry begins at the left with its name; below it, indented, stand the words of each
language (`da`, `nb`, `en`, or `any` for words of all), in the notation of `phrases`; and what goes with them:

    needs   words one of which must stand in the same sentence too
    unless  words that make the entry not hold
    where   topics of the heading or lead above, one of which is wanted (see topics.txt)
    bears   what the finding is called where the table's reader asks for it

A line that begins with `#` is a remark, a further indented line goes on with the one before.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from holdord.language.reading.phrases import phrase
from holdord.words.languages import LANGUAGES

_KEYS = (*LANGUAGES, "any", "needs", "unless", "where", "bears")


@dataclass(frozen=True)
class Entry:
    """One entry of a table."""

    name: str
    said: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> re.Pattern[str]:
        """The words in any of the languages."""
        return phrase(*(self.said[each] for each in (*LANGUAGES, "any") if each in self.said))

    @property
    def needs(self) -> re.Pattern[str] | None:
        """What must stand in the same sentence too."""
        return phrase(self.said["needs"]) if "needs" in self.said else None

    @property
    def unless(self) -> re.Pattern[str] | None:
        """What makes the entry not hold."""
        return phrase(self.said["unless"]) if "unless" in self.said else None

    @property
    def where(self) -> frozenset[str]:
        """The topics in which it holds; empty for all."""
        return frozenset(self.said.get("where", "").split())


@cache
def table(name: str) -> dict[str, Entry]:
    """The table of that name, in its own order."""
    text = (files(__name__) / f"{name}.txt").read_text(encoding="utf-8")
    entries: dict[str, Entry] = {}
    entry, key = Entry(""), ""
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if not line[0].isspace():
            entry, key = Entry(line.strip()), ""
            entries[entry.name] = entry
            continue
        first, _, rest = line.strip().partition(" ")
        if first in _KEYS and line.startswith("  ") and not line.startswith("   "):
            key = first
            entry.said[key] = rest.strip()
        else:
            entry.said[key] += " " + line.strip()
    return entries
