"""What the documentation says of the language is so."""

import re
from pathlib import Path

import pytest

from holdord.language import load_texts
from holdord.language import reader_shapes as shapes
from holdord.language.format import format_text
from holdord.language.reader_kinds import Shape
from holdord.words.policy import Basis, How, SpecialGround
from tests.language.reading import SMALL, change, errors, read

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "language" / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
SHAPES = [shape for shape in vars(shapes).values() if isinstance(shape, Shape) and shape is not shapes.POLICY]


def test_the_example_is_a_policy_without_any_finding_in_canonical_layout() -> None:
    loaded = read(BLOCKS[0])
    assert loaded.findings == []
    assert loaded.policy is not None
    assert format_text(BLOCKS[0]) == BLOCKS[0]


def test_the_example_of_several_owners_can_be_read() -> None:
    text = change("  orders:\n", BLOCKS[1] + "  orders:\n")
    text = text.replace("payments: {says", "correspondence: {}\n  payments: {says", 1)
    policy = read(text).policy
    assert policy is not None
    assert policy.systems["shop"].collections["support_messages"].shared


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.noun)
def test_every_key_of_every_noun_is_explained(shape: Shape) -> None:
    for item in shape.items:
        row = f"| `{item.key}` | {'yes' if item.required else ''} | {item.meaning} |"
        assert row in PAGE, row


def test_every_word_there_is_a_choice_of_is_named() -> None:
    for word in (*Basis, *SpecialGround):
        assert f"`{word}`" in PAGE
    for how in How:
        assert f"`{how}`" in PAGE or f"`{how} " in PAGE


PHRASE_PARTS = PAGE.split("### `of`")[1]
PHRASES = re.findall(r"^\| `(.*?)`(?:, `(.*?)`)? \| ", PHRASE_PARTS, re.MULTILINE)


@pytest.mark.parametrize("phrase", [phrase for row in PHRASES for phrase in row if phrase])
def test_every_phrase_that_is_explained_can_be_read(phrase: str) -> None:
    about = max(("of", "events", "ends"), key=lambda key: _within(key, phrase))
    if about == "of":
        text = change("of: customers by customer_id", f"of: {phrase}")
        text += "  companies:\n    person: customer\n    keys: {customer_no: id}\n"
    elif about == "ends":
        text = change("last_name: blank", f"last_name: {phrase}")
    elif phrase.startswith("orders."):
        text = SMALL + f"  lines:\n    of: orders by order_id\n    events: {{sent: {phrase}}}\n"
    else:
        text = change("last_seen: seen_at", f"last_seen: {phrase}")
    assert read(text).policy is not None, errors(read(text))


def _within(key: str, phrase: str) -> bool:
    """Whether the phrase stands in the part about that key."""
    parts = {"of": 0, "events": 1, "ends": 2}
    return f"`{phrase}`" in PHRASE_PARTS.split("### ")[parts[key]]


EXAMPLE = re.compile(r"```yaml\n(.*?)```\s+```text\n(.*?)```", re.DOTALL)
EXAMPLES = {
    path.stem: EXAMPLE.search(path.read_text(encoding="utf-8"))
    for path in sorted((DOCS / "findings").glob("*.md"))
    if path.stem
    in {
        "yaml-syntax", "yaml-feature", "language-version", "unknown-key", "missing-key", "duplicate-name",
        "unknown-name", "wrong-name", "wrong-value", "wrong-period", "secret-in-file", "period-unstated",
    }
}  # fmt: skip


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_example_of_a_findings_page_is_what_is_found(code: str) -> None:
    example = EXAMPLES[code]
    assert example is not None
    findings = load_texts({"policy.yaml": example[1]}).findings
    assert {finding.code for finding in findings} == {code}
    shown = "".join(f"{f.place}: {f.severity} {f.code}: {f.message}\n  help: {f.help}\n" for f in findings)
    assert example[2] == shown


def test_every_page_of_the_reader_has_its_example() -> None:
    assert len(EXAMPLES) == 12


def test_the_links_of_the_page_lead_somewhere() -> None:
    headings = {
        re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", PAGE, re.MULTILINE)
    }
    for target in re.findall(r"\]\(#([^)]+)\)", PAGE):
        assert target in headings
    for target in re.findall(r"\]\(([^)#]+)\)", PAGE):
        assert (DOCS / "language" / target).exists()
