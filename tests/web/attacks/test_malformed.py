"""Bodies that are too long, broken, or hold what no form of ours sends."""

from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdord.workflows.requests.receiving import LONGEST
from tests.web.public import Page, Public, Visitor

FORM = "/en/ask/objection/"


def _token(visitor: Visitor, path: str = FORM) -> str:
    return visitor.get(path).text.partition('csrfmiddlewaretoken" value="')[2].partition('"')[0]


def _send(visitor: Visitor, body: bytes, kind: str = "application/x-www-form-urlencoded") -> Page:
    return visitor.send("POST", FORM, body, Content_Type=kind)


GOOD = {"key_email": "odd@x.example", "purposes": "newsletter"}

REFUSED: dict[str, dict[str, object]] = {
    "a purpose that cannot be objected to": {"purposes": "bookkeeping"},
    "a purpose that does not exist": {"purposes": "nothing"},
    "names with a comma between": {"purposes": "newsletter,account"},
    "no purpose": {"purposes": []},
    "words that are too long": {"words": "x" * (LONGEST + 1)},
    "a NUL in the words": {"words": "a\0b"},
    "a NUL in the address": {"key_email": "a\0@x.example"},
    "an address that is too long": {"key_email": "x" * 250 + "@x.example"},
    "an address that is none": {"key_email": "x.example"},
    "no address": {"key_email": ""},
    "a key with a character that is none": {"key_customer_no": "1\x1b[2J"},
    "a number that is none": {"key_customer_no": "<b>7</b>"},
    "a trap that was walked into": {"website": "https://spam.example"},
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_taken_is_said_beside_its_field_and_the_rest_is_kept(
    public: Public, what: str
) -> None:
    before = len(public.store.requests(limit=1000))
    visitor = public.visitor()
    typed = {**GOOD, "words": "kept <b>as it was</b>", **REFUSED[what]}
    page = visitor.post(FORM, typed)  # type: ignore[arg-type]
    assert page.status == 422
    assert 'id="wrong"' in page.text
    assert "kept &lt;b&gt;as it was&lt;/b&gt;" in page.text or "words" in REFUSED[what]
    assert len(public.store.requests(limit=1000)) == before


@pytest.mark.parametrize("reference", ["D-1", "<b>", "D-ABCDEFGHIJK1", "D-ABCDEFGHIJKLM", "x" * 41])
def test_a_reference_that_is_none_is_refused_beside_its_field(public: Public, reference: str) -> None:
    typed = {"key_email": "odd@x.example", "words": "look again", "decision": reference}
    page = public.visitor().post("/en/ask/human_review/", typed)
    assert page.status == 422
    assert 'id="id_decision_error"' in page.text


def test_a_decision_is_named_by_its_reference(public: Public) -> None:
    typed = {"key_email": "named@x.example", "words": "look again", "decision": "d-abcdefghijkl"}
    answer = public.visitor().post("/en/ask/human_review/", typed)
    details = public.store.request(answer.header("Location").split("/")[3]).details
    assert details == {"decision": "D-ABCDEFGHIJKL"}


@settings(max_examples=60)
@given(
    email=st.emails() | st.text(max_size=40) | st.text(max_size=20).map(lambda text: f"{text}@x.example"),
    number=st.text(max_size=12) | st.integers().map(str),
    words=st.text(max_size=300),
)
def test_whatever_is_typed_is_taken_or_told_and_breaks_nothing(
    public: Public, email: str, number: str, words: str
) -> None:
    typed = {"key_email": email, "key_customer_no": number, "words": words, "purposes": "newsletter"}
    page = public.visitor().post(FORM, typed)
    assert page.status in (303, 422, 429), (page.status, email, number, words)
    assert page.status != 422 or 'class="error"' in page.text


def test_words_as_long_as_they_may_be_are_taken(public: Public) -> None:
    assert public.visitor().post(FORM, {**GOOD, "words": "ø" * LONGEST}).status == 303


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"x" * 200_000, "application/x-www-form-urlencoded"),
        (b"&".join(b"a=1" for _ in range(300)), "application/x-www-form-urlencoded"),
        (b"\xff\xfe%zz&=&==&%", "application/x-www-form-urlencoded"),
        (b"key_email=a", "application/x-www-form-urlencoded; charset=nonsense"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"nothing", "multipart/form-data"),
        (b"--x\r\n" * 5000, "multipart/form-data; boundary=x"),
        (b'{"key_email": "a@x.example"}', "application/json"),
        (b"<!DOCTYPE a [<!ENTITY b SYSTEM 'http://evil.example/x'>]><a>&b;</a>", "application/xml"),
        (b"", "text/plain"),
    ],
)
def test_a_broken_body_is_refused_and_breaks_nothing(public: Public, body: bytes, kind: str) -> None:
    visitor = public.visitor()
    _token(visitor)
    page = _send(visitor, body, kind)
    assert page.status in (400, 403, 413), page.status
    assert "Traceback" not in page.text
    assert visitor.get(FORM).status == 200


CODECS = ["zip", "base64", "rot13", "unicode_escape", "idna", "undefined", "utf-16", "utf-8; charset=zip"]


@pytest.mark.parametrize("codec", [*CODECS, '"zip"', "x" * 900])
def test_letters_of_another_kind_are_refused_before_anybody_tries_to_read_them(
    public: Public, codec: str
) -> None:
    visitor = public.visitor()
    email = f"{abs(hash(codec))}@x.example"
    parts = {**GOOD, "csrfmiddlewaretoken": _token(visitor), "key_email": email, "words": "\\ud800"}
    body = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in parts.items()
    )
    sent = f"{body}--x--\r\n".encode()
    told = [
        _send(visitor, sent, f"multipart/form-data; boundary=x; charset={codec}"),
        _send(visitor, sent, f"multipart/form-data; boundary=x; charset*=utf-8''{codec}"),
        visitor.send("GET", "/en/?a=%ff", Content_Type=f"text/html; charset={codec}"),
        visitor.send("GET", "/console/account/login/", Content_Type=f"text/html;CharSet={codec}"),
    ]
    assert [page.status for page in told] == [400] * 4
    assert _send(visitor, sent, 'multipart/form-data; boundary=x; charset="UTF-8"').status == 303


def test_a_file_where_none_is_asked_for_is_not_kept(public: Public) -> None:
    visitor = public.visitor()
    token = _token(visitor)
    parts = {"csrfmiddlewaretoken": token, **GOOD}
    body = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in parts.items()
    )
    body += (
        '--x\r\nContent-Disposition: form-data; name="words"; filename="../../evil.py"\r\n\r\nprint(1)\r\n'
    )
    page = _send(visitor, (body + "--x--\r\n").encode(), "multipart/form-data; boundary=x")
    assert page.status == 303, "the words were not filled in, and need not be"
    id = page.header("Location").split("/")[3]
    assert public.store.contents(id, "words") == []


def test_broken_letters_are_taken_as_what_can_be_shown(public: Public) -> None:
    visitor = public.visitor()
    body = urlencode({"csrfmiddlewaretoken": _token(visitor), **GOOD}).encode() + b"&words=%ff%fe%80"
    assert _send(visitor, body).status == 303


@pytest.mark.parametrize(
    "path",
    [
        "/en/request/Q-../",
        "/en/request/Q-' OR 1=1 --/".replace(" ", "%20"),
        "/en/request/%00/",
        "/en/confirm/Q-BBBBBBBBBBBB/%3Cscript%3E/",
        "/en/answer/Q-BBBBBBBBBBBB/..%2f..%2fweb.key",
        "/en/answer/Q-BBBBBBBBBBBB/store.sqlite3",
        "/static/..%2f..%2fsettings.py",
        "/en/" + "a" * 7000 + "/",
        "/xx/ask/access/",
        "/en/ask/everything/",
    ],
)
def test_an_odd_address_leads_nowhere(public: Public, path: str) -> None:
    page = public.visitor().get(path)
    assert page.status in (200, 400, 403, 404, 414)
    assert page.status != 200 or "Open our answer" in page.text, (
        "a link whose code is none looks like any other"
    )
    assert "<script" not in page.text
