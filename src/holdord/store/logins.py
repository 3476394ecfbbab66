"""What is written down about log-ins of staff goes after its time; the console writes it (Django's ORM)."""

from datetime import datetime, timedelta

from holdord.store.base import Base

STREAKS_STAY = timedelta(days=1)
"""A row of tries that nothing was added to for so long, and is not blocked, is over."""


class Logins(Base):
    """Forgets rows of tries and marks; failed log-ins go by the policy of Holdord's own data."""

    def forget_logins(self, now: datetime) -> int:
        """Let go of rows of tries and marks that are past their time; how many rows of tries.

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
            return int(cursor.rowcount)
