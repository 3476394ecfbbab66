"""A live table that the policy says nothing about: what stands there is neither exported nor erased."""

from collections.abc import Iterator

from holdord.language.spelling import near
from holdord.words.catalogue import Catalogue
from holdord.words.finding import Finding
from holdord.words.policy import Policy, System

CODE = "undeclared-table"


def find(policy: Policy, system: System, catalogue: Catalogue) -> Iterator[Finding]:
    """Every table that is neither mapped by a collection nor ignored."""
    known = {collection.table: name for name, collection in system.collections.items()}
    missing = [table for table in known if table not in catalogue.tables]
    for name in catalogue.tables:
        if name in known or name in system.ignores:
            continue
        guess = near(name, missing)
        declare = f"add '{name}:' to 'collections:' with what it holds"
        yield Finding(
            CODE,
            f"table '{name}' of system '{system.name}' is not declared: data in it would be neither found "
            "nor erased",
            f"is it collection '{known[guess]}', with 'table: {name}'? If not, {declare}"
            if guess
            else f"{declare}, or to 'ignores:' if it holds nothing personal",
            system.place,
        )
