"""Access: everything held about one person, read in one consistent look.

Ours is `workflows.exporting.export` on an office that is open and warm. The floor reads the same rows and
columns with one statement for each table on a connection that is open, in a transaction of the same
isolation; psycopg prepares the statements of both after the fifth time.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from bench import databases
from bench.figures import Figure
from bench.offices import NOW, office
from bench.sizes import Sizes
from bench.timing import Timed, in_turn
from holdord import demo
from holdord.workflows.exporting import export
from holdord.workflows.office import Office

LIMIT = 1.5
SESSION_STATEMENTS = 2
PEOPLE = 60
REPEATS = 5

PERSON = """
SELECT id, email, customer_no, phone, first_name, last_name, birthday, gender, password_hash, last_login_at,
  note, closed_at, language, created_at
FROM customers WHERE lower(email) = %(email)s
"""

READS = {
    "competition_entries": """
        SELECT id, email, phone, name, answer, drawn_on, competition, entered_at
        FROM competition_entries WHERE lower(email) = %(email)s""",
    "event_signups": """
        SELECT id, email, name, signed_up_at, held_on, event, seats
        FROM event_signups WHERE lower(email) = %(email)s""",
    "staff": "SELECT id, email, name, title, hired_on, left_on FROM staff WHERE lower(email) = %(email)s",
    "orders": """
        SELECT id, guest_email, customer_id, ship_name, ship_street, ship_postcode, ship_town, ship_country,
          phone, ip, comment, order_no, status, placed_at, total, currency, completed_at, paid_on
        FROM orders WHERE customer_id = %(id)s OR lower(guest_email) = %(email)s""",
    "newsletter_subscribers": """
        SELECT id, email, customer_id, name, unsubscribed_at, source, subscribed_at
        FROM newsletter_subscribers WHERE customer_id = %(id)s OR lower(email) = %(email)s""",
    "consents_log": """
        SELECT id, email, customer_id, purpose, given, text_version, given_at, ip, ended_at
        FROM consents_log WHERE customer_id = %(id)s OR lower(email) = %(email)s""",
    "support_threads": """
        SELECT id, email, customer_id, subject, opened_at, assigned_to, closed_at
        FROM support_threads WHERE customer_id = %(id)s OR lower(email) = %(email)s""",
    "support_messages": """
        SELECT id, recipient_email, thread_id, customer_id, body, writer_name, sent_at
        FROM support_messages
        WHERE thread_id = ANY(%(support_threads)s) OR customer_id = %(id)s
          OR lower(recipient_email) = %(email)s""",
    "mail_log": """
        SELECT id, email, customer_id, subject, opened_at, sent_at, template
        FROM mail_log WHERE customer_id = %(id)s OR lower(email) = %(email)s""",
    "addresses": """
        SELECT id, customer_id, recipient, street, postcode, town, country, kind, created_at
        FROM addresses WHERE customer_id = %(id)s""",
    "order_lines": """
        SELECT id, order_id, quantity, price, engraving, product_id
        FROM order_lines WHERE order_id = ANY(%(orders)s)""",
    "payments": """
        SELECT id, order_id, payer, method, amount, card_last4, reference, booked_on
        FROM payments WHERE order_id = ANY(%(orders)s)""",
    "returns": """
        SELECT id, order_id, reason, bank_account, closed_at, asked_at
        FROM returns WHERE order_id = ANY(%(orders)s)""",
    "wishlists": """
        SELECT id, customer_id, title, note, product_id, changed_at
        FROM wishlists WHERE customer_id = %(id)s""",
    "reviews": """
        SELECT id, customer_id, display_name, body, product_id, stars, written_at
        FROM reviews WHERE customer_id = %(id)s""",
    "loyalty_events": """
        SELECT id, customer_id, points, cause, earned_on FROM loyalty_events WHERE customer_id = %(id)s""",
    "sessions": """
        SELECT id, customer_id, token, ip, user_agent, basket, last_seen
        FROM sessions WHERE customer_id = %(id)s""",
    "page_views": """
        SELECT id, session_id, path, viewed_at FROM page_views WHERE session_id = ANY(%(sessions)s)""",
}
"""What a person who knows this shop writes, after `PERSON`: tables by key, then by the ids just read.

A list of parents that turned out empty needs no statement, and none is made for it.
"""

FOLLOWS = {"order_lines": "orders", "payments": "orders", "returns": "orders", "page_views": "sessions"}

Rows = dict[str, list[tuple[Any, ...]]]


def by_hand(connection: "psycopg.Connection[Any]", email: str) -> Rows:
    """Everything about one customer, as the floor reads it."""
    cursor = connection.cursor()
    cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    known: dict[str, Any] = {"email": email.lower()}
    found: Rows = {"customers": cursor.execute(PERSON, known).fetchall()}
    known["id"] = found["customers"][0][0]
    for table, sql in READS.items():
        if table in FOLLOWS and not known[FOLLOWS[table]]:
            found[table] = []
            continue
        rows = cursor.execute(sql, known).fetchall()
        found[table] = rows
        known[table] = [row[0] for row in rows]
    cursor.execute("COMMIT")
    return found


def figures(sizes: Sizes) -> list[Figure]:
    """One figure for each size of shop."""
    return [_figure(customers, orders, sizes) for customers, orders in sizes.shops()]


def _figure(customers: int, orders: int, sizes: Sizes) -> Figure:
    address = databases.url(databases.shop(customers, orders))
    timed, same = Timed(), True
    with office(address) as opened, psycopg.connect(address, autocommit=True) as connection:
        people = some_people(connection, PEOPLE)
        for email in people:  # the pages of both are then in memory, and the statements prepared
            by_hand(connection, email)
            export(opened, {"email": [email]}, NOW)
        for _ in range(sizes.repeats or REPEATS):
            turns = in_turn(
                people,
                lambda email: export(opened, {"email": [email]}, NOW),
                lambda email: by_hand(connection, email),
                timed,
            )
            for _, mine, theirs in turns:
                same = same and {one.collection: len(one.rows) for one in mine} == {  # type: ignore[attr-defined]
                    name: len(rows)
                    for name, rows in theirs.items()  # type: ignore[attr-defined]
                    if rows
                }
        read, session, reached = statements(opened, people)
        rows = sum(len(found) for found in by_hand(connection, people[0]).values())
    return Figure(
        "access",
        f"one person of {customers:,} read out",
        timed.ours_ms,
        timed.floor_ms,
        LIMIT,
        len(timed.ours),
        {"customers": customers, "orders_each": orders},
        {
            "statements": read,
            "collections_reached": reached,
            "session_statements": session,
            "rows_of_first": rows,
        },
        {
            "the same rows as the floor": same,
            "a statement for each collection reached": read <= reached,
            "two session statements at most": session <= SESSION_STATEMENTS,
        },
    )


def some_people(connection: "psycopg.Connection[Any]", count: int) -> list[str]:
    """Addresses of customers in an order that has nothing to do with what they bought, always the same.

    The cast, and the customer with very many orders, are not among them.
    """
    rows = connection.execute(
        "SELECT email FROM customers WHERE id > 20 AND email NOT LIKE %s ORDER BY md5(id::text) LIMIT %s",
        ["%" + demo.big_email(), count],
    )
    return [email for (email,) in rows]


def statements(opened: Office, people: list[str]) -> tuple[int, int, int]:
    """The most statements that one person's export reads with, those of its session, collections reached."""
    most = (0, 0, 0)
    for email in people:
        with counted() as texts:
            export(opened, {"email": [email]}, NOW)
        reads = [text for text in texts if text.lstrip().startswith(("SELECT", "WITH"))]
        reached = {found[1] for text in reads if (found := re.search(r' FROM "(\w+)" AS t1\b', text))}
        most = max(most, (len(reads), len(texts) - len(reads), len(reached)))
    return most


@contextmanager
def counted() -> Iterator[list[str]]:
    """Every statement that psycopg sends meanwhile."""
    texts: list[str] = []
    execute = psycopg.Cursor.execute

    def noting(self: Any, query: Any, *rest: Any, **named: Any) -> Any:
        texts.append(str(query))
        return execute(self, query, *rest, **named)

    psycopg.Cursor.execute = noting  # type: ignore[method-assign]
    try:
        yield texts
    finally:
        psycopg.Cursor.execute = execute  # type: ignore[method-assign]
