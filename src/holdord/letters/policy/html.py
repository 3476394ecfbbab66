"""The policy text as a page: each section under its key, each promise under its name."""

import re
from html import escape

from holdord.letters.html import STYLE, block_as_html
from holdord.letters.letter import Bullets, Link, Paragraph, headed, shown
from holdord.letters.policy.text import (
    Own,
    Part,
    PolicyBlock,
    PolicyText,
    Promised,
    Section,
    Terms,
    anchor_of,
)
from holdord.letters.policy.voice import POLICY_PHRASES

_REACHED = re.compile(
    r"(?P<url>https?://[A-Za-z0-9._~:/?#@!$%&+,;=-]*[A-Za-z0-9/])"
    r"|(?P<mail>[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"
)


_STYLE = """
nav ul{columns:18rem;padding-left:1.2rem}
dl div{display:flex;flex-wrap:wrap;gap:0 .5rem}
dt{font-weight:600}
dd{margin:0;overflow-wrap:anywhere}
a,li,p{overflow-wrap:anywhere}
@media print{nav{display:none}}
""".strip()


def as_html(text: PolicyText, *, contents: bool = True) -> str:
    """The policy as the part of a page that it fills, with its own heading of the first level.

    Sections have their key as id ("retention"), promises theirs ("promise-R50"). `contents` puts a list of
    the sections first.
    """
    parts = [f'<article class="policy" lang="{text.language}">', f"<h1>{escape(headed(text.title))}</h1>"]
    parts += [_contents(text)] if contents else []
    parts += [_section(one) for one in text.sections]
    return "\n".join([*parts, "</article>", ""])


def as_page(text: PolicyText) -> str:
    """The policy as a whole HTML document, with its style in it and nothing to run."""
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{text.language}">',
            '<head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(headed(text.title))}</title>",
            f"<style>{STYLE}\n{_STYLE}</style>",
            "</head>",
            "<body>",
            f"<main>{as_html(text)}</main>",
            "</body>",
            "</html>",
            "",
        ]
    )


def _contents(text: PolicyText) -> str:
    label = escape(POLICY_PHRASES[text.language]["contents"])
    links = "".join(
        f'<li><a href="#{one.key}">{escape(headed(one.heading))}</a></li>' for one in text.sections
    )
    return f'<nav class="contents" aria-label="{label}"><ul>{links}</ul></nav>'


def _section(one: Section) -> str:
    head = f'<h2 id="{one.key}-heading">{escape(headed(one.heading))}</h2>'
    body = "\n".join(map(block, one.blocks))
    return f'<section id="{one.key}" aria-labelledby="{one.key}-heading">\n{head}\n{body}\n</section>'


def block(one: PolicyBlock) -> str:
    """A block of the policy as HTML."""
    match one:
        case Promised(sentences):
            rows = "".join(f'<li id="{escape(s.anchor)}">{linked(s.text)}</li>' for s in sentences)
            return f'<ul class="promises">{rows}</ul>'
        case Own(items, True):
            return f"<ul>{''.join(f'<li>{_parts(item)}</li>' for item in items)}</ul>"
        case Own(items):
            return "\n".join(f"<p>{_parts(item)}</p>" for item in items)
        case Terms(entries):
            pairs = ((escape(shown(label)), linked(value)) for label, value in entries)
            listed = (f"<div><dt>{label}</dt><dd>{said}</dd></div>" for label, said in pairs)
            return f"<dl>{''.join(listed)}</dl>"
        case Paragraph(text):
            return f"<p>{linked(text)}</p>"
        case Bullets(items):
            return f"<ul>{''.join(f'<li>{linked(item)}</li>' for item in items)}</ul>"
    return block_as_html(one)


def linked(text: str) -> str:
    """A text in which addresses on the web and of e-mail can be followed."""
    said, at = [], 0
    whole = shown(text)
    for found in _REACHED.finditer(whole):
        said.append(_text(whole[at : found.start()]))
        link = Link(found[0], found[0]).url if found["url"] else f"mailto:{found[0]}"
        said.append(f'<a href="{escape(link)}">{escape(found[0])}</a>')
        at = found.end()
    return "".join([*said, _text(whole[at:])])


def _parts(item: tuple[Part, ...]) -> str:
    return "".join(map(_part, item))


def _part(part: Part) -> str:
    if not part.promises:
        return linked(part.text)
    *before, last = part.promises
    anchors = "".join(f'<span id="{escape(anchor_of(name))}"></span>' for name in before)
    return f'{anchors}<span class="promise" id="{escape(anchor_of(last))}">{linked(part.text)}</span>'


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")
