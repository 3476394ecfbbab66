"""A customer who is logged in at the company's own site comes in; nobody else does, however they try."""

import base64
import hmac
import json
import re
import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from tests.web.conftest import Server, running

SECRET = "a secret of the site, which nobody can guess"
SITE = "https://www.company.example"
EMAIL = "freja.marker@mail.example"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that the company's site vouches to."""
    folder = tmp_path_factory.mktemp("site")
    with running(folder, HOLDORD_SITE=SITE, HOLDORD_SITE_SECRET=SECRET) as started:
        yield started


def claims(site: Server, **changes: Any) -> dict[str, Any]:
    """What the site would state; a claim that is None is left out."""
    now = int(time.time())
    stated = {
        "aud": f"http://127.0.0.1:{site.port}",
        "iat": now,
        "exp": now + 60,
        "jti": secrets.token_urlsafe(16),
        "keys": {"email": EMAIL},
    }
    return {name: value for name, value in {**stated, **changes}.items() if value is not None}


def signed(site: Server, secret: str = SECRET, algorithm: str = "HS256", **changes: Any) -> str:
    return jwt.encode(claims(site, **changes), secret, algorithm)


def post(site: Server, token: str, origin: str = SITE, **fields: str) -> HTTPResponse:
    form = urlencode({"token": token, **fields}).encode()
    kind = "application/x-www-form-urlencoded"
    return site.ask("/site/enter/", "POST", form, Content_Type=kind, Origin=origin, Accept_Language="nb")


def log(site: Server) -> str:
    return (site.folder / "log").read_text()


def test_a_customer_of_the_site_comes_in_with_a_cookie_that_says_nothing(site: Server) -> None:
    answer = post(site, signed(site), page="/da/access/")
    assert answer.status == 303
    assert answer.getheader("Location") == "/da/access/"
    cookie = answer.getheader("Set-Cookie") or ""
    assert re.fullmatch(
        r"site=[\w-]{43}; expires=[^;]+; HttpOnly; Max-Age=1800; Path=/; SameSite=Lax", cookie
    )
    store = b"".join(file.read_bytes() for file in (site.folder / "store").glob("store.sqlite3*"))
    assert EMAIL.encode() not in store
    assert cookie[5:48].encode() not in store
    assert EMAIL not in log(site)


def test_who_names_no_page_comes_to_the_start_in_their_language(site: Server) -> None:
    assert post(site, signed(site)).getheader("Location") == "/nb/"


@pytest.mark.parametrize(
    "page",
    ["https://evil.example/", "//evil.example/", "/da//evil.example/", "/console/", "/da/\\evil/", "/da/x"],
)
def test_nobody_is_sent_anywhere_but_to_a_page_of_ours(site: Server, page: str) -> None:
    assert post(site, signed(site), page=page).getheader("Location") == "/nb/"


def test_a_token_is_good_once(site: Server) -> None:
    token = signed(site)
    assert post(site, token).status == 303
    assert post(site, token).status == 403
    again = jwt.decode(token, options={"verify_signature": False})
    assert post(site, jwt.encode({**again, "exp": again["exp"] + 1}, SECRET)).status == 403, "its id is known"
    assert "used before" in log(site)


NOW = int(time.time())
BAD: dict[str, dict[str, Any]] = {
    "another server's": {"aud": "https://privacy.company.example"},
    "nobody's in particular": {"aud": None},
    "one that has run out": {"iat": NOW - 400, "exp": NOW - 200},
    "one from the future": {"iat": NOW + 3000, "exp": NOW + 3100},
    "one not good yet": {"nbf": NOW + 3000},
    "one that lasts": {"exp": NOW + 86_400},
    "one that never ends": {"exp": None},
    "one that began never": {"iat": None},
    "one that ends before it begins": {"exp": NOW - 1, "iat": NOW},
    "one whose times are texts": {"exp": "tomorrow"},
    "one whose times are no numbers": {"exp": float("inf")},
    "one without an id": {"jti": None},
    "one with a guessable id": {"jti": "1"},
    "one with a number as its id": {"jti": 7},
    "one for nobody": {"keys": {}},
    "one without keys": {"keys": None},
    "one with a list": {"keys": [EMAIL]},
    "one with a key the policy does not know": {"keys": {"cpr": "0101701234"}},
    "one with a key that a family shares": {"keys": {"phone": "12345678"}},
    "one with an empty key": {"keys": {"email": "  "}},
    "one with half an address": {"keys": {"email": "freja"}},
    "one with a line break": {"keys": {"email": f"{EMAIL}\nBcc: a@b.example"}},
    "one with a key in a key": {"keys": {"email=a@b.example email": EMAIL}},
    "one with an object as a key": {"keys": {"email": {"a": EMAIL}}},
    "one that is huge": {"more": "x" * 5000},
}


@pytest.mark.parametrize("changes", BAD.values(), ids=BAD.keys())
def test_no_other_token_is_taken(site: Server, changes: dict[str, Any]) -> None:
    answer = post(site, signed(site, **changes))
    assert answer.status == 403
    assert answer.getheader("Set-Cookie") is None


def part(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")


def unsigned(stated: dict[str, Any], header: dict[str, str]) -> str:
    return b".".join([part(json.dumps(header).encode()), part(json.dumps(stated).encode()), b""]).decode()


def forged(stated: dict[str, Any], secret: bytes) -> str:
    """HS256 with what no library takes as a secret: nothing at all, or a public key."""
    signing = part(b'{"alg":"HS256","typ":"JWT"}') + b"." + part(json.dumps(stated).encode())
    return (signing + b"." + part(hmac.digest(secret, signing, "sha256"))).decode()


def test_a_signature_is_asked_for_and_none_but_the_sites_will_do(site: Server) -> None:
    stated = claims(site)
    for algorithm in ("none", "None", "NONE", "HS256"):
        assert post(site, unsigned(stated, {"alg": algorithm, "typ": "JWT"})).status == 403
    assert post(site, jwt.encode(stated, "another secret that is long enough")).status == 403
    assert post(site, jwt.encode(stated, SECRET * 2, "HS512")).status == 403
    head, _, seal = signed(site).split(".")
    another = part(json.dumps({**stated, "keys": {"email": "ole@mail.example"}}).encode()).decode()
    assert post(site, f"{head}.{another}.{seal}").status == 403
    for rubbish in ("", ".", "..", "a.b.c", "é.é.é", "\0", "[" * 2000):
        assert post(site, rubbish).status == 403


def test_every_refusal_looks_the_same_and_the_log_says_why_without_a_value(site: Server) -> None:
    pages = set()
    for changes in ({"aud": "x"}, {"keys": {"email": "freja.marker"}}, {"exp": NOW - 90, "iat": NOW - 99}):
        pages.add(vars(post(site, signed(site, **changes)))["read_body"])
    assert len(pages) == 1
    assert "logget inn" in pages.pop().decode()
    assert "meant for another server" in log(site)
    assert "marker" not in log(site)


@pytest.mark.parametrize("origin", ["", "null", "https://evil.example", f"{SITE}.evil.example"])
def test_pages_of_others_send_nobody_in_not_even_with_a_token_of_their_own(site: Server, origin: str) -> None:
    assert post(site, signed(site), origin).status == 403


def test_a_token_in_an_address_or_in_another_kind_of_body_is_not_read(site: Server) -> None:
    token = signed(site)
    assert site.ask(f"/site/enter/?token={token}").status == 405
    assert site.ask(f"/site/enter/?token={token}", "POST", Origin=SITE).status == 403
    body = json.dumps({"token": token}).encode()
    assert site.ask("/site/enter/", "POST", body, Content_Type="application/json", Origin=SITE).status == 403
    broken = "multipart/form-data; boundary=x"
    assert site.ask("/site/enter/", "POST", b"--x\r\n", Content_Type=broken, Origin=SITE).status in (400, 403)
    assert token not in log(site)
    assert post(site, token).status == 303, "it was not used up"


def test_a_server_that_the_site_does_not_vouch_to_lets_nobody_in(server: Server) -> None:
    assert post(server, signed(server)).status == 403
    assert post(server, forged(claims(server), b"")).status == 403


def test_a_key_of_the_sites_own_signs_as_well_and_its_public_half_does_not(tmp_path: Path) -> None:
    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    line = public.splitlines()[1]
    with running(tmp_path, HOLDORD_SITE_PUBLIC_KEY=line) as site:
        assert post(site, signed(site, pem, "EdDSA"), origin="").status == 303
        for secret in (line, public, public.strip()):
            assert post(site, forged(claims(site), secret.encode()), origin="").status == 403
        other = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        assert post(site, signed(site, other.decode(), "EdDSA"), origin="").status == 403


def test_the_example_of_the_page_makes_a_token_that_is_taken(site: Server) -> None:
    page = (Path(__file__).parents[2] / "docs" / "site-token.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    assert code
    here = code[1].replace("https://privacy.company.example", f"http://127.0.0.1:{site.port}")
    told: dict[str, Any] = {}
    exec(here, told)
    assert post(site, told["token"](SECRET, 10023, EMAIL)).status == 303


def test_the_example_in_php_makes_a_token_that_is_taken(site: Server) -> None:
    php = shutil.which("php")
    if php is None:
        pytest.skip("no PHP on this machine: apt-get install php-cli")
    page = (Path(__file__).parents[2] / "docs" / "site-token.md").read_text(encoding="utf-8")
    code = re.search(r"```php\n(.*?)```", page, re.DOTALL)
    assert code
    here = code[1].replace("https://privacy.company.example", f"http://127.0.0.1:{site.port}")
    asked = f"{here}\necho token($argv[1], 10023, $argv[2]);"
    told = subprocess.run([php, "-r", asked, "--", SECRET, EMAIL], capture_output=True, text=True, check=True)
    assert told.stderr == ""
    assert post(site, told.stdout).status == 303
