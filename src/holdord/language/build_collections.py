"""Collections: whose the rows are, which columns hold what, how they end, and where events are read from.

In two steps, for rows belong to people through other collections: first every collection alone (`Draft`),
then what needs the others.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from holdord.language.nodes import ListNode, MapNode, Node, ScalarNode
from holdord.language.reader_phrases import EventPhrase, LinkPhrase, TermPhrase
from holdord.language.reader_shapes import COLLECTION
from holdord.language.reader_values import Entry, Reading, Record, Unreadable
from holdord.language.spelling import did_you_mean, shown
from holdord.words.decision import Recorded
from holdord.words.place import Place
from holdord.words.policy import Collection, Ending, EventSource, EventTerm, Field, Link, Owner


@dataclass(slots=True)
class OwnerDraft:
    """One owner as stated; `person` is empty until the parents have been asked."""

    name: str
    record: Record
    place: Place
    links: tuple[Link, ...] = ()
    person: str = ""

    @property
    def lost_a_link(self) -> bool:
        """Whether a link was stated and could not be read."""
        if "of" not in self.record.nodes:
            return False
        node = self.record.nodes["of"][1]
        return len(self.links) < (len(node.items) if isinstance(node, ListNode) else 1)


@dataclass(slots=True)
class Draft:
    """A collection as stated, read alone."""

    name: str
    record: Record
    place: Place
    owners: list[OwnerDraft] = field(default_factory=list)

    @property
    def parents(self) -> set[str]:
        """The collections its rows belong to."""
        return {link.parent for owner in self.owners for link in owner.links}

    @property
    def lost_a_link(self) -> bool:
        """Whether one of its links could not be read."""
        return any(owner.lost_a_link for owner in self.owners)


def draft_collection(
    reading: Reading, key: ScalarNode, node: Node, known: Mapping[str, Place]
) -> Draft | None:
    """A collection read alone, its links checked against the names of all; None if it is no map."""
    try:
        record = reading.record(node, COLLECTION, key.place)
    except Unreadable:
        return None
    draft = Draft(key.text, record, key.place)
    if "owners" not in record.nodes:
        draft.owners.append(_draft_owner(reading, "", record, key.place, known))
        return draft
    for beside in ("of", "person", "keys"):
        if beside in record.nodes:
            message = f"'{beside}' stands beside 'owners', and does not say whose it is"
            help = f"move '{beside}' under the owner it belongs to"
            reading.report("wrong-value", message, help, record.place_of(beside))
    entries: list[Entry] = record.get("owners", [])
    if isinstance(node := record.nodes["owners"][1], MapNode) and not node.entries and not node.cut:
        reading.report("wrong-value", "there are no owners here", "state at least one", node.place)
    for entry in entries:
        draft.owners.append(_draft_owner(reading, entry.name, entry.value, entry.key.place, known))
    return draft


def _draft_owner(
    reading: Reading, name: str, record: Record, place: Place, known: Mapping[str, Place]
) -> OwnerDraft:
    links = []
    for phrase, node in record.get("of", []):
        assert isinstance(phrase, LinkPhrase)
        assert isinstance(node, ScalarNode)
        parent = phrase.parent
        if parent.text in known:
            links.append(Link(parent.text, phrase.column, phrase.parent_column, node.place))
        else:
            reading.unknown_name("collection", node, known, "collections", parent.offset, parent.text)
    return OwnerDraft(name, record, place, tuple(links), record.get("person", ""))


# -- whose the rows are


def settle_people(reading: Reading, drafts: Mapping[str, Draft]) -> None:
    """Gives every owner that names no people those of its parents; finds those whose parents cannot tell."""
    for draft in drafts.values():
        for owner in draft.owners:
            if owner.person:
                continue
            people, excused = _people_of(owner, drafts)
            if len(people) == 1:
                (owner.person,) = people
            elif not excused and not owner.record.node.cut:
                _report_people(reading, draft, owner, people)


def _people_of(owner: OwnerDraft, drafts: Mapping[str, Draft]) -> tuple[set[str], bool]:
    """The people an owner's parents are about; and whether another finding explains why there may be more."""
    people: set[str] = set()
    excused = False
    waiting, seen = [owner], {id(owner)}
    while waiting:
        at = waiting.pop()
        if at.person:
            people.add(at.person)
            continue
        nowhere_to_look = at is not owner and not at.links
        excused = excused or nowhere_to_look or at.lost_a_link or "person" in at.record.nodes
        for link in at.links:
            parent = drafts.get(link.parent)
            excused = excused or parent is None
            further = [above for above in parent.owners if id(above) not in seen] if parent else []
            seen.update(map(id, further))
            waiting.extend(further)
    return people, excused


def _report_people(reading: Reading, draft: Draft, owner: OwnerDraft, people: set[str]) -> None:
    who = f"owner '{owner.name}'" if owner.name else f"collection '{draft.name}'"
    if people:
        message = f"the parents of {who} are about several kinds of people: {', '.join(sorted(people))}"
        help = "say which of them its rows are about: 'person: …'"
    else:
        message = f"it is not said whose the rows of {who} are"
        help = "add 'person' and 'keys', or the parent they belong to: 'of: customers by customer_id'"
    reading.report("missing-key", message, help, owner.place)


# -- the whole collection


def build_collection(reading: Reading, system: str, draft: Draft, drafts: Mapping[str, Draft]) -> Collection:
    """The collection with all that can be built of it."""
    record = draft.record
    return Collection(
        name=draft.name,
        system=system,
        table=record.get("table", draft.name),
        owners=tuple(_owner(owner) for owner in draft.owners),
        fields=_fields(reading, draft),
        id=record.get("id", ""),
        events=_events(reading, draft, drafts),
        purposes=record.get("purposes", ()),
        other=tuple(scalar.text for scalar in record.get("other", ())),
        row_stays=record.get("row") == "stays",
        triggers=tuple(scalar.text for scalar in record.get("triggers", ())),
        widens=record.get("widens"),
        secret=_secret(reading, draft),
        derived=_held_here(reading, draft, "derived"),
        records=_records(reading, draft),
        place=draft.place,
    )


def _owner(owner: OwnerDraft) -> Owner:
    keys = {entry.name: entry.value for entry in owner.record.get("keys", [])}
    return Owner(owner.name, owner.person, keys, owner.links, owner.place)


def _held(draft: Draft) -> Iterator[tuple[str, str, ScalarNode]]:
    """Every column that is held: by which owner, as which category, and where it is stated."""
    sources = [("", draft.record), *((owner.name, owner.record) for owner in draft.owners if owner.name)]
    for owner, record in sources:
        for entry in record.get("holds", []):
            for column in entry.value:
                yield owner, entry.name, column


def _fields(reading: Reading, draft: Draft) -> tuple[Field, ...]:
    endings = _endings(reading, draft)
    return tuple(
        Field(column.text, category, endings.get(column.text, Ending()), owner, column.place)
        for owner, category, column in _held(draft)
    )


def _records(reading: Reading, draft: Draft) -> Recorded | None:
    """What a register writes down, whose outcome must be held: it is about somebody."""
    record: Record | None = draft.record.get("records")
    if record is None or not record.whole:
        return None
    outcome, held = record.get("outcome"), [column.text for _, _, column in _held(draft)]
    if outcome not in held and _holds_read(draft) and reading.complete:
        message = (
            f"no column {shown(outcome, 'of this name')} is held here, and it is the outcome of a decision"
        )
        help = did_you_mean(outcome, held) or "state it under 'holds', with its category"
        reading.report("unknown-name", message, help, record.nodes["outcome"][1].place)
    return Recorded(record.get("decision"), outcome, record.get("made"), draft.record.place_of("records"))


def _secret(reading: Reading, draft: Draft) -> tuple[str, ...]:
    """The columns that nobody is shown, each of which must be held, and by none of which rows are found."""
    records = [draft.record, *(owner.record for owner in draft.owners)]
    keys = {entry.value for record in records for entry in record.get("keys", [])}
    links = {link.column for owner in draft.owners for link in owner.links}
    for column in draft.record.get("secret", ()):
        if column.text in {*keys, *links, draft.record.get("id", "")}:
            message = f"column '{column.text}' is said to be secret, and rows are found by it"
            help = "take it out here; what people are found by, they are told"
            reading.report("wrong-value", message, help, column.place)
    return _held_here(reading, draft, "secret")


def _held_here(reading: Reading, draft: Draft, key: str) -> tuple[str, ...]:
    """The columns that a key names of a collection, each of which must be held."""
    held = [column.text for _, _, column in _held(draft)]
    stated = draft.record.get(key, ())
    for column in stated if _holds_read(draft) and reading.complete else ():
        if column.text not in held:
            message = f"no column {shown(column.text, 'of this name')} is held here"
            help = did_you_mean(column.text, held) or "state it under 'holds', with its category"
            reading.report("unknown-name", message, help, column.place)
    return tuple(column.text for column in stated)


def _holds_read(draft: Draft) -> bool:
    return all(source.node.cut is False for source in (draft.record, *(o.record for o in draft.owners)))


def _endings(reading: Reading, draft: Draft) -> dict[str, Ending]:
    held = {column.text: category for _, category, column in _held(draft)}
    holds_read = _holds_read(draft)
    endings = {}
    for entry in draft.record.get("ends", []):
        if entry.name in held:
            endings[entry.name] = entry.value
        elif holds_read and reading.complete:
            message = f"no column {shown(entry.name, 'of this name')} is held here"
            help = did_you_mean(entry.name, held) or "state it under 'holds', with its category"
            if entry.name in held.values():
                columns = [column for column, category in held.items() if category == entry.name]
                help = f"that is a category; name its column: {', '.join(columns)}"
            reading.report("unknown-name", message, help, entry.key.place)
    return endings


# -- events


def _events(reading: Reading, draft: Draft, drafts: Mapping[str, Draft]) -> dict[str, EventSource]:
    events = {}
    for entry in draft.record.get("events", []):
        phrase: EventPhrase = entry.value
        assert isinstance(entry.node, ScalarNode)
        try:
            terms = tuple(_term(reading, draft, drafts, phrase, term, entry.node) for term in phrase.terms)
        except Unreadable:
            continue
        events[entry.name] = EventSource(entry.name, terms, phrase.or_never, entry.key.place)
    return events


def _term(
    reading: Reading,
    draft: Draft,
    drafts: Mapping[str, Draft],
    phrase: EventPhrase,
    term: TermPhrase,
    node: ScalarNode,
) -> EventTerm:
    name = term.collection.text if term.collection else ""
    offset = term.collection.offset if term.collection else term.column.offset
    is_parent = name in draft.parents
    is_child = bool(name) and not is_parent and name in drafts and draft.name in drafts[name].parents
    if name and not is_parent and not is_child:
        _fail_relative(reading, draft, drafts, name, node, offset)
    if is_child and not phrase.latest:
        message = f"a row here can have several rows in '{name}', and it is not said which of them counts"
        help = f"write 'latest {node.text}'" if shown(node.text, "") else "begin with 'latest'"
        reading.fail("wrong-value", message, help, node.at(offset))
    if term.known and not is_child:
        message = "'known' passes over children whose event has not happened, and this is no child's column"
        reading.fail("wrong-value", message, "leave out 'known'", node.at(offset))
    return EventTerm(term.column.text, name, term.unit, term.known)


def _fail_relative(
    reading: Reading, draft: Draft, drafts: Mapping[str, Draft], name: str, node: ScalarNode, offset: int
) -> None:
    """A term names a collection that is neither parent nor child."""
    lost = draft.lost_a_link or (name in drafts and drafts[name].lost_a_link)
    if lost or not reading.complete:
        raise Unreadable
    relatives = draft.parents | {other.name for other in drafts.values() if draft.name in other.parents}
    if name == draft.name:
        help = "leave out the collection's own name: a column alone is the row's own"
        reading.fail("wrong-value", f"'{name}' is this collection itself", help, node.at(offset))
    message = f"there is no parent or child {shown(name, 'of this name')} of collection '{draft.name}'"
    help = (
        did_you_mean(name, sorted(relatives))
        or "an event is read from the row itself, its parent or its children"
    )
    between = _between(drafts, draft.name, name)
    if between:
        help = (
            f"it is further away, beyond {between}: an event is read over one link only. Take a date of a "
            "parent or child, or leave the purposes that count from it to the collections that have it"
        )
    elif name in drafts:
        help = f"link the two by 'of' in one of them; {help}"
    reading.fail("unknown-name", message, help, node.at(offset))


def _between(drafts: Mapping[str, Draft], here: str, there: str) -> str:
    """The first collection on the way from one to a relative that is neither its parent nor its child."""
    for first, last in ((here, there), (there, here)):
        seen = {first}
        waiting: list[tuple[str, tuple[str, ...]]] = [(first, ())]
        while waiting:
            name, way = waiting.pop()
            for parent in sorted(drafts[name].parents if name in drafts else ()):
                if parent == last and way:
                    return f"'{way[0] if first == here else way[-1]}'"
                if parent not in seen:
                    seen.add(parent)
                    waiting.append((parent, (*way, parent)))
    return ""
