"""A letter as a page: HTML that screen readers, phones and printers understand, with nothing to run in it."""

from html import escape

from holdord.letters.letter import Block, Bullets, Heading, Letter, Link, Paragraph, Table, headed, shown

STYLE = """
:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.6rem;line-height:1.25;margin:1.5rem 0 1rem}
h2{font-size:1.2rem;margin:2rem 0 .5rem}
h3{font-size:1rem;margin:1.5rem 0 .25rem}
p,ul{margin:.5rem 0}
header p,footer p{margin:0}
.wide{overflow-x:auto}
.wide:focus-visible{outline:2px solid}
table{border-collapse:collapse;width:100%;margin:.75rem 0}
caption{text-align:left;padding:.25rem 0;font-style:italic}
th,td{text-align:left;vertical-align:top;padding:.3rem .75rem .3rem 0;border-bottom:1px solid #8886;
overflow-wrap:break-word}
tbody th{font-weight:400}
footer{margin-top:2rem;border-top:1px solid #8886;padding-top:1rem}
@media print{
body{max-width:none;padding:0;font-size:10.5pt;color:#000;background:#fff}
h1,h2,h3,caption{break-after:avoid}
tr{break-inside:avoid}
thead{display:table-header-group}
.wide{overflow:visible}
a::after{content:" (" attr(href) ")"}
}
""".strip()


def as_html(letter: Letter, *, nonce: str = "", stylesheet: str = "") -> str:
    """The letter as a whole HTML document.

    Its style stands in it, under `nonce` where a policy of the page asks for one; with `stylesheet` it is
    linked to instead.
    """
    title = escape(headed(letter.title))
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{letter.language}">',
            '<head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>",
            _style(nonce, stylesheet),
            "</head>",
            "<body>",
            *_lines("header", [*letter.sender, *filter(None, (letter.reference, letter.dated))]),
            "<main>",
            f"<h1>{title}</h1>",
            *([f"<p>{_text(letter.greeting)}</p>"] if letter.greeting else []),
            *map(block_as_html, letter.blocks),
            "</main>",
            *_lines("footer", letter.closing),
            "</body>",
            "</html>",
            "",
        ]
    )


def as_article(letter: Letter) -> str:
    """The letter as a part of a page that has its own head, style and landmarks."""
    title = f"<h1>{escape(headed(letter.title))}</h1>"
    greeting = [f"<p>{_text(letter.greeting)}</p>"] if letter.greeting else []
    above = _lines("header", [*letter.sender, *filter(None, (letter.reference, letter.dated))])
    blocks = map(block_as_html, letter.blocks)
    parts = [*above, title, *greeting, *blocks, *_lines("footer", letter.closing)]
    return f'<article class="letter" lang="{letter.language}">' + "\n".join([*parts, "</article>"])


def _style(nonce: str, stylesheet: str) -> str:
    if stylesheet:
        return f'<link rel="stylesheet" href="{escape(shown(stylesheet))}">'
    return f'<style nonce="{escape(shown(nonce))}">{STYLE}</style>' if nonce else f"<style>{STYLE}</style>"


def _lines(tag: str, lines: "list[str] | tuple[str, ...]") -> list[str]:
    if not lines:
        return []
    return [f"<{tag}>", *(f"<p>{_text(line)}</p>" for line in lines), f"</{tag}>"]


def _text(text: str) -> str:
    return escape(shown(text)).replace("\n", "<br>")


def block_as_html(block: Block) -> str:
    """One block as it stands in a page."""
    match block:
        case Heading(text, level):
            return f"<h{level}>{escape(headed(text))}</h{level}>"
        case Paragraph(text):
            return f"<p>{_text(text)}</p>"
        case Bullets(items):
            return "<ul>" + "".join(f"<li>{_text(item)}</li>" for item in items) + "</ul>" if items else ""
        case Link(text, url):
            return f'<p><a href="{escape(url)}" rel="noreferrer">{escape(headed(text))}</a></p>'
        case Table():
            return _table(block)


def _table(table: Table) -> str:
    """A table that can be scrolled by keyboard where it is wider than the page."""
    caption = escape(headed(table.caption))
    head = "".join(f'<th scope="col">{_text(cell)}</th>' for cell in table.head)
    rows = "\n".join(
        f'<tr><th scope="row">{_text(first)}</th>'
        + "".join(f"<td>{_text(cell)}</td>" for cell in rest)
        + "</tr>"
        for first, *rest in table.rows
    )
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{caption}"><table>'
        f"<caption>{caption}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></div>"
    )
