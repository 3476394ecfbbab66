"""The company's own words: their paragraphs and lists, and where in them each promise is made."""

import re
from collections.abc import Iterable, Mapping

from holdord.letters.policy.text import Own, Part
from holdord.words.prose import likeness

_BULLET = re.compile(r"^[-*•]\s+")


def own_blocks(text: str, promises: Mapping[str, str], named: Iterable[str]) -> tuple[Own, ...]:
    """A text as paragraphs and lists.

    `promises` are sentences by promise: where one stands in the text word for word, that stretch is marked.
    `named` ones that stand nowhere so are made by whatever part is most like them.
    """
    pieces = _pieces(text)
    marks: list[list[tuple[int, int, str]]] = [[] for _, item in pieces]
    for name, sentence in promises.items():
        for number, (_, item) in enumerate(pieces):
            if span := _found(item, sentence, marks[number]):
                marks[number].append((*span, name))
                break
        else:
            if name in named and pieces:
                number = max(range(len(pieces)), key=lambda at: likeness(pieces[at][1], sentence))
                marks[number].append((0, 0, name))
    marked = zip(pieces, marks, strict=True)
    return _grouped([(bullet, _parts(item, found)) for (bullet, item), found in marked])


def made_in(blocks: Iterable[Own]) -> tuple[str, ...]:
    """The promises that are made in the company's own words."""
    return tuple(name for block in blocks for item in block.items for part in item for name in part.promises)


def _pieces(text: str) -> list[tuple[bool, str]]:
    """Paragraphs, and items of lists, each on one line."""
    pieces: list[tuple[bool, list[str]]] = []
    fresh = True
    for line in text.splitlines():
        words = line.strip()
        if not words:
            fresh = True
        elif _BULLET.match(words):
            pieces.append((True, [_BULLET.sub("", words)]))
            fresh = False
        elif fresh or not pieces:
            pieces.append((False, [words]))
            fresh = False
        else:
            pieces[-1][1].append(words)
    return [(bullet, " ".join(" ".join(lines).split())) for bullet, lines in pieces]


def _found(item: str, sentence: str, taken: list[tuple[int, int, str]]) -> tuple[int, int] | None:
    said = " ".join(sentence.split()).rstrip(".")
    at = item.casefold().find(said.casefold()) if said else -1
    if at < 0 or len(item.casefold()) != len(item):
        return None
    end = at + len(said)
    end += item[end : end + 1] == "."
    return None if any(at < stop and start < end for start, stop, _ in taken) else (at, end)


def _parts(item: str, marks: list[tuple[int, int, str]]) -> tuple[Part, ...]:
    parts: list[Part] = []
    whole = tuple(name for start, end, name in marks if start == end)
    at = 0
    for start, end, name in sorted(mark for mark in marks if mark[0] < mark[1]):
        parts += [Part(item[at:start])] if at < start else []
        parts.append(Part(item[start:end], (name,)))
        at = end
    parts += [Part(item[at:])] if at < len(item) else []
    if whole:
        parts[0] = Part(parts[0].text, (*whole, *parts[0].promises))
    return tuple(parts)


def _grouped(pieces: list[tuple[bool, tuple[Part, ...]]]) -> tuple[Own, ...]:
    blocks: list[Own] = []
    for bullet, parts in pieces:
        if bullet and blocks and blocks[-1].bullets:
            blocks[-1] = Own((*blocks[-1].items, parts), bullets=True)
        else:
            blocks.append(Own((parts,), bullets=bullet))
    return tuple(blocks)
