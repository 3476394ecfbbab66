"""Whether a request could be answered now: a rehearsal, with nobody's data.

Every system is reached and fits the map, so that a search can be planned; the mail server takes letters; a
worker lives that would carry the request out.
"""

from datetime import datetime

from holdord.connectors import SystemFault
from holdord.words.probe import Measured, Outcome
from holdord.workflows.engine.alive import living
from holdord.workflows.office import Office, Refused, store_place
from holdord.workflows.requests.mailing import reach, server_of


def measure(office: Office, now: datetime) -> Measured:
    """What stands in the way, by name: "systems", "map", "mail", "worker"."""
    counts = {"systems": 0, "map": 0, "mail": 0, "worker": 0}
    for system in office.systems.values():
        try:
            with system.reader(few=True):
                pass
        except SystemFault:
            counts["systems"] += 1
    if not counts["systems"] and office.policy.systems:
        try:
            office.look_anew(now)
            office.planner  # noqa: B018 (it is made here, or refuses)
        except Refused:
            counts["map"] += 1
    try:
        server = server_of(office.environment)
        counts["mail"] = int(server is None or bool(server.kind != "maildir" and reach(server)))
    except Refused:
        counts["mail"] = 1
    counts["worker"] = int(not living(*store_place(office.folder, office.environment)))
    return Measured(Outcome.BROKEN if any(counts.values()) else Outcome.KEPT, counts)
