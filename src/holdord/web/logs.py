"""What the server logs: a line to standard error, with nothing in it that somebody sent.

Django's own lines name paths, and a path may hold a secret link; the text of an exception may quote a value.
So a line holds the logger, the status and the place of a fault, and nothing else.
"""

import logging
import os
import sys
import traceback

from holdord.store import StoreFault
from holdord.words.finding import Severity
from holdord.workflows.office import Refused


class Plain(logging.Formatter):
    """Level, logger, status, and where in the code a fault arose."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        parts = [record.levelname.lower(), record.name]
        if status := getattr(record, "status_code", None):
            parts.append(str(status))
        elif record.name.startswith("holdord"):
            parts.append(record.getMessage())
        if record.exc_info and record.exc_info[0] and record.exc_info[1]:
            steps = traceback.extract_tb(record.exc_info[1].__traceback__)
            ours = [step for step in steps if "holdord" in step.filename] or steps
            where = f"{os.path.basename(ours[-1].filename)}:{ours[-1].lineno}" if ours else "nowhere"
            parts.append(f"{record.exc_info[0].__name__} in {where}")
        return " ".join(parts)


def keep_logs() -> None:
    """Log warnings and worse, of everybody, in that form."""
    out = logging.StreamHandler()
    out.setFormatter(Plain())
    root = logging.getLogger()
    root.handlers[:] = [out]
    root.setLevel(logging.WARNING)
    logging.getLogger("django.request").setLevel(logging.ERROR)
    logging.getLogger("django.security").setLevel(logging.ERROR)


def say_why_not(fault: Refused | StoreFault) -> None:
    """Say why the server cannot begin, as a command says it: nothing in a finding was sent by anybody."""
    found = fault.findings if isinstance(fault, Refused) else [fault.finding]
    for one in found:
        if one.severity == Severity.ERROR:
            print(f"error {one.code}: {one.message}\n  help: {one.help}", file=sys.stderr, flush=True)
