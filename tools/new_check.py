"""Begin a new check: its file, its page and its cases, all three empty enough to be filled in.

``python tools/new_check.py interest-unstated`` for a check of the policy alone;
``python tools/new_check.py --live missing-table`` for one against a live database.
The tests fail until the check finds something in one case and nothing in another, and the page shows it.
"""

import argparse
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

STATED = '''"""What is wrong, and why the law or a person minds."""

from collections.abc import Iterator

from holdord.words.finding import Finding
from holdord.words.policy import Policy

CODE = "{code}"


def find(policy: Policy) -> Iterator[Finding]:
    """Every place where it is so."""
    yield from ()
'''

LIVE = '''"""What is wrong, and why the law or a person minds."""

from collections.abc import Iterator

from holdord.words.catalogue import Catalogue
from holdord.words.finding import Finding
from holdord.words.policy import Policy, System

CODE = "{code}"


def find(policy: Policy, system: System, catalogue: Catalogue) -> Iterator[Finding]:
    """Every place where it is so."""
    yield from ()
'''

PAGE = """# {code}

## Problem

## Remedy

## Example
```yaml
```

```text
`python -m tests.language.checks.pages` writes the finding here
```
"""

CASES = """- name: what is found
  change:
    "words of clean.yaml": "»other words, marked where the finding is expected"
  finds:
    - says: "part of the message"
- name: what is not found
  finds: []
"""


def main() -> None:
    """Write the three files; none that exists is touched."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("code", help="the finding's code, in words joined by hyphens")
    parser.add_argument("--live", action="store_true", help="look at live systems")
    given = parser.parse_args()
    code: str = given.code
    if not re.fullmatch(r"[a-z]+(-[a-z]+)*", code):
        parser.error("a code is lower-case words joined by hyphens")
    checks = ROOT / "src" / "holdord" / "language" / "checks" / ("live" if given.live else "stated")
    texts = {
        checks / f"{code.replace('-', '_')}.py": LIVE if given.live else STATED,
        ROOT / "docs" / "findings" / f"{code}.md": PAGE,
        ROOT / "tests" / "language" / "checks" / "cases" / f"{code}.yaml": CASES,
    }
    for path in texts:
        if path.exists():
            parser.error(f"there is a {path.relative_to(ROOT)} already")
    for path, text in texts.items():
        path.write_text(text.format(code=code), encoding="utf-8")
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
