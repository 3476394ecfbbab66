"""The sections of named facts: keys, people, categories, purposes and so on."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from holdord.language.checks.phrases import plural
from holdord.language.nodes import Node, ScalarNode
from holdord.language.reader_kinds import MapOf, Shape
from holdord.language.reader_shapes import POLICY
from holdord.language.reader_values import Reading, Record, Unreadable
from holdord.words.agreement import Agreement
from holdord.words.cookie import Cookie
from holdord.words.decision import AutomatedDecision
from holdord.words.form import Form
from holdord.words.measure import Measure
from holdord.words.on_behalf import OnBehalf
from holdord.words.own import OwnTime
from holdord.words.place import Place
from holdord.words.policy import ByHand, Category, EventWords, Key, Limit, People, Promise, Purpose
from holdord.words.proof import Proof
from holdord.words.prose import Prose, SectionKey
from holdord.words.recipient import Recipient, SubProcessor, Telling
from holdord.words.risk import Exposure, Risk

Stated = Mapping[str, tuple[ScalarNode, Node]]
"""What is stated in a section, from all documents: the facts by name."""


def build_section(reading: Reading, section: str, stated: Stated) -> dict[str, Any]:
    """The facts of one section that can be built, in the order stated."""
    kind = POLICY.by_key[section].kind
    assert isinstance(kind, MapOf)
    assert isinstance(kind.kind, Shape)
    built = {}
    for name, (key, node) in stated.items():
        try:
            record = reading.record(node, kind.kind, key.place)
        except Unreadable:
            continue
        if section == "purposes":
            _check_keep(reading, name, record, key.place)
        if section == "limits":
            _check_limit(reading, record, key.place)
        if section == "recipients":
            _check_notice(reading, record)
        if section == "prose":
            _check_prose(reading, record, key.place)
        if record.whole:
            built[name] = _BUILDERS[section](name, record, key.place)
    return built


def _check_keep(reading: Reading, name: str, record: Record, place: Place) -> None:
    """Data stored "for later" and no more: such a purpose has no end, and people must be told one."""
    if "keep" in record.nodes or record.node.cut:
        return
    categories = record.get("categories", ())
    kept = plural(categories, "category", "categories") if categories else "data"
    message = f"purpose '{name}' keeps {kept}, and until when is not said (Art. 5(1)(e) and 13(2)(a))"
    help = "add 'keep', such as 'keep: 2 years after last order': 'for later' has an end, too"
    reading.report("period-unstated", message, help, place)


def _check_limit(reading: Reading, record: Record, place: Place) -> None:
    if not {"at_least", "at_most"} & set(record.nodes) and not record.node.cut:
        message = "this limit has neither 'at_least' nor 'at_most'"
        reading.report("missing-key", message, "add one of them: 'at_most: 5 years after invoice'", place)


def _check_prose(reading: Reading, record: Record, place: Place) -> None:
    """Own words stand in place of ours or beside them, not both."""
    stated = [key for key in ("replaces", "adds") if key in record.nodes]
    if not stated and not record.node.cut:
        message = "here are no words: neither 'replaces' nor 'adds'"
        reading.report("missing-key", message, "add one of them", place)
    if len(stated) == 2:
        message = "these words both stand in place of ours and beside them"
        reading.report("wrong-value", message, "take one of them out", record.place_of("adds"))


WAYS = ("email", "webhook", "by_hand", "unneeded")


def _check_notice(reading: Reading, recipient: Record) -> None:
    """A recipient is told in one way; whoever is called by webhook can tell that it was us who called."""
    record = recipient.get("notice")
    if not isinstance(record, Record) or record.node.cut:
        return
    ways = [way for way in WAYS if way in record.nodes]
    if not ways:
        message, help = "this notice says no way", f"add one of {', '.join(WAYS)}"
        reading.report("missing-key", message, help, recipient.place_of("notice"))
    for way in ways[1:]:
        message = f"a recipient is told in one way, and here stands '{ways[0]}' already"
        reading.report("wrong-value", message, "take one of them out", record.place_of(way))
    if ("webhook" in ways) != ("secret" in record.nodes):
        there, missing = ("webhook", "secret") if "webhook" in ways else ("secret", "webhook")
        message, help = f"this notice has '{there}' and no '{missing}'", f"add '{missing}': ${{NAME}}"
        reading.report("missing-key", message, help, record.place_of(there))


def _key(name: str, record: Record, place: Place) -> Key:
    return Key(name, place=place, **record.values)


def _people(name: str, record: Record, place: Place) -> People:
    return People(name, place=place, **record.values)


def _category(name: str, record: Record, place: Place) -> Category:
    return Category(name, place=place, **record.values)


def _purpose(name: str, record: Record, place: Place) -> Purpose:
    return Purpose(name, place=place, keep_place=record.nodes["keep"][1].place, **record.values)


def _recipient(name: str, record: Record, place: Place) -> Recipient:
    values = dict(record.values)
    if isinstance(stated := values.get("notice"), Record):
        values["notice"] = Telling(**stated.values)
    if isinstance(stated := values.get("agreement"), Record):
        values["agreement"] = _agreement(stated, record.place_of("agreement"))
    subs = values.get("sub_processors", ())
    values["sub_processors"] = {
        entry.name: SubProcessor(entry.name, place=entry.key.place, **entry.value.values)
        for entry in subs
        if entry.value.whole
    }
    return Recipient(name, place=place, **values)


def _agreement(record: Record, place: Place) -> Agreement | str:
    """The agreement, or "" where its day or document could not be read, which has been reported."""
    if not record.whole:
        return ""
    values = dict(record.values)
    values["signed"] = date.fromisoformat(values["signed"])
    values["clauses"] = dict(values["clauses"].values) if "clauses" in values else {}
    return Agreement(place=place, **values)


def _limit(name: str, record: Record, place: Place) -> Limit:
    return Limit(name, place=place, **record.values)


def _promise(name: str, record: Record, place: Place) -> Promise:
    values = dict(record.values)
    values["kept_by"] = tuple(fact for fact, _ in values.get("kept_by", ()))
    return Promise(name, place=place, **values)


def _decision(name: str, record: Record, place: Place) -> AutomatedDecision:
    values = dict(record.values)
    values["outcomes"] = {entry.name: entry.value for entry in values.get("outcomes", ())}
    return AutomatedDecision(name, place=place, **values)


def _by_hand(name: str, record: Record, place: Place) -> ByHand:
    return ByHand(name, place=place, **record.values)


def _measure(name: str, record: Record, place: Place) -> Measure:
    values = dict(record.values)
    values["proof"] = Proof(values.get("proof", Proof.ATTEST))
    return Measure(name, place=place, **values)


def _risk(name: str, record: Record, place: Place) -> Risk:
    values = dict(record.values)
    values["before"] = Exposure(values.pop("consequence"), values.pop("likelihood"))
    after = values.pop("after", None)
    values["after"] = Exposure(**after.values) if after and after.whole else None
    values["assessed"] = date.fromisoformat(values["assessed"])
    return Risk(name, place=place, **values)


def _on_behalf(name: str, record: Record, place: Place) -> OnBehalf:
    return OnBehalf(name, place=place, **record.values)


def _cookie(name: str, record: Record, place: Place) -> Cookie:
    return Cookie(name, place=place, **record.values)


def _form(name: str, record: Record, place: Place) -> Form:
    return Form(name, place=place, **record.values)


def _prose(name: str, record: Record, place: Place) -> Prose:
    return Prose(SectionKey(name), place=place, **record.values)


def _event(name: str, record: Record, place: Place) -> EventWords:
    return EventWords(name, place=place, **record.values)


def _own_time(name: str, record: Record, place: Place) -> OwnTime:
    return OwnTime(name, place=place, **record.values)


_BUILDERS: dict[str, Callable[[str, Record, Place], Any]] = {
    "keys": _key,
    "people": _people,
    "categories": _category,
    "purposes": _purpose,
    "recipients": _recipient,
    "limits": _limit,
    "promises": _promise,
    "decisions": _decision,
    "by_hand": _by_hand,
    "measures": _measure,
    "risks": _risk,
    "on_behalf": _on_behalf,
    "cookies": _cookie,
    "forms": _form,
    "prose": _prose,
    "events": _event,
    "own_data": _own_time,
}
