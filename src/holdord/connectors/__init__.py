"""The systems people's data lives in, behind one contract: catalogue, read, carry out a step, read back.

Drivers are imported when a system is connected, not when this package is.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from holdord.connectors.errors import SystemFault
from holdord.words.finding import Finding
from holdord.words.policy import System

if TYPE_CHECKING:
    from holdord.connectors.sql.limits import Limits
    from holdord.connectors.sql.system import SqlSystem

KINDS = ("sql",)


def connect(system: System, environment: Mapping[str, str], limits: "Limits | None" = None) -> "SqlSystem":
    """The system behind a policy's `system:`; `environment` is what its `${NAME}`s are taken from.

    Nothing is opened yet; the first use does that. Raises SystemFault for a kind nobody knows, a variable
    that is not set, and an address that cannot be read.
    """
    if system.kind not in KINDS:
        finding = Finding(
            "unknown-system-kind",
            f"the system {system.name} is of the kind {system.kind}, which nothing here can reach",
            f"write one of: {', '.join(KINDS)}",
            system.place,
        )
        raise SystemFault(finding, permanent=True)
    from holdord.connectors.sql.limits import Limits
    from holdord.connectors.sql.system import SqlSystem

    return SqlSystem(system, environment, limits or Limits())


__all__ = ["KINDS", "SystemFault", "connect"]
