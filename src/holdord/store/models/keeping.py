"""What Holdord's own policy counts from, and what lets rows that are only added to go, but never alone."""

from django.db import models

from holdord.store.models.requests import RequestAsked
from holdord.store.models.statements import ConsentGiven, ObjectionStep
from holdord.store.models.subjects import Subject


class ConsentOver(models.Model):
    """A yes or no that is not the person's word any more, and since when."""

    consent = models.OneToOneField(ConsentGiven, on_delete=models.PROTECT, primary_key=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "holdord_consent_over"


class ObjectionOver(models.Model):
    """A step of an objection that stands no more, and since when."""

    objection = models.OneToOneField(ObjectionStep, on_delete=models.PROTECT, primary_key=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "holdord_objection_over"


class SubjectLeft(models.Model):
    """Somebody of whom nothing is kept any more but how they would be known again, and since when."""

    subject = models.OneToOneField(Subject, on_delete=models.PROTECT, primary_key=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "holdord_subject_left"


class Nothing(models.Model):
    """A table that stays empty, so that a pointer into it never holds."""

    id = models.SmallIntegerField(primary_key=True)

    class Meta:
        db_table = "holdord_nothing"


class Parting(models.Model):
    """A request that has lost an event or a look in this transaction, and therefore has to go in it too.

    A trigger writes the row, and another takes it away when the request goes. Its pointer into an empty table
    is looked at when the transaction ends: where the request is still there, everything is undone.
    """

    request = models.OneToOneField(
        RequestAsked, on_delete=models.DO_NOTHING, primary_key=True, db_constraint=False
    )
    nothing = models.ForeignKey(Nothing, on_delete=models.PROTECT, db_index=False)

    class Meta:
        db_table = "holdord_parting"
