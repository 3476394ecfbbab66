"""What the console itself writes down. Accounts are Django's own; nothing is about the people who ask."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from holdord.web.console.permissions import Role

ROLES = [(role.value, role.value) for role in Role]


class RoleGiven(models.Model):
    """A role that a member of staff holds."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="roles_given")
    role = models.CharField(max_length=20, choices=ROLES)

    class Meta:
        db_table = "holdord_console_role"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "role"], name="holdord_console_role_once")
        ]


class Cover(models.Model):
    """Somebody holds another's role while that person is away, to the end of a day; it ends by itself."""

    absent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="covered_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="covering")
    role = models.CharField(max_length=20, choices=ROLES)
    until = models.DateField()
    placed_by = models.CharField(max_length=150)
    placed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "holdord_console_cover"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(absent=models.F("by")), name="holdord_console_cover_another"
            )
        ]


class StaffChange(models.Model):
    """Who changed what about whose account; append-only."""

    at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=150)
    whose = models.CharField(max_length=150)
    what = models.CharField(max_length=80)

    class Meta:
        db_table = "holdord_console_staff_change"
