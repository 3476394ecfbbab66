"""`holdord check` must feel instant, so reading is quick and brings nothing along that it does not need."""

import subprocess
import sys

import pytest

from holdord.language.nodes import read_documents
from holdord.language.reader import load_texts
from tests.counting import calls
from tests.language.reading import WHOLE, errors, read

MOST_CALLS = 180_000
"""In all, for 700 lines: about 130,000 were measured, and 30 milliseconds for them."""


def seven_hundred_lines() -> str:
    """A policy of 700 lines, most of them promises, purposes and collections."""
    head, system = WHOLE.split("---\n")
    purpose = head[head.index("  relation:\n") : head.index("  credit_check:\n")]
    purposes = "".join(purpose.replace("relation:", f"relation_{n}:", 1) for n in range(20))
    promise = "    says: {{da: Vi holder det, en: We do}}\n    kept_by: [purposes.relation_{n}]\n"
    promises = "".join(f"  P{n}:\n{promise.format(n=n)}" for n in range(20))
    orders = system[system.index("  order_lines:\n") : system.index("  support_messages:\n")]
    head = head.replace("  relation:\n", purposes + "  relation:\n", 1)
    head = head.replace("  R50:\n", promises + "  R50:\n", 1)
    more = (740 - head.count("\n") - system.count("\n")) // orders.count("\n")
    collections = "".join(orders.replace("order_lines:", f"order_lines_{n}:", 1) for n in range(more))
    return head + "---\n" + system.replace("  order_lines:\n", collections + "  order_lines:\n", 1)


def test_a_policy_of_700_lines_is_read_and_checked_with_few_steps_a_line() -> None:
    text = seven_hundred_lines()
    assert 700 <= text.count("\n") < 760
    assert read(text).policy is not None, errors(read(text))
    load_texts({"policy.yaml": text})
    found = calls(lambda: load_texts({"policy.yaml": text}))
    assert found < MOST_CALLS, found


@pytest.mark.parametrize("module", ["holdord.language", "holdord.words.policy"])
def test_importing_the_language_brings_no_framework_along(module: str) -> None:
    script = (
        f"import sys, {module}; "
        "heavy = {'ruamel', 'jsonschema', 'sqlalchemy', 'django', 'click', 'asyncio', 'logging', 'socket'}; "
        "print(' '.join(sorted(heavy & set(sys.modules))))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_reading_grows_no_faster_than_the_file() -> None:
    def read_of(times: int) -> int:
        text = "language: 1\ncategories:\n" + "".join(f"  c{n}: {{kind: ordinary}}\n" for n in range(times))
        return calls(lambda: read_documents("policy.yaml", text))

    assert read_of(4_000) < 10.5 * read_of(400)
