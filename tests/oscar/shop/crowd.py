"""A few hundred ordinary customers and guests, the same ones every time."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from oscar.apps.catalogue.signals import product_viewed
from oscar.apps.customer.forms import EmailUserCreationForm
from oscar.apps.search.signals import user_search
from oscar.core.loading import get_class, get_model

from tests.oscar.shop.assortment import Assortment
from tests.oscar.shop.dates import History
from tests.oscar.shop.till import Address, Purchase, Till

GIVEN = (
    "Anne", "Bjørn", "Camilla", "Dag", "Else", "Finn", "Gerda", "Hans", "Inger", "Jens",
    "Kirsten", "Lars", "Mette", "Nils", "Oda", "Per", "Ragnhild", "Søren", "Tove", "Åse",
)  # fmt: skip
FAMILY = (
    "Aagaard", "Berg", "Christensen", "Dahl", "Eriksen", "Friis", "Gundersen", "Holst", "Iversen", "Juhl",
    "Krogh", "Lie", "Moen", "Nygaard", "Olsen", "Poulsen", "Riis", "Solberg", "Thomsen", "Winther",
)  # fmt: skip
TOWNS = (
    ("8000", "Aarhus C", "DK"),
    ("5000", "Odense C", "DK"),
    ("0155", "Oslo", "NO"),
    ("5003", "Bergen", "NO"),
)
STREETS = "Strandvej", "Kirkegade", "Skovbrynet", "Torvet", "Bakkestien"
PASSWORD = "et langt kodeord 1917"

Dispatcher = get_class("communication.utils", "Dispatcher")


def register(email: str, first_name: str, last_name: str) -> Any:
    """An account made by oscar's own registration form, with the name that its profile page adds."""
    form = EmailUserCreationForm({"email": email, "password1": PASSWORD, "password2": PASSWORD})
    assert form.is_valid(), form.errors
    user = form.save()
    user.first_name, user.last_name = first_name, last_name
    user.save()
    return user


def addresses(random: Random, count: int) -> Iterator[Address]:
    """Names and addresses; the number in the family name makes every person one of their own."""
    for number in range(count):
        postcode, town, country = random.choice(TOWNS)
        yield Address(
            first_name=random.choice(GIVEN),
            last_name=f"{random.choice(FAMILY)}-{number:03}",
            line1=f"{random.choice(STREETS)} {random.randint(1, 199)}",
            postcode=postcode,
            line4=town,
            country_id=country,
            phone_number=f"+45321{number // 2:05}",  # two and two share a telephone
            notes="Stil pakken i skuret" if random.random() < 0.2 else "",
        )


class Crowd:
    """Fills the shop with customers; `random` decides what each of them does."""

    def __init__(self, assortment: Assortment, history: History, now: datetime, random: Random) -> None:
        self._assortment, self._history, self._now, self._random = assortment, history, now, random
        self._till = Till(assortment, history)

    def come(self, customers: int, guests: int) -> None:
        """Let so many customers and guests come into the shop and leave their traces."""
        people = list(addresses(self._random, customers + guests))
        for address in people[:customers]:
            self._customer(address)
        for address in people[customers:]:
            self._guest(address)

    def _days_ago(self, least: int, most: int) -> datetime:
        return self._now - timedelta(
            days=self._random.randint(least, most), hours=self._random.randint(0, 23)
        )

    def _purchase(self, when: datetime) -> Purchase:
        products = tuple(
            self._random.sample(range(len(self._assortment.products)), self._random.randint(1, 2))
        )
        return Purchase(
            products=products,
            when=when,
            voucher=self._random.random() < 0.1,
            engraved="Til mormor" if self._random.random() < 0.1 else "",
            mailed=self._random.random() < 0.1,
        )

    def _customer(self, address: Address) -> None:
        email = f"{_plain(address)}@kunde.example"
        user = register(
            email if self._random.random() < 0.5 else email.lower(), address.first_name, address.last_name
        )
        joined = self._days_ago(30, 3900)
        self._history.happened(user, joined, "date_joined")
        last = joined
        for _ in range(self._random.choice((0, 1, 1, 2, 3))):
            when = joined + (self._now - joined) * self._random.random()
            self._till.buy(user, address, self._purchase(when))
            last = max(last, when)
        if self._random.random() < 0.8:  # the others were made by staff and never logged in themselves
            self._history.happened(user, last, "last_login")
        for book in user.addresses.all():
            self._history.happened(book, last)
        self._leave_traces(user, last)

    def _guest(self, address: Address) -> None:
        email = f"{_plain(address)}@gaest.example"
        self._till.buy(email, address, self._purchase(self._days_ago(1, 3900)))
        product = self._random.choice(self._assortment.products)
        review = product.reviews.create(
            score=4,
            title="Fin lampe",
            body=f"Hilsen {address.first_name}",
            name=address.first_name,
            email=email,
        )
        self._history.happened(review, self._days_ago(1, 1500))

    def _leave_traces(self, user: Any, last: datetime) -> None:
        product = self._random.choice(self._assortment.products)
        if self._random.random() < 0.5:
            look_at(product, user)
            self._history.happened(user.userproductview_set.get(), last)
            user_search.send(sender=None, session=None, user=user, query="lampe til stuen")
            self._history.happened(user.usersearch_set.get(), last)
        if self._random.random() < 0.3:
            review = product.reviews.create(
                user=user, score=self._random.randint(1, 5), title="Lyser", body="Godt"
            )
            self._history.happened(review, last)
        if self._random.random() < 0.3:
            wish_list = user.wishlists.create(name=f"Ønsker {user.first_name}")
            wish_list.add(product)
            self._history.happened(wish_list, last)
        if self._random.random() < 0.3:
            Dispatcher().notify_user(user, "Din ordre er på vej", body="Vi har sendt den.")
            self._history.happened(user.notifications.get(), last, "date_sent")
        if self._random.random() < 0.3:
            basket = get_model("basket", "Basket").objects.create(owner=user)
            basket.strategy = get_class("partner.strategy", "Selector")().strategy(user=user)
            basket.add_product(product)
            self._history.happened(basket, last)
        if self._random.random() < 0.2:
            alert = get_model("customer", "ProductAlert").objects.create(user=user, product=product)
            self._history.happened(alert, last)
            if self._random.random() < 0.5:
                alert.cancel()
        if self._random.random() < 0.2:
            get_model("payment", "Bankcard").objects.create(
                user=user, number="4111111111111111", name=user.get_full_name(), expiry_date=last.date()
            )


def look_at(product: Any, user: Any) -> None:
    """What oscar does when somebody opens a product's page."""
    visit = {"request": RequestFactory().get(product.get_absolute_url()), "response": HttpResponse()}
    product_viewed.send(sender=None, product=product, user=user, **visit)


def passer_by(assortment: Assortment) -> None:
    """Somebody without an account looks at a lamp and fills a basket."""
    look_at(assortment.products[0], AnonymousUser())
    get_model("basket", "Basket").objects.create()


def _plain(address: Address) -> str:
    letters = str.maketrans({"ø": "oe", "å": "aa", "Å": "Aa"})
    return f"{address.first_name}.{address.last_name}".translate(letters)
