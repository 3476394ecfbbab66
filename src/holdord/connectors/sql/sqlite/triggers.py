"""Triggers of a SQLite file that run when a row is deleted or changed, read from their own text.

Left out are those that only keep a search table in step with the table it mirrors (`fulltext`). Where a text
is not understood its trigger is listed: better one that somebody must look at than one nobody sees.
"""

import re
from collections import defaultdict
from collections.abc import Collection

from holdord.connectors.sql.session import Session

_TRIGGERS = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"

_NAME = r'"(?:[^"]|"")+"|\[[^\]]+\]|`[^`]+`|\w+'
# a comment or a literal text, which may hold any word; names in quotes are passed over as they are
_SILENT = re.compile(rf"(/\*.*?(?:\*/|\Z)|--[^\n]*|'(?:[^']|'')*')|{_NAME}", re.DOTALL)
_WORDS = re.compile(r'"(?:[^"]|"")+"|\[[^\]]+\]|`[^`]+`|(\w+)')
_CHANGES = re.compile(
    rf"\s*(?:(?:INSERT|REPLACE)(?:\s+OR\s+\w+)?\s+INTO|DELETE\s+FROM|UPDATE(?:\s+OR\s+\w+)?)\s+({_NAME})",
    re.IGNORECASE,
)


def triggers(session: Session, mirrors: Collection[str]) -> dict[str, dict[str, str]]:
    """Texts of triggers by table (in small letters, as SQLite compares it) and name, but for `mirrors`."""
    known = {name.lower() for name in mirrors}
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for name, table, sql in session.rows(_TRIGGERS, ()):
        event, body = _parts(sql)
        if event != "INSERT" and not _only_mirrors(body, known):
            found[table.lower()][name] = sql
    return found


def _parts(sql: str) -> tuple[str, str]:
    """What it runs on (DELETE, INSERT or UPDATE), and its statements without comments and literal texts."""
    spoken = _SILENT.sub(lambda found: "0" if found[1] else found[0], sql)
    words = [(found[1].upper(), found.end()) for found in _WORDS.finditer(spoken) if found[1]]
    event = next((word for word, _ in words if word in ("DELETE", "INSERT", "UPDATE")), "")
    begin = next((end for word, end in words if word == "BEGIN"), len(spoken))
    return event, spoken[begin:]


def _only_mirrors(body: str, mirrors: Collection[str]) -> bool:
    statements = body.split(";")[:-1]
    targets = [_CHANGES.match(statement) for statement in statements]
    return bool(targets) and all(target and _bare(target[1]) in mirrors for target in targets)


def _bare(name: str) -> str:
    if name[0] in '"[`':
        name = name[1:-1].replace('""', '"')
    return name.lower()
