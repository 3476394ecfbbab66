"""Who a record is about: random ids, with keyed digests and references to rows, never a name or address."""

from django.db import models


class SecretKey(models.Model):
    """Which secret key the digests were made with, and when it was destroyed; the key itself is a file.

    `destroyed_at` is filled once, by destroying the key: from then on nobody can tell whose the digests are.
    """

    id = models.CharField(max_length=16, primary_key=True)
    destroyed_at = models.DateTimeField(null=True)
    destroyed_by = models.CharField(max_length=200, default="")

    class Meta:
        db_table = "holdord_secret_key"


class Subject(models.Model):
    """A person, or what is taken for one until a join says otherwise.

    `unneeded` is since when nothing is kept of them but how they would be known again; else it is empty.
    """

    id = models.CharField(max_length=24, primary_key=True)
    unneeded = models.DateTimeField(null=True)

    class Meta:
        db_table = "holdord_subject"


class SubjectKey(models.Model):
    """HMAC-SHA-256 of a key a person can prove, in hexadecimal; `key` is the secret key's id."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT)
    name = models.CharField(max_length=100)
    key = models.ForeignKey(SecretKey, on_delete=models.PROTECT, db_index=False)
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "holdord_subject_key"
        constraints = [models.UniqueConstraint(fields=["digest", "key"], name="holdord_subject_key_once")]


class SubjectRow(models.Model):
    """A row of somebody in a company's system; `row_id` is the JSON of its id (7 and "7" differ)."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT)
    system = models.CharField(max_length=100)
    collection = models.CharField(max_length=200)
    row_id = models.CharField(max_length=400)

    class Meta:
        db_table = "holdord_subject_row"
        constraints = [
            models.UniqueConstraint(
                fields=["row_id", "collection", "system", "subject"], name="holdord_subject_row_once"
            )
        ]


class SubjectJoin(models.Model):
    """Two subjects turned out to be one person; `because` is "key NAME" or "row SYSTEM.COLLECTION"."""

    one = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=320)

    class Meta:
        db_table = "holdord_subject_join"
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="holdord_subject_join_once")]
