"""Whatever stands in the files, reading ends with findings that have a place: never with an exception."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdord.language import Loaded, load, load_texts
from holdord.language.nodes import ListNode, MapNode, Node, ScalarNode, read_documents
from holdord.words.finding import has_errors
from tests.counting import calls
from tests.language.reading import SMALL, WHOLE, change, errors, pointed, policy_of, read


def _is_sound(loaded: Loaded) -> None:
    """Either a policy or an error, and every error says where."""
    assert (loaded.policy is None) <= has_errors(loaded.findings)
    for finding in loaded.findings:
        assert finding.message
        assert finding.place.file
        if finding.code not in ("no-policy", "file-unreadable", "ignored-file"):
            assert finding.place.line >= 1, finding
            assert finding.place.column >= 1, finding


# -- a valid policy, with one thing changed at random


def _paths(node: Node, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    found = [path]
    if isinstance(node, MapNode):
        for key, value in node:
            found += _paths(value, (*path, key.text))
    elif isinstance(node, ListNode):
        for index, item in enumerate(node.items):
            found += _paths(item, (*path, index))
    return found


def _plain(node: Node) -> object:
    if isinstance(node, MapNode):
        return {key.text: _plain(value) for key, value in node}
    if isinstance(node, ListNode):
        return [_plain(item) for item in node.items]
    return node.text


def _written(value: object) -> str:
    """The value as YAML in one line, every scalar in double quotes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_quoted(key)}: {_written(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_written, value)) + "]"
    return _quoted(str(value))


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


ROOTS = read_documents("whole", WHOLE).roots
CHANGES = st.sampled_from(["drop", "rename", "blank", "list", "map", "word", "number", "swap"])


def _changed(value: object, path: tuple[object, ...], how: str, word: str) -> object:
    key, *rest = path
    copy = dict(value) if isinstance(value, dict) else list(value)  # type: ignore[call-overload]
    if rest:
        copy[key] = _changed(copy[key], tuple(rest), how, word)
    elif how == "drop":
        del copy[key]
    elif how == "rename" and isinstance(copy, dict):
        copy = {word if k == key else k: v for k, v in copy.items()}
    else:
        news = {"blank": "", "list": [copy[key], "x"], "map": {"x": copy[key]}, "word": word, "number": "17"}
        copy[key] = news.get(how, word)
    return copy


@given(data=st.data(), how=CHANGES, word=st.text(min_size=1, max_size=12))
def test_a_policy_with_a_random_change_gives_findings_and_never_an_exception(
    data: st.DataObject, how: str, word: str
) -> None:
    index = data.draw(st.integers(0, len(ROOTS) - 1))
    path = data.draw(st.sampled_from([path for path in _paths(ROOTS[index]) if path]))
    plain = [_plain(root) for root in ROOTS]
    plain[index] = _changed(plain[index], path, how, word)
    _is_sound(read("\n---\n".join(map(_written, plain)) + "\n"))


def test_the_policy_written_anew_says_the_same() -> None:
    text = "\n---\n".join(_written(_plain(root)) for root in ROOTS)
    assert policy_of(text).digest == policy_of(WHOLE).digest


@given(at=st.integers(0, len(SMALL)))
def test_a_policy_cut_off_anywhere_is_read_without_an_exception(at: int) -> None:
    _is_sound(read(SMALL[:at]))


LINES = SMALL.splitlines(keepends=True)


@given(at=st.integers(0, len(LINES) - 1), to=st.integers(0, len(LINES) - 1), drop=st.booleans())
def test_a_policy_with_a_line_moved_or_repeated_is_read_without_an_exception(
    at: int, to: int, drop: bool
) -> None:
    lines = list(LINES)
    line = lines.pop(at) if drop else lines[at]
    lines.insert(to, line)
    _is_sound(read("".join(lines)))


@given(at=st.integers(0, len(SMALL)), noise=st.text(max_size=6))
def test_a_policy_with_noise_in_it_is_read_without_an_exception(at: int, noise: str) -> None:
    _is_sound(read(SMALL[:at] + noise + SMALL[at:]))


@given(st.text(alphabet=" \n\t:-?[]{},#&*!|>'\"%@`abc12~<.=", max_size=60))
def test_any_text_at_all_is_read_without_an_exception(text: str) -> None:
    _is_sound(read(text))


@given(content=st.binary(max_size=200))
def test_any_bytes_at_all_are_read_without_an_exception(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.mktemp("policy")
    (folder / "policy.yaml").write_bytes(content)
    _is_sound(load(folder))


# -- what would harm the reader


def test_a_billion_laughs_are_refused_without_being_written_out() -> None:
    lines = ["language: 1", "a: &a0 [lol]"]
    lines += [f"b{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    loaded = read("\n".join(lines) + "\n")
    assert loaded.policy is None
    assert {"yaml-feature", "unknown-key"} <= {finding.code for finding in loaded.findings}


@pytest.mark.parametrize(
    "text",
    [
        "language: 1\npurposes: " + "[" * 50_000,
        "language: 1\npurposes: " + "{a: " * 50_000,
        "language: 1\n" + "\n".join(" " * n + "a:" for n in range(1, 2_000)),
        "language: 1\npurposes:\n" + "- " * 50_000 + "a",
        "? " * 50_000,
    ],
    ids=["lists", "maps", "indentation", "dashes", "keys"],
)
def test_deep_nesting_is_refused(text: str) -> None:
    loaded = read(text)
    _is_sound(loaded)
    assert loaded.policy is None
    assert {"yaml-feature", "yaml-syntax"} & {finding.code for finding in loaded.findings}


def test_a_huge_policy_is_read() -> None:
    categories = "".join(f"  category_{n}: {{says: {{da: navn, en: name}}}}\n" for n in range(5_000))
    text = SMALL.replace("categories:\n", "categories:\n" + categories, 1)
    documents = read_documents("policy.yaml", text)
    assert len(documents.roots) == 2
    assert len(policy_of(text).categories) == 5_003


def test_thousands_of_mistakes_are_all_found_with_the_same_work_for_each() -> None:
    keys = "".join(f"  email_{n}: {{kind: email}}\n" for n in range(200))

    def work(mistakes: int) -> int:
        wrong = "".join(f"  people_{n}: {{known_by: [emial_{n}]}}\n" for n in range(mistakes))
        text = SMALL.replace("people:\n", "people:\n" + wrong, 1).replace("keys:\n", "keys:\n" + keys, 1)
        found = []
        done = calls(lambda: found.append(len(errors(read(text)))))
        assert found == [mistakes]
        return done

    assert work(2_000) < 10.5 * work(200)


# -- files and folders


def test_a_folder_that_is_not_there_is_found(tmp_path: Path) -> None:
    (finding,) = load(tmp_path / "policy").findings
    assert (finding.code, finding.message) == ("no-policy", "the policy's folder is not there")


def test_a_file_in_place_of_the_folder_is_found(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(SMALL, encoding="utf-8")
    (finding,) = load(tmp_path / "policy.yaml").findings
    assert (finding.code, finding.message) == ("no-policy", "the policy's folder is a file")


@pytest.mark.parametrize("text", ["", "\n", "# nothing yet\n", "---\n", "---\n---\n", "\ufeff"])
def test_a_folder_without_any_policy_is_found(tmp_path: Path, text: str) -> None:
    if text:
        (tmp_path / "policy.yaml").write_text(text, encoding="utf-8")
    (finding,) = load(tmp_path).findings
    assert finding.code == "no-policy"


def test_a_file_with_another_ending_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "shop.yml").write_text("system: other\n", encoding="utf-8")
    loaded = load(tmp_path)
    assert loaded.policy is not None
    (finding,) = [finding for finding in loaded.findings if finding.code == "ignored-file"]
    assert finding.place.file == str(tmp_path / "shop.yml")


def test_an_editors_hidden_files_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / ".#policy.yaml").symlink_to("nowhere")
    (tmp_path / ".policy.yaml").write_text("[", encoding="utf-8")
    assert load(tmp_path).policy is not None


@pytest.mark.parametrize(
    ("content", "message", "line", "column"),
    [
        (SMALL.encode("utf-16"), "this file is in UTF-16", 0, 0),
        (SMALL.encode("latin-1", "replace"), "this character is not in UTF-8", 2, 22),
        (b"language: 1\nlaw: \x00", "a character that no text can hold stands here (U+0000)", 2, 6),
    ],
    ids=["UTF-16", "Latin-1", "NUL"],
)
def test_a_file_that_is_no_text_in_utf8_is_found(
    tmp_path: Path, content: bytes, message: str, line: int, column: int
) -> None:
    (tmp_path / "policy.yaml").write_bytes(content)
    (finding,) = load(tmp_path).findings
    assert (finding.code, finding.message) == ("file-unreadable", message)
    assert (finding.place.line, finding.place.column) == (line, column)


@pytest.mark.parametrize("escape", ["\\0", "\\u0007", "\\x1b", "\\x9f"])
def test_a_character_that_no_text_can_hold_is_found_in_its_escape(escape: str) -> None:
    text, ((line, column),) = pointed(change("{name: Prøve ApS", f'{{name: ☞"Prøve{escape}"'))
    found = errors(read(text))
    assert [(f.code, f.place.line, f.place.column) for f in found] == [("file-unreadable", line, column)]
    assert "a character that no text can hold (U+00" in found[0].message


def test_what_is_no_ordinary_file_is_not_read_for_it_may_have_no_end(tmp_path: Path) -> None:
    (tmp_path / "endless.yaml").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.yaml")
    found = load(tmp_path).findings
    assert [(f.code, f.message) for f in found] == [
        ("file-unreadable", "this cannot be read: this is no ordinary file")
    ] * 2


def test_a_file_that_cannot_be_opened_is_found(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").symlink_to("nowhere")
    (tmp_path / "folder.yaml").mkdir()
    findings = load(tmp_path).findings
    assert [(finding.code, os.path.basename(finding.place.file)) for finding in findings] == [
        ("file-unreadable", "folder.yaml"),
        ("file-unreadable", "policy.yaml"),
    ]


def test_a_tab_is_found_where_it_stands() -> None:
    text = re.sub(r"^    basis", "\tbasis", SMALL, flags=re.MULTILINE)
    (finding,) = errors(read(text))
    assert (finding.code, finding.place.column) == ("yaml-syntax", 1)
    assert text.splitlines()[finding.place.line - 1].startswith("\t")


def test_the_order_of_files_given_as_texts_does_not_count() -> None:
    first, system = SMALL.split("---\n")
    one = load_texts({"a.yaml": first, "b.yaml": system}).policy
    other = load_texts({"b.yaml": first, "a.yaml": system}).policy
    assert one is not None
    assert other is not None
    assert one.digest == other.digest


def test_a_scalar_that_is_no_policy_is_found() -> None:
    (finding,) = errors(read("hello\n"))
    assert finding.message == "this document states neither a policy nor a system"


def test_nodes_know_every_scalar_as_written() -> None:
    (root,) = read_documents("f", "a: no\nb: 0x10\nc: 12:30\nd: ~\ne: 'x y'\n").roots
    assert isinstance(root, MapNode)
    values = [value for _, value in root]
    assert [node.text for node in values if isinstance(node, ScalarNode)] == [
        "no",
        "0x10",
        "12:30",
        "~",
        "x y",
    ]
