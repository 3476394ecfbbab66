"""What the environment says, looked at before anything starts: a slip in it is told in words.

What it says is never said back: an address of mail or of a database can hold a password.
"""

import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from ipaddress import ip_network
from urllib.parse import urlsplit

from holdord.words.finding import Finding

CODE = "setting-unreadable"
_MAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+")


def unreadable(environment: Mapping[str, str]) -> Iterator[Finding]:
    """The settings that say something nobody can understand, each with how it is written."""
    for name, (fits, written) in _SETTINGS.items():
        text = environment.get(name, "").strip()
        try:
            good = not text or fits(text)
        except (ValueError, OSError):
            good = False
        if not good:
            yield Finding(CODE, f"{name} cannot be understood", written)


def see_readable(environment: Mapping[str, str]) -> None:
    """Raise Refused where a setting says something nobody can understand."""
    if found := list(unreadable(environment)):
        from holdord.workflows.office import Refused  # what a program that starts well need not read first

        raise Refused(*found)


def _within(least: int, most: int) -> tuple[Callable[[str], bool], str]:
    return lambda text: least <= int(text) <= most, f"write a whole number from {least} to {most}"


def _is_address(text: str) -> bool:
    """Scheme, host and port alone: links are made by putting a path behind it."""
    parts = urlsplit(text.rstrip("/"))
    bare = not (parts.path or parts.query or parts.fragment or "@" in parts.netloc)
    return bool(parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and bare)


def _are_networks(text: str) -> bool:
    return all(ip_network(one.strip(), strict=False) for one in text.split(",") if one.strip())


def _are_proxies(text: str) -> bool:
    return all(one.strip() == "unix" or _are_networks(one) for one in text.split(","))


def _are_certificates(text: str) -> bool:
    ssl.create_default_context().load_verify_locations(text)
    return True


_SETTINGS: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "HOLDORD_ADDRESS": (_is_address, "write https:// and the name that people reach, without a path"),
    "HOLDORD_PROXY": (_are_proxies, "write addresses or networks, with commas: 127.0.0.1, 10.1.0.0/16"),
    "HOLDORD_LARGEST_BODY": _within(10_000, 100_000_000),
    "HOLDORD_LARGEST_ARRIVAL": _within(1, 10_000_000),
    "HOLDORD_LOGIN_TRIES": _within(1, 100),
    "HOLDORD_NOTICE_DAYS": _within(1, 60),
    "HOLDORD_NOTICE_CHASES": _within(0, 10),
    "HOLDORD_LETTERS_A_MINUTE": _within(1, 100_000),
    "HOLDORD_PRIVATE_NETWORKS": (_are_networks, "write networks, with commas: 10.1.0.0/16, 127.0.0.1"),
    "HOLDORD_CA_FILE": (_are_certificates, "name a file with certificates (PEM) that Holdord can read"),
    "HOLDORD_STAFF_MAIL": (lambda text: bool(_MAIL.fullmatch(text)), "write one e-mail address"),
}
