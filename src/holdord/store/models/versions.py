"""Versions of the policy as they were published, word for word, and who was told of a change."""

from django.db import models


class Publication(models.Model):
    """A version. `facts` is the policy's snapshot, `changes` what differed from the version before (JSON).

    Rows are added, never changed. `adopted_by` is who signed it, as the published text says.
    """

    number = models.IntegerField(primary_key=True)
    at = models.DateTimeField()
    adopted_by = models.CharField(max_length=200)
    note = models.TextField()
    policy = models.CharField(max_length=64)
    facts = models.TextField()
    changes = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "holdord_publication"


class PublishedText(models.Model):
    """A text of a version as it was rendered then; `format` is html, md, pdf, jsonld, letter or message."""

    id = models.BigAutoField(primary_key=True)
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, db_index=False)
    language = models.CharField(max_length=16)
    format = models.CharField(max_length=10)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        db_table = "holdord_published_text"
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "language", "format"], name="holdord_published_text_once"
            )
        ]


class Announcement(models.Model):
    """A version of which people are told. `purposes` (JSON) are those that were touched: whose people.

    `listed_at` is when all were found; `unreached` how many of them have no address; `objectable` (JSON) the
    marketing purposes that a letter can be used to end.
    """

    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, primary_key=True)
    purposes = models.TextField()
    objectable = models.TextField()
    listed_at = models.DateTimeField(null=True)
    unreached = models.IntegerField(default=0)

    class Meta:
        db_table = "holdord_announcement"


class PersonTold(models.Model):
    """One person who is told of a version, once. The address is in the vault, and goes when it is sent.

    `mark` is the keyed digest of the address under the key's name; `system`, `collection` and `row_id` are a
    row of theirs. The rest is as in `MailQueued`.
    """

    id = models.BigAutoField(primary_key=True)
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, db_index=False)
    key = models.CharField(max_length=100)
    mark = models.CharField(max_length=64)
    system = models.CharField(max_length=100)
    collection = models.CharField(max_length=200)
    row_id = models.CharField(max_length=400)
    content = models.CharField(max_length=24)
    not_before = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    tries = models.SmallIntegerField(default=0)
    begun_at = models.DateTimeField(null=True)
    unsure_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failed_for = models.CharField(max_length=20, default="")
    decided_by = models.CharField(max_length=200, default="")
    objected_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "holdord_told"
        constraints = [models.UniqueConstraint(fields=["publication", "mark"], name="holdord_told_once")]
        indexes = [
            models.Index(fields=["mark"], name="holdord_told_mark"),
            models.Index(
                fields=["not_before"],
                condition=models.Q(sent_at__isnull=True, failed_at__isnull=True),
                name="holdord_told_waiting",
            ),
            models.Index(
                fields=["publication"],
                condition=models.Q(failed_at__isnull=False),
                name="holdord_told_given_up",
            ),
        ]
