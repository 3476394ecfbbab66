"""What every answer carries, what is refused before anybody reads it, and what the server says of itself."""

import json
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from holdord import demo
from holdord.web import phrases_da, phrases_en, phrases_nb
from holdord.web.entrance import silent, through_proxies
from holdord.web.logs import Plain
from tests.tidy.tree import ROOT
from tests.web.conftest import Server, environment


def _body(answer: object) -> str:
    return str(vars(answer)["read_body"].decode())


@pytest.mark.parametrize(("language", "words"), [("da", "Dine"), ("nb", "hos oss"), ("en", "Your data")])
def test_the_start_page_is_in_the_language_of_its_path(server: Server, language: str, words: str) -> None:
    answer = server.ask(f"/{language}/", Accept_Language="fr")
    assert answer.status == 200
    assert f'lang="{language}"' in _body(answer)
    assert words in _body(answer)


def test_who_names_no_language_is_sent_to_the_one_the_browser_asks_for(server: Server) -> None:
    assert server.ask("/", Accept_Language="fr, no;q=0.8, en;q=0.5").getheader("Location") == "/nb/"
    assert server.ask("/").getheader("Location") == "/da/"


def test_every_answer_is_strict_and_sets_no_cookie(server: Server) -> None:
    for path in ("/en/", "/en/nothing-here", "/"):
        answer = server.ask(path)
        policy = answer.getheader("Content-Security-Policy") or ""
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.getheader("Referrer-Policy") == "same-origin"
        assert answer.getheader("X-Content-Type-Options") == "nosniff"
        assert answer.getheader("Cache-Control") == "no-store"
        assert answer.getheader("Set-Cookie") is None


def test_files_are_kept_for_ever_under_an_address_of_their_own(server: Server) -> None:
    address = re.search(r'href="(/static/holdord\.[0-9a-f]{12}\.css)"', _body(server.ask("/en/")))
    assert address
    answer = server.ask(address[1])
    assert answer.status == 200
    assert "immutable" in (answer.getheader("Cache-Control") or "")
    assert server.ask(address[1], If_None_Match=answer.getheader("ETag") or "").status == 304
    assert server.ask("/static/../settings.py").status == 404


def test_too_much_is_refused_before_it_is_read(server: Server) -> None:
    assert server.ask("/en/", "POST", Content_Length="99999999999").status == 413


def test_another_hosts_name_is_not_answered(server: Server) -> None:
    assert server.ask("/en/", Host="evil.example").status == 400


def test_what_was_asked_for_is_not_logged(server: Server) -> None:
    server.ask("/en/secret-link-1234/")
    assert "secret-link" not in (server.folder / "log").read_text()


def test_the_secret_key_is_its_owners_alone(server: Server) -> None:
    assert stat.S_IMODE((server.folder / "store" / "web.key").stat().st_mode) == 0o600


def test_what_even_django_cannot_answer_says_nothing_of_its_cause(caplog: pytest.LogCaptureFixture) -> None:
    def broken(environ: object, start: object) -> list[bytes]:
        raise ValueError("somebody@company.example")

    begun: list[str] = []
    assert silent(broken)({}, lambda status, headers: begun.append(status)) == [b"500 Internal Server Error"]
    assert begun == ["500 Internal Server Error"]
    assert "somebody" not in Plain().format(caplog.records[0])


def test_a_stranger_is_not_believed_to_be_a_proxy() -> None:
    seen = {}
    told = {"HTTP_X_FORWARDED_FOR": "6.6.6.6, 9.9.9.9", "HTTP_X_FORWARDED_PROTO": "https"}
    answer = through_proxies(lambda environ, start: seen.update(environ) or [], ["127.0.0.1"])
    answer({"REMOTE_ADDR": "8.8.8.8", **told}, None)
    assert seen == {"REMOTE_ADDR": "8.8.8.8"}
    seen.clear()
    answer({"REMOTE_ADDR": "127.0.0.1", **told}, None)
    assert seen == {"REMOTE_ADDR": "9.9.9.9", "HTTP_X_FORWARDED_PROTO": "https"}


def test_the_shared_phrases_are_complete_in_three_languages() -> None:
    assert phrases_da.PHRASES.keys() == phrases_nb.PHRASES.keys() == phrases_en.PHRASES.keys()


def test_what_is_missing_is_told_with_an_id_and_a_remedy(server: Server) -> None:
    policy = str(demo.policy_folder("retailer"))
    words = [sys.executable, "-m", "holdord.cli.main", "--policy", policy, "serve", "--check"]
    told = subprocess.run(words, env=environment(server.folder), capture_output=True, text=True)
    assert told.returncode == 1, told.stderr
    assert "holdord.W002" in told.stdout
    assert "HOLDORD_ADDRESS" in told.stdout
    address = {"HOLDORD_ADDRESS": "https://privacy.company.example"}
    told = subprocess.run(words, env=environment(server.folder, **address), capture_output=True, text=True)
    assert "holdord.W020" in told.stdout, "no proxy is believed"
    safe = environment(server.folder, **address, HOLDORD_PROXY="127.0.0.1")
    told = subprocess.run([*words, "--json"], env=safe, capture_output=True, text=True)
    assert [one["id"] for one in json.loads(told.stdout)] == ["holdord.W013", "holdord.W014"], told.stderr
    assert told.returncode == 1, "no worker is at work, and no mail server is named"
    secret = server.folder / "store" / "web.key"
    kept = secret.read_text()
    secret.write_text("a" * 60)
    told = subprocess.run([*words, "--json"], env=safe, capture_output=True, text=True)
    secret.write_text(kept)
    assert "holdord.W018" in told.stdout


@pytest.mark.parametrize("program", ["serve", "worker"])
def test_a_setting_that_cannot_be_understood_is_told_and_nothing_starts(tmp_path: Path, program: str) -> None:
    unread = environment(tmp_path, HOLDORD_PROXY="proxy.internal", HOLDORD_LARGEST_BODY="much")
    words = [sys.executable, "-m", "holdord.cli.main", "--policy", str(demo.policy_folder("retailer"))]
    told = subprocess.run([*words, program], env=unread, capture_output=True, text=True)
    assert told.returncode == 1
    for name in ("HOLDORD_PROXY", "HOLDORD_LARGEST_BODY"):
        assert f"error setting-unreadable: {name} cannot be understood" in told.stderr
    assert "proxy.internal" not in told.stderr
    told = subprocess.run([*words, "--json", "serve", "--check"], env=unread, capture_output=True, text=True)
    assert [one["id"] for one in json.loads(told.stdout)] == ["holdord.W021"] * 2
    assert not (tmp_path / "store").exists()


def test_a_server_without_its_store_says_why_in_words(tmp_path: Path) -> None:
    away = environment(tmp_path, HOLDORD_DATABASE_URL="postgresql://holdord:s3cret@127.0.0.1:9/store")
    words = [sys.executable, "-c", "import holdord.web.wsgi"]
    policy = str(demo.policy_folder("retailer"))
    told = subprocess.run(words, env={**away, "HOLDORD_POLICY": policy}, capture_output=True, text=True)
    assert told.returncode == 1
    assert "error store-unreachable:" in told.stderr
    assert "(nothing listens there)" in told.stderr
    assert "Traceback" not in told.stderr
    assert "s3cret" not in told.stderr


def test_every_check_is_told_on_the_page_and_no_other() -> None:
    sources = ("src/holdord/web/checks.py", "src/holdord/workflows/health.py", "src/holdord/cli/serve.py")
    made = {id for source in sources for id in re.findall(r"\bW\d{3}\b", (ROOT / source).read_text())}
    page = (ROOT / "docs" / "running" / "README.md").read_text()
    assert set(re.findall(r"^\| `holdord\.(W\d{3})`", page, re.MULTILINE)) == made
