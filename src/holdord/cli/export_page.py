"""An export as a page to read: what is held, kind by kind, with what each field means and why it is held."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, Any

from holdord.cli.export_words import WORDS
from holdord.cli.pages import framed, grid
from holdord.letters.days import minute
from holdord.letters.law import AUTHORITIES
from holdord.letters.phrases import Phrases
from holdord.words.secret import NOT_SHOWN

if TYPE_CHECKING:
    from holdord.words.policy import Policy


FEW = 3
"""So many rows are shown field by field."""

STYLE = """
.record{margin-bottom:1.25rem}.record th{width:28%;font-weight:400}.record td:last-child{width:28%}
@media (max-width:32rem){.record td:last-child{display:none}.record th{width:36%}}
"""


def fields_head(language: str) -> list[str]:
    """The heading of fields.csv: file, field, what it is."""
    return WORDS[language]["fields"].split(", ")


def page(policy: "Policy", told: Mapping[str, Any], language: str) -> str:
    """The page of an export (the plain values that `exporting.as_json` gives)."""
    return _Page(Phrases(language, policy), WORDS[language]).whole(told)


class _Page:
    """A page in one language; every method gives HTML."""

    def __init__(self, phrases: Phrases, words: Mapping[str, str]) -> None:
        self.phrases, self.words, self.policy = phrases, words, phrases.policy

    def whole(self, told: Mapping[str, Any]) -> str:
        title = self.words["title"].format(name=self.policy.controller.name)
        at = datetime.fromisoformat(told["made_at"])
        said = f"{minute(at, self.phrases.language)} {at.tzname() or ''}".rstrip()
        read = escape(self.words["read"]).format(at=escape(said), file='<a href="data.json">data.json</a>')
        parts = [f"<header><h1>{escape(title)}</h1><p>{read}</p></header>"]
        parts += [self.collection(one) for one in told["collections"]]
        parts.append(f"<footer>{escape(' · '.join(self.contact()))}</footer>")
        return framed(title, "\n".join(parts), self.phrases.language, STYLE)

    def collection(self, one: Mapping[str, Any]) -> str:
        """One collection: its rows, a list each when they are few and wide, and what holds them."""
        phrases = self.phrases
        heading = one["collection"].replace("_", " ").capitalize()
        rows = self.words["rows"].format(rows=phrases.count(len(one["rows"]), "row"), system=one["system"])
        return (
            f"<section><h2>{escape(heading)}</h2>"
            f'<p class="soft">{escape(rows)}</p>{self.withheld(one["withheld_for_others"])}{self.rows(one)}'
            f"<details><summary>{escape(self.words['details'])}</summary>{self.why(one)}</details></section>"
        )

    def withheld(self, number: int) -> str:
        """What is left out because it is about somebody else (Art. 15(4))."""
        if not number:
            return ""
        phrases = self.phrases
        count = phrases.count(number, "value")
        name = "withheld" if number == 1 else "withheld_many"
        return f"<p>{escape(phrases.say(name, count=count, law=phrases.law('Art. 15(4)')))}</p>"

    def rows(self, one: Mapping[str, Any]) -> str:
        """Few rows field by field, so that they can be read on a phone; many as a table."""
        fields = [name for name in one["fields"] if any(row[name] is not None for row in one["rows"])]
        if len(one["rows"]) > FEW:
            rows = [[self.value(row[name]) for name in fields] for row in one["rows"]]
            return grid([_said(name) for name in fields], rows, label=one["collection"])
        return "".join(self.record(one["fields"], fields, row) for row in one["rows"])

    def record(self, kinds: Mapping[str, str], fields: list[str], row: Mapping[str, Any]) -> str:
        lines = "".join(
            f'<tr><th scope="row">{escape(_said(name))}</th><td>{self.value(row[name])}</td>'
            f'<td class="soft">{escape(self.phrases.category(kinds[name]) if kinds[name] else "")}</td></tr>'
            for name in fields
            if row[name] is not None
        )
        return f'<table class="record"><tbody>{lines}</tbody></table>'

    def value(self, value: Any) -> str:
        """A value as it stands on the page; of a secret only that it is held."""
        told = self.phrases.say("not_shown") if value == NOT_SHOWN else value
        return "" if told is None else escape(str(told))

    def why(self, one: Mapping[str, Any]) -> str:
        """What holds the rows: purpose, ground, period."""
        found = self.policy.systems[one["system"]].collections[one["collection"]]
        kinds = {name for name in one["fields"].values() if name}
        phrases = self.phrases
        rows = [
            [
                escape(phrases.text(purpose.says, purpose.name)),
                escape(phrases.ground(purpose)),
                escape(phrases.period(purpose)),
            ]
            for purpose in (self.policy.purposes[name] for name in found.purposes)
            if kinds & set(purpose.categories)
        ]
        return grid([phrases.say("col_purpose"), phrases.say("col_ground"), self.words["long"]], rows)

    def contact(self) -> Iterator[str]:
        """Who holds the data, and what the person can do."""
        who = self.policy.controller
        yield from filter(None, (who.name, who.address, who.contact.email, who.contact.phone))
        known = AUTHORITIES.get(who.country)
        authority = who.authority or (known.name if known else self.words["authority"])
        yield self.words["rights"].format(authority=authority)


def _said(column: str) -> str:
    return column.replace("_", " ")
