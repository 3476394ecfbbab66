"""Django's settings of the server: those of the store, and what a web server needs besides.

Read from the environment, beside what the store reads: HOLDORD_POLICY and HOLDORD_STORE (as every command),
HOLDORD_ADDRESS (where people reach the server, https://privacy.company.example; without it only this machine
does), HOLDORD_PROXY (addresses or networks of reverse proxies whose X-Forwarded-… headers are believed) and
HOLDORD_LARGEST_BODY (bytes that a form may send). The company's own site may vouch for customers who are
logged in there (`workflows/vouching`): HOLDORD_SITE (https://www.company.example, whose pages send them),
HOLDORD_SITE_SECRET or HOLDORD_SITE_PUBLIC_KEY. Names are Django's.

A face may bring settings of its own in `holdord/web/FACE/settings.py`; they come last.
"""

import os
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

HOLDORD_POLICY = Path(os.environ.get("HOLDORD_POLICY", "."))
os.environ.setdefault("HOLDORD_FOLDER", os.environ.get("HOLDORD_STORE") or str(HOLDORD_POLICY / ".holdord"))

from holdord.store.settings import *  # noqa: F403, E402
from holdord.store.settings import HOLDORD_FOLDER  # noqa: E402
from holdord.web.secret import secret_key  # noqa: E402
from holdord.words.request import LARGEST_FILE as LARGEST  # noqa: E402

HOLDORD_ADDRESS = os.environ.get("HOLDORD_ADDRESS", "").rstrip("/")
HOLDORD_PROXY = tuple(part.strip() for part in os.environ.get("HOLDORD_PROXY", "").split(",") if part.strip())
HOLDORD_LARGEST_BODY = int(os.environ.get("HOLDORD_LARGEST_BODY", 1_000_000))
HOLDORD_LARGEST_ARRIVAL = min(int(os.environ.get("HOLDORD_LARGEST_ARRIVAL", LARGEST)), LARGEST)
HOLDORD_THREADS = int(os.environ.get("HOLDORD_THREADS", "4"))  # `holdord serve --threads` says it
HOLDORD_SITE = os.environ.get("HOLDORD_SITE", "").rstrip("/")

_ADDRESS = urlsplit(HOLDORD_ADDRESS)
_HERE = ["localhost", "127.0.0.1", "[::1]"]
_TLS = _ADDRESS.scheme == "https"

FACES = [
    face
    for face in ("centre", "console", "api", "recipients")
    if (Path(__file__).parent / face / "urls.py").exists()
]

DEBUG = False
SECRET_KEY = secret_key(HOLDORD_FOLDER)
ALLOWED_HOSTS = [_ADDRESS.hostname, *_HERE] if _ADDRESS.hostname else _HERE
ROOT_URLCONF = "holdord.web.urls"
WSGI_APPLICATION = "holdord.web.wsgi.application"

INSTALLED_APPS = ["holdord.store", "holdord.web", *(f"holdord.web.{face}" for face in FACES)]
MIDDLEWARE = [
    "holdord.web.middleware.Headers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "holdord.web.languages.in_templates",
                "holdord.web.centre.views.company",
            ],
            "builtins": ["holdord.web.templatetags.holdord"],
        },
    }
]

# Staff only: the public pages have no session, and set no cookie but that against forged forms, and that of
# somebody whom the company's own site has sent.
HOLDORD_STAFF_PATHS = ("/console/",)
SESSION_COOKIE_NAME = "__Secure-staff" if _TLS else "staff"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = _TLS
HOLDORD_SITE_COOKIE = "__Host-site" if _TLS else "site"
CSRF_COOKIE_NAME = "__Host-form" if _TLS else "form"
CSRF_COOKIE_AGE = None
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = _TLS
CSRF_TRUSTED_ORIGINS = [HOLDORD_ADDRESS] if _TLS else []
CSRF_FAILURE_VIEW = "holdord.web.faults.forged"

SECURE_HSTS_SECONDS = 31_536_000 if _TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # with no-referrer a browser sends a form with Origin: null, refused
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # taken off in wsgi.py unless a proxy set it
SECURE_SSL_REDIRECT = False  # the proxy's work; it alone knows of both ports
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "img-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = min(HOLDORD_LARGEST_BODY, 131_072)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 1

STATIC_URL = "/static/"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("da", "Dansk"), ("nb", "Norsk bokmål"), ("en", "English")]
USE_THOUSAND_SEPARATOR = False
SILENCED_SYSTEM_CHECKS = ["security.W008", "security.W005", "security.W021"]

for _face in FACES:
    if (Path(__file__).parent / _face / "settings.py").exists():
        _brought = vars(import_module(f"holdord.web.{_face}.settings"))
        globals().update({name: value for name, value in _brought.items() if name.isupper()})

if "console" in FACES:
    _console_apps: list[str] = import_module("holdord.web.console.settings").CONSOLE_APPS
    INSTALLED_APPS = list(dict.fromkeys([*INSTALLED_APPS, *_console_apps]))
    _before = MIDDLEWARE.index("django.middleware.csrf.CsrfViewMiddleware")
    MIDDLEWARE[_before:_before] = [
        "holdord.web.middleware.StaffSession",
        "holdord.web.middleware.StaffLanguage",
    ]
    MIDDLEWARE += [
        "holdord.web.middleware.StaffAuthentication",
        "holdord.web.middleware.StaffMessages",
        "allauth.account.middleware.AccountMiddleware",  # by this name: allauth looks for it
    ]
    TEMPLATES[0]["OPTIONS"]["context_processors"] += [  # type: ignore[index]
        f"holdord.web.middleware.{_name}" for _name in ("messages_for_staff", "console_for_staff")
    ]
