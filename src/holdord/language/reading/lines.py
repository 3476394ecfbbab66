"""From a file's text to its lines: without what a word processor or a web page left behind, each with
its number."""

import re
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser

from holdord.language.reading.phrases import plain_signs

_LEFT_BEHIND = re.compile(
    r"\[(?:bookmark|image|cid|embedded|if [^\]]*|endif|page)\b[^\]]*\]|<!--.*?-->|\{(?:HYPERLINK|"
    r"PAGEREF|TOC)\b[^}]*\}"
    r"|\bHYPERLINK +\"[^\"]*\"|_Toc\d+|_Hlk\d+|\[\^?\d{1,3}\](?!\()",
    re.I,
)
_PAGE_NUMBER = re.compile(r"(?:page|side|s\.)\s*\d+(?:\s*(?:of|af|av|/)\s*\d+)?|-\s*\d+\s*-", re.I)
_LINK = re.compile(r"!?\[([^\]\n]*)\]\(([^)\s]*)(?:\s+\"[^\"]*\")?\)")
_EMPHASIS = re.compile(
    r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1|(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![\w*])"
)
_BULLET = re.compile(r"([•·●▪▫◦○■□◆➢➤✓✔✅→»›‣⁃*+\uf0b7\uf0a7]|[-–—]|o)\s+")
_NUMBER = re.compile(
    r"((?:§\s*)?\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|\(?[a-zæøå]\)|\(?[ivx]{1,4}\)|[ivx]{1,4}\.)(?=\s)\s+", re.I
)
_NUMBER_AGAIN = re.compile(r"\d{1,2}\.(?=[A-ZÆØÅ])")
_ARTICLE = re.compile(
    r"(?:§|stk\.|ledd|art\.|artikel|artikkel|article|section|afsnit|punkt|"
    r"pkt\.)\s*\d+(?:\.\d+)*\s*[.:–-]?\s+",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its number in the file, what it begins with, and what it says.

    `marker` is "" for none, "#" with `depth` for a heading that is marked as one, "•" for a bullet, "1" for a
    number of `depth` parts (`number` the last of them), "a" for a letter, "|" for a row of a table.
    """

    number: int
    text: str
    indent: int = 0
    marker: str = ""
    depth: int = 0
    ordinal: int = 0
    cells: tuple[str, ...] = ()


def lines_of(text: str) -> list[Line]:
    """The lines of plain text, Markdown or HTML; empty ones too, for they part paragraphs."""
    raw = _of_page(text) if looks_like_html(text) else list(enumerate(text.splitlines(), 1))
    return [_line(number, plain_signs(unescape(each))) for number, each in raw]


def looks_like_html(text: str) -> bool:
    """Whether the text is a web page or a piece of one."""
    return bool(
        re.search(r"<(?:!doctype html|html|body|p|div|h[1-6]|ul|li|table|br)\b[^>]*>", text[:20000], re.I)
    )


def _line(number: int, raw: str) -> Line:
    said = _LEFT_BEHIND.sub("", raw.replace("\x0c", " "))
    indent = len(said.expandtabs(4)) - len(said.expandtabs(4).lstrip())
    body = said.strip()
    if not body or _PAGE_NUMBER.fullmatch(body) or re.fullmatch(r"[-_=*.·\s]+", body):
        return Line(number, "")
    if (cells := _cells(said)) == ():
        return Line(number, "", marker="|")
    if cells is not None:
        return Line(number, _plain(body), indent, "|", 0, 0, cells)
    if heading := re.match(r"(#{1,6})\s+(.*?)\s*#*$", body):
        return Line(number, _plain(_without_number(heading[2])), indent, "#", len(heading[1]))
    if bold := re.fullmatch(r"(\*\*|__)([^*_]{2,90}?)\1:?", body):
        return Line(number, _plain(_without_number(bold[2])), indent, "#", 4)
    if bullet := _BULLET.match(body):
        return Line(number, _plain(body[bullet.end() :]), indent, "•")
    if (article := _ARTICLE.match(body)) and len(body) > article.end():
        return Line(number, _plain(body[article.end() :]), indent, "1", 1)
    if found := _NUMBER.match(body):
        return _numbered(number, body, indent, found)
    return Line(number, _plain(body), indent)


def _numbered(number: int, body: str, indent: int, found: re.Match[str]) -> Line:
    mark = found[1].strip("().§ ")
    rest = _plain(_NUMBER_AGAIN.sub("", body[found.end() :]) if mark.isdigit() else body[found.end() :])
    if mark[0].isdigit():
        parts = [part for part in mark.split(".") if part]
        return Line(number, rest, indent, "1", len(parts), int(parts[-1]))
    return Line(number, rest, indent, "a")


def _without_number(text: str) -> str:
    return re.sub(r"^\d{1,2}(?:\.\d{1,2})*[.)]?\s+", "", text)


def _plain(text: str) -> str:
    text = _LINK.sub(
        lambda link: link[1] if link[1] == link[2] or not link[2].strip("#") else f"{link[1]} ({link[2]})",
        text,
    )
    text = _EMPHASIS.sub(lambda found: found[2] or found[3], text)
    return " ".join(text.replace("`", "").split())


def _cells(raw: str) -> tuple[str, ...] | None:
    """The cells of a table's row; empty for the line that rules it off; None for what is no row."""
    body = raw.strip("\n")
    if body.count("|") >= 2 and body.strip().startswith("|"):
        cells = tuple(_plain(cell) for cell in body.strip().strip("|").split("|"))
        return () if all(re.fullmatch(r"[-:\s]*", cell) for cell in cells) else cells
    if "\t" in body.strip() and not _BULLET.match(body.strip()) and not _NUMBER.match(body.strip()):
        cells = tuple(_plain(cell) for cell in body.strip(" ").split("\t"))
        return cells if sum(map(bool, cells)) >= 2 else None
    if body.count(";") >= 2 and not re.search(r"[.;:]\s*$|\. ", body):
        cells = tuple(_plain(cell) for cell in body.split(";"))
        return cells if all(0 < len(cell) < 60 for cell in cells) else None
    if re.search(r"\S {3,}\S", body.strip()) and not _BULLET.match(body.strip()):
        cells = tuple(_plain(cell) for cell in re.split(r" {3,}", body.strip()))
        return cells if len(cells) >= 2 and all(len(cell) < 90 for cell in cells) else None
    return None


# ---------------------------------------------------------------------------------- web pages

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "li",
        "ul",
        "ol",
        "table",
        "tr",
        "br",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "dt",
        "dd",
        "summary",
    ]
)
_SKIPPED = frozenset(["script", "style", "noscript", "template", "svg", "nav", "head", "button", "select"])


class _Page(HTMLParser):
    """A web page as lines: headings and list items with their marks, rows of tables with tabs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[tuple[int, str]] = []
        self.current: list[str] = []
        self.begun = 0
        self.skipping = 0
        self.depth = 0
        self.mark = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            self.skipping += 1
        elif tag in _BLOCKS:
            self.end_line(tag != "br")
            self.depth += tag in ("ul", "ol")
            if tag == "li":
                self.mark = "  " * self.depth + "• "
            elif tag[0] == "h" and tag[1:].isdigit():
                self.mark = "#" * int(tag[1]) + " "
            elif tag in ("dt", "summary"):
                self.mark = "#### "
        elif tag in ("td", "th"):
            self.current.append("\t" if any(map(str.strip, self.current)) or self.current else "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self.skipping = max(0, self.skipping - 1)
        elif tag in _BLOCKS:
            self.end_line(tag not in ("br", "tr"))
            self.depth = max(0, self.depth - (tag in ("ul", "ol")))

    def handle_data(self, data: str) -> None:
        if self.skipping:
            return
        if data.strip() and not any(map(str.strip, self.current)):
            self.begun = self.getpos()[0] + (
                len(data) - len(data.lstrip()) and data[: len(data) - len(data.lstrip())].count("\n")
            )
        self.current.append(re.sub(r"\s+", " ", data))

    def end_line(self, paragraph: bool) -> None:
        said = "".join(self.current)
        if said.strip():
            self.lines.append((self.begun, self.mark + said.strip(" ")))
            self.mark = ""
        if paragraph and self.lines and self.lines[-1][1] and self.current:
            self.lines.append((self.begun, ""))
        self.current = []


def _of_page(text: str) -> list[tuple[int, str]]:
    page = _Page()
    page.feed(text)
    page.close()
    page.end_line(True)
    # An empty line between the items of one list would part it from the sentence that introduces it.
    kept: list[tuple[int, str]] = []
    for at, (number, said) in enumerate(page.lines):
        beside = page.lines[at + 1][1] if at + 1 < len(page.lines) else ""
        if said or not beside.lstrip().startswith("•"):
            kept.append((number, said))
    return kept
