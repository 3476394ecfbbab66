"""Failed log-ins of staff, and what several web workers must know of each other. No names, no addresses."""

from django.db import models


class LoginFailure(models.Model):
    """A log-in that failed or was blocked. Names and addresses stand here as keyed digests only."""

    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=12)
    account = models.CharField(max_length=64, db_index=True)
    address = models.CharField(max_length=64, db_index=True)

    class Meta:
        db_table = "holdord_login_failure"


class LoginStreak(models.Model):
    """How many log-ins in a row did not succeed, of an account or an address; until when it is blocked."""

    of = models.CharField(max_length=64, primary_key=True)
    tries = models.PositiveIntegerField(default=0)
    blocked_until = models.DateTimeField(null=True)
    last = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "holdord_login_streak"


class SharedMark(models.Model):
    """What must be known to every web worker for a while, such as that a code was used: Django's cache."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "holdord_mark"
