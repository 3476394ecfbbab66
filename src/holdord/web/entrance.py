"""Before Django: whom to believe about who asks, and how much is read of what they send."""

import json
import logging
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from ipaddress import ip_address, ip_network
from typing import Any

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]

_FORWARDED = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_FORWARDED",
)


_UTF8 = re.compile(r"charset=\"?utf-?8\"?(?=\s*(;|$))")


def in_utf8(application: Application) -> Application:
    """Refuse what says that it is not UTF-8 (400): some of Python's codecs unpack things, or fail."""

    def answer(environ: Environ, start: Any) -> Iterable[bytes]:
        if "charset" in _UTF8.sub("", str(environ.get("CONTENT_TYPE", "")).lower(), count=1):
            return refuse(environ, start, "400 Bad Request")
        return application(environ, start)

    return answer


def bounded(application: Application, largest: int, wider: Mapping[str, int] | None = None) -> Application:
    """Refuse bodies larger than `largest` before any of it is read (413), and lengths that are no number.

    `wider` says what else is allowed below some paths.
    """

    def answer(environ: Environ, start: Any) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal():
            return refuse(environ, start, "400 Bad Request")
        path = str(environ.get("PATH_INFO", ""))
        allowed = next((size for below, size in (wider or {}).items() if path.startswith(below)), largest)
        if int(length) > allowed:
            return refuse(environ, start, "413 Content Too Large")
        return application(environ, start)

    return answer


def silent(application: Application) -> Application:
    """Answer 500 to what even Django cannot answer; the runner would log what the exception says."""

    def answer(environ: Environ, start: Any) -> Iterable[bytes]:
        try:
            return application(environ, start)
        except Exception:
            logging.getLogger("django.request").exception("no answer")
            return refuse(environ, start, "500 Internal Server Error")

    return answer


def through_proxies(application: Application, trusted: Sequence[str]) -> Application:
    """Take the caller's address and scheme from headers that a trusted proxy set; drop anybody else's."""
    networks = [ip_network(one, strict=False) for one in trusted if one != "unix"]

    def believed(address: str) -> bool:
        if not address:
            return "unix" in trusted  # a socket file: whoever can open it is let in by its rights
        try:
            found = ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in networks)

    def answer(environ: Environ, start: Any) -> Iterable[bytes]:
        told = {name: environ.pop(name) for name in _FORWARDED if name in environ}
        if believed(str(environ.get("REMOTE_ADDR", ""))):
            if told.get("HTTP_X_FORWARDED_PROTO") in ("http", "https"):
                environ["HTTP_X_FORWARDED_PROTO"] = told["HTTP_X_FORWARDED_PROTO"]
            # From the right: what stands left of the first stranger was written by that stranger.
            for address in reversed(told.get("HTTP_X_FORWARDED_FOR", "").split(",")):
                if not address.strip():
                    break
                environ["REMOTE_ADDR"] = address.strip()
                if not believed(address.strip()):
                    break
        return application(environ, start)

    return answer


def refuse(environ: Environ, start: Any, status: str) -> Iterable[bytes]:
    """In a word; to programs that call the API as a problem (RFC 9457), as everything else there."""
    kind, content = "text/plain", status.encode()
    if str(environ.get("PATH_INFO", "")).startswith("/api/"):
        number, _, title = status.partition(" ")
        kind = "application/problem+json"
        content = json.dumps({"type": "about:blank", "title": title, "status": int(number)}).encode()
    start(status, [("Content-Type", kind), ("Connection", "close"), ("Cache-Control", "no-store")])
    return [content]
