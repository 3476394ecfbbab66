"""The people whom the tests know by name. They use the shop's own pages wherever it has one.

- Ida: everything one person can leave behind, under one address in two spellings
- Bo: her husband, with the same telephone and the same house
- Maja: her friend, whose address stands in Ida's wish list and who waits for a lamp without an account
- Gustav: a guest who orders without an account, once long ago and once now
- Omar: a stranger with an account, who voted for Ida's review
- Otto: has not been seen for eight years
- Signe: staff, who wrote to Ida and about her
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from oscar.core.loading import get_class, get_model

from tests.oscar.shop.assortment import Assortment, hire
from tests.oscar.shop.crowd import PASSWORD, register
from tests.oscar.shop.dates import History
from tests.oscar.shop.till import Address, Purchase, Till

IDA, IDA_AS_GUEST = "Ida.Lund@postkasse.example", "ida.lund@POSTKASSE.example"
BO, MAJA, OMAR = "bo@postkasse.example", "maja@veninde.example", "omar@fremmed.example"
GUSTAV, OTTO, SIGNE = "Gustav.Guldberg@brev.example", "otto@fortid.example", "signe@fjordlys.example"

HOME = Address(
    "Ida",
    "Lund",
    "Engdraget 7",
    "8000",
    "Aarhus C",
    phone_number="+4532101234",
    notes="Ida er hjemme efter 16",
)
LAMP, PENDANT, CANDLESTICK, CHAIN = range(4)


def ago(now: datetime, **elapsed: int) -> datetime:
    """That many days before now."""
    return now - timedelta(**elapsed)


@dataclass(frozen=True, slots=True)
class Stage:
    """What the cast needs to act: the assortment, the calendar, and the day on which it all is looked at."""

    assortment: Assortment
    history: History
    now: datetime


def act(stage: Stage) -> None:
    """Let everybody of the cast do their part."""
    signe = hire("Signe", "Strand", SIGNE)
    stage.history.happened(signe, stage.now, "last_login")
    ida = _ida(stage, signe)
    _bo(stage)
    _omar(stage, ida)
    _otto(stage)
    _gustav(stage)
    _maja(stage)
    _signe_at_work(ida, signe)


def _ida(stage: Stage, signe: Any) -> Any:
    till, history, now = Till(stage.assortment, stage.history), stage.history, stage.now
    till.buy(IDA_AS_GUEST, HOME, Purchase((LAMP,), ago(now, days=2700)))
    browser = Client()
    _post(browser, "customer:register", {"email": IDA, "password1": PASSWORD, "password2": PASSWORD})
    ida = get_user_model().objects.get(email=IDA)
    _post(browser, "customer:profile-update", {"first_name": "Ida", "last_name": "Lund", "email": IDA})
    history.happened(ida, ago(now, days=2600), "date_joined")
    history.happened(ida, ago(now, days=3), "last_login")
    till.buy(ida, HOME, Purchase((PENDANT,), ago(now, days=2500), engraved="Til Ida fra mormor Lund"))
    till.buy(ida, HOME, Purchase((CANDLESTICK, CHAIN), ago(now, days=700), voucher=True, mailed=True))
    till.buy(ida, HOME, Purchase((LAMP,), ago(now, days=20), mailed=True))
    _ida_looks_around(stage, browser)
    _ida_keeps_things(stage, ida, signe)
    return ida


def _ida_looks_around(stage: Stage, browser: Client) -> None:
    products = stage.assortment.products
    _get(browser, products[PENDANT].get_absolute_url())
    _get(browser, reverse("search:search") + "?q=natlampe")
    _post(browser, "basket:add", {"quantity": 1, "gravering": "Ida 40"}, products[CHAIN].pk)
    slug = products[LAMP].slug, products[LAMP].pk
    review = {
        "title": "Ida anbefaler",
        "score": 5,
        "body": "Vores stue i Engdraget lyser op. Hilsen Ida Lund",
    }
    _post(browser, "catalogue:reviews-add", review, *slug)
    _post(browser, "customer:alert-create", {}, products[CANDLESTICK].pk)


def _ida_keeps_things(stage: Stage, ida: Any, signe: Any) -> None:
    wish_list = ida.wishlists.create(name="Idas jul", visibility="Shared")
    wish_list.add(stage.assortment.products[CHAIN])
    wish_list.shared_emails.create(email=MAJA)
    get_class("communication.utils", "Dispatcher")().notify_user(
        ida, "Om din ordre", body="Kære Ida Lund, din lampe er på vej.", sender=signe
    )
    get_model("payment", "Bankcard").objects.create(
        user=ida, number="4111111111111111", name="Ida Lund", expiry_date=ago(stage.now, days=-400).date()
    )
    for address in ida.addresses.all():
        stage.history.happened(address, ago(stage.now, days=700))


def _bo(stage: Stage) -> None:
    bo = register(BO, "Bo", "Lund")
    stage.history.happened(bo, ago(stage.now, days=100), "date_joined")
    Till(stage.assortment, stage.history).buy(
        bo,
        replace(HOME, first_name="Bo", notes=""),
        Purchase((PENDANT,), ago(stage.now, days=90), mailed=True),
    )


def _omar(stage: Stage, ida: Any) -> None:
    omar = register(OMAR, "Omar", "Haddad")
    stage.history.happened(omar, ago(stage.now, days=300), "date_joined")
    where = Address("Omar", "Haddad", "Havnegade 3", "5000", "Odense C", phone_number="+4532109999")
    Till(stage.assortment, stage.history).buy(omar, where, Purchase((CHAIN,), ago(stage.now, days=200)))
    ida.reviews.get().vote_up(omar)
    wish_list = omar.wishlists.create(name="Omars liste", visibility="Shared")
    wish_list.add(stage.assortment.products[LAMP])
    wish_list.shared_emails.create(email=IDA.lower())


def _otto(stage: Stage) -> None:
    otto = register(OTTO, "Otto", "Fortid")
    when = ago(stage.now, days=2950)
    stage.history.happened(otto, ago(stage.now, days=3000), "date_joined")
    stage.history.happened(otto, when, "last_login")
    where = Address("Otto", "Fortid", "Gammelvej 1", "0155", "Oslo", "NO", phone_number="+4721000001")
    Till(stage.assortment, stage.history).buy(otto, where, Purchase((LAMP,), when, mailed=True))
    for address in otto.addresses.all():
        stage.history.happened(address, when)


def _gustav(stage: Stage) -> None:
    where = Address("Gustav", "Guldberg", "Birkevej 12", "5003", "Bergen", "NO", phone_number="+4721000002")
    Till(stage.assortment, stage.history).buy(
        GUSTAV.lower(), where, Purchase((PENDANT,), ago(stage.now, days=2600))
    )
    _check_out_as_guest(stage, where)


def _check_out_as_guest(stage: Stage, where: Address) -> None:
    """The whole way through oscar's check-out pages, as a visitor without an account."""
    browser = Client()
    _post(browser, "basket:add", {"quantity": 1, "gravering": ""}, stage.assortment.products[LAMP].pk)
    _post(browser, "checkout:index", {"username": GUSTAV, "options": "anonymous"})
    form = where.columns("country_id") | {"country": where.country_id}
    _post(browser, "checkout:shipping-address", form)
    for page in ("checkout:shipping-method", "checkout:payment-method"):
        browser.get(reverse(page))
    _post(browser, "checkout:preview", {"action": "place_order"})
    _get(browser, reverse("checkout:thank-you"))
    order = get_model("order", "Order").objects.get(guest_email=GUSTAV)
    stage.history.happened(order, ago(stage.now, days=10), "date_placed")


def _maja(stage: Stage) -> None:
    browser = Client()
    _post(browser, "customer:alert-create", {"email": MAJA}, stage.assortment.products[CANDLESTICK].pk)
    get_model("communication", "Email").objects.create(
        email=MAJA, subject="Vi siger til", body_text="Du får besked, når lysestagen er hjemme."
    )


def _signe_at_work(ida: Any, signe: Any) -> None:
    browser = Client()
    browser.force_login(signe, backend="oscar.apps.customer.auth_backends.EmailBackend")
    order = ida.orders.first()
    note = {"order_action": "save_note", "message": "Ida Lund ringede om glasset."}
    _post(browser, "dashboard:order-detail", note, order.number)
    address = ida.addresses.get()
    form = {
        name: getattr(address, name) for name in ("first_name", "last_name", "line1", "line4", "postcode")
    }
    form |= {"user": ida.pk, "country": "DK", "phone_number": str(address.phone_number), "title": "Ms"}
    form |= {"num_orders_as_shipping_address": 1, "num_orders_as_billing_address": 1}
    _post(browser, "admin:address_useraddress_change", form, address.pk)


def _get(browser: Client, page: str) -> None:
    answer = browser.get(page)
    assert answer.status_code == 200, (page, answer.status_code)


def _post(browser: Client, page: str, form: dict[str, Any], *where: Any) -> None:
    """Send a form; a page that shows the form again instead of moving on has refused it."""
    answer = browser.post(reverse(page, args=where), form)
    if answer.status_code != 302:
        shown = answer.context or {}
        errors = [form.errors for form in (shown.get("form"), shown.get("adminform")) if form is not None]
        raise AssertionError(f"{page} answered {answer.status_code}: {errors}")
