"""The OpenAPI document in `schema/`: `python -m tests.web.api.openapi` writes it anew."""

import os
from pathlib import Path

FILE = Path(__file__).parents[3] / "schema" / "api.openapi.json"


def made() -> bytes:
    """The document, from the code."""
    from holdord.store.opening import _set_up

    _set_up()  # as whoever opens a store in this process
    from holdord.web.api.urls import document

    return document()


if __name__ == "__main__":
    os.umask(0o022)
    FILE.write_bytes(made())
