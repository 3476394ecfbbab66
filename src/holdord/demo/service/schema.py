"""The service company's tables: heat pumps and boilers serviced by agreement and on call."""

from holdord.demo.tables import ADDRESS, Index, Kind, Table, identity, of, short, to

CUSTOMERS = Table(
    "customers",
    (
        identity(),
        *of(Kind.INTEGER, "customer_no"),
        short("name", 120, nullable=False),
        short("email", 254),
        short("phone", 30),
        *of(Kind.LONG, "note"),
        *of(Kind.DATE, "created_on", nullable=False),
        *of(Kind.DATE, "ended_on"),
    ),
    (
        Index("customer_no", unique=True),
        Index("email", any_case=True),
        Index("phone"),
        Index("created_on"),
    ),
)

SITES = Table(
    "sites",
    (
        identity(),
        to("customers", "customer_id"),
        *ADDRESS,
        *of(Kind.LONG, "access_note"),
    ),
    (Index("customer_id"),),
)

AGREEMENTS = Table(
    "service_agreements",
    (
        identity(),
        to("customers", "customer_id"),
        short("machine", 80, nullable=False),
        *of(Kind.BOOLEAN, "spoken", nullable=False),
        *of(Kind.LONG, "terms"),
        *of(Kind.DATE, "agreed_on", nullable=False),
        *of(Kind.DATE, "ended_on"),
    ),
    (Index("customer_id"), Index("ended_on")),
)

WORK_ORDERS = Table(
    "work_orders",
    (
        identity(),
        to("customers", "customer_id"),
        to("sites", "site_id"),
        short("fault", 200),
        *of(Kind.LONG, "report"),
        *of(Kind.MOMENT, "ordered_at", nullable=False),
        *of(Kind.DATE, "done_on"),
    ),
    (Index("customer_id"), Index("site_id"), Index("done_on")),
)

INVOICES = Table(
    "invoices",
    (
        identity(),
        to("customers", "customer_id"),
        *of(Kind.INTEGER, "number", nullable=False),
        short("name", 120, nullable=False),
        *ADDRESS,
        short("line", 200),
        *of(Kind.MONEY, "total", nullable=False),
        *of(Kind.DATE, "invoiced_on", nullable=False),
    ),
    (Index("number", unique=True), Index("customer_id"), Index("invoiced_on")),
)

PAYMENTS = Table(
    "payments",
    (
        identity(),
        to("invoices", "invoice_id"),
        short("method", 12, nullable=False),
        short("payer", 120),
        short("account", 34),
        *of(Kind.MONEY, "amount", nullable=False),
        *of(Kind.DATE, "paid_on"),
    ),
    (Index("invoice_id"),),
)

COVER = Table(
    "cover_decisions",
    (
        identity(),
        to("customers", "customer_id"),
        short("repair", 200),
        short("outcome", 12, nullable=False),
        short("rule", 20, nullable=False),
        *of(Kind.MOMENT, "decided_at", nullable=False),
    ),
    (Index("customer_id"), Index("decided_at")),
)

TABLES = (CUSTOMERS, SITES, AGREEMENTS, WORK_ORDERS, INVOICES, PAYMENTS, COVER)
"""Parents before their children: the order in which rows are loaded."""

SYSTEMS = {"office": TABLES}
