"""What the engine may write down: ids, counts, short texts, and the code of what went wrong. Nothing else.

The engine's tables are outside the vault and outside the policy, so nothing of a person may ever get there. A
text with an @ may be an address, and a long one may be anything: both are refused before they are written.
Whatever a step raises is kept as a code; messages of drivers quote the values of rows.
"""

import json
from typing import Any, TypeAlias

Plain: TypeAlias = "bool | int | str | list[Plain] | dict[str, Plain] | None"
"""What steps are given and answer."""

LONGEST = 200
"""Characters in one text: an id, a name from the policy, a digest, a moment."""

_FAULT = "holdord-fault"


class RunFault(Exception):
    """A step or a run did not succeed; `code` is that of the finding that says why.

    `permanent` tells that trying the same again cannot help.
    """

    def __init__(self, code: str, permanent: bool = True) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent


def fault_of(error: BaseException) -> RunFault:
    """An error by its code alone: its message may quote a row, and stays here.

    Faults of systems say themselves whether they are permanent. A refusal of the store or of a workflow is;
    what nobody foresaw may pass.
    """
    if isinstance(error, RunFault):
        return error
    findings = getattr(error, "findings", None) or [getattr(error, "finding", None)]
    code = getattr(findings[0], "code", "")
    if not code:
        return RunFault(f"unforeseen-{type(error).__name__}"[:LONGEST], permanent=False)
    passing = code in ("store-unreachable", "store-full")
    return RunFault(code, permanent=bool(getattr(error, "permanent", not passing)))


def checked(value: Any) -> Any:
    """The same value, when it may be written down; raises RunFault `not-plain` when not."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        if "@" in value or len(value) > LONGEST:
            raise RunFault("not-plain")
        return value
    if isinstance(value, list | tuple):
        return [checked(one) for one in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {checked(key): checked(one) for key, one in value.items()}
    raise RunFault("not-plain")


class PlainJson:
    """DBOS's serializer: JSON of what `checked` lets through."""

    def name(self) -> str:
        """What the tables call it."""
        return "holdord_json"

    def serialize(self, value: Any) -> str:
        """The text for the tables."""
        if isinstance(value, BaseException):
            fault = fault_of(value)
            value = {_FAULT: fault.code, "permanent": fault.permanent}
        return json.dumps(checked(value), ensure_ascii=False, separators=(",", ":"))

    def deserialize(self, text: str) -> Any:
        """What was written."""
        value = json.loads(text)
        if isinstance(value, dict) and _FAULT in value:
            return RunFault(value[_FAULT], value["permanent"])
        return value
