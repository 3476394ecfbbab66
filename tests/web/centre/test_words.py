"""The phrases of the public pages: all there, in three languages, and none in another's place."""

import re
from importlib import import_module
from itertools import combinations

from holdord.web import phrases_en as shared_en
from holdord.web.centre import phrases_da, phrases_en, phrases_nb
from holdord.web.centre.standing import STEPS
from holdord.words.request import Right
from holdord.workflows.requests.deciding import REASONS_TO_EXTEND
from holdord.workflows.requests.receiving import GROUNDS
from tests.tidy.tree import SOURCE

ALL = {"da": phrases_da.PHRASES, "nb": phrases_nb.PHRASES, "en": phrases_en.PHRASES}
CENTRE = SOURCE / "web" / "centre"


def test_every_phrase_is_there_in_three_languages_with_the_same_places_for_values() -> None:
    assert ALL["da"].keys() == ALL["nb"].keys() == ALL["en"].keys()
    for name in ALL["en"]:
        assert len({tuple(sorted(re.findall(r"{(\w+)}", texts[name]))) for texts in ALL.values()}) == 1, name
        assert all(texts[name].strip() for texts in ALL.values()), name


def test_no_phrase_is_in_anothers_place() -> None:
    places = sorted(path.parent for path in (SOURCE / "web").rglob("phrases_en.py"))
    names = [".".join(place.relative_to(SOURCE.parent).parts) for place in places]
    faces = {name: import_module(f"{name}.phrases_en").PHRASES.keys() for name in names}
    assert {"holdord.web", "holdord.web.centre", "holdord.web.console"} <= faces.keys()
    assert [
        (one, other, faces[one] & faces[other])
        for one, other in combinations(faces, 2)
        if faces[one] & faces[other]
    ] == []


def _said() -> tuple[set[str], list[str]]:
    """The names that templates and views say, and the beginnings of names that are put together."""
    texts = [path.read_text() for path in CENTRE.rglob("*") if path.suffix in (".html", ".py")]
    whole = {name for text in texts for name in re.findall(r"{% say ['\"]([\w.]+)['\"]", text)}
    whole |= {name for text in texts for name in re.findall(r"say\((?:\w+(?:\.\w+)?, )?\"([\w.]+)\"", text)}
    begun = [name for text in texts for name in re.findall(r"f\"([a-z_]+_)\{", text)]
    return whole, begun


def test_every_phrase_that_a_page_says_exists() -> None:
    known = ALL["en"].keys() | shared_en.PHRASES.keys()
    assert _said()[0] - known == set()
    for right in Right:
        assert {f"ask_{right}", f"ask_{right}_lead", f"words_{right}", f"next_{right}"} <= known
    assert {f"ground_{ground}" for ground in GROUNDS} <= known
    assert {f"step_{step}" for step in STEPS} <= known
    assert {f"reason_{reason}" for reason in REASONS_TO_EXTEND} <= known


def test_every_phrase_is_said_somewhere() -> None:
    whole, begun = _said()
    idle = [name for name in ALL["en"] if name not in whole and not name.startswith(tuple(begun))]
    assert idle == []
