"""The garden club's tables: members and what they pay, a shop, and whoever gets in touch."""

from holdord.demo.tables import ADDRESS, Column, Index, Kind, Table, identity, of, short, to

MEMBERS = Table(
    "members",
    (
        identity(),
        *of(Kind.INTEGER, "member_no"),
        short("email", 254, nullable=False),
        short("first_name", 60),
        short("last_name", 60),
        short("phone", 30),
        short("username", 40),
        short("password_hash", 100),
        *of(Kind.LONG, "allergies"),
        *of(Kind.MOMENT, "created_at", nullable=False),
        *of(Kind.MOMENT, "last_login_at", "ended_at"),
    ),
    (
        Index("member_no", unique=True),
        Index("email", unique=True, any_case=True),
        Index("phone"),
        Index("ended_at"),
    ),
)

BILLINGADDRESSES = Table(
    "billing_addresses",
    (
        identity(),
        to("members", "member_id"),
        short("recipient", 120),
        *ADDRESS,
        short("phone", 30),
        *of(Kind.MOMENT, "used_at", nullable=False),
    ),
    (Index("member_id"), Index("used_at")),
)

MEMBERSHIPS = Table(
    "memberships",
    (
        identity(),
        to("members", "member_id"),
        short("plan", 20, nullable=False),
        *of(Kind.DATE, "started_on", "paid_until", nullable=False),
        *of(Kind.DATE, "ended_on"),
    ),
    (Index("member_id"), Index("ended_on")),
)

PAYMENT_CARDS = Table(
    "payment_cards",
    (
        identity(),
        to("members", "member_id"),
        short("card_last4", 4, nullable=False),
        *of(Kind.DATE, "expires_on", nullable=False),
        short("gateway_reference", 40, nullable=False),
        *of(Kind.MOMENT, "added_at", nullable=False),
        *of(Kind.DATE, "warned_on"),
        *of(Kind.MOMENT, "ended_at"),
    ),
    (Index("member_id"), Index("ended_at"), Index("expires_on")),
)

ORDERS = Table(
    "orders",
    (
        identity(),
        *of(Kind.BIGINT, "order_no", nullable=False),
        to("members", "member_id", nullable=True),
        short("guest_email", 254),
        *of(Kind.LONG, "goods", nullable=False),
        *of(Kind.MONEY, "total", nullable=False),
        *of(Kind.MOMENT, "placed_at", nullable=False),
        *of(Kind.MOMENT, "delivered_at"),
        short("ship_name", 120),
        *(Column(f"ship_{c.name}", c.kind, c.length) for c in ADDRESS),
        short("phone", 30),
    ),
    (
        Index("order_no", unique=True),
        Index("member_id"),
        Index("guest_email", any_case=True),
        Index("delivered_at"),
    ),
)

PAYMENTS = Table(
    "payments",
    (
        identity(),
        to("memberships", "membership_id", nullable=True),
        to("orders", "order_id", nullable=True),
        short("method", 12, nullable=False),
        *of(Kind.MONEY, "amount", nullable=False),
        short("payer", 120),
        short("card_last4", 4),
        short("reference", 20, nullable=False),
        *of(Kind.DATE, "booked_on"),
    ),
    (Index("membership_id"), Index("order_id"), Index("booked_on")),
)

CHECKOUT_SESSIONS = Table(
    "checkout_sessions",
    (
        identity(),
        short("token", 64),
        short("email", 254),
        short("name", 120),
        short("username", 40),
        *of(Kind.MOMENT, "last_seen", nullable=False),
    ),
    (Index("email", any_case=True), Index("last_seen")),
)

WELCOME_GIFTS = Table(
    "welcome_gifts",
    (
        identity(),
        to("members", "member_id"),
        short("chosen", 60),
        short("supplier", 40, nullable=False),
        short("recipient", 120),
        *ADDRESS,
        *of(Kind.DATE, "sent_on"),
    ),
    (Index("member_id"), Index("sent_on")),
)

NEWSLETTER_SUBSCRIBERS = Table(
    "newsletter_subscribers",
    (
        identity(),
        to("members", "member_id", nullable=True),
        short("email", 254),
        short("name", 120),
        *of(Kind.MOMENT, "subscribed_at", nullable=False),
        *of(Kind.MOMENT, "unsubscribed_at"),
    ),
    (Index("member_id"), Index("email", any_case=True), Index("unsubscribed_at")),
)

CONTACT_MESSAGES = Table(
    "contact_messages",
    (
        identity(),
        to("members", "member_id", nullable=True),
        short("name", 120),
        short("address", 200),
        short("phone", 30),
        short("email", 254),
        *of(Kind.LONG, "message"),
        *of(Kind.MOMENT, "received_at", nullable=False),
        *of(Kind.MOMENT, "answered_at"),
    ),
    (
        Index("member_id"),
        Index("email", any_case=True),
        Index("phone"),
        Index("received_at"),
        Index("answered_at"),
    ),
)

CALLS = Table(
    "calls",
    (
        identity(),
        to("members", "member_id", nullable=True),
        short("way", 10, nullable=False),
        short("name", 120),
        short("phone", 30),
        short("email", 254),
        short("subject", 120),
        *of(Kind.LONG, "note"),
        *of(Kind.MOMENT, "first_at", nullable=False),
        *of(Kind.MOMENT, "latest_at"),
    ),
    (
        Index("member_id"),
        Index("email", any_case=True),
        Index("phone"),
        Index("first_at"),
        Index("latest_at"),
    ),
)

AD_CLICKS = Table(
    "ad_clicks",
    (
        identity(),
        to("members", "member_id"),
        short("source", 20, nullable=False),
        short("campaign", 60, nullable=False),
        short("click_reference", 40, nullable=False),
        *of(Kind.MOMENT, "clicked_at", nullable=False),
    ),
    (Index("member_id"), Index("clicked_at")),
)

TABLES = (
    MEMBERS,
    BILLINGADDRESSES,
    MEMBERSHIPS,
    PAYMENT_CARDS,
    ORDERS,
    PAYMENTS,
    CHECKOUT_SESSIONS,
    WELCOME_GIFTS,
    NEWSLETTER_SUBSCRIBERS,
    CONTACT_MESSAGES,
    CALLS,
    AD_CLICKS,
)
"""Parents before their children: the order in which rows are loaded."""

SYSTEMS = {"club": TABLES}
