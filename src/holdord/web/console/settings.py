"""What the console adds to the server's settings; names are Django's and allauth's."""

import os

CONSOLE_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "holdord.web.console",  # before allauth: our templates go first
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"max_similarity": 0.6},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "holdord.web.console.passwords.NotOnlyRepeats"},
]
PASSWORD_RESET_TIMEOUT = 2 * 24 * 3600  # so long an invitation can be used

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "console:overview"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "holdord.web.console.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_RATE_LIMITS = {"login_failed": "100/m/ip,50/5m/key"}  # `lockout` blocks long before this

MFA_ADAPTER = "holdord.web.console.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "holdord.web.console.adapters.CodeForm",
    "reauthenticate": "holdord.web.console.adapters.CodeAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Holdord"
MFA_TOTP_TOLERANCE = 1
MFA_PASSKEY_LOGIN_ENABLED = False

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # nothing of them in a cookie
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 3600  # without a click for an hour, and the session is over
SESSION_SAVE_EVERY_REQUEST = True  # only those that have anything in them are saved
SESSION_EXPIRE_AT_BROWSER_CLOSE = False
SESSION_COOKIE_PATH = "/console/"
HOLDORD_SESSION_HOURS = 10
"""No session is longer than a working day, however many clicks."""

HOLDORD_LOGIN_TRIES = int(os.environ.get("HOLDORD_LOGIN_TRIES", "5"))

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "holdord_mark",  # in the store, so that a code used at one web worker is used at all
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
