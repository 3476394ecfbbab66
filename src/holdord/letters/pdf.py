"""A letter as PDF/UA (ISO 14289-1): tagged, titled, in its language, so that a screen reader can read it.

The template is one fixed text. What a letter says reaches typst as values, never as markup, so that nothing
in a letter can be read as an instruction.
"""

import json
import re
import unicodedata

from holdord.letters.letter import (
    Block,
    Bullets,
    Heading,
    Letter,
    Link,
    Paragraph,
    Table,
    headed,
    one_line,
    shown,
)

TEMPLATE = b"""
#let letter = json(bytes(sys.inputs.letter))
#set document(title: letter.title, date: none)
#set page(paper: "a4", margin: 2.2cm, numbering: "1 / 1")
#set text(lang: letter.lang, region: letter.region, font: "Libertinus Serif", size: 10.5pt, hyphenate: false)
#set par(justify: false)
#set table(stroke: (x, y) => (bottom: 0.4pt + gray), inset: (x: 4pt, y: 4pt))
#show title: set text(size: 17pt)
#show heading: set block(above: 1.4em, below: 0.7em)
#show table: set text(size: 9pt)
#show table: set par(justify: false)
#let lines(found) = found.map(one => text(one)).join(linebreak())
#let said(found) = lines(found.split("\\n"))
#if letter.sender.len() > 0 [#par(lines(letter.sender))]
#if letter.above.len() > 0 [#par(lines(letter.above))]
#title()
#if letter.greeting != "" [#par(said(letter.greeting))]
#for block in letter.blocks {
  if block.kind == "heading" { heading(level: block.level - 1, text(block.text)) }
  else if block.kind == "paragraph" { par(said(block.text)) }
  else if block.kind == "bullets" { list(..block.items.map(said)) }
  else if block.kind == "link" { par(link(block.url, text(block.text + ": " + block.url))) }
  else if block.kind == "table" {
    par(emph(text(block.caption)))
    table(
      columns: block.head.map(_ => 1fr),
      align: left,
      table.header(..block.head.map(cell => strong(said(cell)))),
      ..block.rows.flatten().map(said),
    )
  }
}
#if letter.closing.len() > 0 [#par(lines(letter.closing))]
"""

_REGIONS = {"da": "DK", "nb": "NO", "en": "GB"}

_READY = (
    "\n\x20-\x7e\xa0-\u02ff\u038e-\u03a1\u03a3-\u0482\u048a-\u04ff\u2010-\u2027\u2030-\u2040"
    "\u20a0-\u20bf\u2100-\u211e\u2190-\u22ff"
)
"""The characters that the font in the wheel has on every machine: Latin, Greek, Cyrillic, signs."""

_OTHER = re.compile(f"[^{_READY}]")


def as_pdf(letter: Letter) -> bytes:
    """The letter as a PDF/UA-1 file, the same bytes for the same letter.

    A character that the font does not have is written as its number, "[U+6F22]": PDF/UA allows none that
    cannot be shown, and leaving it out would not be faithful. The page has the character itself.
    """
    import typst  # large, and most programs that write letters never print one

    return typst.compile(
        TEMPLATE,
        format="pdf",
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        sys_inputs={"letter": json.dumps(_values(letter))},
    )


def _values(letter: Letter) -> dict[str, object]:
    """The letter as the template reads it."""
    return {
        "title": _headed(letter.title),
        "lang": letter.language,
        "region": _REGIONS[letter.language],
        "sender": [_line(one) for one in letter.sender],
        "above": [_line(one) for one in (letter.reference, letter.dated) if one],
        "greeting": _said(letter.greeting),
        "blocks": [_block(block) for block in letter.blocks],
        "closing": [_line(one) for one in letter.closing],
    }


def _said(text: str) -> str:
    whole = unicodedata.normalize("NFC", shown(text).replace("\t", " "))
    return _OTHER.sub(lambda found: f"[U+{ord(found[0]):04X}]", whole)


def _line(text: str) -> str:
    return _said(one_line(text))


def _headed(text: str) -> str:
    return _said(headed(text))


def _block(block: Block) -> dict[str, object]:
    match block:
        case Heading(text, level):
            return {"kind": "heading", "level": level, "text": _headed(text)}
        case Paragraph(text):
            return {"kind": "paragraph", "text": _said(text)}
        case Bullets(items):
            return {"kind": "bullets", "items": [_said(item) for item in items]}
        case Link(text, url):
            return {"kind": "link", "text": _headed(text), "url": url}
        case Table(caption, head, rows):
            cells = [[_said(cell) for cell in row] for row in rows]
            return {
                "kind": "table",
                "caption": _line(caption),
                "head": [_said(h) for h in head],
                "rows": cells,
            }
