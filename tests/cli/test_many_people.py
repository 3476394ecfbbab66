"""Files of many people: asked about together, answered apart, and nobody given what is another's."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Holdord
from tests.cli.shop import FRIDA, OLE

pytestmark = pytest.mark.usefixtures("shop_folder")
LIST = f"# the list of November\n{FRIDA}\n\n{OLE}\nemail=nobody@mail.example\n{OLE} {FRIDA}\n"


@pytest.fixture
def listed(shop_folder: Path) -> Path:
    file = shop_folder / "people.txt"
    file.write_text(LIST)
    return file


def test_find_tells_of_each_line_by_its_number(holdord: Holdord, listed: Path) -> None:
    told = holdord("find", "--people", str(listed), "--json").json
    held = {
        one["line"]: [{h["collection"]: h["rows"] for h in person} for person in one["people"]]
        for one in told["lines"]
    }
    frida = {"customers": 1, "orders": 3, "messages": 2, "subscribers": 1}
    ole = {"customers": 1, "orders": 1, "messages": 1}
    assert held == {2: [frida], 4: [ole], 5: [], 6: [ole, frida]}
    said = holdord("find", "--people", "-", stdin=LIST).out
    assert "line 5: nothing" in said
    assert "line 6: 2 different people" in said
    assert "frida" not in said.lower()


def test_explain_tells_of_all_together(holdord: Holdord, listed: Path) -> None:
    together = holdord("explain", "--people", str(listed), "--json").json
    both = holdord("explain", FRIDA, OLE, "--json").json
    assert together == both
    assert "2 people, told together:" in holdord("explain", "--people", str(listed)).out
    assert "Nothing is held" in holdord("explain", "--people", "-", stdin="email=nobody@mail.example").out


def test_each_person_is_exported_to_a_folder_of_their_own(
    holdord: Holdord, listed: Path, shop_folder: Path
) -> None:
    to = shop_folder / "answers"
    told = holdord("export", "--people", str(listed), "--to", str(to), "--csv", "--json").json
    assert [(one["line"], one["known"]) for one in told["people"]] == [
        (2, True),
        (4, True),
        (5, False),
        (6, True),
        (6, True),
    ]
    folders = ["line-0002", "line-0004", "line-0006-person-1", "line-0006-person-2"]
    assert sorted(folder.name for folder in to.iterdir()) == folders
    holdord("export", OLE, "--to", str(shop_folder / "alone"), "--csv")
    for file in (shop_folder / "alone").iterdir():
        if file.suffix == ".csv":
            assert file.read_text() == (to / "line-0004" / file.name).read_text()
    alone = json.loads((shop_folder / "alone" / "data.json").read_text())
    assert json.loads((to / "line-0004" / "data.json").read_text())["collections"] == alone["collections"]
    texts = "".join(file.read_text() for file in (to / "line-0004").iterdir())
    assert "bowl" in texts
    assert not [word for word in ("Frida", "frida", "lamp", "chair", "hello", "alone") if word in texts]


def test_a_list_with_a_line_at_fault_exports_nothing(holdord: Holdord, shop_folder: Path) -> None:
    to = shop_folder / "answers"
    answer = holdord("export", "--people", "-", "--to", str(to), stdin=f"{FRIDA}\nname=Ole\n")
    assert answer.code == 1
    assert "standard input:2:1: error unknown-key-name" in answer.err
    assert not to.exists()
    assert holdord("export", "--people", "-", "--to", f"{to}.json", stdin=FRIDA).code == 2
    assert holdord("find", FRIDA, "--people", "-", stdin=FRIDA).code == 2


def test_many_are_not_exported_beside_other_files(holdord: Holdord, shop_folder: Path) -> None:
    answer = holdord("export", "--people", "-", "--to", str(shop_folder), "--json", stdin=FRIDA)
    assert (answer.code, answer.codes) == (1, ["folder-not-empty"])
