"""Reading nodes as the kinds of value that the language's shapes name.

Everything that is wrong is found and left out, and reading goes on: a policy with findings is never handed
out, so what was left out does no harm, and the user sees all findings in one run. What a finding already
explains causes no other: a name whose fact could not be read still counts as stated, a misspelt key is
read as the one it is near.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple, NoReturn

from holdord.language.durations import PeriodError, read_duration
from holdord.language.durations import Words as PeriodWords
from holdord.language.nodes import ListNode, MapNode, Node, ScalarNode, is_spoilt
from holdord.language.periods import parse_period
from holdord.language.reader_kinds import (
    LANGUAGES,
    NAME,
    Choice,
    Choices,
    Columns,
    DurationText,
    Either,
    Kind,
    ListOf,
    MapOf,
    Name,
    Names,
    PeriodText,
    Shape,
    Texts,
    Words,
    YesNo,
)
from holdord.language.reader_strict import NOUNS, STRICT
from holdord.language.spelling import did_you_mean, either, near, plain_name, shown, with_article
from holdord.words.finding import Finding
from holdord.words.period import Duration, Fixed, Period, WhileKept
from holdord.words.place import Place

_SECRET = re.compile(r"\w://[^\s/@${}]*:[^\s/@]+@")
_OTHER_NAMES_OF_LANGUAGES = {
    "dk": "da", "no": "nb", "nn": "nb", "nob": "nb", "dan": "da", "eng": "en", "gb": "en",
    "uk": "en", "us": "en",
}  # fmt: skip


class Unreadable(Exception):
    """Raised where a value cannot be read, after its finding was reported."""


class Entry(NamedTuple):
    """One entry of a map with the user's own names."""

    name: str
    value: Any
    key: ScalarNode
    node: Node


@dataclass(slots=True)
class Record:
    """A map with fixed keys, read.

    `whole` tells whether every required key is there and could be read, `clean` whether all that is
    there could be.
    """

    node: MapNode
    values: dict[str, Any] = field(default_factory=dict)
    nodes: dict[str, tuple[ScalarNode, Node]] = field(default_factory=dict)
    whole: bool = True
    clean: bool = True

    def get(self, key: str, default: Any = None) -> Any:
        """What was read under the key."""
        return self.values.get(key, default)

    def place_of(self, key: str) -> Place:
        """Where the key stands, or the map if it does not."""
        return self.nodes[key][0].place if key in self.nodes else self.node.place


@dataclass(slots=True)
class Reading:
    """One reading of a whole policy: what has been found, and which names are stated anywhere in it."""

    findings: list[Finding] = field(default_factory=list)
    stated: dict[str, dict[str, Place]] = field(default_factory=dict)
    collections: dict[str, dict[str, Place]] = field(default_factory=dict)
    language: str = "en"
    complete: bool = True
    """Whether every file could be read; if not, a name that seems unknown may stand in what was not."""

    def report(self, code: str, message: str, help: str, place: Place) -> None:
        """Keeps a finding."""
        self.findings.append(Finding(code, message, help, place))

    def fail(self, code: str, message: str, help: str, place: Place) -> NoReturn:
        """Keeps a finding and gives up the value it is about."""
        self.report(code, message, help, place)
        raise Unreadable

    def read(self, kind: Kind, node: Node) -> Any:
        """The node's value as that kind; raises Unreadable after reporting why not."""
        return _READERS[type(kind)](self, kind, node)

    def refer(self, section: str, name: ScalarNode, also: str = "") -> str:
        """A name that must be stated in a section, or in a second one."""
        if name.broken:
            raise Unreadable
        known = {**self.stated.get(section, {}), **self.stated.get(also, {})}
        if name.text not in known:
            self.unknown_name(NOUNS.get(section, section), name, known, section)
        return name.text

    def unknown_name(
        self, noun: str, name: ScalarNode, known: Iterable[str], section: str, offset: int = 0, word: str = ""
    ) -> None:
        """Reports a name nobody states, unless a part of the policy could not be read."""
        if not self.complete:
            return
        word = word or name.text
        help = did_you_mean(word, known) or f"state it under '{section}', or take it out here"
        self.report(
            "unknown-name", f"there is no {noun} {shown(word, 'of this name')}", help, name.at(offset)
        )

    def keyed(self, node: Node, shape: Shape, place: Place | None = None) -> Record:
        """The entries of a map with fixed keys: unknown and missing ones are found, near ones are meant."""
        noun = with_article(shape.noun)
        if not isinstance(node, MapNode):
            if is_spoilt(node):
                raise Unreadable
            help = f"write it as a map with the keys {', '.join(shape.by_key)}"
            self.fail("wrong-value", f"{noun} is stated by keys of its own", help, node.place)
        record = Record(node)
        for key, value in node:
            name = key.text
            if name not in shape.by_key:
                open_keys = [k for k in shape.by_key if k not in node.entries and k not in record.nodes]
                name = near(key.text, open_keys)
                help = f"did you mean '{name}'?" if name else f"its keys are {', '.join(shape.by_key)}"
                message = f"{noun} has no key {shown(key.text, 'of this name')}"
                self.report("unknown-key", message, help, key.place)
            if name:
                record.nodes[name] = (key, value)
        for item in shape.items:
            if item.required and item.key not in record.nodes:
                record.whole = False
                if not node.cut and not item.in_words:
                    message = f"this {shape.noun} has no '{item.key}'"
                    self.report(
                        "missing-key", message, f"add '{item.key}': {item.meaning}", place or node.place
                    )
        return record

    def record(self, node: Node, shape: Shape, place: Place | None = None) -> Record:
        """A map with fixed keys, with all values that can be read."""
        record = self.keyed(node, shape, place)
        for name, (_, value) in record.nodes.items():
            item = shape.by_key[name]
            try:
                record.values[name] = self.read(item.kind, value)
            except Unreadable:
                record.clean = False
                record.whole = record.whole and not item.required
        return record

    def entries(self, node: Node, kind: MapOf) -> Iterator[tuple[str, ScalarNode, Node]]:
        """The entries of a map with the user's own names, those with a name that cannot be one left out."""
        if not isinstance(node, MapNode):
            if is_spoilt(node):
                raise Unreadable
            help = "write 'name: value', one in each line; '{}' if there is none"
            self.fail("wrong-value", f"here every {kind.noun} is stated under its name", help, node.place)
        for key, value in node:
            if kind.of:
                self.refer(kind.of, key)
            elif kind.among and key.text not in kind.among:
                help = did_you_mean(key.text, kind.among)
                message = f"there is no {kind.noun} {shown(key.text, 'of this name')}"
                self.report("unknown-key", message, help, key.place)
                continue
            elif not re.fullmatch(kind.key, key.text):
                self.wrong_name(key, kind)
            yield key.text, key, value

    def wrong_name(self, key: ScalarNode, kind: MapOf) -> None:
        """Reports a name that does not fit the pattern of names."""
        slug = plain_name(key.text)
        offer = f": '{slug}'" if re.fullmatch(NAME, slug) and shown(key.text, "") else ""
        letters = "lower-case letters" if kind.key == NAME else "letters"
        self.report(
            "wrong-name",
            f"{shown(key.text, 'this')} cannot be the name of {with_article(kind.noun)}",
            f"names are {letters}, digits and underscores, and begin with a letter{offer}",
            key.place,
        )


def text_of(reading: Reading, node: Node) -> str:
    """The text of a scalar that is not empty."""
    if is_spoilt(node):
        raise Unreadable
    if not isinstance(node, ScalarNode):
        what = "a list" if isinstance(node, ListNode) else "a map"
        reading.fail("wrong-value", f"this is {what}, where one text is wanted", "write one text", node.place)
    if not node.text.strip():
        reading.fail("wrong-value", "there is no value here", "write one, or take the key out", node.place)
    if "://" in node.text and _SECRET.search(node.text):
        reading.fail(
            "secret-in-file",
            "an address with a password stands in the file",
            "put it into an environment variable, write ${NAME} here, and change the password",
            node.place,
        )
    return node.text


def _words(reading: Reading, kind: Words, node: Node) -> Any:
    text = text_of(reading, node)
    assert isinstance(node, ScalarNode)
    if kind.strict:
        return STRICT[kind.strict](reading, node)
    if kind.pattern and not re.fullmatch(kind.pattern, text):
        message = f"{shown(text)} is not what is wanted here"
        reading.fail("wrong-value", message, f"write, for example, {kind.such_as}", node.place)
    return text


def _texts(reading: Reading, kind: Texts, node: Node) -> dict[str, str]:
    if isinstance(node, ScalarNode):
        return {reading.language: text_of(reading, node)}
    if isinstance(node, ListNode):
        if node.cut:
            raise Unreadable
        help = "write one text, or a map of languages: {da: …, en: …}"
        reading.fail("wrong-value", "this is a list, where a text is wanted", help, node.place)
    texts: dict[str, str] = {}
    for key, value in node:
        if key.text not in LANGUAGES:
            meant = _OTHER_NAMES_OF_LANGUAGES.get(key.text.lower()) or near(key.text, LANGUAGES)
            help = f"did you mean '{meant}'?" if meant else f"write {either(LANGUAGES)}"
            reading.report(
                "unknown-key",
                f"there is no language {shown(key.text, 'of this name')} for texts",
                help,
                key.place,
            )
        try:
            texts[key.text] = text_of(reading, value)
        except Unreadable:
            continue
    if not node.entries:
        reading.fail("wrong-value", "there is no text here", "write one, or take the key out", node.place)
    return texts


def several(reading: Reading, node: Node, *, may_be_empty: bool = True) -> list[ScalarNode]:
    """The scalars of a list; one alone may stand without brackets."""
    if isinstance(node, MapNode):
        if node.cut:
            raise Unreadable
        reading.fail(
            "wrong-value", "this is a map, where a list of names is wanted", "write [a, b]", node.place
        )
    if isinstance(node, ScalarNode):
        text_of(reading, node)
        if "," in node.text and node.plain:
            help = (
                f"put the list in brackets: [{node.text}]" if shown(node.text, "") else "put it in brackets"
            )
            reading.fail("wrong-value", "a list of several stands here without brackets", help, node.place)
        return [node]
    if not node.items and not may_be_empty:
        reading.fail(
            "wrong-value", "this list is empty", "name at least one, or take the key out", node.place
        )
    scalars: dict[str, ScalarNode] = {}
    for item in node.items:
        try:
            text = text_of(reading, item)
        except Unreadable:
            continue
        assert isinstance(item, ScalarNode)
        if text in scalars:
            message = f"{shown(text, 'this')} stands in the list twice"
            reading.report("duplicate-name", message, "take one of them out", item.place)
        scalars.setdefault(text, item)
    return list(scalars.values())


def _names(reading: Reading, kind: Names, node: Node) -> tuple[str, ...]:
    scalars = several(reading, node, may_be_empty=kind.may_be_empty)
    return tuple(reading.refer(kind.of, scalar, kind.also) for scalar in scalars)


def _name(reading: Reading, kind: Name, node: Node) -> str:
    text_of(reading, node)
    assert isinstance(node, ScalarNode)
    return reading.refer(kind.of, node, kind.also)


def _choice(reading: Reading, kind: Choice, node: Node) -> str | StrEnum:
    text = text_of(reading, node)
    if text not in kind.values:
        help = did_you_mean(text, kind.values)
        reading.fail("wrong-value", f"{shown(text)} is not one of the words for this", help, node.place)
    return text if isinstance(kind.words, tuple) else kind.words(text)


def _choices(reading: Reading, kind: Choices, node: Node) -> tuple[str, ...]:
    scalars = several(reading, node, may_be_empty=False)
    for scalar in scalars:
        if scalar.text not in kind.values:
            meant = _OTHER_NAMES_OF_LANGUAGES.get(scalar.text.lower())
            help = f"did you mean '{meant}'?" if meant else did_you_mean(scalar.text, kind.values)
            message = f"{shown(scalar.text)} is not one of the words for this"
            reading.report("wrong-value", message, help, scalar.place)
    return tuple(scalar.text for scalar in scalars)


def _yes_no(reading: Reading, kind: YesNo, node: Node) -> bool:
    text = text_of(reading, node)
    if text not in ("yes", "no", "true", "false"):
        reading.fail("wrong-value", f"{shown(text)} is neither yes nor no", "write 'yes' or 'no'", node.place)
    return text in ("yes", "true")


def _period(reading: Reading, kind: PeriodText, node: Node) -> Period:
    text = text_of(reading, node)
    assert isinstance(node, ScalarNode)
    try:
        parsed = parse_period(text)
    except PeriodError as error:
        _fail_period(reading, error, node)
    if parsed.bound not in (None, kind.bound or None):
        help = f"write it under '{str(parsed.bound).replace(' ', '_')}'"
        reading.fail(
            "wrong-period", f"'{parsed.bound}' is a bound, and this is not where it stands", help, node.place
        )
    period = parsed.period
    if kind.bound and not isinstance(period, Fixed):
        help = "write, for example, '5 years after invoice'"
        reading.fail("wrong-period", "a bound needs a period that ends by a date", help, node.place)
    if isinstance(period, WhileKept):
        _check_keeper(reading, period, node)
    return period


def _check_keeper(reading: Reading, period: WhileKept, node: ScalarNode) -> None:
    offset = max(node.text.find(period.system + "."), 0)
    if period.system not in reading.collections:
        reading.unknown_name("system", node, reading.collections, "system", offset, period.system)
    elif period.collection not in reading.collections[period.system]:
        known = reading.collections[period.system]
        offset += len(period.system) + 1
        noun = f"collection in system '{period.system}' called"
        reading.unknown_name(noun, node, known, "collections", offset, period.collection)


def _fail_period(reading: Reading, error: PeriodError, node: ScalarNode) -> NoReturn:
    if not shown(node.text, "") and len(node.text) <= 60:
        reading.fail(
            "wrong-period", "this is not a period", "write, for example, '5 years after invoice'", node.place
        )
    reading.fail("wrong-period", error.message, error.help, node.at(error.offset))


def _duration(reading: Reading, kind: DurationText, node: Node) -> Duration:
    text = text_of(reading, node)
    assert isinstance(node, ScalarNode)
    words = PeriodWords(text)
    try:
        duration = read_duration(words)
        if extra := words.peek():
            words.fail(f"'{extra.text}' is one word too many", "write a length of time: '30 days'", extra)
    except PeriodError as error:
        _fail_period(reading, error, node)
    return duration


def _columns(reading: Reading, kind: Columns, node: Node) -> tuple[ScalarNode, ...]:
    return tuple(several(reading, node))


def _map_of(reading: Reading, kind: MapOf, node: Node) -> list[Entry]:
    entries = []
    for name, key, value in reading.entries(node, kind):
        try:
            if isinstance(kind.kind, Shape):
                read: Any = reading.record(value, kind.kind, key.place)
            else:
                read = reading.read(kind.kind, value)
        except Unreadable:
            continue
        entries.append(Entry(name, read, key, value))
    return entries


def _list_of(reading: Reading, kind: ListOf, node: Node) -> list[tuple[Any, Node]]:
    items = []
    for item in node.items if isinstance(node, ListNode) else [node]:
        try:
            items.append((reading.read(kind.kind, item), item))
        except Unreadable:
            continue
    return items


def _either(reading: Reading, kind: Either, node: Node) -> Any:
    return reading.read(kind.scalar if isinstance(node, ScalarNode) else kind.other, node)


def _shape(reading: Reading, kind: Shape, node: Node) -> Record:
    return reading.record(node, kind)


_READERS: dict[type, Callable[[Reading, Any, Node], Any]] = {
    Words: _words,
    Texts: _texts,
    Names: _names,
    Name: _name,
    Choice: _choice,
    Choices: _choices,
    YesNo: _yes_no,
    PeriodText: _period,
    DurationText: _duration,
    Columns: _columns,
    MapOf: _map_of,
    ListOf: _list_of,
    Either: _either,
    Shape: _shape,
}
