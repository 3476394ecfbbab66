"""Whoever calls may have closed what is read from and written to."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&-", ">&- 2>&- <&-"])
def test_a_closed_stream_is_no_fault(closed: str) -> None:
    for words in ("schema", "--version"):
        command = f'"{sys.executable}" -m holdord.cli.main {words} {closed}'
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
