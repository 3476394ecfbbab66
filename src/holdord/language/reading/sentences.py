"""From lines to sentences: headings, paragraphs that were broken over lines, lists with their leads,
tables."""

import itertools
import re
from dataclasses import dataclass, replace

from holdord.language.reading.lines import Line, lines_of
from holdord.language.reading.phrases import folded
from holdord.language.reading.vocabulary import table
from holdord.words.draft import Role, Sentence

_SHORT = 90
_OF_A_LIST = 8
_ABBREVIATED = re.compile(
    r"(?:^|[\s(\"'.-])(?:f\.?eks|bl\.?a|jf|jfr|stk|nr|no|ca|evt|osv|m\.?v|mv|m\.?m|mm|inkl|ekskl|tlf|tel|"
    r"art|pkt|kap|s|"
    r"dvs|d\.v\.s|vedr|iht|i\.h\.t|pga|p\.g\.a|hhv|max|min|mr|mrs|dr|st|e\.g|i\.e|etc|inc|ltd|co|corp|"
    r"cf|vs|par|sek|div|"
    r"fx|sml|alm|iflg|ifm|mht|mfl|m\.fl|o\.l|ol|bl|a|ev|ang|forts|adr|kl|kr|aut|resp|ledd|bokst|litra|"
    r"sst|tidl|"
    r"[a-zæøå])\.$|^\d{1,2}\.$",
    re.I,
)
_END = re.compile(
    r"(?<=[.!?…])[\"'”»)]*\s+(?=[\"'“«(]?[A-ZÆØÅÄÖÉ0-9\[])|(?<=[a-zæøå]{2}\.)(?=[A-ZÆØÅ][a-zæøå])"
)
_ADDRESSED = re.compile(
    r"@|www\.|https?:|\b(?:cvr|org\.?\s?(?:nr|no|number)|tlf|tel|telefon|phone|mail)\b|\d{4}", re.I
)
_SPEAKS = re.compile(
    r"(?:vi|du|we|you|hvis|dersom|if|når|når du|i|der|det|se|see|læs|les|read|personoplysninger|"
    r"oplysninger)\s+\w+\s+\w+\s+\w+",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph, item, heading or row, put together again from its lines. `parted`: an empty line is
    before it."""

    line: Line
    text: str
    parted: bool


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """Every sentence of a text, in order, each with the headings above it and the lead of its list."""
    return tuple(_Walk(_blocks(lines_of(text))).sentences())


def _blocks(lines: list[Line]) -> list[_Block]:
    """Lines joined where a sentence was broken over several."""
    said = [line for line in lines if line.text]
    broken = sum(
        1 for one, next in itertools.pairwise(said) if not next.marker and _runs_on(one.text, next.text)
    )
    narrow = sum(len(line.text) <= 125 for line in said) >= 0.97 * len(said)
    wrapped = narrow and broken >= 3 and broken * 8 >= len(said)
    blocks: list[_Block] = []
    parted = True
    for line in lines:
        if not line.text:
            parted = parted or not line.marker
            continue
        if blocks and not line.marker and _goes_on(blocks[-1], line, wrapped, parted):
            last = blocks[-1]
            cut = re.search(r"(?<=[a-zæøå]{2})-$", last.text) and line.text[:1].islower()
            blocks[-1] = replace(last, text=last.text[:-1] + line.text if cut else f"{last.text} {line.text}")
        else:
            blocks.append(_Block(line, line.text, parted))
        parted = False
    return blocks


def _runs_on(one: str, next: str) -> bool:
    return not one.endswith((".", "!", "?", ":", ";")) and next[:1].islower()


def _goes_on(last: _Block, line: Line, wrapped: bool, parted: bool) -> bool:
    if last.line.marker in ("#", "|") or line.marker:
        return False
    final = last.text.rsplit(None, 12)
    length = len(last.text)
    if parted:  # over an empty line only where a word or clause was cut
        return length > 60 and line.text[:1].islower() and last.text.endswith((",", "-")) and len(final) > 6
    if wrapped:
        width_used = len(last.text) >= 45
        ends = last.text.endswith((".", "!", "?", ":"))
        return (width_used and not (ends and _looks_short(line))) or _runs_on(last.text, line.text)
    return length >= 40 and _runs_on(last.text, line.text)


def _looks_short(line: Line) -> bool:
    return len(line.text) < 40 and not line.text.endswith((".", ","))


@dataclass(slots=True)
class _List:
    lead: str
    marker: str
    indent: int
    last: int
    after: int  # the number that would come after the lead's own


class _Walk:
    """One pass over the blocks, with the headings and the list that it is in."""

    def __init__(self, blocks: list[_Block]) -> None:
        self.blocks = blocks
        self.headings: list[tuple[int, str]] = []
        self.list: _List | None = None
        self.lead = ""
        self.lead_block: _Block | None = None
        self.columns: tuple[str, ...] = ()
        self.headed: _Block | None = None
        self.last: _Block | None = None

    def sentences(self) -> list[Sentence]:
        found: list[Sentence] = []
        for at, block in enumerate(self.blocks):
            before = self.blocks[at - 1] if at else None
            after = self.blocks[at + 1] if at + 1 < len(self.blocks) else None
            self.last = before
            found += self._of(block, before, after)
        return found

    def _of(self, block: _Block, before: _Block | None, after: _Block | None) -> list[Sentence]:
        if block.line.cells:
            return self._row(block)
        self.columns = ()
        if self._is_item(block, after):
            return self._item(block, after)
        if _is_heading(block, before, after):
            self.list, self.lead, self.lead_block = (
                None,
                block.text if block.text.endswith(":") else "",
                block,
            )
            level = _level(block)
            above = (
                before is not None
                and before is self.headed
                and self.headings
                and self.headings[-1][0] == level == 5
            )
            self._push(level + 1 if above else level, block.text)
            self.headed = block
            return [self._made(block.text, block, Role.HEADING)]
        if self.list:
            while self.headings and self.headings[-1][0] >= _OF_A_LIST and block.parted:
                self.headings.pop()
        self.list = None
        pieces = split(block.text)
        self.lead, self.lead_block = pieces[-1], block
        short = len(pieces) == 1 and len(block.text) < 60 and not block.text.endswith((".", "!", ":"))
        role = Role.LINE if short and not _SPEAKS.match(block.text) else Role.PROSE
        return [self._made(piece, block, role) for piece in pieces]

    def _push(self, level: int, text: str) -> None:
        while self.headings and self.headings[-1][0] >= level:
            self.headings.pop()
        self.headings.append((level, text.rstrip(": ")))

    def _made(
        self, text: str, block: _Block, role: Role, lead: str = "", **more: tuple[str, ...]
    ) -> Sentence:
        above = tuple(heading for _, heading in reversed(self.headings))
        if role is Role.HEADING:
            above = above[1:]
        return Sentence(text, block.line.number, role, above, lead, low=folded(text), **more)

    def _is_item(self, block: _Block, after: _Block | None) -> bool:
        mark = block.line.marker
        if mark == "•" or mark == "a":
            return True
        if mark == "" and self.lead.endswith(":") and len(block.text) < 160:
            if not block.parted:
                return self.list is None or self.list.marker == ""
            return self.list is None and self._begins_a_column(block, after)
        if mark != "1":
            return False
        if self.list and self.list.marker == "1":
            line = block.line
            if line.indent < self.list.indent or (
                line.ordinal != self.list.last + 1 and line.ordinal == self.list.after
            ):
                return False
            return line.depth == 1 and line.ordinal in (self.list.last + 1, 1)
        if block.line.depth == 1 and self.lead.endswith(":") and self.lead_block:
            return block.line.ordinal == 1 and (
                self.lead_block.line.marker != "1" or block.line.indent >= self.lead_block.line.indent
            )
        run = after is not None and after.line.marker == "1" and after.line.depth == block.line.depth
        follows = run and after is not None and after.line.ordinal == block.line.ordinal + 1
        return bool(
            follows
            and after
            and len(block.text) < _SHORT
            and len(after.text) < _SHORT
            and block.line.depth == 1
            and not _title_like(block.text)
        )

    def _begins_a_column(self, block: _Block, after: _Block | None) -> bool:
        """Whether short lines stand below each other, after an empty line below their lead."""
        if after is None or after.parted or after.line.marker or self.lead_block is not self.last:
            return False
        return len(block.text) < 60 and len(after.text) < 60 and not after.text.endswith((".", ":"))

    def _item(self, block: _Block, after: _Block | None) -> list[Sentence]:
        if self.list is None:
            ordinal = self.lead_block.line.ordinal + 1 if self.lead_block else 0
            self.list = _List(self.lead, block.line.marker, block.line.indent, 0, ordinal)
        if block.line.marker == self.list.marker:
            self.list.last = block.line.ordinal
        lead = self.list.lead
        pieces = split(block.text)
        made = [self._made(piece, block, Role.ITEM, lead) for piece in pieces]
        if block.text.endswith(":"):
            self.list.lead = pieces[-1] if not lead.endswith(":") or not block.line.marker else lead
        headed = (
            block.line.marker
            and after
            and not after.line.marker
            and len(block.text) < _SHORT
            and not block.text.endswith(".")
        )
        if headed and after and len(after.text) > 30 and not after.parted:
            self._push(9, block.text)
        elif self.headings and self.headings[-1][0] == 9:
            self.headings.pop()
        return made

    def _row(self, block: _Block) -> list[Sentence]:
        cells = block.line.cells
        if not self.columns:
            named = tuple(column_of(cell) for cell in cells)
            if sum(map(bool, named)) * 2 >= len([c for c in cells if c]) and all(
                len(cell) < 50 for cell in cells
            ):
                self.columns = named
                return [self._made(block.text, block, Role.HEADING)]
            self.columns = tuple("" for _ in cells)
        return [self._made(block.text, block, Role.ROW, self.lead, cells=cells, columns=self.columns)]


def column_of(cell: str) -> str:
    """What a table's column is about by its heading; empty where that is not known."""
    low = folded(cell)
    if len(low) > 50:
        return ""
    return next((name for name, entry in table("columns").items() if entry.words.search(low)), "")


def _level(block: _Block) -> int:
    if block.line.marker == "#":
        return block.line.depth
    if block.line.marker == "1":
        return block.line.depth
    if block.text.endswith(":"):
        return _OF_A_LIST
    return 2 if block.text.isupper() else 5


def _title_like(text: str) -> bool:
    return text.isupper()


def _is_heading(block: _Block, before: _Block | None, after: _Block | None) -> bool:
    text, mark = block.text, block.line.marker
    if mark == "#":
        return True
    if len(text) > 120 or (text.endswith((".", ";", ",", "!")) and not re.match(r"^\d", text)):
        return False
    if text.endswith("?"):
        return True
    if len(text) > _SHORT or len(text.split()) > 12:
        return False
    if text.endswith(":"):
        return len(text.split()) <= 6 and not _SPEAKS.match(text)
    if after is None or re.search(r"[.:]\s+\S", text):
        return False
    if mark == "1":
        return not _SPEAKS.match(text) or not text.endswith(".")
    if _SPEAKS.match(text) or _ADDRESSED.search(text) or not text[:1].isalnum():
        return False
    if (
        not after.parted
        and not after.line.marker
        and len(after.text) < 60
        and not after.text.endswith((".", ":"))
    ):
        return False
    if before is not None and not block.parted and not before.line.marker and len(before.text) < 60:
        return before.text.endswith(".") or len(after.text) > 60
    return after.parted or block.parted or len(after.text) > 60 or bool(after.line.marker)


def split(text: str) -> list[str]:
    """The sentences of a paragraph; dots of abbreviations, numbers and addresses end none."""
    pieces: list[str] = []
    begun = 0
    for end in _END.finditer(text):
        before = text[begun : end.start()]
        if _ABBREVIATED.search(before.rstrip("\"'”»)")) and end.group() != "":
            continue
        if end.group() == "" and re.search(r"\S*(?:@|www|http)\S*$", before):
            continue
        pieces.append(text[begun : end.end()].strip())
        begun = end.end()
    pieces.append(text[begun:].strip())
    return [piece for piece in pieces if piece] or [text]
