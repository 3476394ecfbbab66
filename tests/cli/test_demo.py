"""The demo: quick, complete, in a folder of its own."""

import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.cli.conftest import Holdord


class Tags(HTMLParser):
    """Collects the tags, the addresses and whether every tag is closed."""

    VOID = ("meta", "link", "br", "rect", "line", "path", "img")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.addresses: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo that was run, with few customers."""
    from holdord.cli.main import run

    folder = tmp_path_factory.mktemp("demo") / "shop"
    assert run(["demo", "--to", str(folder), "--customers", "60", "--quiet"]) == 0
    return folder


def test_the_report_is_one_whole_page_without_script(demo_folder: Path) -> None:
    tags = Tags()
    tags.feed((demo_folder / "index.html").read_text(encoding="utf-8"))
    assert tags.open == []
    assert "script" not in tags.seen
    assert tags.addresses == []
    assert len(tags.ids) == len(set(tags.ids))
    assert {"h1", "h2", "table", "svg", "pre"} <= tags.seen


def test_the_report_tells_that_her_address_is_gone_from_the_file(demo_folder: Path) -> None:
    page = (demo_folder / "index.html").read_text(encoding="utf-8")
    assert re.search(r"stood\s+[1-9]\d* times in the bytes", page)
    assert "now it stands there 0 times" in page
    files = [file for file in demo_folder.glob("shop.db*") if file.is_file()]
    assert not [file for file in files if b"frida.holm@mail.example" in file.read_bytes().lower()]


def test_the_demo_leaves_a_shop_that_can_be_asked(
    holdord: Holdord, demo_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_DATABASE_URL", f"sqlite:///{demo_folder / 'shop.db'}")
    monkeypatch.setenv("HOLDORD_POLICY", str(demo_folder / "policy"))
    assert holdord("find", "email=jonas.holm@post.example", "--json").json["known"] is True
    assert holdord("find", "email=frida.holm@mail.example", "--json").json["known"] is False
    assert holdord("prove", "--json").json["holds"] is True
    assert holdord("expire", "--json").json["plan"]["units"] == []


def test_the_demo_writes_over_no_folder_that_it_did_not_make(holdord: Holdord, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    answer = holdord("demo", "--to", str(tmp_path), "--json")
    assert (answer.code, answer.codes) == (1, ["folder-not-empty"])
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_the_demo_makes_its_own_folder_anew(holdord: Holdord, demo_folder: Path) -> None:
    (demo_folder / "left").write_text("left over")
    answer = holdord("demo", "--to", str(demo_folder), "--customers", "30", "--json")
    assert answer.code == 0
    assert answer.json["report"] == str(demo_folder / "index.html")
    assert not (demo_folder / "left").exists()


def test_what_to_type_next_works_where_the_shell_does_not_find_the_program(
    holdord: Holdord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "a shop"
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    said = holdord("demo", "--to", str(folder), "--customers", "30").out
    typed = "\n".join(said.partition("in that folder:\n")[2].splitlines()[:4])
    done = subprocess.run(["/bin/sh", "-ec", typed], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "stays until" in done.stdout


def test_the_report_is_served_to_this_machine_alone(demo_folder: Path) -> None:
    import threading
    import urllib.error
    import urllib.request

    from holdord.cli.demo_server import server

    page = (demo_folder / "index.html").read_bytes()
    with server(page, 0) as serving:
        assert serving.server_address[0] == "127.0.0.1"
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{serving.server_port}"
        with urllib.request.urlopen(address + "/") as answer:
            assert answer.read() == page
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(address + "/shop.db")
        serving.shutdown()
