"""Systems: where data lives, each with its collections."""

from holdord.language.build_collections import Draft, build_collection, draft_collection, settle_people
from holdord.language.nodes import MapNode
from holdord.language.reader_kinds import MapOf
from holdord.language.reader_shapes import SYSTEM
from holdord.language.reader_values import Reading, Record, Unreadable
from holdord.words.place import Place
from holdord.words.policy import Collection, System


def stated_collections(record: Record) -> dict[str, Place]:
    """The names of the collections that a system's document states, readable or not."""
    node = record.nodes["collections"][1] if "collections" in record.nodes else None
    return {key.text: key.place for key, _ in node} if isinstance(node, MapNode) else {}


def build_system(reading: Reading, record: Record) -> System | None:
    """A system with its collections; None where something it cannot do without is missing."""
    for key, (_, node) in record.nodes.items():
        if key == "collections":
            continue
        try:
            record.values[key] = reading.read(SYSTEM.by_key[key].kind, node)
        except Unreadable:
            record.clean = False
            record.whole = record.whole and not SYSTEM.by_key[key].required
    name = record.get("system", "")
    collections = _collections(reading, record, name)
    if not record.whole:
        return None
    return System(
        name=name,
        kind=record.get("kind"),
        url=record.get("url"),
        collections=collections,
        schema=record.get("schema", ""),
        time_zone=record.get("time_zone", "UTC"),
        backups=record.get("backups"),
        ignores=tuple(scalar.text for scalar in record.get("ignores", ())),
        place=record.place_of("system"),
    )


def _collections(reading: Reading, record: Record, system: str) -> dict[str, Collection]:
    if "collections" not in record.nodes:
        return {}
    kind = SYSTEM.by_key["collections"].kind
    assert isinstance(kind, MapOf)
    known = stated_collections(record)
    drafts: dict[str, Draft] = {}
    try:
        for name, key, value in reading.entries(record.nodes["collections"][1], kind):
            if draft := draft_collection(reading, key, value, known):
                drafts[name] = draft
    except Unreadable:
        return {}
    settle_people(reading, drafts)
    return {name: build_collection(reading, system, draft, drafts) for name, draft in drafts.items()}
