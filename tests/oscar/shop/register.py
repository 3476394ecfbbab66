"""Somebody makes an account on the shop's page: `python -m tests.oscar.shop.register ADDRESS`."""

import os
import sys

import django


def main() -> None:
    """Fill in the form that oscar shows."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.oscar.shop.settings")
    django.setup()
    from django.test import Client
    from django.urls import reverse

    from tests.oscar.shop.crowd import PASSWORD

    form = {"email": sys.argv[1], "password1": PASSWORD, "password2": PASSWORD}
    answer = Client().post(reverse("customer:register"), form)
    assert answer.status_code == 302, answer.status_code


if __name__ == "__main__":
    main()
