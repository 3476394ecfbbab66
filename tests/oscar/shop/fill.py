"""Fill an empty oscar database: `python -m tests.oscar.shop.fill --today 2024-11-20`.

The same arguments give the same people with the same history. Prints the rows of every table as JSON.
"""

import argparse
import json
import os
from datetime import UTC, datetime
from random import Random

import django


def main() -> None:
    """Read the arguments and fill the database that OSCAR_DATABASE_URL names."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--today", default="2024-11-20")
    arguments.add_argument("--customers", type=int, default=160)
    arguments.add_argument("--guests", type=int, default=40)
    arguments.add_argument("--seed", type=int, default=1)
    chosen = arguments.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.oscar.shop.settings")
    django.setup()
    now = datetime.fromisoformat(chosen.today).replace(hour=12, tzinfo=UTC)
    print(json.dumps(fill(now, chosen.customers, chosen.guests, chosen.seed)))


def fill(now: datetime, customers: int, guests: int, seed: int) -> dict[str, int]:
    """Let the cast and the crowd use the shop, in one transaction; returns the rows of each table."""
    from django.apps import apps
    from django.db import transaction

    from tests.oscar.shop.assortment import stock_up
    from tests.oscar.shop.cast import Stage, act
    from tests.oscar.shop.crowd import Crowd, passer_by
    from tests.oscar.shop.dates import History

    history = History(now)
    with transaction.atomic():
        assortment = stock_up(now)
        act(Stage(assortment, history, now))
        Crowd(assortment, history, now, Random(seed)).come(customers, guests)
        passer_by(assortment)
        history.write()
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: model._default_manager.count() for model in models}


if __name__ == "__main__":
    main()
