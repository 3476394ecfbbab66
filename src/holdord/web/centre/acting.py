"""The addresses of the pages on which people use their rights, and of what is behind their links."""

import re

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from holdord.web.centre import answering, asking, notices, proving, standing, stopping
from holdord.words.request import Right


class RightConverter(StringConverter):
    """One of the rights."""

    regex = "|".join(Right)


class IdConverter(StringConverter):
    """The id of a request."""

    regex = "Q-[0-9A-Z]{6,20}"


class CodeConverter(StringConverter):
    """The code that a link carries; what is no code is left for the page to say so."""

    regex = "[0-9A-Za-z_-]{1,60}"


class SavedConverter(StringConverter):
    """A file in which an answer can be saved."""

    regex = "|".join(map(re.escape, answering.SAVED))


for _converter, _name in (
    (RightConverter, "right"),
    (IdConverter, "id"),
    (CodeConverter, "code"),
    (SavedConverter, "saved"),
):
    register_converter(_converter, _name)

urlpatterns = [
    path("ask/<right:right>/", asking.ask),
    path("sent/<id:id>/", proving.sent),
    path("confirm/<id:id>/", proving.confirm),
    path("confirm/<id:id>/<code:code>/", proving.confirm),
    path("again/<id:id>/", proving.again),
    path("request/<id:id>/", standing.standing),
    path("request/<id:id>/take-back/", standing.take_back),
    path("request/<id:id>/link/", standing.link),
    path("answer/<id:id>/", answering.answer),
    path("answer/<id:id>/<saved:name>", answering.saved),
    path("answer/<id:id>/<code:code>/", answering.answer),
    path("leave/", standing.leave),
    *notices.paths(),
    *stopping.paths(),
]
