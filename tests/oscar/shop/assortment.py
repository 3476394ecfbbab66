"""What the shop sells: products in stock, an option to engrave, a voucher, the events orders can have."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from oscar.core.loading import get_model

LAMPS = "Bordlampe", "Pendel", "Lysestage", "Natlampe", "Læselampe", "Lyskæde", "Væglampe", "Gulvlampe"


@dataclass(frozen=True, slots=True)
class Assortment:
    """The rows that buying something needs."""

    products: list[Any]
    engraving: Any
    voucher: Any
    shipped: Any
    card: Any


def stock_up(now: datetime) -> Assortment:
    """Put the assortment into the empty shop; `now` is the day the shop is looked at."""
    country = get_model("address", "Country")
    country.objects.create(
        iso_3166_1_a2="DK", iso_3166_1_a3="DNK", iso_3166_1_numeric="208", printable_name="Danmark",
        name="Denmark", is_shipping_country=True,
    )  # fmt: skip
    country.objects.create(
        iso_3166_1_a2="NO", iso_3166_1_a3="NOR", iso_3166_1_numeric="578", printable_name="Norge",
        name="Norway", is_shipping_country=True,
    )  # fmt: skip
    for code, name in (("ORDER_PLACED", "Order placed"), ("REGISTRATION", "Registration")):
        get_model("communication", "CommunicationEventType").objects.create(code=code, name=name)
    engraving = get_model("catalogue", "Option").objects.create(name="Gravering", code="engraving")
    return Assortment(
        products=_products(engraving),
        engraving=engraving,
        voucher=_voucher(now),
        shipped=get_model("order", "ShippingEventType").objects.create(name="Shipped"),
        card=get_model("payment", "SourceType").objects.create(name="Betalingskort", code="card"),
    )


def in_stock() -> Assortment:
    """The assortment of a shop that has been stocked up before."""
    return Assortment(
        products=list(get_model("catalogue", "Product").objects.order_by("pk")),
        engraving=get_model("catalogue", "Option").objects.get(),
        voucher=get_model("voucher", "Voucher").objects.get(),
        shipped=get_model("order", "ShippingEventType").objects.get(),
        card=get_model("payment", "SourceType").objects.get(),
    )


def _products(engraving: Any) -> list[Any]:
    catalogue_category = get_model("catalogue", "Category")
    lamps = catalogue_category.add_root(name="Lamper")
    kind = get_model("catalogue", "ProductClass").objects.create(name="Lampe")
    kind.options.add(engraving)
    partner = get_model("partner", "Partner").objects.create(name="Lageret", code="lager")
    products = []
    for number, title in enumerate(LAMPS, start=1):
        product = get_model("catalogue", "Product").objects.create(
            title=title, upc=f"FL-{number:03}", product_class=kind
        )
        product.categories.add(lamps)
        product.stockrecords.create(
            partner=partner, partner_sku=f"L{number:03}", price=Decimal(100 * number), num_in_stock=100_000,
            price_currency="DKK", low_stock_threshold=99_990 if number == 1 else None,
        )  # fmt: skip
        products.append(product)
    return products


def _voucher(now: datetime) -> Any:
    everything = get_model("offer", "Range").objects.create(name="Alt", includes_all_products=True)
    offer = get_model("offer", "ConditionalOffer").objects.create(
        name="Ti procent",
        offer_type="Voucher",
        condition=get_model("offer", "Condition").objects.create(range=everything, type="Count", value=1),
        benefit=get_model("offer", "Benefit").objects.create(range=everything, type="Percentage", value=10),
    )
    voucher = get_model("voucher", "Voucher").objects.create(
        name="Tak fordi du kom", code="TAK10", usage="Multi-use",
        start_datetime=now - timedelta(days=3650), end_datetime=now + timedelta(days=3650),
    )  # fmt: skip
    voucher.offers.add(offer)
    return voucher


def hire(first_name: str, last_name: str, email: str) -> Any:
    """A member of staff who may do everything."""
    user = get_user_model().objects.create_superuser(username=f"staff-{first_name.lower()}", email=email)
    user.first_name, user.last_name = first_name, last_name
    user.save()
    user.groups.add(Group.objects.get_or_create(name="Lager")[0])
    get_model("partner", "Partner").objects.get().users.add(user)
    return user
