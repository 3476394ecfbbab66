"""The digest of a policy: the same for the same facts, however they are laid out in files.

What a policy says is hashed as canonical JSON. Left out are places, and what is as it would be if it were
not stated. The order of maps never counts, nor does that of lists, except for the controller's languages, of
which the first is the one texts are in when they name none. Periods count by what they say in full words.
"""

import hashlib
from collections.abc import Hashable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Any, cast

from holdord.words.period import Calendar, Duration, Fixed, Indefinitely, UntilWithdrawn, WhileKept
from holdord.words.plan import canonical_json
from holdord.words.policy import Policy

_SAID = (Duration, Fixed, Indefinitely, UntilWithdrawn, WhileKept)
_NOT_FACTS = frozenset({"place", "keep_place", "digest"})
_ORDERED = frozenset({"texts"})


def digest_of(policy: Policy) -> str:
    """SHA-256 of the policy's facts in canonical form, in hexadecimal."""
    return hashlib.sha256(canonical_json(facts_of(policy)).encode()).hexdigest()


def facts_of(value: Any) -> Any:
    """The facts as plain values of JSON, sorted where order does not count."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, (str, Enum, date)):
        return str(value)
    if isinstance(value, _SAID):
        return str(value)
    if isinstance(value, Calendar):
        return {
            "zone": value.zone.key,
            "years": [[str(part) for part in span] for span in value.fiscal_years.spans],
        }
    if isinstance(value, Mapping):
        return {str(key): facts_of(each) for key, each in value.items()}
    if isinstance(value, (tuple, list)):
        return sorted((facts_of(each) for each in value), key=canonical_json)
    if is_dataclass(value):
        return _stated(value)
    raise TypeError(f"{type(value).__name__} is no fact of a policy")


def _stated(noun: Any) -> dict[str, Any]:
    stated = {}
    for name, default in _defaults(cast(Hashable, type(noun))):
        value = getattr(noun, name)
        if default is not MISSING and value == default:
            continue
        stated[name] = list(value) if name in _ORDERED else facts_of(value)
    return stated


@lru_cache(maxsize=64)
def _defaults(noun: Hashable) -> tuple[tuple[str, Any], ...]:
    found = []
    for field in fields(cast(Any, noun)):
        if field.init and field.name not in _NOT_FACTS:
            made = field.default_factory() if field.default_factory is not MISSING else field.default
            found.append((field.name, made))
    return tuple(found)
