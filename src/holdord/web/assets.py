"""Styles, scripts and pictures, served by the server itself from memory.

Each has its digest in its address and may be kept by browsers for ever; a new version has a new address. The
plain name is answered too, for templates of libraries that know no other, and then kept for an hour.
"""

import gzip
import hashlib
import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

FOR_EVER = "public, max-age=31536000, immutable"
FOR_AN_HOUR = "public, max-age=3600"
KINDS = (".css", ".js", ".svg", ".png", ".ico", ".woff2")


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent."""

    name: str
    kind: str
    content: bytes
    packed: bytes
    digest: str

    @property
    def hashed(self) -> str:
        """ "holdord.0123456789ab.css"."""
        stem, _, ending = self.name.rpartition(".")
        return f"{stem}.{self.digest}.{ending}"


def _read() -> Iterator[Asset]:
    for app in apps.get_app_configs():
        folder = Path(app.path) / "static"
        for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if file.suffix in KINDS:
                content = file.read_bytes()
                yield Asset(
                    file.relative_to(folder).as_posix(),
                    _kind(file.name),
                    content,
                    gzip.compress(content, 9, mtime=0),
                    hashlib.sha256(content).hexdigest()[:12],
                )


def _kind(name: str) -> str:
    """The kind of a file, with its encoding where it is text."""
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind.endswith("xml") else kind


@cache
def _by_name() -> dict[str, Asset]:
    return {asset.name: asset for asset in _read()}


@cache
def _by_address() -> dict[str, tuple[Asset, str]]:
    plain = {asset.name: (asset, FOR_AN_HOUR) for asset in _by_name().values()}
    return plain | {asset.hashed: (asset, FOR_EVER) for asset in _by_name().values()}


def address(name: str) -> str:
    """Where a file is served; raises KeyError where there is none of that name."""
    return f"{settings.STATIC_URL}{_by_name()[name].hashed}"


@require_safe
def serve(request: HttpRequest, path: str) -> HttpResponse:
    """The file at an address."""
    if path not in _by_address():
        raise Http404
    asset, keep = _by_address()[path]
    tag = f'"{asset.digest}"'
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=304)
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(asset.packed, content_type=asset.kind, headers={"Content-Encoding": "gzip"})
    else:
        response = HttpResponse(asset.content, content_type=asset.kind)
    for name, value in (("Cache-Control", keep), ("ETag", tag), ("Vary", "Accept-Encoding")):
        response.headers[name] = value
    return response
