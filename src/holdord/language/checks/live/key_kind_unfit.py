"""A key in a column that cannot hold such a key: no search would ever find it."""

from collections.abc import Iterator

from holdord.language.checks.mapped import mapped
from holdord.words.catalogue import Catalogue, ColumnKind
from holdord.words.finding import Finding
from holdord.words.policy import KeyKind, Policy, System

CODE = "key-kind-unfit"

_NUMBERS = (ColumnKind.INTEGER, ColumnKind.NUMBER)
_HOLDS = {
    KeyKind.EMAIL: (ColumnKind.TEXT, ColumnKind.OTHER),
    KeyKind.PHONE: (ColumnKind.TEXT, ColumnKind.OTHER, *_NUMBERS),
    KeyKind.TEXT: (ColumnKind.TEXT, ColumnKind.OTHER, ColumnKind.UUID, *_NUMBERS),
    KeyKind.NUMBER: (ColumnKind.OTHER, *_NUMBERS),
}


def find(policy: Policy, system: System, catalogue: Catalogue) -> Iterator[Finding]:
    """Every key whose column is of a kind that cannot hold it."""
    for collection, table in mapped(system, catalogue):
        for owner in collection.owners:
            for key, name in owner.keys.items():
                column, kind = table.columns.get(name), policy.keys[key].kind
                if column is not None and column.kind not in _HOLDS[kind]:
                    yield Finding(
                        CODE,
                        f"key '{key}' is of kind {kind}, and column '{name}' of '{collection.name}' cannot "
                        f"hold one ({column.type or column.kind})",
                        _remedy(kind, column.kind),
                        owner.place,
                    )


def _remedy(key: KeyKind, column: ColumnKind) -> str:
    if key is KeyKind.NUMBER and column is ColumnKind.TEXT:
        return "write 'kind: text' at the key, which fits numbers too: as texts, 007 and 7 are two"
    return "name the column that does, or correct 'kind:' of the key"
