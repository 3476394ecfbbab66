"""The floor of `may`: a WSGI application that knows nothing but one question, and asks the store one query.

It runs in the same server with the same threads. It takes no token, checks nothing, and answers whether the
latest word of whoever has an address is a yes. Its store and secret key are those of ours: BENCH_STORE names
their folder.
"""

import hashlib
import hmac
import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

FOLDER = Path(os.environ["BENCH_STORE"])
SECRET = bytes.fromhex((FOLDER / "key").read_text().split()[1])
SQL = """
SELECT c.given FROM holdord_subject_key k JOIN holdord_consent c ON c.subject_id = k.subject_id
WHERE k.digest = ? AND c.purpose = ? ORDER BY c.at DESC, c.id DESC LIMIT 1
"""
own = threading.local()


def application(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
    """A yes or a no."""
    asked = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
    if not hasattr(own, "store"):
        own.store = sqlite3.connect(FOLDER / "store.sqlite3", isolation_level=None)
    text = f"email\0{asked['keys']['email']}".encode()
    digest = hmac.new(SECRET, text, hashlib.sha256).hexdigest()
    row = own.store.execute(SQL, (digest, asked["purpose"])).fetchone()
    content = json.dumps({"may": bool(row and row[0])}).encode()
    start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(content)))])
    return [content]
