"""Where the store is: from one address to the options of a Django database. Knows no Django itself."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from holdord.store.records import StoreFault

SQLITE_FILE = "store.sqlite3"

# FULL: a commit in WAL mode is on the disk before it returns, for evidence must not be lost with the power.
# secure_delete: what is forgotten (plans, links to rows) is overwritten in the file and not only unlinked.
_SQLITE_START = "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;"
# A server's thread keeps its connection from one question to the next, and looks first whether it lives.
_PREPARED = {"server_side_binding": True, "prepare_threshold": 3}
_STAYS = {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
_HELP = "write postgresql://user@host/database, or leave the address out for SQLite in Holdord's folder."


def database(url: str | None, folder: Path) -> dict[str, Any]:
    """Django's description of the database at an address; SQLite in the folder when there is none."""
    if not url:
        return _sqlite(folder / SQLITE_FILE)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise StoreFault("store-address", "the address of the store cannot be read", _HELP) from None
    if parts.scheme == "sqlite" and parts.path:
        return _sqlite(Path(unquote(parts.path)))
    if parts.scheme not in ("postgresql", "postgres"):
        raise StoreFault(
            "store-address", f'the store cannot be kept in a database of kind "{parts.scheme}"', _HELP
        )
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise StoreFault("store-address", "the address of the store names no database", _HELP)
    options: dict[str, Any] = {"application_name": "holdord", "connect_timeout": 10, **_PREPARED}
    options |= dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "OPTIONS": options,
        **_STAYS,
    }


def _sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file.absolute()),
        "OPTIONS": {"timeout": 30, "transaction_mode": "IMMEDIATE", "init_command": _SQLITE_START},
        **_STAYS,
    }
