"""What people and staff stated: consents, objections, holds, restrictions. Rows are added, never changed.

`ended` is filled once, when what was stated stands no more: Holdord's own policy counts from it.
"""

from django.db import models

from holdord.store.models.subjects import Subject


class ConsentGiven(models.Model):
    """One yes or no (Art. 7): the latest at a moment is the state at that moment."""

    id = models.BigAutoField(primary_key=True)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, db_index=False)
    purpose = models.CharField(max_length=100)
    given = models.BooleanField()
    at = models.DateTimeField()
    text_digest = models.CharField(max_length=64)
    language = models.CharField(max_length=16)
    how = models.TextField()
    by = models.CharField(max_length=200)
    ended = models.DateTimeField(null=True)

    class Meta:
        db_table = "holdord_consent"
        indexes = [models.Index(fields=["subject", "purpose", "at", "id"], name="holdord_consent_state")]


class ObjectionStep(models.Model):
    """A step of an objection (Art. 21): the latest at a moment is its state at that moment."""

    id = models.BigAutoField(primary_key=True)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, db_index=False)
    purpose = models.CharField(max_length=100)
    state = models.CharField(max_length=10)
    at = models.DateTimeField()
    reason = models.TextField()
    by = models.CharField(max_length=200)
    ended = models.DateTimeField(null=True)

    class Meta:
        db_table = "holdord_objection"
        indexes = [models.Index(fields=["subject", "purpose", "at", "id"], name="holdord_objection_state")]


class HoldPlaced(models.Model):
    """A legal hold on a subject, on `rows` or on a `condition` (JSON, empty when not the one)."""

    id = models.CharField(max_length=24, primary_key=True)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, null=True)
    rows = models.TextField()
    condition = models.TextField()
    reason = models.TextField()
    owner = models.CharField(max_length=200)
    review_on = models.DateField()
    at = models.DateTimeField()
    ended = models.DateTimeField(null=True)

    class Meta:
        db_table = "holdord_hold"


class HoldLifted(models.Model):
    """The decision that ended a hold; one for each hold at most."""

    hold = models.OneToOneField(HoldPlaced, on_delete=models.PROTECT, primary_key=True)
    reason = models.TextField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "holdord_hold_lifted"


class RestrictionPlaced(models.Model):
    """A restriction of a subject's data (Art. 18(1)), of some `categories` (names, by commas) or ("") all."""

    id = models.CharField(max_length=24, primary_key=True)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT)
    ground = models.CharField(max_length=10)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    until = models.DateField(null=True)
    categories = models.TextField(default="")
    ended = models.DateTimeField(null=True)

    class Meta:
        db_table = "holdord_restriction"


class RestrictionLifted(models.Model):
    """The end of a restriction, after the person was told (Art. 18(3))."""

    restriction = models.OneToOneField(RestrictionPlaced, on_delete=models.PROTECT, primary_key=True)
    at = models.DateTimeField()
    reason = models.TextField()
    by = models.CharField(max_length=200)
    told_at = models.DateTimeField()

    class Meta:
        db_table = "holdord_restriction_lifted"
