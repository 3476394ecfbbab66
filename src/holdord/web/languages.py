"""The three languages of the pages: which one a page is in, and the phrases by their names.

A face keeps its phrases in `phrases_da.py`, `phrases_nb.py` and `phrases_en.py` (`PHRASES`, name to text);
those that all share are beside this file. The public pages have their language in the path, and nowhere else.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

LANGUAGES: Mapping[str, str] = {"da": "Dansk", "nb": "Norsk", "en": "English"}
"""Each by its own name."""

_NEXT = {"da": ("nb", "en"), "nb": ("da", "en"), "en": ("da", "nb")}


@cache
def phrases(language: str) -> Mapping[str, str]:
    """Every phrase of a language: the shared ones and those of each face."""
    found: dict[str, str] = {}
    for package in ("holdord.web", *(f"holdord.web.{face}" for face in settings.FACES)):
        name = f"{package}.phrases_{language}"
        if find_spec(name):
            found |= import_module(name).PHRASES
    return found


def say(language: str, name: str, **values: object) -> str:
    """A phrase; `values` are put where it names them."""
    text = phrases(language)[name]
    return text.format(**values) if values else text


def spoken(text: Mapping[str, str], language: str, instead: str = "") -> str:
    """A text of the policy in a language, else in the nearest one there is."""
    for one in (language, *_NEXT[language]):
        if text.get(one):
            return text[one]
    return next(iter(text.values()), "") or instead


def tongue(text: Mapping[str, str], language: str) -> str:
    """The language that `spoken` gives a text in, where it is another than asked for; else nothing."""
    found = next((one for one in (language, *_NEXT[language]) if text.get(one)), language)
    return "" if found == language else found


def day(of: date, language: str) -> str:
    """ "3. december 2026", "3 December 2026"."""
    month = phrases(language)["months"].split()[of.month - 1]
    return f"{of.day}{'' if language == 'en' else '.'} {month} {of.year}"


def of_path(path: str) -> str:
    """The language that a path begins with; empty where it begins with none."""
    first = path.lstrip("/").partition("/")[0]
    return first if first in LANGUAGES else ""


def wished(accept: str, instead: str) -> str:
    """The language of ours that a browser asks for first (RFC 9110, 12.5.4); Norwegian and nynorsk are nb."""
    wishes = []
    for place, part in enumerate(accept[:500].split(",")):
        name, _, quality = part.strip().partition(";q=")
        near = {"no": "nb", "nn": "nb"}.get(name[:2].lower(), name[:2].lower())
        try:
            weight = float(quality or 1)
        except ValueError:
            continue
        if near in LANGUAGES and weight > 0:
            wishes.append((-weight, place, near))
    return min(wishes)[2] if wishes else instead


@contextmanager
def put_on(request: HttpRequest) -> Iterator[None]:
    """Django's own texts, too, in the language of the path."""
    language = of_path(request.path_info)
    if not language:
        yield
        return
    with translation.override(language):
        yield


def in_templates(request: HttpRequest) -> dict[str, Any]:
    """What every template knows: its language and, for the public pages, itself in the other two."""
    language = of_path(request.path_info)
    rest = request.path_info.lstrip("/").partition("/")[2] if language else ""
    return {
        "language": language or (translation.get_language() or "en")[:2],
        "switch": [
            (one, name, f"/{one}/{rest}", one == language) for one, name in LANGUAGES.items() if language
        ],
    }
