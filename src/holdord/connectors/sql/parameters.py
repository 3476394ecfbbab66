"""Parameters in the form each driver wants them: the one home of that knowledge.

Planning writes the texts: PostgreSQL `= ANY(%(ids)s)`, MariaDB `IN %(ids)s`, SQLite
`IN (SELECT value FROM json_each(:ids))`. So a list is an array, a tuple, or a JSON text.
"""

import json
from collections.abc import Mapping
from typing import Any

from holdord.words.plan import Value

NOTHING = (None,)
"""MariaDB has no empty list; nothing equals NULL."""


def adapt(dialect: str, parameters: Mapping[str, Value]) -> dict[str, Any]:
    """The same parameters as the driver of the dialect takes them."""
    one = {"postgresql": _array, "mariadb": _tuple, "sqlite": _json}[dialect]
    return {name: one(value) if isinstance(value, list) else value for name, value in parameters.items()}


def _array(values: list[Any]) -> list[Any]:
    """An array has one type of element; numbers among texts are texts there."""
    mixed = len({isinstance(value, str) for value in values}) > 1
    return [str(value) for value in values] if mixed else values


def _tuple(values: list[Any]) -> tuple[Any, ...]:
    return tuple(values) or NOTHING


def _json(values: list[Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))
