"""Where allauth asks us: who may try to log in, who may sign up (nobody), what second factors are called."""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language

from holdord.web.console import lockout
from holdord.web.languages import say

JUST_NOW = timedelta(minutes=5)


def blocked(until: datetime, now: datetime) -> ValidationError:
    """What is said to somebody who is blocked, whoever they are."""
    minutes = max(1, -(-int((until - now).total_seconds()) // 60))
    return ValidationError(say((get_language() or "en")[:2], "c_blocked", minutes=minutes), "blocked")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the person responsible; tries are counted before a password is looked at."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Nobody signs up."""
        return False

    def pre_authenticate(self, request: Any, **credentials: Any) -> None:
        """Count the try; refuse it while the account or the address is blocked."""
        now = timezone.now()
        who = lockout.who_tries(request, str(credentials.get("username", "")))
        until = lockout.admit(who, now)
        if until:
            raise blocked(until, now)
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: Any, **credentials: Any) -> None:
        """Record the failure; say so when it was the last one allowed."""
        now = timezone.now()
        who = lockout.who_tries(request, str(credentials.get("username", "")))
        until = lockout.failed(who, now, "password")
        if until:
            raise blocked(until, now)

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Whether the password is right, asked again of somebody who is logged in."""
        sure: bool = super().reauthenticate(user, password)
        if sure:
            lockout.succeeded(lockout.who_tries(context.request, user.get_username()))
        return sure

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Not just after a log-in: who has given a password a moment ago is not asked for it again."""
        user = context.request.user
        if user.is_authenticated and user.last_login and timezone.now() - user.last_login < JUST_NOW:
            return False
        return bool(super().is_reauthentication_required(app=app, **more))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing is mailed about accounts: invitations are handed over by the person responsible."""

    def add_message(self, *args: Any, **more: Any) -> None:
        """No page shows what allauth says in passing, such as who has just logged in: nothing keeps it."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Names an account by its log-in name in the app that makes codes, and keeps its secret encrypted."""

    def encrypt(self, text: str) -> str:
        """The secret as it is stored: whoever reads the store makes no codes."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: Any) -> str:
        """The log-in name."""
        return str(user.get_username())

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The server that passkeys belong to."""
        return {"id": context.request.get_host().partition(":")[0], "name": "Holdord"}


@cache
def _cipher() -> Fernet:
    """A cipher under a key of its own, derived from the server's secret, which is a file."""
    key = HKDF(SHA256(), 32, salt=None, info=b"holdord.console.factors").derive(settings.SECRET_KEY.encode())
    return Fernet(urlsafe_b64encode(key))


def _counted(user: Any, try_it: Callable[[], object]) -> str:
    """The code that was tried, counted as a try to log in; says so when it was the last one."""
    now = timezone.now()
    who = lockout.who_tries(context.request, user.get_username())
    until = lockout.admit(who, now)
    if until:
        raise blocked(until, now)
    try:
        return str(try_it())
    except ValidationError:
        until = lockout.blocked_until(who, now)
        if until:
            raise blocked(until, now) from None
        raise


class CodeForm(AuthenticateForm):
    """The second step of a log-in."""

    def clean_code(self) -> str:
        """The code, if it is right and the account not blocked."""
        return _counted(self.user, super().clean_code)


class CodeAgainForm(ReauthenticateForm):
    """The second factor asked again of somebody who is logged in."""

    def clean_code(self) -> str:
        """The code; when it is right, the tries before it are over."""
        code = _counted(self.user, super().clean_code)
        lockout.succeeded(lockout.who_tries(context.request, self.user.get_username()))
        return code
