"""Each item that Art. 13 and 14 want people to be told has its finding where the facts can lack it."""

import pytest

from tests.language.checks.pages import page_of
from tests.language.checks.stage import cases

ITEMS = {
    "13(1)(a)": "contact-missing",
    "13(1)(b)": "contact-missing",
    "13(1)(c)": "unexplained",
    "13(1)(d)": "interest-unstated",
    "13(1)(e)": "unexplained",
    "13(1)(f)": "transfer-without-safeguards",
    "13(2)(a)": "event-unworded",
    "13(2)(b)": "prose-leaves-out",
    "13(2)(c)": "prose-leaves-out",
    "13(2)(d)": "authority-unstated",
    "13(2)(e)": "requirement-unstated",
    "13(2)(f)": "decisions-unstated",
    "14(1)(d)": "unexplained",
    "14(2)(f)": "source-unstated",
    "21(4)": "prose-leaves-out",
}
"""What the reader itself demands (a basis, a period, the controller's name) can never be missing."""


@pytest.mark.parametrize(("item", "code"), ITEMS.items())
def test_an_item_that_can_be_missing_has_a_finding_that_cites_it(item: str, code: str) -> None:
    messages = [finding.message for case in cases() if case.code == code for finding in case.found()]
    told = "\n".join([*messages, page_of(code).read_text(encoding="utf-8")])
    assert messages
    assert item in told, told
