"""The invoicing service's tables: users, those they send invoices to, and the books."""

from holdord.demo.tables import ADDRESS, Column, Index, Kind, Table, identity, of, short, to

USERS = Table(
    "users",
    (
        identity(),
        *of(Kind.INTEGER, "user_no"),
        short("email", 254, nullable=False),
        short("first_name", 60),
        short("last_name", 60),
        short("phone", 30),
        *ADDRESS,
        short("username", 40),
        short("password_hash", 100),
        short("identity_number", 11),
        short("account_no", 13),
        *of(Kind.MONEY, "balance"),
        *of(Kind.INTEGER, "points"),
        *of(Kind.MOMENT, "created_at", nullable=False),
        *of(Kind.MOMENT, "closed_at"),
    ),
    (
        Index("user_no", unique=True),
        Index("email", unique=True, any_case=True),
        Index("phone"),
        Index("closed_at"),
    ),
)

CLIENTS = Table(
    "clients",
    (
        identity(),
        to("users", "user_id", nullable=True, on_delete="SET NULL"),
        short("name", 120, nullable=False),
        short("contact_person", 120),
        short("email", 254),
        short("phone", 30),
        *ADDRESS,
        *of(Kind.DATE, "created_on", nullable=False),
    ),
    (Index("user_id"), Index("email", any_case=True), Index("created_on")),
)

INVOICES = Table(
    "invoices",
    (
        identity(),
        to("users", "user_id"),
        to("clients", "client_id"),
        *of(Kind.BIGINT, "number", nullable=False),
        short("client_name", 120, nullable=False),
        *(Column(f"client_{c.name}", c.kind, c.length) for c in ADDRESS),
        short("work_done", 200, nullable=False),
        *of(Kind.LONG, "follow_up"),
        *of(Kind.MONEY, "total", nullable=False),
        *of(Kind.DATE, "due_on", "issued_on", nullable=False),
    ),
    (Index("number", unique=True), Index("user_id"), Index("client_id"), Index("issued_on")),
)

PAYMENTS = Table(
    "payments",
    (
        identity(),
        to("clients", "client_id"),
        to("invoices", "invoice_id"),
        short("payer_name", 120),
        short("account_no", 13),
        *of(Kind.MONEY, "amount", nullable=False),
        *of(Kind.DATE, "booked_on", nullable=False),
    ),
    (Index("client_id"), Index("invoice_id"), Index("booked_on")),
)

POSTINGS = Table(
    "postings",
    (
        identity(),
        to("clients", "client_id"),
        to("invoices", "invoice_id"),
        short("tracking_no", 20),
        *of(Kind.DATE, "sent_on", nullable=False),
        *of(Kind.DATE, "delivered_on"),
    ),
    (Index("client_id"), Index("invoice_id"), Index("sent_on")),
)

ASSIGNMENTS = Table(
    "assignments",
    (
        identity(),
        to("users", "user_id"),
        short("title", 120, nullable=False),
        *of(Kind.LONG, "terms"),
        *of(Kind.DATE, "agreed_on", nullable=False),
        *of(Kind.DATE, "ended_on"),
    ),
    (Index("user_id"), Index("ended_on")),
)

PAYOUTS = Table(
    "payouts",
    (
        identity(),
        to("users", "user_id"),
        short("account_no", 13),
        *of(Kind.MONEY, "amount", nullable=False),
        *of(Kind.DATE, "paid_on", nullable=False),
    ),
    (Index("user_id"), Index("paid_on")),
)

PURCHASES = Table(
    "purchases",
    (
        identity(),
        to("users", "user_id"),
        short("what", 60, nullable=False),
        *of(Kind.MONEY, "price", nullable=False),
        *of(Kind.DATE, "bought_on", nullable=False),
    ),
    (Index("user_id"), Index("bought_on")),
)

ADVANCE_DECISIONS = Table(
    "advance_decisions",
    (
        identity(),
        to("users", "user_id"),
        *of(Kind.MONEY, "amount", nullable=False),
        short("outcome", 12, nullable=False),
        short("rule", 20, nullable=False),
        *of(Kind.MOMENT, "decided_at", nullable=False),
    ),
    (Index("user_id"),),
)

NEWSLETTER_SUBSCRIBERS = Table(
    "newsletter_subscribers",
    (
        identity(),
        short("email", 254),
        short("name", 120),
        *of(Kind.MOMENT, "subscribed_at", nullable=False),
        *of(Kind.MOMENT, "unsubscribed_at"),
    ),
    (Index("email", any_case=True), Index("unsubscribed_at")),
)

ENQUIRIES = Table(
    "enquiries",
    (
        identity(),
        to("users", "user_id", nullable=True),
        short("email", 254),
        short("name", 120),
        short("subject", 120),
        *of(Kind.LONG, "body"),
        *of(Kind.BOOLEAN, "complaint", nullable=False),
        *of(Kind.MOMENT, "opened_at", nullable=False),
        *of(Kind.MOMENT, "closed_at"),
    ),
    (Index("user_id"), Index("email", any_case=True), Index("closed_at")),
)

SITE_VISITS = Table(
    "site_visits",
    (
        identity(),
        to("users", "user_id"),
        short("ip", 45),
        short("place", 60),
        short("browser", 80),
        short("searched_here", 120),
        short("searched_elsewhere", 120),
        *of(Kind.MOMENT, "visited_at", nullable=False),
    ),
    (Index("user_id"), Index("visited_at")),
)

TABLES = (
    USERS,
    CLIENTS,
    INVOICES,
    PAYMENTS,
    POSTINGS,
    ASSIGNMENTS,
    PAYOUTS,
    PURCHASES,
    ADVANCE_DECISIONS,
    NEWSLETTER_SUBSCRIBERS,
    ENQUIRIES,
    SITE_VISITS,
)
"""Parents before their children: the order in which rows are loaded."""

SYSTEMS = {"ledger": TABLES}
