"""The addresses of the public pages, below their language: those seen first, then what is behind them."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from holdord.web.centre import policies, promised, views
from holdord.web.later import later


class LanguageConverter(StringConverter):
    """One of the three languages."""

    regex = "da|nb|en"


register_converter(LanguageConverter, "language")

urlpatterns = [
    path("", views.start),
    path("ask/", views.rights),
    path("promises/", promised.promises),
    *policies.paths(),
    later("", "holdord.web.centre.acting"),
]
