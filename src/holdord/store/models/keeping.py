"""What lets rows that are only added to go with the request they belong to, but never alone."""

from django.db import models

from holdord.store.models.requests import RequestAsked


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
