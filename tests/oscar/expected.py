"""What the policy means for the shop on 20 November 2024, said a second time: by hand, in plain SQL.

Cutoffs were worked out on paper. A period of years or months ends with the day of the same number, so its
data goes the day after; bookkeeping ends with the fifth calendar year after the year of the order.
"""

YEARS_OF_BOOKS = (
    "'2019-01-01 00:00 Europe/Copenhagen'::timestamptz"  # 5 years after the end of its fiscal year
)
THREE_YEARS = "'2021-11-20 00:00 Europe/Copenhagen'::timestamptz"
TWO_YEARS = "'2022-11-20 00:00 Europe/Copenhagen'::timestamptz"
THIRTEEN_MONTHS = "'2023-10-20 00:00 Europe/Copenhagen'::timestamptz"
SIX_MONTHS = "'2024-05-20 00:00 Europe/Copenhagen'::timestamptz"
NINETY_DAYS = "'2024-08-22 00:00 Europe/Copenhagen'::timestamptz"
ONE_DAY = "'2024-11-19 00:00 Europe/Copenhagen'::timestamptz"
CARDS = "'2024-10-01'::date"  # one month after the end of the month in which they expire


def _before(table: str, column: str, bound: str) -> str:
    return f"SELECT id FROM {table} WHERE {column} < {bound}"


def _of(orders: str, table: str) -> str:
    return f"SELECT id FROM {table} WHERE order_id IN ({orders})"


OLD_ORDERS = _before("order_order", "date_placed", YEARS_OF_BOOKS)
CLAIMED_ORDERS = _before("order_order", "date_placed", THREE_YEARS)
DELIVERED_ORDERS = _before("order_order", "date_placed", SIX_MONTHS)
INACTIVE = f"""
    SELECT u.id FROM auth_user u WHERE u.date_joined < {THREE_YEARS}
    AND coalesce(u.last_login < {THREE_YEARS}, true)
    AND NOT EXISTS (SELECT 1 FROM order_order o WHERE o.user_id = u.id AND o.date_placed >= {THREE_YEARS})
"""
OLD_BASKETS = f"""
    SELECT b.id FROM basket_basket b WHERE b.date_created < {NINETY_DAYS}
    AND NOT EXISTS (SELECT 1 FROM basket_line l WHERE l.basket_id = b.id AND l.date_updated >= {NINETY_DAYS})
"""

GONE = {
    "order_order": OLD_ORDERS,
    "order_line": _of(OLD_ORDERS, "order_line"),
    "order_lineprice": _of(OLD_ORDERS, "order_lineprice"),
    "order_surcharge": _of(OLD_ORDERS, "order_surcharge"),
    "order_orderdiscount": _of(OLD_ORDERS, "order_orderdiscount"),
    "order_paymentevent": _of(OLD_ORDERS, "order_paymentevent"),
    "order_shippingaddress": f"SELECT shipping_address_id FROM order_order WHERE id IN ({OLD_ORDERS})",
    "order_billingaddress": f"""
        SELECT billing_address_id FROM order_order
        WHERE id IN ({OLD_ORDERS}) AND billing_address_id IS NOT NULL
    """,
    "payment_source": _of(OLD_ORDERS, "payment_source"),
    "payment_transaction": f"""
        SELECT t.id FROM payment_transaction t JOIN payment_source s ON s.id = t.source_id
        WHERE s.order_id IN ({OLD_ORDERS})
    """,
    "voucher_voucherapplication": _of(OLD_ORDERS, "voucher_voucherapplication"),
    "order_orderstatuschange": _of(CLAIMED_ORDERS, "order_orderstatuschange"),
    "order_communicationevent": _of(CLAIMED_ORDERS, "order_communicationevent"),
    "analytics_userproductview": _before("analytics_userproductview", "date_created", THIRTEEN_MONTHS),
    "analytics_usersearch": _before("analytics_usersearch", "date_created", THIRTEEN_MONTHS),
    "analytics_userrecord": f"SELECT id FROM analytics_userrecord WHERE user_id IN ({INACTIVE})",
    "address_useraddress": f"SELECT id FROM address_useraddress WHERE user_id IN ({INACTIVE})",
    "payment_bankcard": _before("payment_bankcard", "expiry_date", CARDS),
    "basket_line": f"SELECT id FROM basket_line WHERE basket_id IN ({OLD_BASKETS})",
    "basket_basket": f"""
        SELECT id FROM basket_basket WHERE id IN ({OLD_BASKETS}) AND id NOT IN
        (SELECT basket_id FROM order_order WHERE basket_id IS NOT NULL AND id NOT IN ({OLD_ORDERS}))
    """,
    "communication_email": _before("communication_email", "date_sent", TWO_YEARS),
    "communication_notification": _before("communication_notification", "date_sent", TWO_YEARS),
    "customer_productalert": """
        SELECT id FROM customer_productalert WHERE coalesce(date_cancelled, date_closed) IS NOT NULL
    """,
    "reviews_productreview": _before("reviews_productreview", "date_created", THREE_YEARS),
    "wishlists_wishlist": _before("wishlists_wishlist", "date_created", THREE_YEARS),
    "wishlists_line": f"""
        SELECT l.id FROM wishlists_line l JOIN wishlists_wishlist w ON w.id = l.wishlist_id
        WHERE w.date_created < {THREE_YEARS}
    """,
    "django_session": f"SELECT session_key FROM django_session WHERE expire_date < {ONE_DAY}",
}
"""For each table the ids of the rows that must be gone."""

# What refers to an account: as long as one such row is there, the account's row stays, without a name.
REFERRING = {
    "order_order": "user_id",
    "reviews_productreview": "user_id",
    "reviews_vote": "user_id",
    "wishlists_wishlist": "owner_id",
    "communication_email": "user_id",
    "communication_notification": "recipient_id",
    "customer_productalert": "user_id",
    "payment_bankcard": "user_id",
    "basket_basket": "owner_id",
    "analytics_userproductview": "user_id",
    "analytics_usersearch": "user_id",
    "voucher_voucherapplication": "user_id",
}

CLEARED = {
    "names of inactive customers": f"""
        SELECT count(*) FROM auth_user u WHERE id IN ({INACTIVE})
        AND (first_name <> '' OR last_name <> '' OR email <> '' OR password <> '!')
    """,
    "telephone numbers and wishes of what was delivered": f"""
        SELECT count(*) FROM order_shippingaddress a JOIN order_order o ON o.shipping_address_id = a.id
        WHERE o.id IN ({DELIVERED_ORDERS}) AND (a.phone_number <> '' OR a.notes <> '')
    """,
    "engraved texts of what was delivered": f"""
        SELECT count(*) FROM order_lineattribute a JOIN order_line l ON l.id = a.line_id
        WHERE l.order_id IN ({DELIVERED_ORDERS}) AND a.value::text <> '{{}}'
    """,
    "guests' addresses when no claim can be made": f"""
        SELECT count(*) FROM order_order WHERE id IN ({CLAIMED_ORDERS}) AND guest_email <> ''
    """,
}
"""Fields that must be empty in the rows that stay: how many are not."""

KEPT = {
    "names on recent bills": f"""
        SELECT count(*) FROM order_billingaddress a JOIN order_order o ON o.billing_address_id = a.id
        WHERE o.date_placed >= {YEARS_OF_BOOKS} AND (a.first_name = '' OR a.line1 = '')
    """,
    "telephone numbers of what is under way": f"""
        SELECT count(*) FROM order_shippingaddress a JOIN order_order o ON o.shipping_address_id = a.id
        WHERE o.id NOT IN ({DELIVERED_ORDERS}) AND a.phone_number = ''
    """,
    "names of active customers": f"""
        SELECT count(*) FROM auth_user WHERE id NOT IN ({INACTIVE}) AND (email = '' OR first_name = '')
    """,
}
"""Fields that must still be there: how many are not."""
