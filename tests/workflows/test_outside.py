"""Calls to addresses outside reach whom they are meant for, and nobody else (server-side request forgery)."""

import socket
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest

from holdord.workflows import outside
from holdord.workflows.outside import LARGEST, OutsideFault, is_public, post
from tests.workflows.receiver import Receiver, make_certificate, start_receiver

SECONDS = 0.6


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def receiver(certificate: Path) -> Iterator[Receiver]:
    running = start_receiver(certificate)
    yield running
    running.stop()


@pytest.fixture
def trusting(certificate: Path) -> dict[str, str]:
    return {"HOLDORD_PRIVATE_NETWORKS": "127.0.0.0/8, ::1", "HOLDORD_CA_FILE": str(certificate)}


def refused(url: str, environment: dict[str, str]) -> OutsideFault:
    with pytest.raises(OutsideFault) as told:
        post(url, b"{}", {}, environment, SECONDS)
    assert url not in str(told.value)
    assert url not in str(told.value.finding)
    return told.value


def test_a_body_arrives_with_its_headers_over_tls(receiver: Receiver, trusting: dict[str, str]) -> None:
    receiver.body = b"thanks"
    answer = post(receiver.url + "?a=b", b'{"x": 1}', {"webhook-id": "N-1.0"}, trusting)
    assert (answer.status, answer.body) == (200, b"thanks")
    (call,) = receiver.calls
    assert call.path == "/notices?a=b"
    assert call.headers["webhook-id"] == "N-1.0"
    assert call.headers["Host"] == receiver.url.split("/")[2]
    assert call.body == b'{"x": 1}'


@pytest.mark.parametrize(
    "url",
    [
        "http://recipient.example/x",
        "http://127.0.0.1.recipient.example/",
        "ftp://recipient.example/",
        "data:text/plain,x",
        "https://user:word@recipient.example/",
        "https://localhost@recipient.example/",
        "https://recipient.example\\@localhost/",
        "https://recipient.example/a b",
        "https://recipient.example/\r\nX: y",
        "https://recipient.example/#part",
        "https://recipient.example:port/",
        "https://recipient.example:0/",
        "https:///x",
        "https://[::1/",
        "https://møde.example/",
        "",
    ],
)
def test_an_address_that_is_none_is_not_called(url: str) -> None:
    with pytest.raises(OutsideFault) as told:
        post(url, b"{}", {}, {})
    assert told.value.finding.code == "address-unfit"
    assert told.value.permanent


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]",
     "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "[fe80::1]", "[fd00::1]",
     "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "224.0.0.1", "255.255.255.255"],
)  # fmt: skip
def test_no_address_of_an_inner_network_is_called(host: str) -> None:
    assert refused(f"https://{host}/", {}).finding.code in ("address-private", "address-unreached")
    assert refused(f"https://{host}/", {"HOLDORD_PRIVATE_NETWORKS": "198.18.0.0/15"}).finding.code in (
        "address-private",
        "address-unreached",
    )


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::5db8:d822", True),
        ("64:ff9b::a00:1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:a00:1::", False),
        ("2001:0:4136:e378:8000:63bf:f5ff:fffe", False),
        ("ff0e::1", False),
        ("0.0.0.0", False),
        ("240.0.0.1", False),
        ("192.0.0.8", False),
        ("fec0::1", False),
        ("2002:c000:8::", False),
        ("3fff:abc::1", False),
    ],
)
def test_what_is_wrapped_into_another_kind_of_address_is_looked_at(address: str, public: bool) -> None:
    assert is_public(ip_address(address)) is public


def test_one_private_address_among_public_ones_spoils_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(outside.socket, "getaddrinfo", lambda *_, **__: found)
    assert refused("https://recipient.example/", {}).finding.code == "address-private"


def test_the_address_that_was_looked_at_is_the_one_that_is_called(
    receiver: Receiver, trusting: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, real = [], socket.getaddrinfo

    def once(host: str, *rest: object, **more: object) -> object:
        asked.append(host)
        return real(host, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(outside.socket, "getaddrinfo", once)
    post(receiver.url, b"{}", {}, trusting)
    assert [host for host in asked if not host.startswith("127.")] == ["localhost"], "it was resolved twice"


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(receiver: Receiver) -> None:
    fault = refused(receiver.url, {"HOLDORD_PRIVATE_NETWORKS": "127.0.0.1"})
    assert fault.finding.code == "address-unreached"
    assert not fault.permanent
    assert receiver.calls == []


def test_a_certificate_of_another_name_is_not_trusted(tmp_path: Path) -> None:
    other = make_certificate(tmp_path, "other.example")
    running = start_receiver(other)
    environment = {"HOLDORD_PRIVATE_NETWORKS": "127.0.0.0/8,::1", "HOLDORD_CA_FILE": str(other)}
    assert refused(running.url, environment).finding.code == "address-unreached"
    running.stop()


def test_no_redirect_is_followed(receiver: Receiver, trusting: dict[str, str], certificate: Path) -> None:
    elsewhere = start_receiver(certificate)
    for status in (301, 302, 307, 308):
        receiver.status, receiver.headers = status, {"Location": elsewhere.url}
        assert refused(receiver.url, trusting).finding.code == "answer-unfit"
    assert elsewhere.calls == []
    elsewhere.stop()


def test_an_answer_without_end_is_not_read_to_its_end(receiver: Receiver, trusting: dict[str, str]) -> None:
    receiver.body = b"x" * (LARGEST + 1)
    assert refused(receiver.url, trusting).finding.code == "answer-unfit"
    receiver.body = b"x" * LARGEST
    assert len(post(receiver.url, b"{}", {}, trusting).body) == LARGEST


def test_an_answer_that_drips_is_cut_off(receiver: Receiver, trusting: dict[str, str]) -> None:
    receiver.body, receiver.drip = b"x" * 10_000, 0.05
    assert refused(receiver.url, trusting).finding.code == "address-unreached"


def test_somebody_who_accepts_and_says_nothing_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        fault = refused(url, {"HOLDORD_PRIVATE_NETWORKS": "127.0.0.1"})
    assert fault.finding.code == "address-unreached"
