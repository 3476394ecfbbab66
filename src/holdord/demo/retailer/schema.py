"""The retailer's tables: a webshop with a customer club, as such shops grow over a dozen years."""

from holdord.demo.tables import ADDRESS, Column, Index, Kind, Table, identity, of, short, to

_ADDRESS = (*ADDRESS, short("country", 2))

PRODUCTS = Table(
    "products",
    (
        identity(),
        short("sku", 20, nullable=False),
        short("title", 120, nullable=False),
        *of(Kind.MONEY, "price", nullable=False),
        *of(Kind.BOOLEAN, "active", nullable=False),
    ),
    (Index("sku", unique=True),),
)

STAFF = Table(
    "staff",
    (
        identity(),
        short("name", 120, nullable=False),
        short("email", 254),
        short("title", 60),
        *of(Kind.DATE, "hired_on", nullable=False),
        *of(Kind.DATE, "left_on"),
    ),
    (Index("email", unique=True, any_case=True), Index("left_on")),
)

CUSTOMERS = Table(
    "customers",
    (
        identity(),
        *of(Kind.INTEGER, "customer_no"),
        short("email", 254, nullable=False),
        short("first_name", 60),
        short("last_name", 60),
        short("phone", 30),
        *of(Kind.DATE, "birthday"),
        short("gender", 1),
        short("language", 2, nullable=False),
        short("password_hash", 100),
        *of(Kind.LONG, "note"),
        *of(Kind.MOMENT, "created_at", nullable=False),
        *of(Kind.MOMENT, "last_login_at", "closed_at"),
    ),
    (
        Index("customer_no", unique=True),
        Index("email", unique=True, any_case=True),
        Index("phone"),
        Index("closed_at"),
    ),
)

ADDRESSES = Table(
    "addresses",
    (
        identity(),
        to("customers", "customer_id"),
        short("kind", 10, nullable=False),
        short("recipient", 120),
        *_ADDRESS,
        *of(Kind.MOMENT, "created_at", nullable=False),
    ),
    (Index("customer_id"),),
)

ORDERS = Table(
    "orders",
    (
        identity(),
        *of(Kind.BIGINT, "order_no", nullable=False),
        to("customers", "customer_id", nullable=True),
        short("guest_email", 254),
        short("status", 12, nullable=False),
        *of(Kind.MOMENT, "placed_at", nullable=False),
        *of(Kind.MOMENT, "completed_at"),
        *of(Kind.DATE, "paid_on"),
        *of(Kind.MONEY, "total", nullable=False),
        short("currency", 3, nullable=False),
        short("ship_name", 120),
        *(Column(f"ship_{c.name}", c.kind, c.length) for c in _ADDRESS),
        short("phone", 30),
        short("ip", 45),
        *of(Kind.LONG, "comment"),
    ),
    (
        Index("order_no", unique=True),
        Index("customer_id"),
        Index("guest_email", any_case=True),
        Index("completed_at"),
    ),
)

ORDER_LINES = Table(
    "order_lines",
    (
        identity(),
        to("orders", "order_id"),
        to("products", "product_id"),
        *of(Kind.INTEGER, "quantity", nullable=False),
        *of(Kind.MONEY, "price", nullable=False),
        short("engraving", 120),
    ),
    (Index("order_id"),),
)

PAYMENTS = Table(
    "payments",
    (
        identity(),
        to("orders", "order_id"),
        short("method", 12, nullable=False),
        *of(Kind.MONEY, "amount", nullable=False),
        short("payer", 120),
        short("card_last4", 4),
        short("reference", 40, nullable=False),
        *of(Kind.DATE, "booked_on"),
    ),
    (Index("order_id"), Index("booked_on")),
)

RETURNS = Table(
    "returns",
    (
        identity(),
        to("orders", "order_id"),
        *of(Kind.LONG, "reason"),
        short("bank_account", 34),
        *of(Kind.MOMENT, "asked_at", nullable=False),
        *of(Kind.MOMENT, "closed_at"),
    ),
    (Index("order_id"), Index("closed_at")),
)

SUBSCRIBERS = Table(
    "newsletter_subscribers",
    (
        identity(),
        short("email", 254),
        to("customers", "customer_id", nullable=True),
        short("name", 120),
        short("source", 20, nullable=False),
        *of(Kind.MOMENT, "subscribed_at", nullable=False),
        *of(Kind.MOMENT, "unsubscribed_at"),
    ),
    (Index("email", any_case=True), Index("customer_id"), Index("unsubscribed_at")),
)

CONSENTS = Table(
    "consents_log",
    (
        identity(),
        to("customers", "customer_id", nullable=True),
        short("email", 254),
        short("purpose", 30, nullable=False),
        *of(Kind.BOOLEAN, "given", nullable=False),
        short("text_version", 12, nullable=False),
        short("ip", 45),
        *of(Kind.MOMENT, "given_at", nullable=False),
        *of(Kind.MOMENT, "ended_at"),
    ),
    (Index("customer_id"), Index("email", any_case=True), Index("ended_at")),
)

WISHLISTS = Table(
    "wishlists",
    (
        identity(),
        to("customers", "customer_id"),
        to("products", "product_id"),
        short("title", 80),
        *of(Kind.LONG, "note"),
        *of(Kind.MOMENT, "changed_at", nullable=False),
    ),
    (Index("customer_id"),),
)

REVIEWS = Table(
    "reviews",
    (
        identity(),
        to("customers", "customer_id", nullable=True),
        to("products", "product_id"),
        short("display_name", 60),
        *of(Kind.INTEGER, "stars", nullable=False),
        *of(Kind.LONG, "body"),
        *of(Kind.MOMENT, "written_at", nullable=False),
    ),
    (Index("customer_id"), Index("written_at")),
)

THREADS = Table(
    "support_threads",
    (
        identity(),
        to("customers", "customer_id", nullable=True),
        short("email", 254),
        short("subject", 160),
        to("staff", "assigned_to", nullable=True, on_delete="SET NULL"),
        *of(Kind.MOMENT, "opened_at", nullable=False),
        *of(Kind.MOMENT, "closed_at"),
    ),
    (
        Index("customer_id"),
        Index("email", any_case=True),
        Index("assigned_to"),
        Index("opened_at"),
    ),
)

MESSAGES = Table(
    "support_messages",
    (
        identity(),
        to("support_threads", "thread_id"),
        to("customers", "customer_id", nullable=True),
        short("writer_name", 120),
        short("recipient_email", 254),
        *of(Kind.LONG, "body"),
        *of(Kind.MOMENT, "sent_at", nullable=False),
    ),
    (
        Index("thread_id"),
        Index("customer_id"),
        Index("recipient_email", any_case=True),
        Index("sent_at"),
    ),
)

LOYALTY = Table(
    "loyalty_events",
    (
        identity(),
        to("customers", "customer_id"),
        *of(Kind.INTEGER, "points", nullable=False),
        short("cause", 40, nullable=False),
        *of(Kind.DATE, "earned_on", nullable=False),
    ),
    (Index("customer_id"), Index("earned_on")),
)

SESSIONS = Table(
    "sessions",
    (
        identity(),
        to("customers", "customer_id", nullable=True),
        short("token", 40),
        short("ip", 45),
        short("user_agent", 200),
        *of(Kind.LONG, "basket"),
        *of(Kind.BIGINT, "last_seen", nullable=False),
    ),
    (Index("customer_id"), Index("last_seen")),
)

PAGE_VIEWS = Table(
    "page_views",
    (
        identity(),
        to("sessions", "session_id"),
        short("path", 200, nullable=False),
        *of(Kind.MOMENT, "viewed_at", nullable=False),
    ),
    (Index("session_id"), Index("viewed_at")),
)

COMPETITION = Table(
    "competition_entries",
    (
        identity(),
        short("competition", 40, nullable=False),
        short("email", 254),
        short("name", 120),
        short("phone", 30),
        *of(Kind.LONG, "answer"),
        *of(Kind.MOMENT, "entered_at", nullable=False),
        *of(Kind.DATE, "drawn_on"),
    ),
    (Index("email", any_case=True), Index("phone"), Index("drawn_on")),
)

SIGNUPS = Table(
    "event_signups",
    (
        identity(),
        short("event", 60, nullable=False),
        short("email", 254),
        short("name", 120, nullable=False),
        *of(Kind.INTEGER, "seats", nullable=False),
        *of(Kind.MOMENT, "signed_up_at", nullable=False),
        *of(Kind.DATE, "held_on", nullable=False),
    ),
    (Index("email", any_case=True), Index("held_on")),
)

MAIL_LOG = Table(
    "mail_log",
    (
        identity(),
        to("customers", "customer_id", nullable=True),
        short("email", 254),
        short("template", 30, nullable=False),
        short("subject", 160),
        *of(Kind.MOMENT, "sent_at", nullable=False),
        *of(Kind.MOMENT, "opened_at"),
    ),
    (Index("customer_id"), Index("email", any_case=True), Index("sent_at")),
)

TABLES = (
    PRODUCTS,
    STAFF,
    CUSTOMERS,
    ADDRESSES,
    ORDERS,
    ORDER_LINES,
    PAYMENTS,
    RETURNS,
    SUBSCRIBERS,
    CONSENTS,
    WISHLISTS,
    REVIEWS,
    THREADS,
    MESSAGES,
    LOYALTY,
    SESSIONS,
    PAGE_VIEWS,
    COMPETITION,
    SIGNUPS,
    MAIL_LOG,
)
"""Parents before their children: the order in which rows are loaded."""

SYSTEMS = {"shop": TABLES}
