"""Calling addresses outside: what a stranger, or a mistake in a setting, must not be able to do with us.

Somebody who may choose an address that we call could make us call machines that only we can reach
(server-side request forgery). So: https only, plain http to this machine alone; the name is resolved once,
every address it has must be a public one, and that very address is connected to, with the name's certificate;
no redirect is followed; no proxy is used; an answer has an end in bytes and in seconds, however slowly it
drips.

HOLDORD_PRIVATE_NETWORKS (10.1.0.0/16, 127.0.0.1) names networks that may be called although they are not
public; HOLDORD_CA_FILE a file with certificates of authorities that are trusted besides the system's.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from holdord.words.finding import Finding

SECONDS = 10.0
"""So long a whole call may take, from the connection to the last byte of the answer."""

LARGEST = 65_536
"""Bytes of an answer that are read."""

HERE = ("localhost", "127.0.0.1", "::1")
_NAT64 = ip_network("64:ff9b::/96")
_INNER = tuple(map(ip_network, ("192.0.0.0/24", "fec0::/10", "3fff::/20")))
"""Networks that Python takes for public: of protocols (RFC 6890), sites (RFC 3879), books (RFC 9637)."""

Address = IPv4Address | IPv6Address


class OutsideFault(Exception):
    """A call that came to nothing. `permanent` when trying again cannot help; the address is not told."""

    def __init__(self, code: str, message: str, help: str, permanent: bool) -> None:
        super().__init__(message)
        self.finding = Finding(code, message, help)
        self.permanent = permanent


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `body` at most LARGEST bytes."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Seen:
    """How a site is encrypted: the version of TLS, until when its certificate holds, HSTS in seconds."""

    version: str
    expires: datetime
    hsts: int


def look_at(url: str, environment: Mapping[str, str], seconds: float = SECONDS) -> Seen:
    """Ask a site for its first page and see how the line to it is encrypted; raises OutsideFault."""
    parts = checked_address(url)
    host, port = str(parts.hostname), parts.port or 443
    addresses = _public(_resolved(host, port), environment)
    try:
        with _connected("https", host, port, addresses, environment, seconds) as connection:
            line = connection.sock
            assert isinstance(line, ssl.SSLSocket)
            version, certificate = line.version() or "", line.getpeercert() or {}
            connection.request("HEAD", parts.path or "/", headers={"Connection": "close"})
            said = connection.getresponse().headers.get("Strict-Transport-Security", "")
    except ssl.SSLCertVerificationError:
        raise OutsideFault(
            "certificate-untrusted",
            "the site's certificate is not trusted: it has ended, has another name, or no known signer",
            "renew it, with the names that the site has; `openssl s_client -connect HOST:443` shows it",
            permanent=True,
        ) from None
    except (OSError, http.client.HTTPException, ValueError, AttributeError) as fault:
        raise _unreached(type(fault).__name__) from None
    ends = ssl.cert_time_to_seconds(str(certificate["notAfter"]))
    return Seen(version, datetime.fromtimestamp(ends, UTC), _max_age(said))


def _max_age(said: str) -> int:
    """Seconds of a Strict-Transport-Security header (RFC 6797); 0 where it says none."""
    for part in said.split(";"):
        name, _, value = part.strip().partition("=")
        if name.lower() == "max-age" and (value := value.strip('"')).isdecimal():
            return min(int(value[:4000]), 2**31)  # Python reads no number of over 4300 digits
    return 0


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    environment: Mapping[str, str],
    seconds: float = SECONDS,
) -> Answer:
    """Send a body by POST; raises OutsideFault where there is no answer that could be taken for one."""
    parts = checked_address(url)
    host, port = str(parts.hostname), parts.port or (443 if parts.scheme == "https" else 80)
    addresses = _public(_resolved(host, port), environment)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    began = time.monotonic()
    try:
        with _connected(parts.scheme, host, port, addresses, environment, seconds) as connection:
            connection.request("POST", path, body, {**headers, "Connection": "close"})
            response = connection.getresponse()
            told = response.read(LARGEST + 1)
            left = response.length
    except (OSError, http.client.HTTPException, ValueError, AttributeError) as fault:
        # AttributeError: a line that is cut while TLS reads from it leaves nothing to read from
        raise _unreached(type(fault).__name__) from None
    if 300 <= response.status < 400:
        raise _unfit("the address answered with a redirect, which is not followed")
    if len(told) <= LARGEST and (left or time.monotonic() - began >= seconds):
        raise _unreached("the answer was cut off")
    if len(told) > LARGEST:
        raise _unfit(f"the address answered with more than {LARGEST} bytes")
    return Answer(response.status, told)


def checked_address(url: str) -> SplitResult:
    """The parts of an address that may be called; raises OutsideFault, which does not quote it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    plain_here = parts.scheme == "http" and parts.hostname in HERE
    odd = any(ord(c) <= 32 or ord(c) >= 127 for c in url) or "@" in parts.netloc or "\\" in url or port == 0
    if not parts.hostname or odd or parts.fragment or not (parts.scheme == "https" or plain_here):
        raise OutsideFault(
            "address-unfit",
            "this is no address that can be called",
            "write https://name/path, without user, password and #; http:// only for this machine",
            permanent=True,
        )
    return parts


def _resolved(host: str, port: int) -> list[Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise _unreached("the name is not known") from None
    return list(dict.fromkeys(ip_address(str(one[4][0]).partition("%")[0]) for one in found))


def is_public(address: Address) -> bool:
    """Whether an address is one that anybody can reach, also where it is wrapped into another kind."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner:
            return is_public(inner)
    if any(address in network for network in _INNER):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _public(addresses: Sequence[Address], environment: Mapping[str, str]) -> Sequence[Address]:
    """The addresses, where each of them may be called: one that may not spoils all."""
    allowed = [
        ip_network(one.strip(), strict=False)
        for one in environment.get("HOLDORD_PRIVATE_NETWORKS", "").split(",")
        if one.strip()
    ]
    for address in addresses:
        if not is_public(address) and not any(address in network for network in allowed):
            raise OutsideFault(
                "address-private",
                "the address leads into a network that is not public",
                "where that is meant, name the network in HOLDORD_PRIVATE_NETWORKS",
                permanent=True,
            )
    return addresses


@contextmanager
def _connected(
    scheme: str,
    host: str,
    port: int,
    addresses: Sequence[Address],
    environment: Mapping[str, str],
    seconds: float,
) -> Iterator[http.client.HTTPConnection]:
    """A connection to one of the addresses that is cut when its time is over."""
    line = _first(addresses, port, seconds)
    other_end = line.dup()  # TLS takes the line over; this one can still cut it
    cut = threading.Timer(seconds, _cut, (other_end,))
    cut.start()
    try:
        connection: http.client.HTTPConnection
        if scheme == "https":
            connection = http.client.HTTPSConnection(host, port, timeout=seconds)
            connection.sock = _trusting(environment).wrap_socket(line, server_hostname=host)
        else:
            connection = http.client.HTTPConnection(host, port, timeout=seconds)
            connection.sock = line
        try:
            yield connection
        finally:
            connection.close()
    finally:
        cut.cancel()
        other_end.close()
        line.close()


def _first(addresses: Sequence[Address], port: int, seconds: float) -> socket.socket:
    for address in addresses:
        try:
            return socket.create_connection((str(address), port), timeout=seconds / len(addresses))
        except OSError:
            continue
    raise OSError("none of the addresses answers")


def _cut(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it was closed meanwhile


def _trusting(environment: Mapping[str, str]) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if extra := environment.get("HOLDORD_CA_FILE"):
        context.load_verify_locations(extra)
    return context


def _unreached(why: str) -> OutsideFault:
    return OutsideFault(
        "address-unreached",
        f"the address does not answer, or not in time ({why})",
        "see that it is right and that its certificate is trusted; it is tried again",
        permanent=False,
    )


def _unfit(message: str) -> OutsideFault:
    help = "ask whoever runs it: they must answer themselves, shortly"
    return OutsideFault("answer-unfit", message, help, permanent=False)
