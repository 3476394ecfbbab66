"""How much work something is, told without a clock."""

import sys
from collections.abc import Callable
from types import FrameType


def calls(work: Callable[[], object], named: str = "") -> int:
    """How many functions are called, in Python and in C: a measure that no busy machine changes.

    With `named`, only those in Python of that name.
    """
    count = 0

    def counting(frame: FrameType, event: str, _: object) -> None:
        nonlocal count
        if named:
            count += event == "call" and frame.f_code.co_name == named
        else:
            count += event in ("call", "c_call")

    sys.setprofile(counting)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count
