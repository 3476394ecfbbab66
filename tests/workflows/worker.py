"""A process that runs a plan and is killed on the way: forked from a server that has imported everything."""

from __future__ import annotations

import importlib
import multiprocessing
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.workflows.worker", "tests.workflows.shop"])


def killed_at(fault: str, folder: Path, environment: Mapping[str, str], digest: str) -> int | None:
    """Runs a plan in a process that dies with SIGKILL at a fault point; how the process ended."""
    return _ended(_run, fault, folder, environment, digest)


def _ended(run: Callable[..., None], fault: str, folder: Path, *rest: Any) -> int | None:
    plain = [dict(one) if isinstance(one, Mapping) else one for one in rest]
    process = _CONTEXT.Process(target=run, args=(fault, folder, *plain))
    process.start()
    process.join(60)
    return process.exitcode


def _die_at(fault: str) -> None:
    from holdord.connectors import faults

    os.environ["HOLDORD_FAULT"] = fault
    importlib.reload(faults)


def _run(fault: str, folder: Path, environment: dict[str, str], digest: str) -> None:
    _die_at(fault)
    from holdord.workflows import running
    from holdord.workflows.office import Office
    from tests.workflows.shop import NOW

    running.TOGETHER = 2  # a short sweep too is recorded more than once
    with Office.open(folder, environment) as office:
        running.run_plan(office, digest, lambda: NOW, "a worker")


def killed_sending(fault: str, folder: Path, environment: Mapping[str, str]) -> int | None:
    """Sends the letters that wait in a process that dies with SIGKILL at a fault point; how it ended."""
    return _ended(_send, fault, folder, environment)


def _send(fault: str, folder: Path, environment: dict[str, str]) -> None:
    _die_at(fault)
    from holdord.workflows.office import Office
    from holdord.workflows.requests import mailing
    from tests.workflows.shop import NOW

    with Office.open(folder, environment) as office:
        mailing.send_waiting(office, NOW)


def killed_summing_up(fault: str, folder: Path, environment: Mapping[str, str]) -> int | None:
    """Sends the summary of a week in a process that dies with SIGKILL at a fault point; how it ended."""
    return _ended(_sum_up, fault, folder, environment)


def _sum_up(fault: str, folder: Path, environment: dict[str, str]) -> None:
    _die_at(fault)
    from holdord.workflows.office import Office
    from holdord.workflows.promises import summary
    from tests.workflows.board import NOW

    with Office.open(folder, environment) as office:
        summary.send_summary(office, NOW)


def killed_handing_over(fault: str, folder: Path, environment: Mapping[str, str], request: str) -> int | None:
    """Hands a person's data over in a process that dies with SIGKILL at a fault point; how it ended."""
    return _ended(_hand_over, fault, folder, environment, request)


def _hand_over(fault: str, folder: Path, environment: dict[str, str], request: str) -> None:
    _die_at(fault)
    from holdord.workflows.office import Office
    from holdord.workflows.requests import porting
    from tests.workflows.shop import NOW

    with Office.open(folder, environment) as office:
        porting.hand_over(office, request, lambda: NOW)


def killed_telling(fault: str, folder: Path, environment: Mapping[str, str], notice: str) -> int | None:
    """Tells one recipient in a process that dies with SIGKILL at a fault point; how it ended."""
    return _ended(_tell, fault, folder, environment, notice)


def _tell(fault: str, folder: Path, environment: dict[str, str], notice: str) -> None:
    _die_at(fault)
    from holdord.workflows.office import Office
    from holdord.workflows.requests import notifying
    from tests.workflows.shop import NOW

    with Office.open(folder, environment) as office:
        notifying.tell(office, notice, lambda: NOW)


def killed_announcing(fault: str, folder: Path, environment: Mapping[str, str]) -> int | None:
    """Tells people of a change in a process that dies with SIGKILL at a fault point; how it ended."""
    return _ended(_announce, fault, folder, environment)


def _announce(fault: str, folder: Path, environment: dict[str, str]) -> None:
    _die_at(fault)
    from datetime import timedelta

    from holdord.workflows.office import Office
    from holdord.workflows.versions import announcing
    from tests.workflows.told import NOW

    announcing.QUEUED = 10  # a short list too is queued in several transactions
    with Office.open(folder, environment) as office:
        announcing.list_people(office, lambda: NOW + timedelta(days=1))
        announcing.send_some(office, NOW + timedelta(days=1))
