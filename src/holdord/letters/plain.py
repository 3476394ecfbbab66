"""A letter as plain values, so that it can be kept as it was written and shown later."""

from collections.abc import Mapping, Sequence
from typing import Any

from holdord.letters.letter import Block, Bullets, Heading, Letter, Link, Paragraph, Table

_BLOCKS = {kind.__name__.lower(): kind for kind in (Heading, Paragraph, Bullets, Table, Link)}
_LINES = ("sender", "closing")


def as_plain(letter: Letter) -> dict[str, Any]:
    """The letter as JSON can hold it."""
    told: dict[str, Any] = {name: getattr(letter, name) for name in Letter.__slots__}
    told["blocks"] = [
        {"kind": type(block).__name__.lower(), **{name: getattr(block, name) for name in block.__slots__}}
        for block in letter.blocks
    ]
    return told


def from_plain(told: Mapping[str, Any]) -> Letter:
    """The letter again; raises KeyError or ValueError for what was never one."""
    values = dict(told)
    values["blocks"] = tuple(map(_block, told["blocks"]))
    return Letter(**values | {name: tuple(values[name]) for name in _LINES})


def _block(told: Mapping[str, Any]) -> Block:
    values = {name: _tuples(value) for name, value in told.items() if name != "kind"}
    block: Block = _BLOCKS[told["kind"]](**values)
    return block


def _tuples(value: Any) -> Any:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(map(_tuples, value))
    return value
