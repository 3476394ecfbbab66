"""The addresses of the public pages, below their language."""

from django.urls import path
from django.urls.converters import StringConverter

from holdord.web.centre import views


class LanguageConverter(StringConverter):
    """One of the three languages."""

    regex = "da|nb|en"


urlpatterns = [path("", views.start, name="start")]
