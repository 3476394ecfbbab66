"""A key that is meant to compare exactly, in a column that the database compares without regard to case."""

from collections.abc import Iterator

from holdord.language.checks.mapped import is_text, mapped
from holdord.words.catalogue import Catalogue
from holdord.words.finding import Finding, Severity
from holdord.words.policy import KeyKind, Policy, System

CODE = "key-ignores-case"


def find(policy: Policy, system: System, catalogue: Catalogue) -> Iterator[Finding]:
    """Every exact key in a column whose collation takes 'a' and 'A' for the same."""
    for collection, table in mapped(system, catalogue):
        for owner in collection.owners:
            for key, name in owner.keys.items():
                column = table.columns.get(name)
                if column is None or policy.keys[key].kind is not KeyKind.TEXT:
                    continue
                if is_text(column) and column.ignores_case:
                    yield Finding(
                        CODE,
                        f"key '{key}' compares exactly, and the database compares column '{name}' of "
                        f"'{collection.name}' without regard to letter case: two people whose keys differ in "
                        "case alone would be taken for one",
                        "have the column's collation changed to one that tells case apart, if such keys can "
                        "exist",
                        owner.place,
                        Severity.WARNING,
                    )
