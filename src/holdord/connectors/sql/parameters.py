"""Parameters in the form each driver wants them: the one home of that knowledge.

Planning writes the texts: PostgreSQL `= ANY(%(ids)s)`, MariaDB `IN %(ids)s`, SQLite
`IN (SELECT value FROM json_each(:ids))`. So a list is an array, a tuple, or a JSON text.

An array goes to PostgreSQL as the text of one. It is made once for all statements of a unit, where the driver
would make it anew, slowly, for each; and its elements are of the type of the column they are compared with.
"""

import json
from collections.abc import Mapping
from typing import Any

from holdord.words.plan import Value


class Numbers(str):
    """The text of an array of whole numbers, to be compared as such (64 bits) whatever the column's width."""

    __slots__ = ()


NOTHING = (None,)
"""MariaDB has no empty list; nothing equals NULL."""


class Adapting:
    """Gives parameters as the driver of a dialect takes them.

    A list that comes again (the same one, and nobody changes it) is not adapted anew: a person can have very
    many rows, which several statements name.
    """

    def __init__(self, dialect: str) -> None:
        self._one = {"postgresql": _array, "mariadb": _tuple, "sqlite": _json}[dialect]
        self._known: dict[int, tuple[list[Any], Any]] = {}

    def __call__(self, parameters: Mapping[str, Value]) -> dict[str, Any]:
        """The same parameters, adapted."""
        return {
            name: self._list(value) if isinstance(value, list) else value
            for name, value in parameters.items()
        }

    def _list(self, values: list[Any]) -> Any:
        if id(values) not in self._known:
            self._known[id(values)] = (values, self._one(values))  # held, so that its id is no other's
        return self._known[id(values)][1]


def _array(values: list[Any]) -> str:
    """The text of an array; numbers among texts are texts there."""
    if values and all(type(value) is int for value in values):
        return Numbers("{" + ",".join(map(str, values)) + "}")
    return "{" + ",".join(map(_element, values)) + "}"


def _element(value: object) -> str:
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _tuple(values: list[Any]) -> tuple[Any, ...]:
    return tuple(values) or NOTHING


def _json(values: list[Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))
