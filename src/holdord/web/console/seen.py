"""Who saw and did what about which request, as lines of the log."""

from datetime import datetime

from holdord.store import Store

MOST = 200

Line = tuple[datetime, str, str, str, str]
"""When, who, whether they saw or did it, what, and of which request."""


def lines(store: Store, wanted: str) -> list[Line]:
    """What was seen and done, the newest first; of one request, however old, where one is asked for."""
    ids = [wanted] if wanted else [one.id for one in store.requests(limit=MOST)]
    found: list[Line] = []
    for id in ids if wanted.isprintable() else ():
        found += [(look.at, look.by, "saw", look.what, id) for look in store.looks(id)]
        found += [(event.at, event.by, "did", event.kind, id) for event in store.events(id) if event.by]
    return sorted(found, reverse=True)[:MOST]
