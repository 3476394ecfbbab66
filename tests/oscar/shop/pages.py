"""Walk through the shop's pages: `python -m tests.oscar.shop.pages --customer omar@fremmed.example`.

Opens, as a visitor, as the customer and as staff, every page that needs no argument, and the pages of every
order, user, review and wish list. Prints {page: status} as JSON; "500" where a page raised an error.
"""

import argparse
import json
import os
from collections.abc import Iterator
from itertools import islice
from typing import Any

import django

MOST = 40  # pages of one kind
OWN_PAGES = (
    "profile-view", "profile-update", "order-list", "address-list", "address-create", "email-list",
    "notifications-inbox", "alerts-list", "wishlists-list", "change-password",
)  # fmt: skip
REPORTS = (
    "order_report", "conditional-offer-performance", "open_baskets", "submitted_baskets", "user_activity",
    "product_analytics", "vouchers",
)  # fmt: skip


def main() -> None:
    """Read the arguments, walk, and print what the pages answered."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--customer", required=True)
    arguments.add_argument("--staff", default="signe@fjordlys.example")
    chosen = arguments.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.oscar.shop.settings")
    django.setup()
    print(json.dumps(walk(chosen.customer, chosen.staff)))


def walk(customer: str, staff: str) -> dict[str, int]:
    """What every page answers to those who may see it."""
    from django.contrib.auth import get_user_model

    users = get_user_model().objects
    everybody = _open("visitor", None, visitor_pages())
    own = users.get(email=customer)
    theirs = _open("customer", own, customer_pages(own))
    work = _open("staff", users.get(email=staff), staff_pages())
    return everybody | theirs | work


def _open(role: str, user: Any, pages: Iterator[str]) -> dict[str, int]:
    from django.test import Client

    browser = Client(raise_request_exception=False)
    if user is not None:
        browser.force_login(user, backend="oscar.apps.customer.auth_backends.EmailBackend")
    return {f"{role} {page}": browser.get(page).status_code for page in pages}


def visitor_pages() -> Iterator[str]:
    """The catalogue with its products and reviews."""
    from django.urls import reverse
    from oscar.core.loading import get_model

    yield from map(
        reverse, ("catalogue:index", "search:search", "basket:summary", "customer:login", "offer:list")
    )
    yield from map(_address, _some("catalogue", "Category"))
    for product in _some("catalogue", "Product"):
        yield product.get_absolute_url()
        yield reverse("catalogue:reviews-list", args=(product.slug, product.pk))
    for review in islice(get_model("reviews", "ProductReview").objects.approved(), MOST):
        yield review.get_absolute_url()


def customer_pages(user: Any) -> Iterator[str]:
    """Everything in somebody's own account."""
    from django.urls import reverse

    for name in OWN_PAGES:
        yield reverse(f"customer:{name}")
    for order in user.orders.all():
        yield reverse("customer:order", args=(order.number,))
    for address in user.addresses.all():
        yield reverse("customer:address-detail", args=(address.pk,))
    for email in user.emails.all():
        yield reverse("customer:email-detail", args=(email.pk,))
    for wish_list in user.wishlists.all():
        yield reverse("customer:wishlists-detail", args=(wish_list.key,))
        yield reverse("wishlists:detail", args=(wish_list.key,))


def staff_pages() -> Iterator[str]:
    """The whole dashboard, every report, and Django's admin with a page for every kind of row."""
    from django.contrib import admin
    from django.urls import reverse

    yield from _pages_without_arguments("dashboard")
    yield from _dashboard_details()
    for code in REPORTS:
        yield f"{reverse('dashboard:reports-index')}?report_type={code}"
    yield reverse("admin:index")
    for model in admin.site._registry:
        label = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{label}_changelist")
        for row in islice(model._default_manager.all(), 3):
            yield reverse(f"{label}_change", args=(row.pk,))


def _dashboard_details() -> Iterator[str]:
    from django.contrib.auth import get_user_model
    from django.urls import reverse

    for order in _some("order", "Order"):
        yield reverse("dashboard:order-detail", args=(order.number,))
        if order.shipping_address_id:
            yield reverse("dashboard:order-shipping-address", args=(order.number,))
        for line in order.lines.all()[:1]:
            yield reverse("dashboard:order-line-detail", args=(order.number, line.pk))
    for user in islice(get_user_model().objects.order_by("pk"), MOST):
        yield reverse("dashboard:user-detail", args=(user.pk,))
    for name, kind in {
        "reviews-update": ("reviews", "ProductReview"),
        "catalogue-product": ("catalogue", "Product"),
        "partner-manage": ("partner", "Partner"),
        "voucher-stats": ("voucher", "Voucher"),
        "offer-detail": ("offer", "ConditionalOffer"),
        "range-update": ("offer", "Range"),
        "user-alert-update": ("customer", "ProductAlert"),
    }.items():
        for row in _some(*kind):
            yield reverse(f"dashboard:{name}", args=(row.pk,))


def _some(app: str, model: str) -> list[Any]:
    from oscar.core.loading import get_model

    return list(get_model(app, model)._default_manager.order_by("pk")[:MOST])


def _address(row: Any) -> str:
    return str(row.get_absolute_url())


def _pages_without_arguments(namespace: str) -> Iterator[str]:
    """The list and index pages of a part of the shop, taken from its routes."""
    from django.urls import NoReverseMatch, get_resolver, reverse

    part = get_resolver().namespace_dict[namespace][1]
    for name in sorted(filter(lambda key: isinstance(key, str), part.reverse_dict)):
        try:
            yield reverse(f"{namespace}:{name}")
        except NoReverseMatch:
            continue  # a page about one thing: opened above


if __name__ == "__main__":
    main()
