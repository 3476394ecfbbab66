"""Which workers are alive, asked by whoever wants to know; makes no table and starts nothing."""

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from holdord.workflows.engine.places import SCHEMA, Place
from holdord.workflows.engine.queues import Settings


def living(url: str | None, folder: Path) -> list[str]:
    """The names of the workers that have given a sign of life of late, beside a store.

    None where no worker has ever run. `url` and `folder` are those of the store.
    """
    place = Place(url, folder)
    now = "(julianday('now') - 2440587.5) * 86400.0"
    table = "holdord_workers"
    if place.is_file:
        if not place.file.exists():
            return []
    else:
        now, table = "extract(epoch from clock_timestamp())", f"{SCHEMA}.holdord_workers"
    try:
        with place.engine.connect() as connection:
            sql = f"SELECT name FROM {table} WHERE beat > {now} - :dead ORDER BY name"
            found = connection.execute(sa.text(sql), {"dead": Settings().dead_after})
            return [str(row[0]) for row in found]
    except DBAPIError:
        return []
    finally:
        place.close()
