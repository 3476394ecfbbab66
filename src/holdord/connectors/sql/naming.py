"""Names that may be repeated from a driver's message: only those that stand quoted in our own statement.

A plan's statements hold names of tables and columns and no values, so what is found in them is safe to say.
"""

import re

_WORDS = re.compile(r"[^\s\"'`«»„“”‚‘’,;:()\[\]]+|[\"`]([^\"`]+)[\"`]")
_TARGET = re.compile(
    r"^\s*(DELETE|UPDATE|INSERT)\b(?:\s+gone)?(?:\s+FROM|\s+INTO)?\s+[\"`]?([^\"`\s(]+|[^\"`]+)[\"`]?"
)


def names_in(message: str, statement: str, mark: str = '"') -> tuple[str, ...]:
    """The identifiers of the statement that the message mentions, in its order."""
    found: dict[str, None] = {}
    for match in _WORDS.finditer(message):
        whole = match[1] or match[0]
        for candidate in (whole, whole.rstrip("."), whole.rpartition(".")[2]):
            if candidate and f"{mark}{candidate}{mark}" in statement.replace("%%", "%"):
                found.setdefault(candidate)
                break
    return tuple(found)


def target_of(statement: str) -> tuple[str, str]:
    """The verb and the table of a statement that changes rows; empty for one that only reads."""
    match = _TARGET.match(statement)
    return (match[1], match[2]) if match else ("", "")


def right_for(statement: str, table: str, user: str, mark: str = '"') -> str:
    """The GRANT that lets a statement use a table."""
    verb, target = target_of(statement)
    rights = f"SELECT, {verb}" if verb and target == table else "SELECT"
    return f"GRANT {rights} ON {mark}{table}{mark} TO {user};"
