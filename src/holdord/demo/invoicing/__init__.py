"""The invoicing service: users in Norway, whom they send invoices to, and the books."""
