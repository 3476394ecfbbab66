"""Other programs that call the server, and customers for whom the company's own site vouches."""

from django.db import models

from holdord.store.models.requests import RequestAsked


class ApiToken(models.Model):
    """A token of a program: its keyed digest, what it may do, and when it was last used (a day).

    `recipient` is a recipient of the policy whose notices alone it may confirm; empty for all of them.
    """

    id = models.CharField(max_length=24, primary_key=True)
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.TextField()
    recipient = models.CharField(max_length=100, default="")
    per_minute = models.IntegerField(default=600)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    expires = models.DateTimeField(null=True)
    used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=200, default="")

    class Meta:
        db_table = "holdord_token"
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(revoked_at__isnull=True), name="holdord_token_name"
            )
        ]


class CreatedOnce(models.Model):
    """A request that a program created under a key of its own, so that asking again makes no second one."""

    digest = models.CharField(max_length=64, primary_key=True)
    body = models.CharField(max_length=64)
    request = models.ForeignKey(RequestAsked, on_delete=models.PROTECT)
    at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "holdord_created_once"


class SiteEntry(models.Model):
    """A browser got a ticket: digests of it and of what it was given for, such as a token of the site.

    `content` is what the ticket stands for, encrypted as in the vault. The row goes when it expires; until
    then the token cannot be used again.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    ticket = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "holdord_site_entry"
