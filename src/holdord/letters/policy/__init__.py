"""The privacy policy as people read it, written from the facts that the engine runs on.

`policy_text` writes it; `as_html`, `as_page`, `as_markdown`, `as_pdf` and `as_json_ld` give it its looks, and
`form_notice` is the short notice beside a form. `docs/policy-text.md` explains what stands where.
"""

from holdord.letters.policy.dpv import as_json_ld
from holdord.letters.policy.html import as_html, as_page
from holdord.letters.policy.markdown import as_markdown
from holdord.letters.policy.notice import Notice, form_notice, notice_as_html, notice_as_markdown
from holdord.letters.policy.pdf import as_pdf
from holdord.letters.policy.text import PolicyText, Section, anchor_of, words_of
from holdord.letters.policy.writing import policy_text

__all__ = [
    "Notice",
    "PolicyText",
    "Section",
    "anchor_of",
    "as_html",
    "as_json_ld",
    "as_markdown",
    "as_page",
    "as_pdf",
    "form_notice",
    "notice_as_html",
    "notice_as_markdown",
    "policy_text",
    "words_of",
]
