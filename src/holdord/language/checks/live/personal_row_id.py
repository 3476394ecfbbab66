"""A row's id that is itself somebody's address or number: ids stand in plans and in evidence, which stay."""

from collections.abc import Iterator

from holdord.language.checks.mapped import mapped, row_id
from holdord.words.catalogue import Catalogue, ColumnKind
from holdord.words.finding import Finding
from holdord.words.policy import CategoryKind, Collection, How, KeyKind, Policy, System

CODE = "personal-row-id"
_SURROGATES = (ColumnKind.INTEGER, ColumnKind.UUID)


def find(policy: Policy, system: System, catalogue: Catalogue) -> Iterator[Finding]:
    """Every collection whose rows are told apart by a personal value."""
    for collection, table in mapped(system, catalogue):
        name = row_id(collection, table)
        column = table.columns.get(name)
        what = _personal(policy, collection, name, column.kind if column else ColumnKind.OTHER)
        if name and what:
            yield Finding(
                CODE,
                f"rows of '{collection.name}' are told apart by column '{name}', which is {what}: ids of "
                "rows are written in plans and evidence, where no personal value may stand",
                f"name another unique column under 'id:' of '{collection.name}', or have one added",
                collection.place,
            )


def _personal(policy: Policy, collection: Collection, name: str, kind: ColumnKind) -> str:
    """What personal value the id is; "" where it is a number that means nothing by itself."""
    for owner in collection.owners:
        for key, column in owner.keys.items():
            if column == name and policy.keys[key].kind in (KeyKind.EMAIL, KeyKind.PHONE):
                return f"key '{key}'"
    for field in collection.fields:
        if field.column != name:
            continue
        ordinary = policy.categories[field.category].kind in (CategoryKind.ORDINARY, CategoryKind.ANONYMOUS)
        if not (ordinary and kind in _SURROGATES and field.ending.how is How.WITH_ROW):
            return f"held as category '{field.category}'"
    return ""
