"""Headers of mail and of the answer, made to say more than they should."""

import pytest

from tests.web.public import Public

EVIL = "evil@evil.example"

ADDRESSES = [
    f"a@x.example\r\nBcc: {EVIL}",
    f"a@x.example\nBcc: {EVIL}",
    f"a@x.example%0d%0aBcc:{EVIL}",
    f"a@x.example,{EVIL}",
    f"a@x.example;{EVIL}",
    f"a@x.example {EVIL}",
    f"<a@x.example>,<{EVIL}>",
    f'"{EVIL}" <a@x.example>',
    f"a@x.example\u2028Bcc: {EVIL}",
    f"a@x.example\x0bBcc: {EVIL}",
    f"a(comment)@x.example\r\n {EVIL}",
    "a@x.example@y.example",
    "-oQ/tmp@x.example\0",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_is_more_than_one_is_refused(public: Public, address: str) -> None:
    page = public.visitor().post("/en/ask/access/", {"key_email": address})
    assert page.status == 422


def test_nobody_got_a_letter_that_was_not_theirs(public: Public) -> None:
    visitor = public.visitor()
    id = public.ask(visitor, "en", "access", "plain@x.example")
    public.link("plain@x.example", "confirm", id)
    assert public.postbox.to(EVIL) == []
    for letter in public.postbox.letters:
        assert len(letter["To"].addresses) == 1
        assert letter["Cc"] is None
        assert letter["Bcc"] is None


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example", "X-Forwarded-Port": "666"},
        {"Forwarded": "host=evil.example;proto=https"},
    ],
)
def test_the_links_in_mails_lead_to_us_whatever_host_was_named(
    public: Public, headers: dict[str, str]
) -> None:
    visitor = public.visitor()
    page = visitor.send("GET", "/en/ask/access/", **headers)
    assert page.status == 400 or "evil.example" not in page.text
    visitor = public.visitor()
    token = visitor.get("/en/ask/access/").text.partition('csrfmiddlewaretoken" value="')[2].partition('"')[0]
    body = f"csrfmiddlewaretoken={token}&key_email=host@x.example".encode()
    answer = visitor.send("POST", "/en/ask/access/", body, **headers)
    assert "evil.example" not in answer.header("Location")
    if answer.status == 303:
        public.link("host@x.example", "confirm", answer.header("Location").split("/")[3])
        assert all(
            "evil.example" not in letter.get_content() for letter in public.postbox.to("host@x.example")
        )
