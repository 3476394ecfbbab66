"""The least that Django must be told for the store; the server's settings build on these.

Read from the environment: HOLDORD_DATABASE_URL (PostgreSQL; SQLite without it) and HOLDORD_FOLDER (where the
SQLite file and the secret key are; `.holdord` without it). Names are Django's.
"""

import os
from pathlib import Path

from holdord.store.addresses import database

HOLDORD_FOLDER = Path(os.environ.get("HOLDORD_FOLDER", ".holdord"))

INSTALLED_APPS = ["holdord.store"]
DATABASES = {"default": database(os.environ.get("HOLDORD_DATABASE_URL"), HOLDORD_FOLDER)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False
LOGGING_CONFIG = None  # the program that opens the store decides what is logged
