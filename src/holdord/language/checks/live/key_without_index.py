"""A key by which people are searched, in a column without an index: each search reads the whole table.

An e-mail address is searched without regard to letter case. Where the database itself compares with regard
to it, only an index on the lower-cased column serves.
"""

from collections.abc import Iterator

from holdord.language.checks.mapped import index_remedy, is_text, led_by, mapped, slowness
from holdord.words.catalogue import Catalogue, Column
from holdord.words.finding import Finding
from holdord.words.policy import KeyKind, Policy, System

CODE = "key-without-index"


def find(policy: Policy, system: System, catalogue: Catalogue) -> Iterator[Finding]:
    """Every unshared key of an owner whose column no index leads with."""
    for collection, table in mapped(system, catalogue):
        for owner in collection.owners:
            for key, name in owner.keys.items():
                column = table.columns.get(name)
                if column is None or policy.keys[key].shared:
                    continue
                lowered = _searched_lowered(policy, key, column)
                if led_by(table, f"lower({name})" if lowered else name):
                    continue
                why = " on lower case, and this database tells upper from lower case" if lowered else ""
                yield Finding(
                    CODE,
                    f"key '{key}' of '{collection.name}' has no index on column '{name}'{why}: every search "
                    "for a person reads the whole table",
                    index_remedy(system, catalogue, table, name, lowered),
                    owner.place,
                    slowness(table),
                )


def _searched_lowered(policy: Policy, key: str, column: Column) -> bool:
    return policy.keys[key].kind is KeyKind.EMAIL and is_text(column) and not column.ignores_case
