"""An export as a page to read: what is held, kind by kind, with what each field means and why it is held."""

from collections.abc import Iterator
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, Any

from holdord.cli.pages import framed, grid
from holdord.cli.phrases import basis, category, counted, minute, spoken

if TYPE_CHECKING:
    from holdord.words.policy import Policy


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
    return framed(f"What {name} holds about you", "\n".join(parts))


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
    fields = [name for name in one["fields"] if any(row[name] is not None for row in one["rows"])]
    head = [_head(policy, name, one["fields"][name]) for name in fields]
    rows = [[_value(row[name]) for name in fields] for row in one["rows"]]
    return grid(head, rows, label=one["collection"])


def _head(policy: "Policy", column: str, of: str) -> str:
    return f"{column.replace('_', ' ')}{f' ({category(policy, of)})' if of else ''}"


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
