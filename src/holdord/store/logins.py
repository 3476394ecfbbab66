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

    def staff_accounts(self, now: datetime) -> dict[str, int] | None:
        """Accounts that are open, without a role, in use without a second factor; None without a console.

        One that was used for the first time less than a day ago may still be setting its second factor up.
        """
        if "auth_user" not in self._connection.introspection.table_names():
            return None
        sql = (
            "SELECT count(*), count(CASE WHEN r.user_id IS NULL THEN 1 END), "
            "count(CASE WHEN m.user_id IS NULL AND u.last_login < %s THEN 1 END) FROM auth_user u "
            "LEFT JOIN (SELECT DISTINCT user_id FROM holdord_console_role) r ON r.user_id = u.id "
            "LEFT JOIN (SELECT DISTINCT user_id FROM mfa_authenticator) m ON m.user_id = u.id "
            "WHERE u.is_active"
        )
        accounts, idle, bare = self._rows(sql, (self._moment(now - timedelta(days=1)),))[0]
        return {"accounts looked at": accounts, "no role, looked at": idle, "no second factor": bare}
