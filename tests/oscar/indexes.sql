-- What `holdord check` asks for on oscar's schema: indexes only, so that oscar's own code notices nothing.
-- The last two also say what oscar's code does anyway: that no two orders share an address.
CREATE INDEX CONCURRENTLY "auth_user_email_lower" ON "auth_user" (lower("email"));
CREATE INDEX CONCURRENTLY "auth_user_date_joined" ON "auth_user" ("date_joined");
CREATE INDEX CONCURRENTLY "auth_user_last_login" ON "auth_user" ("last_login");
CREATE INDEX CONCURRENTLY "analytics_userproductview_date_created" ON "analytics_userproductview" ("date_created");
CREATE INDEX CONCURRENTLY "analytics_usersearch_date_created" ON "analytics_usersearch" ("date_created");
CREATE INDEX CONCURRENTLY "payment_bankcard_expiry_date" ON "payment_bankcard" ("expiry_date");
CREATE INDEX CONCURRENTLY "basket_basket_date_created" ON "basket_basket" ("date_created");
CREATE INDEX CONCURRENTLY "order_order_guest_email_lower" ON "order_order" (lower("guest_email"));
CREATE INDEX CONCURRENTLY "order_ordernote_date_created" ON "order_ordernote" ("date_created");
CREATE INDEX CONCURRENTLY "communication_email_email_lower" ON "communication_email" (lower("email"));
CREATE INDEX CONCURRENTLY "communication_email_date_sent" ON "communication_email" ("date_sent");
CREATE INDEX CONCURRENTLY "customer_productalert_email_lower" ON "customer_productalert" (lower("email"));
CREATE INDEX CONCURRENTLY "reviews_productreview_email_lower" ON "reviews_productreview" (lower("email"));
CREATE INDEX CONCURRENTLY "reviews_productreview_date_created" ON "reviews_productreview" ("date_created");
CREATE INDEX CONCURRENTLY "reviews_vote_date_created" ON "reviews_vote" ("date_created");
CREATE INDEX CONCURRENTLY "wishlists_wishlistsharedemail_email_lower" ON "wishlists_wishlistsharedemail" (lower("email"));
CREATE INDEX CONCURRENTLY "django_admin_log_action_time" ON "django_admin_log" ("action_time");
CREATE UNIQUE INDEX CONCURRENTLY "order_order_shipping_address_id" ON "order_order" ("shipping_address_id");
CREATE UNIQUE INDEX CONCURRENTLY "order_order_billing_address_id" ON "order_order" ("billing_address_id");
