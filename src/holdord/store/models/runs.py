"""Plans, their runs, and what each transaction of a run has done."""

from django.db import models


class SavedPlan(models.Model):
    """A plan's canonical JSON by its digest. It holds ids of rows, so it is forgotten when it has served."""

    digest = models.CharField(max_length=64, primary_key=True)
    made_at = models.DateTimeField()
    body = models.TextField()

    class Meta:
        db_table = "holdord_plan"


class Run(models.Model):
    """The one run of a plan. The digest outlives the plan itself, therefore it is no foreign key."""

    id = models.CharField(max_length=24, primary_key=True)
    plan = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=10, default="running")
    reason = models.TextField(default="")
    by = models.CharField(max_length=200)
    started = models.DateTimeField()
    ended = models.DateTimeField(null=True)

    class Meta:
        db_table = "holdord_run"
        indexes = [
            models.Index(
                fields=["started"], condition=models.Q(state="running"), name="holdord_run_unfinished"
            )
        ]


class Outcome(models.Model):
    """One transaction in a company's system, recorded once: unique by run and receipt."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, db_index=False)
    receipt = models.CharField(max_length=120)
    unit = models.IntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "holdord_outcome"
        constraints = [models.UniqueConstraint(fields=["run", "receipt"], name="holdord_outcome_once")]


class ForecastMade(models.Model):
    """What was foreseen to go, kept so that a sweep can be compared with it; `own` of Holdord's own data."""

    id = models.BigAutoField(primary_key=True)
    policy = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)
    counts = models.TextField()
    own = models.BooleanField(default=False)

    class Meta:
        db_table = "holdord_forecast"


class OutlookSeen(models.Model):
    """What is foreseen to go, for people to look at: one row, made anew each night.

    Not the forecast that a sweep is compared with, which has to be older than what it warns of.
    """

    id = models.SmallIntegerField(primary_key=True)
    policy = models.CharField(max_length=64)
    at = models.DateTimeField()
    counts = models.TextField()

    class Meta:
        db_table = "holdord_outlook"
