"""Moving rows back in time: oscar stamps most of them with the clock, and retention is about history."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import DateTimeField, F, Model, OuterRef, Subquery
from django.utils import timezone
from oscar.core.loading import get_model

ORDER_ROWS = {
    ("order", "CommunicationEvent"): "order_id",
    ("order", "OrderStatusChange"): "order_id",
    ("order", "PaymentEvent"): "order_id",
    ("order", "ShippingEvent"): "order_id",
    ("voucher", "VoucherApplication"): "order_id",
    ("payment", "Transaction"): "source__order_id",
}


class History:
    """Dates to write once everything is there: one statement per table instead of one per row.

    `now` is the day on which the shop is looked at. What the clock has stamped meanwhile happens on it.
    """

    def __init__(self, now: datetime) -> None:
        self._now, self._began = now, timezone.now()
        self._dates: dict[tuple[type[Model], str], dict[Model, datetime]] = defaultdict(dict)

    def happened(self, row: Model, when: datetime, column: str = "date_created") -> None:
        """Remember when something really happened."""
        self._dates[type(row), column][row] = when

    def write(self) -> None:
        """Write every date remembered, and give rows of an order the order's own date."""
        self._stop_the_clock()
        for (model, column), dates in self._dates.items():
            for row, when in dates.items():
                setattr(row, column, when)
            model._default_manager.bulk_update(list(dates), [column], batch_size=500)
        for name, path in ORDER_ROWS.items():
            _date_as_order(get_model(*name), path)
        _date_as_basket()

    def _stop_the_clock(self) -> None:
        for model in apps.get_models():
            for field in model._meta.concrete_fields:
                if isinstance(field, DateTimeField):
                    stamped = {f"{field.name}__range": (self._began, timezone.now())}
                    model._default_manager.filter(**stamped).update(**{field.name: self._now})
        Session.objects.update(expire_date=self._now + timedelta(days=14))
        forgotten = SessionStore()
        forgotten.create()
        Session.objects.filter(pk=forgotten.session_key).update(expire_date=self._now - timedelta(days=30))


def _date_as_order(model: type[Model], path: str) -> None:
    order = get_model("order", "Order")
    placed = order.objects.filter(
        pk=Subquery(model.objects.filter(pk=OuterRef(OuterRef("pk"))).values(path)[:1])
    ).values("date_placed")
    model.objects.update(date_created=Subquery(placed[:1], output_field=DateTimeField()))


def _date_as_basket() -> None:
    basket, order = get_model("basket", "Basket"), get_model("order", "Order")
    placed = order.objects.filter(basket_id=OuterRef("pk")).values("date_placed")
    ordered = basket.objects.filter(order__isnull=False)
    ordered.update(date_created=Subquery(placed[:1]), date_submitted=Subquery(placed[:1]))
    made = basket.objects.filter(pk=OuterRef("basket_id")).values("date_created")
    line = get_model("basket", "Line")
    line.objects.update(date_created=Subquery(made[:1]))
    line.objects.update(date_updated=F("date_created"))
