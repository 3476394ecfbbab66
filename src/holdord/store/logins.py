"""What is written down about log-ins of staff goes after its time; the console writes it (Django's ORM)."""

from datetime import datetime, timedelta

from holdord.store.base import Base

FAILURES_STAY = timedelta(days=90)
"""Long enough to see an attack that takes its time; then who mistyped when is nobody's business any more."""

STREAKS_STAY = timedelta(days=1)
"""A row of tries that nothing was added to for so long, and is not blocked, is over."""


class Logins(Base):
    """Forgets failed log-ins and marks."""

    def forget_logins(self, now: datetime) -> int:
        """Let go of failed log-ins, rows of tries and marks that are past their time; how many failures.

        Whoever is blocked stays so.
        """
        moment = self._moment(now)
        with self._transaction() as cursor:
            cursor.execute("DELETE FROM holdord_mark WHERE expires <= %s", (moment,))
            cursor.execute(
                "DELETE FROM holdord_login_streak WHERE last < %s "
                "AND (blocked_until IS NULL OR blocked_until <= %s)",
                (self._moment(now - STREAKS_STAY), moment),
            )
            cursor.execute(
                "DELETE FROM holdord_login_failure WHERE at < %s", (self._moment(now - FAILURES_STAY),)
            )
            return int(cursor.rowcount)
