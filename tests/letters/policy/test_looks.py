"""Whatever a policy says is text: on the page, in Markdown, in the notice beside a form."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from holdord.letters.policy import (
    as_html,
    as_markdown,
    as_page,
    as_pdf,
    form_notice,
    notice_as_html,
    notice_as_markdown,
    policy_text,
)
from holdord.letters.policy.html import linked
from holdord.letters.policy.markdown import marked
from holdord.words.policy import Policy, Promise, Purpose
from holdord.words.prose import Prose, SectionKey
from tests.letters.company import policy
from tests.letters.nasty import nasty
from tests.letters.policy.policies import LANGUAGES
from tests.letters.test_rendering import read, structure

TAG = re.compile(
    "a|article|body|br|caption|dd|div|dl|dt|h[123]|head|html|li|main|meta|nav|p|section|span|style|table|tbody"
    "|td|th|thead|title|tr|ul"
)
ATTRIBUTE = re.compile(
    "aria-label|aria-labelledby|charset|class|content|href|id|lang|name|rel|role|scope|tabindex"
)
languages = st.sampled_from(LANGUAGES)


class Seen(HTMLParser):
    """What a browser would see."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert TAG.fullmatch(tag), tag
        found = dict(attrs)
        assert all(map(ATTRIBUTE.fullmatch, found)), found
        self.ids += [found["id"] or ""] if "id" in found else []
        self.links += [found["href"] or ""] if "href" in found else []
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def hostile(words: str) -> Policy:
    """A company that says the same thing wherever it can say anything."""
    plain = policy()
    text = dict.fromkeys(LANGUAGES, words or "x")
    values: dict[str, Any] = {}
    values["purposes"] = {
        name: Purpose(name, one.basis, one.people, one.categories, one.keep, text, words, interest=text,
                      required=text, source=text)
        for name, one in plain.purposes.items()
    }  # fmt: skip
    values["promises"] = {name: Promise(name, text) for name in ("P1", "P2")}
    values["prose"] = {
        "rights": Prose(SectionKey.RIGHTS, replaces=text, promises=("P1",)),
        "contact": Prose(SectionKey.CONTACT, adds=text, promises=("P2",)),
    }
    return replace(plain, **values)


@given(nasty, languages)
def test_a_page_says_what_was_said_and_does_nothing(words: str, language: str) -> None:
    page = as_page(policy_text(hostile(words), language))
    seen = Seen(page)
    assert seen.open == []
    assert len(seen.ids) == len(set(seen.ids))
    for link in seen.links:
        assert link.startswith(("https://", "http://", "mailto:", "#"))
    assert {link[1:] for link in seen.links if link[0] == "#"} <= set(seen.ids)
    assert {"promise-P1", "promise-P2"} <= set(seen.ids)


@given(nasty, languages)
def test_a_notice_says_what_was_said_and_does_nothing(words: str, language: str) -> None:
    from holdord.words.form import Form

    company = hostile(words)
    form = Form("sign_up", tuple(company.purposes), dict.fromkeys(LANGUAGES, words or "x"))
    notice = form_notice(company, form, language, "https://fjordlys.example/policy/")
    seen = Seen(notice_as_html(notice))
    assert seen.open == []
    assert seen.links[-1] == "https://fjordlys.example/policy/"
    assert "<script" not in notice_as_markdown(notice).replace("\\<script", "")


@given(nasty)
def test_no_mark_of_markdown_comes_through(words: str) -> None:
    said = marked(words)
    for mark in "`*_[]<>|~#":
        assert mark not in said.replace(f"\\{mark}", "").replace("\\\\", "")
    assert "\n" not in said
    as_markdown(policy_text(hostile(words), "da"))


@settings(max_examples=8)
@given(nasty)
def test_any_policy_is_a_pdf(words: str) -> None:
    assert as_pdf(policy_text(hostile(words), "nb")).startswith(b"%PDF-")


def test_addresses_can_be_followed_and_what_follows_them_is_left_out() -> None:
    said = linked("Write to a.b@shop.example, or see https://shop.example/x?a=1&b=2.")
    assert '<a href="mailto:a.b@shop.example">a.b@shop.example</a>, or' in said
    assert '<a href="https://shop.example/x?a=1&amp;b=2">https://shop.example/x?a=1&amp;b=2</a>.' in said


def test_a_promise_in_own_words_is_marked_where_it_is_made() -> None:
    plain = policy()
    values: dict[str, Any] = {}
    values["promises"] = {
        "P1": Promise("P1", {"en": "We answer within a week."}),
        "P2": Promise("P2", {"en": "Nobody sells your data to others."}),
        "P3": Promise("P3", {"en": "We never sleep."}, section=SectionKey.RIGHTS),
    }
    own = """We are few, and we are quick. We answer within
      a week.

      - We do not sell data.
      - We like cats."""
    values["prose"] = {"rights": Prose(SectionKey.RIGHTS, replaces={"en": own}, promises=("P1", "P2"))}
    text = policy_text(replace(plain, **values), "en")
    page = as_html(text)
    assert ('<p>We are few, and we are quick. <span class="promise" id="promise-P1">We answer within a week.'
            "</span></p>") in page  # fmt: skip
    assert '<li><span class="promise" id="promise-P2">We do not sell data.</span></li>' in page
    assert '<li id="promise-P3">We never sleep.</li>' in page
    section = text.section("rights")
    assert section is not None
    assert section.promises == ("P1", "P2", "P3")
    assert "Article 15" not in page.split('id="rights"')[1].split("</section>")[0]


def test_the_pdf_of_the_policy_is_tagged_titled_and_in_its_language() -> None:
    found = read(as_pdf(policy_text(policy(), "da")))
    assert str(found.trailer["/Root"]["/Lang"]).startswith("da")
    assert found.metadata is not None
    assert found.metadata.title == "Privatlivspolitik for Fjordlys AS"
    assert {"/H1", "/H2", "/Table", "/TH", "/L"} <= structure(found)
    assert "Hvor længe vi gemmer oplysningerne" in " ".join(page.extract_text() for page in found.pages)
