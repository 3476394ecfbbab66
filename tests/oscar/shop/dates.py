"""Moving rows back in time: oscar stamps most of them with the clock, and history is what retention is about."""

from collections import defaultdict
from datetime import datetime

from django.db.models import DateTimeField, F, Model, OuterRef, Subquery
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
    """Dates to write once everything is there: one statement per table instead of one per row."""

    def __init__(self) -> None:
        self._dates: dict[tuple[type[Model], str], dict[Model, datetime]] = defaultdict(dict)

    def happened(self, row: Model, when: datetime, column: str = "date_created") -> None:
        """Remember when something really happened."""
        self._dates[type(row), column][row] = when

    def write(self) -> None:
        """Write every date remembered, and give rows of an order the order's own date."""
        for (model, column), dates in self._dates.items():
            for row, when in dates.items():
                setattr(row, column, when)
            model._default_manager.bulk_update(list(dates), [column], batch_size=500)
        for name, path in ORDER_ROWS.items():
            _date_as_order(get_model(*name), path)
        _date_as_basket()


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
