"""Registers kept day by day: disclosures of data, and confirmations. Rows are added, never changed."""

from django.db import models

from holdord.store.models.subjects import Subject


class DisclosureMade(models.Model):
    """One passing-on of one person's data. `categories` are names of the policy, as JSON."""

    id = models.CharField(max_length=24, primary_key=True)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT)
    recipient = models.CharField(max_length=100)
    receiver = models.CharField(max_length=300)
    given_on = models.DateField(db_index=True)
    ground = models.TextField()
    categories = models.TextField()
    reference = models.CharField(max_length=200)
    withheld_law = models.CharField(max_length=200)
    withheld_until = models.DateField(null=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "holdord_disclosure"


class DisclosureStruck(models.Model):
    """That a disclosure was written down by mistake; one for each at most."""

    disclosure = models.OneToOneField(DisclosureMade, on_delete=models.PROTECT, primary_key=True)
    reason = models.TextField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "holdord_disclosure_struck"


class AttestationGiven(models.Model):
    """A named person's dated word on a fact of the policy. `kept` is the id of a document in the vault."""

    id = models.CharField(max_length=24, primary_key=True)
    fact = models.CharField(max_length=200)
    by = models.CharField(max_length=200)
    given_on = models.DateField()
    holds = models.BooleanField()
    document = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    kept = models.CharField(max_length=24)
    note = models.TextField()
    written_by = models.CharField(max_length=200)
    at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "holdord_attestation"
        indexes = [models.Index(fields=["fact", "given_on", "at"], name="holdord_attestation_latest")]
