"""A letter is rendered three ways, and no text in it can be anything but text."""

import io
import re
from html.parser import HTMLParser

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdord.letters.html import as_html
from holdord.letters.letter import Bullets, Heading, Letter, Link, Paragraph, Table, one_line, shown
from holdord.letters.pdf import as_pdf
from holdord.letters.text import as_text
from tests.letters.nasty import nasty

TABLE = Table("Hvad vi har", ("Felt", "Værdi"), (("navn", "Åse Øster"), ("by", "Ærø")))
LETTER = Letter(
    title="Svar på din anmodning om indsigt: æøå ÆØÅ",
    language="da",
    blocks=(
        Heading("Oplysningerne"),
        Paragraph("Første linje.\nAnden linje."),
        TABLE,
        Heading("Mere", 3),
        Bullets(("et", "to")),
        Link("Hent svaret", "https://example.org/a?b=1&c=2"),
    ),
    sender=("Butikken ApS", "Gaden 1"),
    reference="Q-ABCDEFGHIJ",
    dated="1. marts 2026",
    greeting="Kære kunde",
    closing=("Venlig hilsen", "Butikken ApS"),
)


class Seen(HTMLParser):
    """The elements of a page and their text, and whether every element was closed in order."""

    VOID = ("meta", "br", "link")

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, text):
        self.said.append(text)

    @property
    def shape(self) -> list[str]:
        return [tag for tag, _ in self.tags if tag != "br"]


def letter_saying(text: str) -> Letter:
    return Letter(
        title=text,
        language="nb",
        blocks=(
            Heading(text),
            Paragraph(text),
            Bullets((text, "x")),
            Table(text, ("a", text), ((text, text), ("b", text))),
            Link(text, "https://example.org/"),
        ),
        sender=(text,),
        reference=text,
        dated=text,
        greeting=f"Hei {text}",
        closing=(text,),
    )


def read(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


def test_a_page_names_its_language_title_headings_and_heads_of_tables() -> None:
    seen = Seen(as_html(LETTER))
    assert ("html", {"lang": "da"}) in seen.tags
    assert seen.shape.count("h1") == 1
    assert [tag for tag in seen.shape if tag in ("h1", "h2", "h3")] == ["h1", "h2", "h3"]
    scopes = [attributes["scope"] for tag, attributes in seen.tags if tag == "th"]
    assert scopes == ["col", "col", "row", "row"]
    assert "caption" in seen.shape
    assert "main" in seen.shape
    assert "Åse Øster" in seen.said


def test_a_page_has_nothing_that_runs_and_its_style_can_be_named_or_linked() -> None:
    assert "@media print" in as_html(LETTER)
    assert '<style nonce="n1">' in as_html(LETTER, nonce="n1")
    linked = Seen(as_html(LETTER, stylesheet="/static/letter.css"))
    assert "style" not in linked.shape
    assert "link" in linked.shape
    for tag, attributes in linked.tags:
        assert tag != "script"
        assert not [name for name in attributes if name == "style" or name.startswith("on")]


def test_a_pdf_is_tagged_titled_in_its_language_and_says_that_it_is_pdf_ua() -> None:
    found = read(as_pdf(LETTER))
    root = found.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].split("-")[0] == "da"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert found.metadata.title == LETTER.title
    xmp = root["/Metadata"].get_data().decode()
    assert re.search(r"<pdfuaid:part>\s*1\s*</pdfuaid:part>", xmp)
    assert root["/StructTreeRoot"]["/K"]


def test_a_pdf_gives_its_text_back() -> None:
    words = words_of(as_pdf(LETTER))
    for said in (
        "æøå ÆØÅ",
        "Åse Øster",
        "Ærø",
        "Anden linje.",
        "Venlig hilsen",
        "https://example.org/a?b=1&c=2",
    ):
        assert said in words


def test_a_pdf_knows_heads_of_tables_and_levels_of_headings() -> None:
    kinds = structure(read(as_pdf(LETTER)))
    assert {"/Table", "/TH", "/TD", "/L", "/LI", "/Link"} <= kinds
    assert {"/H1", "/H2"} <= kinds


def structure(found: pypdf.PdfReader) -> set[str]:
    kinds: set[str] = set()
    todo = [found.trailer["/Root"]["/StructTreeRoot"]]
    while todo:
        node = todo.pop()
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            todo += node
        elif isinstance(node, dict):
            kinds.add(str(node.get("/S", "")))
            todo += [node["/K"]] if "/K" in node else []
    return kinds


def test_the_same_letter_is_the_same_file() -> None:
    assert as_pdf(LETTER) == as_pdf(LETTER)


def test_a_character_that_the_font_has_not_is_named_by_its_number() -> None:
    assert "[U+6F22] [U+1F600]" in words_of(as_pdf(letter_saying("漢 😀")))


def test_every_character_passed_on_to_the_font_can_be_shown() -> None:
    everything = "".join(map(chr, range(0x20, 0x3000)))
    as_pdf(Letter("x", "en", (Paragraph(everything),)))


def test_plain_text_says_all_of_it() -> None:
    said = as_text(LETTER)
    for part in ("Åse Øster", "- et", "https://example.org/a?b=1&c=2", "Venlig hilsen", "Gaden 1"):
        assert part in said
    assert max(map(len, said.splitlines())) <= 76


@given(nasty)
def test_no_text_breaks_out_of_a_page(text: str) -> None:
    Seen(as_html(letter_saying(text)))
    page = as_html(letter_saying(f"{text}x"), nonce=f"{text}x")
    page.encode()
    assert Seen(page).shape == Seen(as_html(letter_saying("x"), nonce="x")).shape
    assert "\x00" not in page


@settings(max_examples=60, deadline=None)
@given(nasty)
def test_no_text_breaks_out_of_a_pdf(text: str) -> None:
    as_pdf(letter_saying(text))
    found = read(as_pdf(letter_saying(f"{text}x")))
    assert found.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert structure(found) == structure(read(as_pdf(letter_saying("x"))))


@given(nasty)
def test_no_text_makes_a_line_of_a_header_or_a_command_of_a_terminal(text: str) -> None:
    said = as_text(letter_saying(text))
    said.encode()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", said)
    assert "\n" not in one_line(text)
    assert shown(shown(text)) == shown(text)


@given(st.text(max_size=30))
def test_a_link_is_an_address_of_the_web_or_nothing(text: str) -> None:
    for url in (text, f"javascript:{text}", f"https://x/{text} ", f'https://x/"{text}'):
        if not re.fullmatch(r"https?://[!#-;=?-~]+", url):
            with pytest.raises(ValueError, match="http"):
                Link("x", url)
