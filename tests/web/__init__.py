"""The server, as browsers and proxies meet it."""
