"""Evidence and its seals. A record's canonical JSON is its only copy: what was sealed is what is read."""

from django.db import models


class EvidenceEntry(models.Model):
    """One record of evidence; `record` is its canonical JSON, with the number in it."""

    number = models.BigIntegerField(primary_key=True)
    record = models.TextField()

    class Meta:
        db_table = "holdord_evidence"


class SealEntry(models.Model):
    """A seal over the records `first` to `last`. `sealed_at` is for reading only; the chain proves order."""

    number = models.BigIntegerField(primary_key=True)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    records = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        db_table = "holdord_seal"
