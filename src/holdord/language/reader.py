"""From files to a policy: every file is read, everything wrong in any of them is found, and then it is built.

A policy is handed out only when nothing in it was wrong to read: what was left out of it could be the very
fact that keeps a row from being erased. The checks of its meaning (`holdord.language.checks`) run on such a
policy, and their findings do not withhold it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from holdord.language.build_controller import build_controller, first_language
from holdord.language.build_digest import digest_of
from holdord.language.build_facts import build_section
from holdord.language.build_systems import build_system, stated_collections
from holdord.language.nodes import MapNode, Node, ScalarNode, read_documents
from holdord.language.reader_files import read_folder
from holdord.language.reader_kinds import Shape
from holdord.language.reader_shapes import POLICY, SECTIONS, SYSTEM, VERSION
from holdord.language.reader_values import Reading, Record, Unreadable
from holdord.language.spelling import near, shown
from holdord.words.finding import Finding, has_errors, in_order
from holdord.words.place import Place
from holdord.words.policy import Policy


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a folder says: the policy, None if it could not be read in full, and all findings in order."""

    policy: Policy | None
    findings: list[Finding]


@dataclass(slots=True)
class _Documents:
    """The documents of all files, sorted by what they state."""

    controllers: list[tuple[ScalarNode, Node]] = field(default_factory=list)
    sections: dict[str, dict[str, tuple[ScalarNode, Node]]] = field(default_factory=dict)
    systems: dict[str, Record] = field(default_factory=dict)
    policies: list[MapNode] = field(default_factory=list)


def load(folder: Path | str) -> Loaded:
    """Read the policy in a folder: all its `*.yaml` files, in the order of their names."""
    texts, findings = read_folder(Path(folder))
    return _load(texts, findings, str(folder))


def load_texts(texts: Mapping[str, str]) -> Loaded:
    """Read a policy from the texts of its files, by their names."""
    return _load(dict(sorted(texts.items())), [], "")


def _load(texts: Mapping[str, str], findings: list[Finding], folder: str) -> Loaded:
    reading = Reading(findings=findings, complete=not has_errors(findings))
    documents = _sort_documents(reading, texts)
    if not documents.policies and reading.complete and not has_errors(reading.findings):
        _report_no_policy(reading, texts, folder)
    _collect_names(reading, documents)
    policy = _build(reading, documents)
    if policy is None or has_errors(reading.findings):
        return Loaded(None, in_order(reading.findings))
    # Here, for the checks are many, and only a policy that was built needs them.
    from holdord.language.checks import check

    return Loaded(policy, in_order([*reading.findings, *check(policy)]))


def _report_no_policy(reading: Reading, texts: Mapping[str, str], folder: str) -> None:
    place = Place(next(iter(texts), folder))
    help = (
        f"begin a file with 'language: {VERSION}', and state the controller, people, categories and purposes"
    )
    reading.report("no-policy", "no policy is stated here", help, place)


# -- which document states what


def _sort_documents(reading: Reading, texts: Mapping[str, str]) -> _Documents:
    documents = _Documents()
    for file, text in texts.items():
        read = read_documents(file, text)
        reading.findings.extend(read.findings)
        reading.complete = reading.complete and read.complete
        for root in read.roots:
            _sort_document(reading, documents, root)
    return documents


def _sort_document(reading: Reading, documents: _Documents, root: Node) -> None:
    if isinstance(root, MapNode) and _states_system(root):
        _take_system(reading, documents, root)
        return
    if not isinstance(root, MapNode):
        help = f"begin it with 'language: {VERSION}' or with 'system: NAME'"
        reading.report("wrong-value", "this document states neither a policy nor a system", help, root.place)
        reading.complete = False
        return
    documents.policies.append(root)
    version = root.get("language")
    if isinstance(version, ScalarNode) and version.text != VERSION:
        _report_version(reading, version)
        return
    _take_policy(reading, documents, root)


def _states_system(root: MapNode) -> bool:
    """Whether a document is a system's: by the key that says so, else by which keys it has more of."""
    if "language" in root.entries or "system" in root.entries:
        return "system" in root.entries and "language" not in root.entries

    def likeness(shape: Shape) -> float:
        return sum(
            1.0 if key in shape.by_key else 0.9 if near(key, shape.by_key) else 0.0 for key in root.entries
        )

    return likeness(SYSTEM) > likeness(POLICY)


def _report_version(reading: Reading, version: ScalarNode) -> None:
    reading.complete = False
    if version.text.isdigit():
        message = (
            f"this document is written in language {version.text[:6]}, and here language {VERSION} is read"
        )
        help = "use a Holdord that reads it, or write it in this language"
    else:
        message, help = f"{shown(version.text)} is no version of the language", f"write 'language: {VERSION}'"
    reading.report("language-version", message, help, version.place)


def _take_policy(reading: Reading, documents: _Documents, root: MapNode) -> None:
    record = reading.keyed(root, POLICY)
    for section, (key, node) in record.nodes.items():
        if section == "controller":
            documents.controllers.append((key, node))
        elif section in SECTIONS:
            _take_section(reading, documents, section, node)
        elif not isinstance(node, ScalarNode):
            reading.report("language-version", "there is no version here", f"write '{VERSION}'", node.place)


def _take_section(reading: Reading, documents: _Documents, section: str, node: Node) -> None:
    stated = documents.sections.setdefault(section, {})
    kind: Any = POLICY.by_key[section].kind
    try:
        for name, key, value in reading.entries(node, kind):
            if name in stated:
                _report_twice(reading, kind.noun, key, stated[name][0].place)
            else:
                stated[name] = (key, value)
    except Unreadable:
        reading.complete = False


def _report_twice(reading: Reading, noun: str, key: ScalarNode, first: Place) -> None:
    where = f"line {first.line}" if first.file == key.place.file else str(first)
    message = f"{noun} {shown(key.text, 'of this name')} is stated twice: first in {where}"
    reading.report(
        "duplicate-name", message, "put the two together, or give one of them another name", key.place
    )


def _take_system(reading: Reading, documents: _Documents, root: MapNode) -> None:
    record = reading.keyed(root, SYSTEM)
    name = record.nodes["system"][1] if "system" in record.nodes else None
    if not isinstance(name, ScalarNode) or not name.text:
        reading.complete = False
        documents.systems[f" {len(documents.systems)}"] = record
    elif name.text in documents.systems:
        _report_twice(reading, "system", name, documents.systems[name.text].nodes["system"][1].place)
    else:
        documents.systems[name.text] = record


# -- building


def _collect_names(reading: Reading, documents: _Documents) -> None:
    for section, stated in documents.sections.items():
        reading.stated[section] = {name: key.place for name, (key, _) in stated.items()}
    reading.stated["systems"] = {name: record.node.place for name, record in documents.systems.items()}
    reading.collections = {name: stated_collections(record) for name, record in documents.systems.items()}


def _build(reading: Reading, documents: _Documents) -> Policy | None:
    controllers = documents.controllers
    for key, _ in controllers[1:]:
        _report_twice(reading, "the", key, controllers[0][0].place)
    if not controllers and documents.policies and reading.complete and not documents.policies[0].cut:
        help = "add 'controller' with the company's name and country"
        place = documents.policies[0].place
        reading.report("missing-key", "it is not said who the controller is", help, place)
    reading.language = first_language(controllers[0][1]) if controllers else "en"
    controller = build_controller(reading, *controllers[0]) if controllers else None
    sections: dict[str, Any] = {
        name: build_section(reading, name, documents.sections.get(name, {})) for name in SECTIONS
    }
    systems = [build_system(reading, record) for record in documents.systems.values()]
    if controller is None:
        return None
    policy = Policy(controller=controller, systems={s.name: s for s in systems if s}, **sections)
    return replace(policy, digest=digest_of(policy))
