#!/bin/sh
# Copies Holdord's store into a folder of its own below FOLDER, while it is in use; older copies go after KEEP_DAYS.
# The files key, vault.key and web.key are not copied: keep them apart, and never beside such a copy.
#
#   backup.sh FOLDER        with HOLDORD_STORE, HOLDORD_DATABASE_URL as for every command
set -eu
umask 077
folder=${1:?say into which folder}
python=${HOLDORD_PYTHON:-/usr/lib/holdord/bin/python}
into="$folder/holdord-$(date -u +%Y%m%dT%H%M%SZ)"
mkdir -p "$into.part"
trap 'rm -rf "$into.part"' EXIT  # of a copy that failed nothing is left

if [ -n "${HOLDORD_DATABASE_URL:-}" ]; then
    # One consistent look; without the engine's tables, which hold only what was under way.
    pg_dump --format=custom --no-owner --exclude-schema=holdord_engine --file="$into.part/store.pgdump" "$HOLDORD_DATABASE_URL"
else
    # SQLite's own way of copying a database that others write into (https://sqlite.org/backup.html).
    "$python" - "${HOLDORD_STORE:?}/store.sqlite3" "$into.part/store.sqlite3" <<'PYTHON'
import sqlite3
import sys

source = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
target = sqlite3.connect(sys.argv[2])
source.backup(target, pages=2000)
(told,) = target.execute("PRAGMA integrity_check").fetchone()
target.close()
sys.exit(0 if told == "ok" else f"the copy is not whole: {told}")
PYTHON
fi

mv "$into.part" "$into"
find "$folder" -maxdepth 1 -name 'holdord-*' -mtime "+${KEEP_DAYS:-30}" -exec rm -rf {} +
echo "$into"
