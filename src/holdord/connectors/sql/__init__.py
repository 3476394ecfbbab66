"""SQL databases: PostgreSQL, MariaDB and SQLite. A folder for each; what they share stands here.

`system` is the contract; `session` one connection in use; `carrying` the transactions that erase.
"""
