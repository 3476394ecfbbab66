"""An export as a page to read: what is held, kind by kind, with what each field means and why it is held."""

from collections.abc import Iterator
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, Any

from holdord.cli.pages import framed, grid
from holdord.cli.phrases import basis, category, counted, minute, spoken

if TYPE_CHECKING:
    from holdord.words.policy import Policy


FEW = 3
"""So many rows are shown field by field."""

STYLE = """
.record{margin-bottom:1.25rem}.record th{width:28%;font-weight:400}.record td:last-child{width:28%}
@media (max-width:32rem){.record td:last-child{display:none}.record th{width:36%}}
"""


def page(policy: "Policy", told: dict[str, Any]) -> str:
    """The page of an export (the plain values that `exporting.as_json` gives)."""
    name = policy.controller.name
    at = minute(datetime.fromisoformat(told["made_at"]))
    parts = [
        f"<header><h1>What {escape(name)} holds about you</h1>"
        f"<p>Read in every system at one moment, {escape(at)}. The same, for machines, is in "
        f'<a href="data.json">data.json</a>.</p></header>'
    ]
    parts += [_collection(policy, one) for one in told["collections"]]
    parts.append(f"<footer>{_contact(policy)}</footer>")
    return framed(f"What {name} holds about you", "\n".join(parts), style=STYLE)


def _collection(policy: "Policy", one: dict[str, Any]) -> str:
    """One collection: its rows, a list each when they are few and wide, and what holds them."""
    heading = f"{one['collection'].replace('_', ' ').capitalize()}"
    withheld = one["withheld_for_others"]
    note = (
        f"<p>{counted(withheld, 'value')} withheld here, for they are about other people.</p>"
        if withheld
        else ""
    )
    return (
        f"<section><h2>{escape(heading)}</h2>"
        f'<p class="soft">{counted(len(one["rows"]), "row")} in {escape(one["system"])}</p>{note}'
        f"{_rows(policy, one)}<details><summary>Why, and for how long</summary>{_why(policy, one)}"
        "</details></section>"
    )


def _rows(policy: "Policy", one: dict[str, Any]) -> str:
    """Few rows field by field, so that they can be read on a phone; many as a table."""
    fields = [name for name in one["fields"] if any(row[name] is not None for row in one["rows"])]
    if len(one["rows"]) > FEW:
        rows = [[_value(row[name]) for name in fields] for row in one["rows"]]
        return grid([_said(name) for name in fields], rows, label=one["collection"])
    return "".join(_record(policy, one, fields, row) for row in one["rows"])


def _record(policy: "Policy", one: dict[str, Any], fields: list[str], row: dict[str, Any]) -> str:
    lines = "".join(
        f'<tr><th scope="row">{escape(_said(name))}</th><td>{_value(row[name])}</td>'
        f'<td class="soft">{escape(_kind(policy, one["fields"][name]))}</td></tr>'
        for name in fields
        if row[name] is not None
    )
    return f'<table class="record"><tbody>{lines}</tbody></table>'


def _said(column: str) -> str:
    return column.replace("_", " ")


def _kind(policy: "Policy", of: str) -> str:
    return category(policy, of) if of else ""


def _value(value: Any) -> str:
    return "" if value is None else escape(str(value))


def _why(policy: "Policy", one: dict[str, Any]) -> str:
    found = policy.systems[one["system"]].collections[one["collection"]]
    kinds = {name for name in one["fields"].values() if name}
    rows = [
        [escape(spoken(purpose.says, purpose.name)), _ground(purpose), escape(str(purpose.keep))]
        for purpose in (policy.purposes[name] for name in found.purposes)
        if kinds & set(purpose.categories)
    ]
    return grid(["what for", "on what ground", "for how long"], rows)


def _ground(purpose: Any) -> str:
    law = f", {purpose.law}" if purpose.law else ""
    return escape(f"{basis(str(purpose.basis))}, {purpose.basis.article} GDPR{law}")


def _contact(policy: "Policy") -> str:
    return escape(" · ".join(_lines(policy)))


def _lines(policy: "Policy") -> Iterator[str]:
    who = policy.controller
    yield who.name
    if who.address:
        yield who.address
    for way in (who.contact.email, who.contact.phone):
        if way:
            yield way
    yield "You may ask for a correction, for erasure, and complain to the data protection authority."
