"""Schemathesis sends whatever the document allows, and what it does not: it finds nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.api.conftest import Program
from tests.web.api.openapi import FILE
from tests.web.conftest import Server

# What fits the document may still be refused by the policy (422): which keys and purposes there are is the
# company's. And an id that nobody has is not found (404), whatever it looks like.
CONFIGURATION = """
continue-on-failure = true

[checks.positive_data_acceptance]
expected-statuses = ["2xx", 401, 403, 404, 422]
"""


@pytest.mark.parametrize("bearing", [True, False], ids=["with a token", "without one"])
def test_schemathesis_finds_nothing(
    api_server: Server, program: Program, tmp_path: Path, bearing: bool
) -> None:
    configuration = tmp_path / "schemathesis.toml"
    configuration.write_text(CONFIGURATION)
    everything = program(
        "requests:create", "requests:read", "requests:vouch", "may", "notices:confirm", per_minute=1_000_000
    )
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        f"--config-file={configuration}",
        "run",
        str(FILE),
        f"--url=http://127.0.0.1:{api_server.port}/api/v1",
        "--phases=examples,coverage,fuzzing,stateful",
        f"--max-examples={25 if bearing else 5}",
        "--seed=1",
        "--workers=1",  # Python 3.11 counts the depth of what is compiled over all threads (SystemError)
        "--output-sanitize=false",  # the tokens and people are invented
        *([f"--header=Authorization: Bearer {everything.token}"] if bearing else []),
    ]
    done = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, "NO_COLOR": "1"}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
