"""The API: other programs create requests and follow them, ask whether data may be used, confirm notices."""
