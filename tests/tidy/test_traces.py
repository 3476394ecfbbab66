"""Nothing in the project names the machine it was written on, a package registry, or a real company.

The names of real companies whose policies taught us what policies say are kept only as digests, so that this
file does not name them either.
"""

import re
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path

import pytest

from tests.tidy.tree import files, nothing_found, place, text

# each is put together here, so that this file does not contain it
MACHINE = re.compile(
    "|".join(
        re.escape(start + end)
        for start, end in [
            ("/wo", "rk/"),
            ("/op", "t/pypi"),
            ("/roo", "t/.pyenv"),
            ("file:/", "//"),
            ("pypi.", "org"),
            ("files.python", "hosted"),
            ("index-", "url ="),
        ]
    )
)
PICTURES = {".png", ".jpg", ".gif", ".ico", ".woff2", ".pdf", ".sqlite3", ".gz", ".zip"}
NAMES = frozenset(
    {
        "1ca952feb30db588",
        "3a498958b7ba9c0f",
        "55ae6160673c1ab7",
        "867a9a031c4cb7b7",
        "b2e37642dab855a9",
        "e0f182a7c2983107",
        "e3dd951fbaa4f5b2",
        "f07c1425d290ecab",
    }
)
WORD = re.compile(r"[^\W_]+")


@cache
def digest(name: str) -> str:
    """The digest under which a name is kept: lower case, without spaces."""
    return blake2b(name.lower().encode(), digest_size=8, person=b"holdord-names").hexdigest()


def real_names(line: str, names: frozenset[str] = NAMES) -> Iterator[str]:
    """Digests of real names in a line, of one word or of two."""
    words = WORD.findall(line.lower())
    for name in (*words, *(first + second for first, second in pairwise(words))):
        if len(name) > 4 and digest(name) in names:
            yield digest(name)


def _texts() -> Iterator[tuple[Path, str]]:
    return ((path, text(path)) for path in files() if path.suffix not in PICTURES)


@pytest.mark.parametrize(
    "line", ["write to kontakt@nordhuset.example", "NORDHUSET A/S", "Nord Huset", "nord_huset"]
)
def test_a_name_is_found_by_its_digest_in_any_case_and_in_two_words(line: str) -> None:
    assert list(real_names(line, frozenset({digest("Nordhuset")})))


def test_no_file_names_this_machine_or_a_package_registry() -> None:
    found = []
    for path, content in _texts():
        for hit in MACHINE.finditer(content):
            found.append(f"{place(path, content.count(chr(10), 0, hit.start()) + 1)}: {hit[0]}")
    nothing_found(found, "say it without a path or an address that holds for one machine only")


def test_no_file_names_a_real_company() -> None:
    found = []
    for path, content in _texts():
        if any(True for _ in real_names(content)):
            numbered = enumerate(content.splitlines(), 1)
            found += [
                f"{place(path, number)}: {hit}" for number, line in numbered for hit in real_names(line)
            ]
        found += [f"{place(path)}: in the name of the file" for _ in real_names(place(path))]
    nothing_found(found, "the companies in examples and tests are invented: choose another name")
