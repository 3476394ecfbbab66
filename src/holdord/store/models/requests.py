"""People's requests and what belongs to them: ids, names of the policy, moments. All else is in the vault."""

from django.db import models

from holdord.store.models.subjects import Subject


class RequestAsked(models.Model):
    """A request and where it stands. `kind` is the right; `version` grows with each change (see `move`).

    `ended` is when it was last answered or closed, and empty while it is not; `round` is the round in which
    it waits to be carried on, and empty while it does not (see `store.rounds`).
    """

    id = models.CharField(max_length=24, primary_key=True)
    kind = models.CharField(max_length=20)
    channel = models.CharField(max_length=20)
    language = models.CharField(max_length=16)
    received = models.DateTimeField()
    due = models.DateField()
    strict_due = models.DateField()
    state = models.CharField(max_length=10)
    strength = models.SmallIntegerField()
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, null=True)
    details = models.TextField()
    plan = models.CharField(max_length=64, default="")
    confirmed = models.CharField(max_length=64, default="")
    outcome = models.CharField(max_length=20, default="")
    extended = models.BooleanField(default=False)
    paused_since = models.DateTimeField(null=True)
    assigned = models.CharField(max_length=200, default="")
    version = models.IntegerField(default=0)
    ended = models.DateTimeField(null=True)
    round = models.BigIntegerField(null=True)

    class Meta:
        db_table = "holdord_request"
        indexes = [
            models.Index(fields=["state", "due", "id"], name="holdord_request_due"),
            models.Index(fields=["received", "id"], name="holdord_request_received"),
            models.Index(fields=["ended"], name="holdord_request_ended"),
            models.Index(fields=["kind", "ended"], name="holdord_request_answered"),
            models.Index(
                condition=models.Q(("round__isnull", False)), fields=["round"], name="holdord_request_round"
            ),
        ]


class Round(models.Model):
    """The round of requests that is open: one row, its number growing."""

    id = models.SmallIntegerField(primary_key=True)
    number = models.BigIntegerField()

    class Meta:
        db_table = "holdord_round"


class RequestEvent(models.Model):
    """What happened to a request; rows are added, never changed. `facts` is JSON without personal values."""

    id = models.BigAutoField(primary_key=True)
    request = models.ForeignKey(RequestAsked, on_delete=models.PROTECT)
    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    by = models.CharField(max_length=200)
    facts = models.TextField()

    class Meta:
        db_table = "holdord_request_event"


class VaultKey(models.Model):
    """The public half of the identity that opens the vault: one for each store. The other half is a file."""

    id = models.SmallIntegerField(primary_key=True)
    recipient = models.CharField(max_length=80)

    class Meta:
        db_table = "holdord_vault_key"


class VaultEntry(models.Model):
    """Something personal, encrypted, with the moment at which it goes. A plan's has no request behind it."""

    id = models.CharField(max_length=24, primary_key=True)
    request = models.ForeignKey(RequestAsked, on_delete=models.PROTECT, db_index=False, null=True)
    kind = models.CharField(max_length=20)
    content = models.BinaryField()
    expires = models.DateTimeField(db_index=True)
    number = models.IntegerField()

    class Meta:
        db_table = "holdord_vault"
        indexes = [models.Index(fields=["request", "kind", "number"], name="holdord_vault_of")]


class ProofCode(models.Model):
    """A code that was sent: its digest, how often somebody tried, and when it was used.

    `kind` is what it opens: "proof" shows who asks, "answer" opens the answer. One of each for a request.
    """

    id = models.BigAutoField(primary_key=True)
    request = models.ForeignKey(RequestAsked, on_delete=models.PROTECT)
    kind = models.CharField(max_length=10, default="proof")
    digest = models.CharField(max_length=64)
    expires = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "holdord_code"


class MailQueued(models.Model):
    """A letter on its way, once for each (request, kind, key). Address and text are in the vault.

    `begun_at` is set just before the mail server is given it, `unsure_at` when nobody knows whether it was
    taken. `failed_for` says in a word why it was given up, `settled_at` when somebody had decided about that.
    """

    id = models.BigAutoField(primary_key=True)
    request = models.ForeignKey(RequestAsked, on_delete=models.PROTECT, db_index=False)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=100)
    content = models.CharField(max_length=24)
    queued_at = models.DateTimeField(null=True)
    not_before = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    tries = models.SmallIntegerField(default=0)
    begun_at = models.DateTimeField(null=True)
    unsure_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failed_for = models.CharField(max_length=20, default="")
    settled_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, default="")

    class Meta:
        db_table = "holdord_mail"
        constraints = [models.UniqueConstraint(fields=["request", "kind", "key"], name="holdord_mail_once")]
        indexes = [
            models.Index(
                fields=["not_before"],
                condition=models.Q(sent_at__isnull=True, failed_at__isnull=True),
                name="holdord_mail_waiting",
            ),
            models.Index(
                fields=["failed_at"],
                condition=models.Q(failed_at__isnull=False, settled_at__isnull=True),
                name="holdord_mail_given_up",
            ),
        ]


class TaskByHand(models.Model):
    """What somebody has to do in a system that nothing here reaches, or has to decide."""

    id = models.CharField(max_length=24, primary_key=True)
    request = models.ForeignKey(RequestAsked, on_delete=models.PROTECT)
    system = models.CharField(max_length=100)
    what = models.CharField(max_length=40)
    assigned = models.CharField(max_length=200)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=200, default="")

    class Meta:
        db_table = "holdord_task"
        constraints = [
            models.UniqueConstraint(fields=["request", "system", "what"], name="holdord_task_once")
        ]


class NoticeDue(models.Model):
    """A notice to a recipient of the policy (Art. 19), tracked until it is confirmed."""

    id = models.CharField(max_length=24, primary_key=True)
    request = models.ForeignKey(RequestAsked, on_delete=models.PROTECT, db_index=False)
    recipient = models.CharField(max_length=100)
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=200, default="")
    chased = models.SmallIntegerField(default=0)
    tries = models.SmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    handed_for = models.CharField(max_length=20, default="")

    class Meta:
        db_table = "holdord_notice"
        constraints = [models.UniqueConstraint(fields=["request", "recipient"], name="holdord_notice_once")]
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=models.Q(next_at__isnull=False),
                name="holdord_notice_due",
            ),
            models.Index(
                fields=["at"],
                condition=models.Q(confirmed_at__isnull=True),
                name="holdord_notice_open",
            ),
        ]


class LookedAt(models.Model):
    """Who looked at what of a request, and when; rows are added, never changed."""

    id = models.BigAutoField(primary_key=True)
    request = models.ForeignKey(RequestAsked, on_delete=models.PROTECT)
    by = models.CharField(max_length=200)
    what = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        db_table = "holdord_look"


class Throttle(models.Model):
    """How often something was done in a window of time. `bucket` is an HMAC, never an address."""

    bucket = models.CharField(max_length=64, primary_key=True)
    since = models.DateTimeField(db_index=True)
    count = models.IntegerField()

    class Meta:
        db_table = "holdord_throttle"
