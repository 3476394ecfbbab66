"""The three phrases of a collection: how it belongs to a parent, when an event happened, how a column ends.

    of:      customers by customer_id        customers by customer_no = number
    events:  closed_at      imported_ts as seconds      latest of created_at, orders.invoiced_at or never
    ends:    mask "gone" with id      to year      first 2

A name with blanks or dots in it stands in double quotes. A phrase that cannot be read is found where it
breaks off.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from holdord.language.nodes import ScalarNode
from holdord.language.spelling import did_you_mean, near, shown
from holdord.words.policy import Ending, How

if TYPE_CHECKING:
    from holdord.language.reader_values import Reading

_TOKEN = re.compile(r'"[^"]*"|\'[^\']*\'|[=,.]|[^\s"\',.=]+|["\']')
_UNITS = ("seconds", "milliseconds")
_ENDINGS = ("clear", "blank", "mask", "to year", "to month", "first", "with row")
_ENDING_EXAMPLES = 'write clear, blank, mask "gone", mask with id, to year, to month, first 2 or with row'


class Token(NamedTuple):
    """A word of a phrase; `quoted` ones are names and never words of the grammar."""

    text: str
    offset: int
    quoted: bool = False


class LinkPhrase(NamedTuple):
    """`PARENT by COLUMN`, or `PARENT by COLUMN = PARENT'S COLUMN`."""

    parent: Token
    column: str
    parent_column: str


class TermPhrase(NamedTuple):
    """One place of an event: `[known] [COLLECTION.]COLUMN [as seconds]`."""

    collection: Token | None
    column: Token
    unit: str = ""
    known: bool = False


class EventPhrase(NamedTuple):
    """Terms, of which the latest counts."""

    terms: tuple[TermPhrase, ...]
    latest: bool = False
    or_never: bool = False


class _Phrase:
    """The words of a phrase, read from left to right."""

    def __init__(self, reading: Reading, node: ScalarNode, example: str) -> None:
        self.reading, self.node, self.example = reading, node, example
        self.tokens = [_token(match) for match in _TOKEN.finditer(node.text)]
        self.at = 0

    def peek(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self, *words: str) -> bool:
        """Whether these words come next; if so they are read."""
        coming = self.tokens[self.at : self.at + len(words)]
        if [token.text for token in coming] != list(words) or any(token.quoted for token in coming):
            return False
        self.at += len(words)
        return True

    def name(self, what: str) -> Token:
        """The name that must come next."""
        token = self.peek()
        if token is None or not token.text or (not token.quoted and token.text in "=,.\"'"):
            self.fail(f"{what} is missing here", token)
        self.at += 1
        return token

    def end(self) -> None:
        """Nothing may come next."""
        if token := self.peek():
            self.fail(f"{shown(token.text, 'what stands here')} is one word too many", token)

    def fail(self, message: str, at: Token | None, help: str = "") -> NoReturn:
        place = self.node.at(at.offset if at else len(self.node.text))
        self.reading.fail("wrong-value", message, help or f"write, for example, {self.example}", place)


def _token(match: re.Match[str]) -> Token:
    text = match[0]
    quoted = len(text) > 1 and text[0] in "\"'"
    return Token(text[1:-1] if quoted else text, match.start(), quoted)


def read_link(reading: Reading, node: ScalarNode) -> LinkPhrase:
    """`customers by customer_id`, or `customers by customer_no = number`."""
    phrase = _Phrase(reading, node, "'customers by customer_id'")
    parent = phrase.name("the name of the collection it belongs to")
    if not phrase.take("by"):
        phrase.fail("it is not said by which column a row belongs to its parent", phrase.peek())
    column = phrase.name("the column")
    parent_column = phrase.name("the parent's column").text if phrase.take("=") else ""
    phrase.end()
    return LinkPhrase(parent, column.text, parent_column)


def read_event(reading: Reading, node: ScalarNode) -> EventPhrase:
    """`[latest [of]] TERM, … [or never]`."""
    example = "'created_at', 'latest of created_at, orders.invoiced_at' or 'imported_ts as seconds'"
    phrase = _Phrase(reading, node, example)
    latest = phrase.take("latest")
    if latest:
        phrase.take("of")
    terms = [_read_term(phrase)]
    while phrase.take(","):
        terms.append(_read_term(phrase))
    or_never = phrase.take("or", "never")
    _end_event(phrase)
    if len(terms) > 1 and not latest:
        phrase.fail(
            "it is not said which of several dates counts", phrase.tokens[0], "begin with 'latest of'"
        )
    return EventPhrase(tuple(terms), latest, or_never)


def _end_event(phrase: _Phrase) -> None:
    token = phrase.peek()
    if token is None:
        return
    before = phrase.tokens[phrase.at - 1]
    if phrase.at == 1 and not before.quoted and (meant := near(before.text, ("latest", "known"))):
        phrase.fail(f"{shown(before.text)} does not begin an event", before, f"did you mean '{meant}'?")
    offer = did_you_mean(token.text, ("or never", "as seconds", "as milliseconds"))
    phrase.fail(f"{shown(token.text, 'what stands here')} is one word too many", token, offer)


def _read_term(phrase: _Phrase) -> TermPhrase:
    known = phrase.take("known")
    name = phrase.name("a column")
    collection = None
    if phrase.take("."):
        collection, name = name, phrase.name("a column")
    unit = ""
    if phrase.take("as"):
        token = phrase.name("the unit")
        unit = token.text
        if unit not in _UNITS:
            phrase.fail(f"{shown(unit)} is no unit of Unix time", token, did_you_mean(unit, _UNITS))
    return TermPhrase(collection, name, unit, known)


def read_ending(reading: Reading, node: ScalarNode) -> Ending:
    """How a column ends while its row stays."""
    phrase = _Phrase(reading, node, _ENDING_EXAMPLES.removeprefix("write "))
    ending = _read_ending(phrase)
    phrase.end()
    return ending


def _read_ending(phrase: _Phrase) -> Ending:
    for how in (How.CLEAR, How.BLANK, How.TO_YEAR, How.TO_MONTH, How.WITH_ROW):
        if phrase.take(*how.split()):
            return Ending(how)
    if phrase.take("first"):
        return Ending(How.FIRST, length=_read_length(phrase))
    if phrase.take("mask"):
        return _read_mask(phrase)
    text = phrase.node.text
    meant = near(text, _ENDINGS) or near(text.split()[0], _ENDINGS)
    help = f"did you mean '{meant}'?" if meant else _ENDING_EXAMPLES
    phrase.fail(f"{shown(text)} is no way for a column to end", phrase.peek(), help)


def _read_length(phrase: _Phrase) -> int:
    token = phrase.peek()
    if token is None or not re.fullmatch(r"[1-9][0-9]{0,3}", token.text):
        phrase.fail("it is not said how many characters stay", token, "write, for example, 'first 2'")
    phrase.at += 1
    return int(token.text)


def _read_mask(phrase: _Phrase) -> Ending:
    token = phrase.peek()
    text = ""
    if token is not None and token.quoted and token.text:
        text = token.text
        phrase.at += 1
    if phrase.take("with", "id"):
        return Ending(How.MASK_WITH_ID, text)
    if not text:
        phrase.fail("it is not said what the mask is", token, "write 'mask \"gone\"' or 'mask with id'")
    return Ending(How.MASK, text)
