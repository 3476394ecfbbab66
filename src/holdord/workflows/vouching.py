"""The company's own site vouches for a customer who is logged in there: a signed token, used once.

The token is a JWT (RFC 7519), signed with a secret both share (HS256: HOLDORD_SITE_SECRET, 32 bytes at least)
or with the site's private key (EdDSA: HOLDORD_SITE_PUBLIC_KEY is the public half). It holds the customer's
keys, so it must never stand in an address: the site posts it. Whoever comes with it is given a ticket, which
says nothing; whom it stands for is kept encrypted in the store, and goes after half an hour.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from holdord.workflows.office import Office, Refused, refuse
from holdord.workflows.people import read_keys

LONGEST_LIFE = timedelta(minutes=5)
"""A token may be good for so long, from `iat` to `exp`."""

SKEW = timedelta(seconds=30)
"""The clocks of the two servers may differ by so much."""

STAYS = timedelta(minutes=30)
"""So long somebody who came in can fill in forms."""

SHORTEST_SECRET = 32
"""Bytes, as many as the digest has (RFC 7518, 3.2)."""

LONGEST_TOKEN = 4096
CLAIMS = ("aud", "exp", "iat", "jti", "keys")


@dataclass(frozen=True, slots=True)
class Voucher:
    """How the site's signature is checked."""

    algorithm: str
    key: Any = field(repr=False)


def voucher_of(environment: Mapping[str, str]) -> Voucher | None:
    """What the environment names, None where the site does not vouch; raises Refused for what is unfit."""
    secret = environment.get("HOLDORD_SITE_SECRET", "")
    public = environment.get("HOLDORD_SITE_PUBLIC_KEY", "")
    if secret and public:
        raise _unfit("both are set, and only one of them can be meant")
    if public:
        return Voucher("EdDSA", _ed25519(public))
    if not secret:
        return None
    if len(secret.encode()) < SHORTEST_SECRET:
        raise _unfit(f"the secret is shorter than {SHORTEST_SECRET} bytes")
    return Voucher("HS256", secret.encode())


def _ed25519(text: str) -> Any:
    """A public key in PEM, or the one line of base64 in it."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    line = "".join(one for one in text.replace("\\n", "\n").split("\n") if not one.startswith("-----"))
    pem = f"-----BEGIN PUBLIC KEY-----\n{line.strip()}\n-----END PUBLIC KEY-----\n"
    try:
        key = load_pem_public_key(pem.encode())
    except ValueError:
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise _unfit("the public key cannot be read, or is no Ed25519 key")
    return key


def _unfit(why: str) -> Refused:
    return refuse(
        "site-secret",
        f"HOLDORD_SITE_SECRET or HOLDORD_SITE_PUBLIC_KEY cannot be used: {why}",
        "set one of the two: a random secret of 32 bytes or more, or a public Ed25519 key in PEM",
    )


def enter(office: Office, token: str, audience: str, now: datetime) -> str:
    """The ticket for whom a token vouches; raises Refused `site-token` for one that is not good, or was used.

    `audience` is the address of this server, which the token must name.
    """
    voucher = voucher_of(office.environment)
    if voucher is None:
        raise _bad("the site does not vouch for anybody here")
    claims = _claims(voucher, token, audience)
    _in_time(claims, now)
    keys = _keys(office, claims["keys"])
    ticket = secrets.token_urlsafe(32)
    if not office.store.enter(claims["jti"], ticket, json.dumps(keys).encode(), now + STAYS):
        raise _bad("it was used before")
    return ticket


def vouched_for(office: Office, ticket: str, now: datetime) -> Mapping[str, str] | None:
    """The keys of whoever holds a ticket; None once it has run out."""
    content = office.store.entered(ticket, now)
    if content is None:
        return None
    keys: dict[str, str] = json.loads(content)
    return keys


def _claims(voucher: Voucher, token: str, audience: str) -> Mapping[str, Any]:
    """What a token with a good signature says. Its times are compared with our own clock, not here."""
    import jwt

    if len(token) > LONGEST_TOKEN:
        raise _bad("it is too long")
    options: Any = {"require": list(CLAIMS), "verify_exp": False, "verify_iat": False, "verify_nbf": False}
    try:
        claims: Mapping[str, Any] = jwt.decode(
            token, voucher.key, algorithms=[voucher.algorithm], audience=audience, options=options
        )
    except jwt.InvalidAudienceError:
        raise _bad("it is meant for another server") from None
    except jwt.MissingRequiredClaimError:
        raise _bad(f"it lacks one of: {', '.join(CLAIMS)}") from None
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        raise _bad("it is not signed by the site, or is no token at all") from None
    if not 16 <= len(claims["jti"]) <= 128:
        raise _bad("its jti is not a text of 16 to 128 characters")
    return claims


def _in_time(claims: Mapping[str, Any], now: datetime) -> None:
    times = [claims[name] for name in ("iat", "exp")] + [claims.get("nbf", claims["iat"])]
    if any(isinstance(one, bool) or not isinstance(one, int | float) or not 0 < one < 1e11 for one in times):
        raise _bad("its times are not in seconds since 1970")
    begun, over, not_before = times
    moment, skew = now.timestamp(), SKEW.total_seconds()
    if not 0 < over - begun <= LONGEST_LIFE.total_seconds():
        raise _bad("it is good for longer than five minutes")
    if moment >= over + skew:
        raise _bad("it has run out")
    if moment < max(begun, not_before) - skew:
        raise _bad("it begins in the future: compare the clocks of the two servers")


def _keys(office: Office, told: Any) -> dict[str, str]:
    """The keys it vouches for; each is one of the policy's by which one person is found."""
    fits = isinstance(told, dict) and 0 < len(told) <= 10
    if not fits or any(isinstance(one, bool) or not isinstance(one, str | int) for one in told.values()):
        raise _bad("its keys are no object of texts or whole numbers")
    keys = {name: str(value).strip() for name, value in told.items()}
    if any(len(value) > 254 or "=" in name for name, value in keys.items()):
        raise _bad("one of its keys is too long")
    try:
        read_keys(office.policy, [f"{name}={value}" for name, value in keys.items()])
    except Refused as refused:
        raise _bad(f"its keys cannot be used ({refused.findings[0].code})") from None
    return keys


def _bad(why: str) -> Refused:
    return refuse(
        "site-token",
        f"the token of the site was not taken: {why}",
        "see docs/site-token.md for what it must hold",
    )
