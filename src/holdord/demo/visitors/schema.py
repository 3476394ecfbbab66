"""The tables of check-in for visitors: our own database, and the one at the customer's, which decides."""

from holdord.demo.tables import ADDRESS, Index, Kind, Table, identity, of, short, to

LICENCES = Table(
    "licences",
    (
        identity(),
        *of(Kind.INTEGER, "licence_no"),
        short("company", 120),
        short("contact_name", 120),
        short("email", 254),
        short("phone", 30),
        *ADDRESS,
        short("plan", 20, nullable=False),
        *of(Kind.DATE, "created_on", nullable=False),
        *of(Kind.DATE, "ended_on"),
    ),
    (
        Index("licence_no", unique=True),
        Index("email", unique=True, any_case=True),
        Index("phone"),
        Index("ended_on"),
    ),
)

GUESTS = Table(
    "guests",
    (
        identity(),
        to("licences", "licence_id"),
        *of(Kind.BIGINT, "visitor_no"),
        short("name", 120),
        short("company", 120),
        short("email", 254),
        short("phone", 30),
        *of(Kind.DATE, "first_seen", nullable=False),
    ),
    (
        Index("licence_id"),
        Index("visitor_no", unique=True),
        Index("email", any_case=True),
        Index("phone"),
    ),
)

CHECK_INS = Table(
    "check_ins",
    (
        identity(),
        to("guests", "guest_id"),
        short("errand", 120),
        *of(Kind.MOMENT, "came_at", nullable=False),
        *of(Kind.MOMENT, "left_at"),
    ),
    (Index("guest_id"),),
)

NOTIFICATIONS = Table(
    "notifications",
    (
        identity(),
        to("check_ins", "check_in_id"),
        short("host_name", 120),
        short("way", 10, nullable=False),
        *of(Kind.MOMENT, "sent_at", nullable=False),
    ),
    (Index("check_in_id"),),
)

APP_LOG = Table(
    "app_log",
    (
        identity(),
        *of(Kind.INTEGER, "licence_no", nullable=False),
        *of(Kind.BIGINT, "visitor_no"),
        short("happened", 20, nullable=False),
        short("told", 120),
        short("ip", 45),
        short("app_version", 12, nullable=False),
        *of(Kind.MOMENT, "logged_at", nullable=False),
    ),
    (Index("visitor_no"), Index("logged_at")),
)

PURCHASES = Table(
    "purchases",
    (
        identity(),
        to("licences", "licence_id"),
        *of(Kind.BIGINT, "invoice_no", nullable=False),
        short("goods", 120, nullable=False),
        *of(Kind.MONEY, "total", nullable=False),
        short("company", 120),
        short("attention", 120),
        *ADDRESS,
        *of(Kind.DATE, "invoiced_on", nullable=False),
    ),
    (Index("licence_id"), Index("invoice_no", unique=True), Index("invoiced_on")),
)

CONTACT_MESSAGES = Table(
    "contact_messages",
    (
        identity(),
        short("name", 120),
        short("email", 254),
        short("phone", 30),
        *of(Kind.LONG, "message"),
        *of(Kind.MOMENT, "received_at", nullable=False),
        *of(Kind.MOMENT, "answered_at"),
    ),
    (Index("email", any_case=True), Index("phone"), Index("received_at"), Index("answered_at")),
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

SITE_VISITS = Table(
    "site_visits",
    (
        identity(),
        *of(Kind.BIGINT, "visit_code"),
        short("agent", 80),
        short("ip", 45),
        short("town", 60),
        short("country", 2, nullable=False),
        *of(Kind.DATE, "day", nullable=False),
        *of(Kind.MOMENT, "last_seen"),
    ),
    (Index("visit_code"), Index("last_seen")),
)

PAGE_CLICKS = Table(
    "page_clicks",
    (
        identity(),
        to("site_visits", "visit_id"),
        short("page", 80, nullable=False),
        short("from_page", 80),
        *of(Kind.MOMENT, "clicked_at"),
    ),
    (Index("visit_id"),),
)

PEOPLE = Table(
    "people",
    (
        identity(),
        *of(Kind.BIGINT, "visitor_no"),
        short("name", 120),
        short("company", 120),
        short("email", 254),
        *of(Kind.DATE, "added_on", nullable=False),
    ),
    (Index("visitor_no", unique=True), Index("email", any_case=True)),
)

CLOUD = (
    LICENCES,
    GUESTS,
    CHECK_INS,
    NOTIFICATIONS,
    APP_LOG,
    PURCHASES,
    CONTACT_MESSAGES,
    NEWSLETTER_SUBSCRIBERS,
    SITE_VISITS,
    PAGE_CLICKS,
)
BACKEND = (PEOPLE,)

TABLES = CLOUD + BACKEND
"""Parents before their children: the order in which rows are loaded."""

SYSTEMS = {"cloud": CLOUD, "backend": BACKEND}
