"""What was measured, and how promises stood: rows are added, never changed. Nothing here is of a person."""

from django.db import models


class ReadingTaken(models.Model):
    """What a probe measured; `counts` is JSON, `policy` the digest of the policy it was measured under."""

    id = models.BigAutoField(primary_key=True)
    probe = models.CharField(max_length=40)
    at = models.DateTimeField()
    policy = models.CharField(max_length=64)
    outcome = models.CharField(max_length=10)
    counts = models.TextField()
    why = models.CharField(max_length=60)
    reference = models.CharField(max_length=40)

    class Meta:
        db_table = "holdord_reading"
        indexes = [models.Index(fields=["probe", "id"], name="holdord_reading_latest")]


class StandingChanged(models.Model):
    """From a moment on a promise stood otherwise than before: its state, and why, as JSON."""

    id = models.BigAutoField(primary_key=True)
    promise = models.CharField(max_length=100)
    at = models.DateTimeField()
    policy = models.CharField(max_length=64)
    state = models.CharField(max_length=10)
    why = models.TextField()

    class Meta:
        db_table = "holdord_standing"
        indexes = [models.Index(fields=["promise", "id"], name="holdord_standing_latest")]


class SummarySent(models.Model):
    """The summary of a week, once: `begun_at` just before the mail server was given it."""

    week = models.CharField(max_length=10, primary_key=True)
    begun_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "holdord_summary"
