"""A customer buys one lamp at the shop's own till: `python -m tests.oscar.shop.sell ADDRESS`."""

import os
import sys
from datetime import UTC, datetime

import django


def main() -> None:
    """Place the order as oscar's check-out does."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.oscar.shop.settings")
    django.setup()
    from django.contrib.auth import get_user_model

    from tests.oscar.shop.assortment import in_stock
    from tests.oscar.shop.cast import HOME
    from tests.oscar.shop.dates import History
    from tests.oscar.shop.till import Purchase, Till

    now = datetime.now(UTC)
    customer = get_user_model().objects.get(email=sys.argv[1])
    Till(in_stock(), History(now)).buy(customer, HOME, Purchase((0, 1), now, mailed=True))


if __name__ == "__main__":
    main()
