"""`holdord format` changes how a policy looks and never what it says."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdord.language.format import Unformattable, format_files, format_text
from holdord.language.format_parts import comments_of
from holdord.language.nodes import ListNode, MapNode, Node, ScalarNode, read_documents
from tests.language.reading import SMALL, WHOLE, change, policy_of
from tests.language.test_schema import SHIPPED

UNTIDY = """\

# Written in a hurry.

system:   shop   # the shop
collections:
  # what they bought
  orders: {purposes: [bookkeeping], of: customers by customer_id,   holds: {payments: amount}}   # orders


  # who they are
  customers:
     holds:   # held
         name: [first_name,   # first
            last_name]  # last
         # email: later
     person: customer
     # no more columns
  # no more tables
url:   ${SHOP_DATABASE_URL}
kind: sql
---
purposes:
 b:
  says: {da: "bogføring på
    to linjer"}
  keep: until withdrawn
 a:
    keep: 5 years after invoice # five
    law: |
       § 12
         stk. 1

       § 13


    basis: contract
language:   1
controller:
    country: DK
    name: Nordlys
       Hjem ApS
    fiscal_year_ends:
    - # odd
      ends: 12-31
    -   ends: 06-30
        # when
        from: 2024-01-01
# the end
"""

TIDY = """\
# Written in a hurry.

system: shop  # the shop
kind: sql
url: ${SHOP_DATABASE_URL}

collections:
  # what they bought
  orders: {of: customers by customer_id, holds: {payments: amount}, purposes: [bookkeeping]}  # orders

  # who they are
  customers:
    person: customer
    holds:  # held
      name:
        - first_name  # first
        - last_name  # last
      # email: later
    # no more columns
  # no more tables
---
language: 1

controller:
  name: Nordlys
    Hjem ApS
  country: DK
  fiscal_year_ends:
    # odd
    - ends: 12-31
    # when
    - from: 2024-01-01
      ends: 06-30

purposes:
  b:
    says:
      da: "bogføring på
        to linjer"
    keep: until withdrawn
  a:
    basis: contract
    law: |
      § 12
        stk. 1

      § 13
    keep: 5 years after invoice  # five
# the end
"""


def facts(node: Node) -> object:
    """What a node states, without its place."""
    if isinstance(node, MapNode):
        return {key.text: facts(value) for key, value in node}
    if isinstance(node, ListNode):
        return [facts(item) for item in node.items]
    return node.text


def formatted_or_refused(text: str) -> str | None:
    """The formatted text, None where it is refused."""
    try:
        return format_text(text)
    except Unformattable:
        return None


def test_an_untidy_policy_becomes_tidy() -> None:
    assert format_text(UNTIDY) == TIDY


@pytest.mark.parametrize("text", [SMALL, WHOLE, TIDY], ids=["small", "whole", "tidy"])
def test_formatting_twice_changes_nothing_more(text: str) -> None:
    assert format_text(format_text(text)) == format_text(text)


@pytest.mark.parametrize("text", [SMALL, WHOLE], ids=["small", "whole"])
def test_a_formatted_policy_is_the_same_policy(text: str) -> None:
    assert policy_of(format_text(text)).digest == policy_of(text).digest


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: "/".join(path.parts[-3:]))
def test_every_policy_that_comes_along_can_be_formatted(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    formatted = format_text(text)
    assert format_text(formatted) == formatted
    assert sorted(comments_of(formatted)) == sorted(comments_of(text))


# -- the same policy, laid out at random

DOCUMENTS = read_documents("whole", WHOLE).roots


class Untidy:
    """Writes nodes in a random layout, with random comments."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def chance(self, one_in: int) -> bool:
        return self.random.randrange(one_in) == 0

    def noise(self, indent: int) -> str:
        """Blank lines and comments, at this or some other indentation."""
        lines = ""
        while self.chance(6):
            other = self.random.choice([indent, indent, indent + 1, max(indent - 2, 0), 0])
            lines += "\n" if self.chance(2) else f"{' ' * other}# æ{self.random.randrange(100)}: [x\n"
        return lines

    def beside(self) -> str:
        return "   # beside {\n" if self.chance(8) else "\n"

    def flow(self, node: Node) -> str:
        if isinstance(node, MapNode):
            return "{" + ", ".join(f"{key.text}:  {self.flow(value)}" for key, value in node) + "}"
        if isinstance(node, ListNode):
            gap = self.random.choice([" ", "\n           ", "  # in\n           "])
            return "[" + f",{gap}".join(map(self.flow, node.items)) + "]"
        return self.scalar(node, within=True)

    def scalar(self, node: ScalarNode, *, within: bool = False) -> str:
        may_be_plain = node.plain and not (within and set(node.text) & set(",[]{}:"))
        return node.text if may_be_plain and self.chance(2) else '"' + node.text.replace('"', '\\"') + '"'

    def block(self, node: Node, indent: int) -> str:
        """The node after its key or dash, with the end of the line."""
        if isinstance(node, ScalarNode):
            return f" {self.scalar(node)}{self.beside()}"
        entries = list(node) if isinstance(node, MapNode) else node.items
        if not entries or self.chance(4):
            return f" {self.flow(node)}{self.beside()}"
        deeper = indent + self.random.randint(1, 5)
        return self.beside() + self.entries(node, deeper)

    def entries(self, node: MapNode | ListNode, indent: int) -> str:
        if isinstance(node, ListNode):
            return "".join(
                self.noise(indent) + " " * indent + "-" + self.block(i, indent) for i in node.items
            )
        entries = self.random.sample(list(node), len(node.entries))
        return "".join(
            f"{self.noise(indent)}{' ' * indent}{key.text}:{self.block(value, indent)}"
            for key, value in entries
        )


@settings(max_examples=40)  # each writes, reads and formats a policy of 200 lines
@given(seed=st.integers(0, 2**32))
def test_any_layout_of_a_policy_is_formatted_to_the_same_policy(seed: int) -> None:
    untidy = Untidy(seed)
    documents = [root for root in DOCUMENTS if isinstance(root, MapNode)]
    text = "---\n".join(untidy.entries(document, 0) + untidy.noise(0) for document in documents)
    before = policy_of(text).digest
    formatted = format_text(text)
    assert policy_of(formatted).digest == before == policy_of(WHOLE).digest
    assert format_text(formatted) == formatted
    assert sorted(comments_of(formatted)) == sorted(comments_of(text))
    assert all(line == line.rstrip() for line in formatted.splitlines())


PIECES = [*" \n:-?[]{},#|>'\"ab1ø+", "\n", "a: ", "\n  b: ", "\n- ", "  # x\n", "{c: ", "]", "}"]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_any_text_is_formatted_to_what_it_says_or_refused(text: str) -> None:
    formatted = formatted_or_refused(text)
    if formatted is None:
        return
    old, new = read_documents("", text), read_documents("", formatted)
    assert list(map(facts, old.roots)) == list(map(facts, new.roots))
    assert sorted(comments_of(text)) == sorted(comments_of(formatted))
    assert format_text(formatted) == formatted


# -- the layout, one rule at a time


def test_a_long_line_in_braces_is_taken_apart() -> None:
    names = ", ".join(f"a_rather_long_name_{number}" for number in range(8))
    text = change("ignores: [schema_migrations]", f"ignores: [{names}]")
    assert "ignores:\n  - a_rather_long_name_0\n  - a_rather_long_name_1\n" in format_text(text)


def test_a_list_in_several_lines_that_fits_in_one_is_put_in_one() -> None:
    text = change("[name, email, payments]", "[\n      name,\n      email, payments\n      ]")
    assert format_text(text) == format_text(SMALL)


def test_a_block_stays_a_block() -> None:
    text = change("people: [customer]", "people:\n    - customer")
    assert "    people:\n      - customer\n" in format_text(text)


def test_unknown_keys_stay_and_come_last() -> None:
    text = change("    basis: legal_obligation\n", "    colour: blue\n    basis: legal_obligation\n")
    lines = format_text(text).splitlines()
    assert lines.index("    colour: blue") == lines.index("recipients:") - 2


def test_the_head_of_a_file_stays_its_head() -> None:
    text = "# Licence: ours.\n\n# why\npurposes: {}\nlanguage: 1\n"
    assert format_text(text) == "# Licence: ours.\n\nlanguage: 1\n# why\npurposes: {}\n"


def test_a_text_with_lines_of_its_own_keeps_them() -> None:
    text = "language: 1\ncontroller:\n   name: >-\n        one\n\n        two\n"
    text += "   number: |2\n        deep\n       less\n"
    formatted = format_text(text)
    old, new = read_documents("", text), read_documents("", formatted)
    assert list(map(facts, old.roots)) == list(map(facts, new.roots))
    assert "  name: >-\n    one\n\n    two\n" in formatted


def test_a_text_that_cannot_be_read_is_refused_with_its_findings() -> None:
    with pytest.raises(Unformattable) as refused:
        format_text("a: [1\nb: 2\n", "policy.yaml")
    (finding,) = refused.value.findings
    assert (finding.code, finding.place.file) == ("yaml-syntax", "policy.yaml")
    assert finding.place.line == 2


def test_files_are_formatted_together_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(SMALL.replace("\n", "\r\n").encode())
    (before, after) = format_files([tmp_path / "a.yaml"])[tmp_path / "a.yaml"]
    assert "\r" in before
    assert after == format_text(SMALL)
    (tmp_path / "b.yaml").write_text("a: [1\nb: 2\n", encoding="utf-8")
    (tmp_path / "c.yaml").write_bytes(b"a: \xff\n")
    with pytest.raises(Unformattable) as refused:
        format_files(tmp_path / name for name in ("a.yaml", "b.yaml", "c.yaml"))
    assert [finding.code for finding in refused.value.findings] == ["yaml-syntax", "file-unreadable"]


def test_line_ends_of_windows_become_plain_ones() -> None:
    assert format_text("\ufeff" + SMALL.replace("\n", "\r\n")) == format_text(SMALL)


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "---\n---\n", "--- # one\n---\n# two\n"])
def test_what_states_nothing_keeps_its_comments(text: str) -> None:
    formatted = format_text(text)
    assert comments_of(formatted) == comments_of(text)
    assert format_text(formatted) == formatted


@pytest.mark.parametrize("text", ["a\n", "- a\n- b\n"])
def test_what_is_no_policy_is_refused(text: str) -> None:
    with pytest.raises(Unformattable, match="neither a policy nor a system"):
        format_text(text)
