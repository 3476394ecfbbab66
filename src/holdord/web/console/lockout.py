"""Failed log-ins are recorded, and after a set number in a row further ones are blocked for a while.

A try is counted before the password is looked at, in one conditional update, so that no number of tries at
the same time gets past the limit; a log-in that succeeds, second factor included, takes the count back.
An account that does not exist is blocked as one that does: nothing tells them apart.

Where somebody has been in lately, tries are counted apart from those of other places: a stranger who knows
a name, and tries it on purpose, keeps nobody out of the office.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from holdord.store.logins import STREAKS_STAY
from holdord.store.models import LoginFailure, LoginStreak
from holdord.web.network import client_at

_KNOWN = "holdord.console.known."

FIRST_BLOCK = timedelta(minutes=15)
LONGEST_BLOCK = timedelta(hours=24)
"""Doubling ends here, so that a stranger cannot keep somebody out for good with a few tries a year."""

KNOWN_FOR = timedelta(days=30)
"""So long an address is known to be one of an account's after a log-in there, second factor included."""

SHARED = 4
"""An address may try so many times as often as an account: a whole office can stand behind one."""


@dataclass(frozen=True, slots=True)
class Tried:
    """Who is tried from where, as keyed digests; `here` stands for the account at that very address."""

    account: str
    address: str
    here: str

    @property
    def counted(self) -> str:
        """Under what tries of the account are counted."""
        return self.here if cache.get(_KNOWN + self.here) else self.account


def tried(name: str, address: str) -> Tried:
    """The digests of a name as typed and of an address; of IPv6 it is the /64, as everywhere."""
    plain, place = name.strip().casefold(), client_at(address)
    here = _digest("account here", f"{plain}\0{place}")
    return Tried(_digest("account", plain), _digest("address", place), here)


def admit(who: Tried, now: datetime) -> datetime | None:
    """Count a try; None when it may go on, else until when the account or the address is blocked."""
    limits = ((who.counted, limit()), (who.address, limit() * SHARED))
    blocked = [until for of, most in limits if (until := _count(of, most, now))]
    if blocked:
        LoginFailure.objects.create(at=now, kind="blocked", account=who.account, address=who.address)
        return max(blocked)
    return None


def failed(who: Tried, now: datetime, kind: str) -> datetime | None:
    """Record a failure (`password`, `code`); until when it blocks, if it was the last one allowed."""
    LoginFailure.objects.create(at=now, kind=kind, account=who.account, address=who.address)
    return blocked_until(who, now)


def blocked_until(who: Tried, now: datetime) -> datetime | None:
    """Until when the account or the address is blocked, if it is."""
    standing = LoginStreak.objects.filter(of__in=(who.counted, who.address), blocked_until__gt=now)
    until: datetime | None = max((one.blocked_until for one in standing), default=None)
    return until


def succeeded(who: Tried) -> None:
    """The tries in a row are over: somebody is in, second factor included."""
    LoginStreak.objects.filter(of__in=(who.counted, who.address)).delete()
    cache.set(_KNOWN + who.here, True, KNOWN_FOR.total_seconds())


def forgive(name: str) -> None:
    """An account is blocked no longer: somebody responsible invites its owner anew."""
    LoginStreak.objects.filter(of=tried(name, "").account).delete()


def limit() -> int:
    """How many tries in a row are allowed."""
    return int(settings.HOLDORD_LOGIN_TRIES)


def _count(of: str, most: int, now: datetime) -> datetime | None:
    with transaction.atomic():
        free = Q(blocked_until=None) | Q(blocked_until__lte=now)
        LoginStreak.objects.bulk_create([LoginStreak(of=of, last=now)], ignore_conflicts=True)
        LoginStreak.objects.filter(free, of=of, last__lt=now - STREAKS_STAY).update(
            tries=0, blocked_until=None
        )
        if not LoginStreak.objects.filter(free, of=of).update(tries=F("tries") + 1, last=now):
            return LoginStreak.objects.get(of=of).blocked_until
        tries = LoginStreak.objects.get(of=of).tries
        if tries >= most:
            block = min(FIRST_BLOCK * 2 ** min(tries - most, 10), LONGEST_BLOCK)
            LoginStreak.objects.filter(of=of).update(blocked_until=now + block)
    return None


def _digest(kind: str, value: str) -> str:
    digest: str = salted_hmac(f"holdord.console.{kind}", value, algorithm="sha256").hexdigest()
    return digest


def listen() -> None:
    """On a full log-in take tries back and let go of old sessions; write down wrong second factors."""
    from allauth.mfa.signals import authentication_failed
    from django.contrib.auth.signals import user_logged_in

    user_logged_in.connect(_logged_in, dispatch_uid="holdord.console")
    authentication_failed.connect(_code_failed, dispatch_uid="holdord.console")


def who_tries(request: Any, name: str) -> Tried:
    """The digests of a name and of where the request comes from."""
    from allauth.account.adapter import get_adapter

    return tried(name, get_adapter(request).get_client_ip(request))


def _logged_in(request: Any, user: Any, **_: Any) -> None:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    if request is not None and request.META.get("REMOTE_ADDR"):
        succeeded(who_tries(request, user.get_username()))


def _code_failed(request: Any, user: Any, **_: Any) -> None:
    failed(who_tries(request, user.get_username()), timezone.now(), "code")
