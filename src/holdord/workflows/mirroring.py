"""What the customer has deleted at home: found before a plan, so that it can be a fact of the plan."""

from datetime import datetime

from holdord.planning.mirrors import Mirror, any_there, lookup, mirrors, page, same
from holdord.planning.typed import row_id
from holdord.words.facts import NO_FACTS, NO_ROWS, Facts, RowId, Rows
from holdord.workflows.office import Office, Readers, refuse

PAGE = 2000


def known_facts(office: Office, readers: Readers, now: datetime, near: Rows | None = None) -> Facts:
    """All that changes what may be kept: what the store was told, and what mirrored systems no longer hold.

    `near` limits what the store reads to what can concern these rows.

    Raises Refused when a mirrored collection is empty: that is a wrong address more often than a farewell,
    and would erase everything here.
    """
    facts = office.stated(now, near)
    lapsed = dict(facts.lapsed)
    for mirror in mirrors(office.policy):
        gone = _gone(office, readers, mirror, now)
        if gone:
            rows = Rows({(mirror.here.system, mirror.here.name): frozenset(gone)})
            lapsed[mirror.purpose] = lapsed.get(mirror.purpose, NO_ROWS) | rows
    return Facts(lapsed, facts.stops)


def _gone(office: Office, readers: Readers, mirror: Mirror, now: datetime) -> set[RowId]:
    here, there = (office.planner.atlases[c.system] for c in (mirror.here, mirror.there))
    setting = office.planner.setting(now, NO_FACTS)
    gone: set[RowId] = set()
    after: RowId | None = None
    seen = False
    while True:
        rows = readers.rows(mirror.here.system, page(here, mirror, after, PAGE))
        if not rows:
            break
        if not seen and not readers.rows(mirror.there.system, any_there(there, mirror)):
            raise _empty(mirror)
        seen = True
        keys = {same(office.policy, mirror, key): key for _, key in rows}
        found = readers.rows(mirror.there.system, lookup(office.policy, there, mirror, keys, setting))
        kept = {same(office.policy, mirror, key) for (key,) in found}
        gone |= {row_id(own) for own, key in rows if same(office.policy, mirror, key) not in kept}
        after = row_id(rows[-1][0])
    return gone


def _empty(mirror: Mirror) -> Exception:
    there = f"{mirror.there.system}.{mirror.there.name}"
    return refuse(
        "mirror-empty",
        f"{there} holds nothing, so everything that mirrors it would be erased",
        f"see that the address of {mirror.there.system} is right; if it really is empty, say so with a "
        "withdrawal for the people concerned",
    )
