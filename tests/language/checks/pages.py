"""The finding at the end of each page, as the check's first case brings it about.

``python -m tests.language.checks.pages`` writes it anew into every page that shows it otherwise.
"""

import re
import textwrap
from pathlib import Path

from tests.language.checks.stage import Case, cases
from tests.tidy.tree import ROOT

PAGES = ROOT / "docs" / "findings"
WIDTH = 104
_SHOWN = re.compile(r"(?<=\n```text\n).*?(?=\n```\n\Z)", re.DOTALL)


def page_of(code: str) -> Path:
    """The page of a finding."""
    return PAGES / f"{code}.md"


def first_cases() -> dict[str, Case]:
    """The first case of each check in which something is found, by code."""
    found: dict[str, Case] = {}
    for case in cases():
        if case.finds:
            found.setdefault(case.code, case)
    return found


def shown(case: Case) -> str:
    """The case's first finding, as pages show it."""
    finding = case.found()[0]
    lines = [f"{finding.place}: {finding.severity}: {finding.message}"]
    lines += [f"  {finding.example}"] if finding.example else []
    lines += [f"  help: {finding.help}"]
    return "\n".join(
        textwrap.fill(line, WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
        for line in lines
    )


def with_finding(page: str, case: Case) -> str:
    """A page with the finding it shows as it is now; ValueError where the page shows none."""
    if not _SHOWN.search(page):
        raise ValueError(f"the page of {case.code} does not end with a finding between ```text and ```")
    return _SHOWN.sub(lambda _: shown(case), page)


def main() -> None:
    """Write the findings of today into the pages."""
    for code, case in first_cases().items():
        page = page_of(code).read_text(encoding="utf-8")
        page_of(code).write_text(with_finding(page, case), encoding="utf-8")


if __name__ == "__main__":
    main()
