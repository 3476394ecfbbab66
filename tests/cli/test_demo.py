"""The demo: quick, complete, in a folder of its own."""

import base64
import contextlib
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from html.parser import HTMLParser
from pathlib import Path

import pytest

from holdord import demo
from holdord.demo.days import DAYS
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
    assert "No sweep has run yet" not in holdord("promises").out
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


@pytest.mark.parametrize("name", demo.COMPANIES[1:])
def test_every_other_company_is_taken_through_the_same_job(
    holdord: Holdord, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, day = tmp_path / name, DAYS[name]
    told = holdord("demo", name, "--to", str(folder), "--customers", "20").out
    star = demo.cast(name)[day.star]
    assert f"{star.name} writes and asks what is held about {day.pronouns.of}" in told
    assert told.count("done, read back and recorded") == 2
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert star.name in page
    assert f"What is held about {day.pronouns.of}, and why" in page
    for system in demo.systems(name):
        monkeypatch.setenv(demo.variable(system), f"sqlite:///{folder / system}.db")
    monkeypatch.setenv("HOLDORD_POLICY", str(folder / "policy"))
    assert holdord("prove", "--json").json["holds"] is True
    other = demo.cast(name)[day.other].keys["email"]
    assert holdord("find", f"email={other}", "--json").json["known"] is True


@pytest.mark.parametrize("name", demo.COMPANIES)
def test_who_asks_in_the_demo_is_in_the_cast_and_asks_in_words_of_their_own(name: str) -> None:
    day, people = DAYS[name], demo.cast(name).people
    assert {day.star, day.other, *(one.who for one in day.asked)} <= set(people)
    assert all("email" in people[one.who].keys for one in day.asked)
    assert day.again in people[day.star].keys
    assert set(day.words) <= {one.right for one in day.asked}
    assert sorted(day.staff.values()) == ["case_worker", "responsible"]


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

    page = (demo_folder / "index.html").read_text("utf-8")
    with server({"/": lambda: page}, 0) as serving:
        assert serving.server_address[0] == "127.0.0.1"
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{serving.server_port}"
        with urllib.request.urlopen(address + "/") as answer:
            assert answer.read().decode() == page
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(address + "/shop.db")
        serving.shutdown()


def test_the_demo_goes_on_with_a_server_staff_requests_and_letters(
    tmp_path: Path, unused_tcp_ports: int
) -> None:
    """Its own page tells the log-ins and codes; letters are caught; interrupted, nothing is left running."""
    words = ["demo", "--serve", "--to", str(tmp_path / "shop"), "--customers", "30"]
    command = [sys.executable, "-m", "holdord.cli.main", *words, "--port", str(unused_tcp_ports)]
    here, there = (f"http://127.0.0.1:{unused_tcp_ports + n}" for n in (0, 1))
    running = subprocess.Popen(
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background ignores it
        args=command,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert running.stdout
        told = "".join(iter(running.stdout.readline, f"All of it: {here}/  (Ctrl+C ends)\n"))
        assert "Frida Holm writes" in told
        index = _read(f"{here}/")
        assert re.search(r"sofie.*responsible.*<code>[0-9]{6}</code>", index, re.S)
        somebody = re.search(r"Use the address <code>([^<]+)</code>", index)
        assert somebody
        with contextlib.closing(sqlite3.connect(tmp_path / "shop" / "shop.db")) as shop:
            known = shop.execute("SELECT count(*) FROM customers WHERE email = ?", (somebody[1],))
            assert known.fetchone() == (1,), "whoever asks with that address is told something"
        for page in ("da/", "nb/", "en/"):
            assert "Lindgård" in _read(f"{there}/{page}")
            assert "Vitterhus Drift A/S" in _read(f"{there}/{page}policy/")
        ends = time.monotonic() + 120
        while not (found := re.search(rf'href="({there}/da/answer/[^"]+)"', _read(f"{here}/mail/"))):
            assert time.monotonic() < ends, "no answer is ready"
            time.sleep(0.2)
        assert "<button" in _read(found[1])
        children = _children(running.pid)
        assert len(children) >= 2
    finally:
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=120)
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]


def test_a_demo_that_is_ended_by_a_signal_leaves_no_server_and_no_worker(
    tmp_path: Path, unused_tcp_ports: int
) -> None:
    words = ["demo", "--serve", "--to", str(tmp_path / "shop"), "--customers", "30"]
    command = [sys.executable, "-m", "holdord.cli.main", *words, "--port", str(unused_tcp_ports)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    children: list[int] = []
    try:
        assert running.stdout
        assert any(line.startswith("All of it:") for line in iter(running.stdout.readline, ""))
        children = _children(running.pid)
        assert len(children) >= 2
        for child in list(children):
            children += _children(child)
    finally:
        running.send_signal(signal.SIGTERM)
        running.communicate(timeout=120)
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]


def _read(url: str) -> str:
    with urllib.request.urlopen(url) as answer:
        return str(answer.read().decode())


def _children(pid: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parent = stat.read_text().rpartition(")")[2].split()[1]
            if int(parent) == pid:
                found.append(int(stat.parent.name))
    return found


@pytest.fixture
def unused_tcp_ports() -> int:
    """The first of two ports beside each other that nobody listens on."""
    for _ in range(50):
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            with contextlib.suppress(OSError, OverflowError):
                second.bind(("127.0.0.1", port + 1))
                return port
    raise AssertionError("no two ports are free")


@pytest.mark.parametrize(
    ("at", "shown"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_the_code_on_the_page_is_the_one_an_app_would_show(at: float, shown: str) -> None:
    """The examples of RFC 6238, appendix B, in six digits."""
    from holdord.cli.demo_live import code

    assert code(base64.b32encode(b"12345678901234567890").decode(), at) == shown
