"""A live column that the policy says nothing about: what stands there is neither exported nor erased."""

from collections.abc import Iterator

from holdord.language.checks.mapped import columns_named, mapped, row_id
from holdord.language.checks.phrases import listed
from holdord.language.spelling import near
from holdord.words.catalogue import Catalogue, Table
from holdord.words.finding import Finding
from holdord.words.policy import Collection, Policy, System

CODE = "undeclared-column"


def find(policy: Policy, system: System, catalogue: Catalogue) -> Iterator[Finding]:
    """Every column of a mapped table that the collection does not name."""
    for collection, table in mapped(system, catalogue):
        named = {column for column, _, _ in columns_named(policy, collection)} | {row_id(collection, table)}
        undeclared = [column for column in table.columns if column not in named]
        if undeclared:
            yield _finding(policy, collection, table, undeclared)


def _finding(policy: Policy, collection: Collection, table: Table, undeclared: list[str]) -> Finding:
    one = len(undeclared) == 1
    holds = ", ".join(_line(policy, column) for column in undeclared)
    return Finding(
        CODE,
        f"column{'' if one else 's'} {listed(undeclared)} of table '{table.name}' {'is' if one else 'are'} "
        f"not declared by collection '{collection.name}': what stands there would be neither exported nor "
        "erased",
        f"under 'holds:' write {holds}; or add {'it' if one else 'them'} to 'other: "
        f"[{', '.join(undeclared)}]' if nothing personal stands there",
        collection.place,
    )


def _line(policy: Policy, column: str) -> str:
    return f"'{near(column, policy.categories) or 'CATEGORY'}: {column}'"
