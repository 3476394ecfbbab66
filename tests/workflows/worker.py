"""A process that runs a plan and is killed on the way: forked from a server that has imported everything."""

from __future__ import annotations

import importlib
import multiprocessing
import os
from collections.abc import Mapping
from pathlib import Path

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.workflows.worker", "tests.workflows.shop"])


def killed_at(fault: str, folder: Path, environment: Mapping[str, str], digest: str) -> int | None:
    """Runs a plan in a process that dies with SIGKILL at a fault point; how the process ended."""
    process = _CONTEXT.Process(target=_run, args=(fault, folder, dict(environment), digest))
    process.start()
    process.join(60)
    return process.exitcode


def _run(fault: str, folder: Path, environment: dict[str, str], digest: str) -> None:
    from holdord.connectors import faults
    from holdord.workflows import running
    from holdord.workflows.office import Office
    from tests.workflows.shop import NOW

    os.environ["HOLDORD_FAULT"] = fault
    importlib.reload(faults)
    running.TOGETHER = 2  # a short sweep too is recorded more than once
    with Office.open(folder, environment) as office:
        running.run_plan(office, digest, lambda: NOW, "a worker")
