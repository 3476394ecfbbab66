"""Named points at which a test can stop the world.

A machine may die between any two statements. Each place where that would matter has a name. With
`HOLDORD_FAULT=name` in the environment the process kills itself (SIGKILL: no clean-up, no goodbye) when it
gets there, with `HOLDORD_FAULT=name:3` the third time it does. Without the variable, nothing happens.
"""

import os
import signal

SQL_POINTS = (
    "before-begin",
    "after-receipt-read",
    "after-first-step",
    "after-all-steps",
    "after-read-back",
    "before-commit",
    "after-commit",
)
"""The points of one transaction in a database, in the order in which a run gets to them."""

WORKFLOW_POINTS = ("after-claim", "before-record", "after-record", "before-end", "after-end")
"""The points between the company's databases and our own store."""

FAULT_POINTS = SQL_POINTS + WORKFLOW_POINTS

MAIL_POINTS = ("mail-claimed", "mail-begun", "mail-taken", "mail-noted")
"""The points of one letter: before and after its mark, before and after it is noted that it was taken."""

NOTICE_POINTS = ("notice-looked-at", "notice-queued", "notice-called", "notice-noted")
"""The points of one notice to a recipient: before and after it goes out, and after that is noted."""

PORTING_POINTS = ("hand-over-begun", "hand-over-sent", "hand-over-noted")
"""The points of a person's data on its way to another company."""

ANNOUNCING_POINTS = ("people-found", "people-queued", "people-listed")
"""The points between a version that is published and letters to all whom its change concerns."""

SUMMARY_POINTS = ("summary-begun", "summary-taken")
"""The points of the summary of a week: before it is handed in, and before that is noted."""

POINTS = ANNOUNCING_POINTS + FAULT_POINTS + MAIL_POINTS + NOTICE_POINTS + PORTING_POINTS + SUMMARY_POINTS

_wanted, _, _times = os.environ.get("HOLDORD_FAULT", "").partition(":")
_remaining = int(_times) if _times.isdecimal() else 1

if _wanted and _wanted not in POINTS:
    raise ValueError(f"HOLDORD_FAULT names no fault point: {_wanted}")


def reached(name: str) -> None:
    """Say that the named point is reached; does not return when HOLDORD_FAULT asks to die here."""
    global _remaining
    if not _wanted:
        return
    if name not in POINTS:
        raise ValueError(f"no such fault point: {name}")
    if name == _wanted:
        _remaining -= 1
        if _remaining == 0:
            os.kill(os.getpid(), signal.SIGKILL)
