"""Run as a program in the server's environment: which statements reach the store for each form that is sent.

One argument for each form: the e-mail address that is typed. A line of JSON tells the statements of each,
with values left out, and whether the company's systems were opened.
"""

import json
import re
import sys
from contextlib import ExitStack

import django


def _statements(address: str) -> list[str]:
    from django.db import connections
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from holdord.web.offices import the_office

    store = the_office().store
    visitor = Client(REMOTE_ADDR="203.0.113.9", HTTP_HOST="localhost")
    fields = {"key_email": address, "website": ""}
    with ExitStack() as stack:
        taken = stack.enter_context(CaptureQueriesContext(connections[store._alias]))
        answer = visitor.post("/en/ask/access/", fields)
        assert answer.status_code == 303, answer.content
    return [re.sub(r"X?'(?:[^']|'')*'", "?", query["sql"]) for query in taken.captured_queries]


def main() -> None:
    """Print what each form cost."""
    django.setup()
    from django.conf import settings

    from holdord.web.offices import the_client, the_office

    settings.ALLOWED_HOSTS.append("testserver")
    the_client()
    _statements("first@x.example")  # what is made once is made now
    told = [_statements(address) for address in sys.argv[1:]]
    print(json.dumps({"statements": told, "opened": "systems" in vars(the_office())}))


if __name__ == "__main__":
    main()
