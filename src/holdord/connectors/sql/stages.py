"""When erased data leaves a database's files, logs and back-ups, and what makes it leave."""

from collections.abc import Iterator, Mapping
from datetime import date

from holdord.words.days import add_days
from holdord.words.policy import System
from holdord.words.stages import BACKUPS, FILES, LOGS, SEARCH, TABLES, Stage, backups_gone

POSTGRESQL_FILES = (
    "VACUUM frees the space and new rows overwrite it, or VACUUM FULL rewrites the table at once, locking it"
)
MARIADB_FILES = (
    "the purge thread takes the rows out within seconds and new rows overwrite their space, or "
    "OPTIMIZE TABLE rewrites the table at once"
)


def stages(
    system: System, dialect: str, on: date, settings: Mapping[str, str] | None = None, finished: bool = False
) -> tuple[Stage, ...]:
    """The stages of erasure of a system whose transactions were committed on a day.

    `settings` is what the server said of itself (`Session.settings`); `finished` tells that `finish` has been
    done and nobody held it up. Raises KeyError for a dialect nobody knows.
    """
    own = {"postgresql": _postgresql, "mariadb": _mariadb, "sqlite": _sqlite}[dialect]
    return (Stage(TABLES, True), *own(settings or {}, on, finished), _backups(system, on))


def _postgresql(settings: Mapping[str, str], on: date, finished: bool) -> Iterator[Stage]:
    off = settings.get("autovacuum") == "off"
    yield Stage(FILES, False, POSTGRESQL_FILES + (", and autovacuum is off here: run VACUUM" if off else ""))
    kept = settings.get("archive_mode", "off") != "off"
    archive = ", and the archive of the log goes with the back-ups" if kept else ""
    yield Stage(LOGS, False, f"the write-ahead log is overwritten after the next checkpoints{archive}")


def _mariadb(settings: Mapping[str, str], on: date, finished: bool) -> Iterator[Stage]:
    searched = settings.get("fulltext", "")
    if searched:  # the index keeps a deleted row's words and only leaves the row out of what it finds
        yield Stage(SEARCH, False, f"OPTIMIZE TABLE {searched} with innodb_optimize_fulltext_only = ON")
    yield Stage(FILES, False, MARIADB_FILES)
    if settings.get("log_bin", "0") in ("0", "OFF"):
        yield Stage(LOGS, False, "the redo log is overwritten as the database goes on")
        return
    days = float(settings.get("expire_logs_days") or 0)
    if days:
        last = add_days(on, int(days) + 1).isoformat()
        yield Stage(LOGS, False, "the binary log, which holds deleted rows, expires", last)
    else:
        yield Stage(
            LOGS, False, "PURGE BINARY LOGS: the binary log holds deleted rows and never expires here"
        )


def _sqlite(settings: Mapping[str, str], on: date, finished: bool) -> Iterator[Stage]:
    wait = "holdord empties the log when nobody else holds the file open for reading"
    yield Stage(SEARCH, finished, "" if finished else wait)
    yield Stage(FILES, finished, "" if finished else wait)


def _backups(system: System, on: date) -> Stage:
    if system.backups is None:
        return Stage(BACKUPS, False, "the policy does not say how long back-ups are kept: state `backups:`")
    return Stage(BACKUPS, False, "back-ups are overwritten", backups_gone(on, system.backups).isoformat())
