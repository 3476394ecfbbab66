"""Orders as oscar's own check-out places them, with the payment that a shop adds to it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from oscar.apps.checkout.mixins import OrderPlacementMixin
from oscar.apps.shipping.methods import Free
from oscar.core.loading import get_class, get_model

from tests.oscar.shop.assortment import Assortment
from tests.oscar.shop.dates import History

Applicator = get_class("offer.applicator", "Applicator")
EventHandler = get_class("order.processing", "EventHandler")
OrderDispatcher = get_class("order.utils", "OrderDispatcher")
OrderTotalCalculator = get_class("checkout.calculators", "OrderTotalCalculator")
Selector = get_class("partner.strategy", "Selector")
Basket = get_model("basket", "Basket")
BillingAddress = get_model("order", "BillingAddress")
ShippingAddress = get_model("order", "ShippingAddress")
Source = get_model("payment", "Source")


@dataclass(frozen=True, slots=True)
class Address:
    """A Danish or Norwegian postal address, as people write it into the form."""

    first_name: str
    last_name: str
    line1: str
    postcode: str
    line4: str
    country_id: str = "DK"
    phone_number: str = ""
    notes: str = ""

    def columns(self, *without: str) -> dict[str, str]:
        """The columns of oscar's address models."""
        return {name: getattr(self, name) for name in self.__slots__ if name not in without}


@dataclass(frozen=True, slots=True)
class Purchase:
    """What somebody buys, when, and how far it has come since."""

    products: tuple[int, ...]
    when: datetime
    engraved: str = ""
    voucher: bool = False
    shipped: bool = True
    mailed: bool = False
    card_label: str = field(default="XXXX-XXXX-XXXX-1111")


class Till(OrderPlacementMixin):
    """Oscar's own order placement, without a browser in front of it."""

    def __init__(self, assortment: Assortment, history: History) -> None:
        self._assortment = assortment
        self._history = history

    def buy(self, who: Any, address: Address, what: Purchase) -> Any:
        """Place an order for a user, or for a guest given as an e-mail address; returns the order."""
        guest = who if isinstance(who, str) else ""
        user = AnonymousUser() if guest else who
        basket = self._basket(user, what)
        charge = Free().calculate(basket)
        total = OrderTotalCalculator().calculate(basket, charge)
        self._payment_events = self._payment_sources = None
        self._pay(total, what)
        order = self.place_order(
            order_number=self.generate_order_number(basket),
            user=user,
            basket=basket,
            shipping_address=ShippingAddress(**address.columns()),
            billing_address=BillingAddress(**address.columns("phone_number", "notes")),
            shipping_method=Free(),
            shipping_charge=charge,
            order_total=total,
            guest_email=guest,
            date_placed=what.when,
        )
        basket.submit()
        self._deliver(order, user, what)
        return order

    def _basket(self, user: Any, what: Purchase) -> Any:
        basket = Basket.objects.create(owner=user if user.is_authenticated else None)
        basket.strategy = Selector().strategy(user=user)
        for number in what.products:
            options = (
                [{"option": self._assortment.engraving, "value": what.engraved}] if what.engraved else []
            )
            basket.add_product(self._assortment.products[number], quantity=1, options=options)
        if what.voucher:
            basket.vouchers.add(self._assortment.voucher)
        Applicator().apply(basket, user)
        return basket

    def _pay(self, total: Any, what: Purchase) -> None:
        source = Source(
            source_type=self._assortment.card, currency="DKK", amount_allocated=total.incl_tax,
            amount_debited=total.incl_tax, reference="auth-7781", label=what.card_label,
        )  # fmt: skip
        source.create_deferred_transaction("Debit", total.incl_tax, reference="auth-7781", status="ok")
        self.add_payment_source(source)
        self.add_payment_event("Paid", total.incl_tax, reference="auth-7781")

    def _deliver(self, order: Any, user: Any, what: Purchase) -> None:
        order.surcharges.create(name="Indpakning", code="wrap", incl_tax=20, excl_tax=16)
        order.set_status("Being processed")
        if what.shipped:
            lines = list(order.lines.all())
            EventHandler().handle_shipping_event(
                order, self._assortment.shipped, lines, [line.quantity for line in lines]
            )
        if what.mailed:
            context = {"user": user, "order": order, "lines": order.lines.all()}
            OrderDispatcher().send_order_placed_email_for_user(order, context)
            for email in order.user.emails.filter(subject__contains=order.number) if order.user else ():
                self._history.happened(email, what.when, "date_sent")
