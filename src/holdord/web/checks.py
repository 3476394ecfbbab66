"""What is missing or unsafe in the way the server is set up, each with a stable id and the remedy.

Registered with Django when imported, which `holdord serve --check` does.
"""

import os
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

from holdord.store.settings import HOLDORD_FOLDER
from holdord.web.secret import FILE
from holdord.workflows.health import ailments
from holdord.workflows.office import Refused
from holdord.workflows.vouching import voucher_of

SECRET, DIFFERENT = 50, 10
"""A secret has so many characters at least, and so many different ones."""


@register("holdord")
def set_up(app_configs: Any, **_: object) -> list[CheckMessage]:
    """The warnings that hold now."""
    found: list[CheckMessage] = []

    def warn(id: str, message: str, hint: str) -> None:
        found.append(Warning(message, hint=hint, id=f"holdord.{id}"))

    if settings.DEBUG:
        warn("W001", "pages of faults show the inside of the program", "leave DEBUG off")
    if not settings.HOLDORD_ADDRESS:
        warn(
            "W002",
            "only this machine can reach the server",
            "set HOLDORD_ADDRESS=https://privacy.company.example",
        )
    elif not settings.SESSION_COOKIE_SECURE:
        warn(
            "W003",
            "what people write travels unencrypted",
            "put TLS before it, and write https:// in HOLDORD_ADDRESS",
        )
    if settings.SESSION_COOKIE_SECURE and not settings.HOLDORD_PROXY:
        warn(
            "W020",
            "no proxy is believed: all people look like one client, who may send 20 forms an hour",
            "name the address of the proxy that speaks TLS in HOLDORD_PROXY, such as 127.0.0.1",
        )
    if {"0.0.0.0/0", "::/0"} & set(settings.HOLDORD_PROXY):
        warn("W004", "anybody is believed to be a proxy", "name the proxy's own address in HOLDORD_PROXY")
    try:
        vouching = voucher_of(os.environ) is not None
    except Refused as refused:
        vouching = False
        warn("W007", refused.findings[0].message, refused.findings[0].help)
    if vouching and not settings.HOLDORD_SITE:
        warn(
            "W008",
            "pages of anybody can send visitors in under a token of their own",
            "set HOLDORD_SITE=https://www.company.example, the site whose tokens these are",
        )
    if HOLDORD_FOLDER.is_dir() and HOLDORD_FOLDER.stat().st_mode & 0o077:
        warn("W005", "others on this machine can look into the store's folder", f"chmod 700 {HOLDORD_FOLDER}")
    for name in ("key", "vault.key", FILE):
        file = HOLDORD_FOLDER / name
        if file.exists() and file.stat().st_mode & 0o077:
            warn("W006", f"others on this machine can read {name}", f"chmod 600 {file}")
    if len(settings.SECRET_KEY) < SECRET or len(set(settings.SECRET_KEY)) < DIFFERENT:
        warn(
            "W018",
            "the secret that signs cookies and links is too short",
            f"remove {HOLDORD_FOLDER / FILE}: a new one is made at the next start, and all are logged out",
        )
    now = datetime.now(UTC)
    for one in ailments(settings.HOLDORD_POLICY, HOLDORD_FOLDER, os.environ, now):
        warn(one.id, one.message, one.hint)
    return sorted(found, key=lambda one: str(one.id))
