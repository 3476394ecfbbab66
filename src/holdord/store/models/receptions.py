"""What other companies hand over to us for a person (Art. 20(2))."""

from django.db import models


class Reception(models.Model):
    """A code that somebody was given, and the file that came under it, encrypted as in the vault.

    `digest` is keyed; `sha256` and `size` are those of the file. The row goes when it `expires`.
    """

    id = models.CharField(max_length=24, primary_key=True)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    expires = models.DateTimeField(db_index=True)
    arrived_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, default="")
    size = models.IntegerField(default=0)
    content = models.BinaryField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=200, default="")
    settled_as = models.CharField(max_length=10, default="")

    class Meta:
        db_table = "holdord_reception"


class ReceptionLook(models.Model):
    """Who looked at what had arrived, and when."""

    id = models.BigAutoField(primary_key=True)
    reception = models.ForeignKey(Reception, on_delete=models.CASCADE)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "holdord_reception_look"
