"""The floor of everything that erases people in the shop: what the policy says, as a good engineer writes it.

It is set-based: one text serves one person, a person with ten thousand orders, and a thousand people. Dates
are the cutoffs that the policy's periods give at the benchmarks' moment. Nothing is counted beforehand,
nothing is read back and no evidence is kept: that is what Holdord does on top.
"""

from collections.abc import Sequence
from typing import Any

import psycopg

CUTOFFS = {
    "task_done": "2023-11-20",  # claims: 3 years after the order was done
    "payment": "2020-07-01",  # bookkeeping: 5 years after the calendar year in which the fiscal year ended
    "lapsed": "2024-11-20",  # proof of consents: 2 years
    "drawn": "2026-05-20",  # competitions: 6 months
    "evening": "2026-08-20",  # evenings: 3 months
}

PEOPLE = "SELECT id FROM customers WHERE lower(email) = ANY(%(emails)s)"

ORDERS = """
SELECT o.id,
  coalesce(o.completed_at < %(task_done)s, false) AND NOT EXISTS (
    SELECT FROM returns r
    WHERE r.order_id = o.id AND (r.closed_at IS NULL OR r.closed_at >= %(task_done)s)) AS done,
  NOT EXISTS (
    SELECT FROM payments p
    WHERE p.order_id = o.id AND (p.booked_on IS NULL OR p.booked_on >= %(payment)s)) AS booked
FROM orders o WHERE o.customer_id = ANY(%(customers)s) OR lower(o.guest_email) = ANY(%(emails)s)
"""

THREADS = (
    "SELECT id FROM support_threads WHERE customer_id = ANY(%(customers)s) OR lower(email) = ANY(%(emails)s)"
)

SESSIONS = "SELECT id FROM sessions WHERE customer_id = ANY(%(customers)s)"

CHANGES = (
    "DELETE FROM addresses WHERE customer_id = ANY(%(customers)s)",
    "DELETE FROM wishlists WHERE customer_id = ANY(%(customers)s)",
    "DELETE FROM reviews WHERE customer_id = ANY(%(customers)s)",
    "DELETE FROM loyalty_events WHERE customer_id = ANY(%(customers)s)",
    "DELETE FROM page_views WHERE session_id = ANY(%(sessions)s)",
    "DELETE FROM sessions WHERE id = ANY(%(sessions)s)",
    "DELETE FROM mail_log WHERE customer_id = ANY(%(customers)s) OR lower(email) = ANY(%(emails)s)",
    """DELETE FROM newsletter_subscribers
    WHERE customer_id = ANY(%(customers)s) OR lower(email) = ANY(%(emails)s)""",
    """DELETE FROM consents_log
    WHERE (customer_id = ANY(%(customers)s) OR lower(email) = ANY(%(emails)s)) AND ended_at < %(lapsed)s""",
    "DELETE FROM competition_entries WHERE lower(email) = ANY(%(emails)s) AND drawn_on < %(drawn)s",
    """UPDATE event_signups
    SET email = NULL, name = '(slettet)', signed_up_at = date_trunc('month', signed_up_at)
    WHERE lower(email) = ANY(%(emails)s) AND held_on < %(evening)s""",
    "DELETE FROM order_lines WHERE order_id = ANY(%(gone)s)",
    "DELETE FROM payments WHERE order_id = ANY(%(done)s) AND booked_on < %(payment)s",
    "DELETE FROM returns WHERE order_id = ANY(%(booked)s) AND closed_at < %(task_done)s",
    """UPDATE returns SET reason = NULL
    WHERE order_id = ANY(%(unbooked)s) AND closed_at < %(task_done)s AND reason IS NOT NULL""",
    "DELETE FROM orders WHERE id = ANY(%(gone)s)",
    """UPDATE orders SET guest_email = NULL, phone = NULL, comment = NULL, ip = NULL
    WHERE id = ANY(%(done_unbooked)s)
      AND (guest_email IS NOT NULL OR phone IS NOT NULL OR comment IS NOT NULL OR ip IS NOT NULL)""",
    """DELETE FROM support_messages
    WHERE (thread_id = ANY(%(threads)s) OR customer_id = ANY(%(customers)s)
        OR lower(recipient_email) = ANY(%(emails)s))
      AND (thread_id = ANY(%(threads)s) OR thread_id IS NULL)
      AND (customer_id = ANY(%(customers)s) OR customer_id IS NULL)
      AND (lower(recipient_email) = ANY(%(emails)s) OR recipient_email IS NULL OR recipient_email = '')""",
    """UPDATE support_messages SET writer_name = NULL
    WHERE customer_id = ANY(%(customers)s) AND writer_name IS NOT NULL""",
    "UPDATE support_messages SET recipient_email = NULL WHERE lower(recipient_email) = ANY(%(emails)s)",
    """DELETE FROM support_threads t
    WHERE id = ANY(%(threads)s) AND NOT EXISTS (SELECT FROM support_messages m WHERE m.thread_id = t.id)""",
    "UPDATE support_threads SET email = NULL, subject = NULL WHERE id = ANY(%(threads)s)",
    """DELETE FROM customers c
    WHERE id = ANY(%(customers)s)
      AND NOT EXISTS (SELECT FROM orders o WHERE o.customer_id = c.id)
      AND NOT EXISTS (SELECT FROM consents_log l WHERE l.customer_id = c.id)
      AND NOT EXISTS (SELECT FROM support_threads t WHERE t.customer_id = c.id)
      AND NOT EXISTS (SELECT FROM support_messages m WHERE m.customer_id = c.id)""",
    """UPDATE customers SET customer_no = NULL, email = 'erased-' || id, first_name = NULL, last_name = NULL,
      phone = NULL, birthday = NULL, gender = NULL, password_hash = NULL, last_login_at = NULL, note = NULL
    WHERE id = ANY(%(customers)s)""",
)


def erase(connection: "psycopg.Connection[Any]", emails: Sequence[str]) -> int:
    """Erase these people in one transaction, on a connection in autocommit; the number of rows changed."""
    cursor = connection.cursor()
    cursor.execute("BEGIN")
    known: dict[str, Any] = {**CUTOFFS, "emails": [email.lower() for email in emails]}
    known["customers"] = _ids(cursor, PEOPLE, known)
    orders = cursor.execute(ORDERS, known).fetchall()
    known["gone"] = [id for id, done, booked in orders if done and booked]
    known["done"] = [id for id, done, _ in orders if done]
    known["booked"] = [id for id, _, booked in orders if booked]
    known["unbooked"] = [id for id, _, booked in orders if not booked]
    known["done_unbooked"] = [id for id, done, booked in orders if done and not booked]
    known["threads"] = _ids(cursor, THREADS, known)
    known["sessions"] = _ids(cursor, SESSIONS, known)
    changed = 0
    for sql in CHANGES:
        cursor.execute(sql, known)  # type: ignore[call-overload]
        changed += cursor.rowcount
    cursor.execute("COMMIT")
    return changed


def _ids(cursor: "psycopg.Cursor[Any]", sql: str, known: dict[str, Any]) -> list[int]:
    return [id for (id,) in cursor.execute(sql, known).fetchall()]  # type: ignore[call-overload]
