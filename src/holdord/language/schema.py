"""The JSON Schema of the language, for editors: completion, explanations, and mistakes as they are typed.

It is made from the same shapes that the reader reads by. What needs the whole policy (that a name is stated
somewhere, that a period can be computed) only `holdord check` can tell. `schema/holdord.schema.json` is this
schema as a file; `holdord schema` prints it.
"""

from typing import Any

from holdord.language.reader_kinds import (
    LANGUAGES,
    NAME,
    PROMISE_NAME,
    Choice,
    Choices,
    Columns,
    DurationText,
    Either,
    Item,
    Kind,
    ListOf,
    MapOf,
    Name,
    Names,
    PeriodText,
    Shape,
    Texts,
    Words,
    YesNo,
)
from holdord.language.reader_shapes import COLLECTION, LIMIT, NOTICE, POLICY, SYSTEM, URL, VERSION

Schema = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
TITLE = "Holdord policy, language " + VERSION

# Editors read `12345678`, `1.5` and `true` as numbers and as a truth value; here all of them are texts.
_TEXT: Schema = {"type": ["string", "number", "boolean"]}
_TEXTS: Schema = {
    "anyOf": [
        {"type": ["string", "number", "boolean"], "minLength": 1},
        {
            "type": "object",
            "properties": {language: {"$ref": "#/$defs/text"} for language in LANGUAGES},
            "additionalProperties": False,
            "minProperties": 1,
        },
    ]
}
_PERIODS = ["5 years after invoice", "until withdrawn", "5 years after end of fiscal year of invoice"]


def json_schema() -> Schema:
    """The schema of one document of a policy (JSON Schema, draft 2020-12)."""
    defs: Schema = {"text": {**_TEXT, "minLength": 1}, "texts": _TEXTS}
    return {
        "$schema": DRAFT,
        "$id": f"urn:holdord:language:{VERSION}",
        "title": TITLE,
        "description": "a document that states a policy, or a system in which data lives",
        "type": "object",
        "if": {"required": ["system"]},
        "then": _reference(SYSTEM, defs),
        "else": _reference(POLICY, defs),
        "$defs": defs,
    }


def _reference(shape: Shape, defs: Schema) -> Schema:
    """A reference to the shape's definition, which is made when it is first asked for."""
    name = shape.noun.replace(" ", "_")
    if name not in defs:
        defs[name] = {}
        defs[name] = _shape(shape, defs)
    return {"$ref": f"#/$defs/{name}"}


def _shape(shape: Shape, defs: Schema) -> Schema:
    schema: Schema = {
        "type": "object",
        "properties": {item.key: _item(item, defs) for item in shape.items},
        "additionalProperties": False,
    }
    if required := [item.key for item in shape.items if item.required]:
        schema["required"] = required
    if shape is LIMIT:
        schema["anyOf"] = [{"required": ["at_least"]}, {"required": ["at_most"]}]
    if shape is NOTICE:
        schema["oneOf"] = [{"required": [way]} for way in ("email", "webhook", "by_hand", "unneeded")]
        schema["dependentRequired"] = {"webhook": ["secret"], "secret": ["webhook"]}
    if shape is COLLECTION:
        # whose a row is, is said either for the whole collection or for each of its owners
        schema["if"] = {"required": ["owners"]}
        schema["then"] = {"properties": {"of": False, "person": False, "keys": False}}
        schema["else"] = {"anyOf": [{"required": ["of"]}, {"required": ["person"]}]}
    return schema


def _item(item: Item, defs: Schema) -> Schema:
    if item.key == "language":
        return {"enum": [int(VERSION), VERSION], "description": item.meaning}
    return {**_kind(item.kind, defs), "description": item.meaning}


def _kind(kind: Kind, defs: Schema) -> Schema:
    match kind:
        case Shape():
            return _reference(kind, defs)
        case Words():
            return _words(kind)
        case Texts():
            return {"$ref": "#/$defs/texts"}
        case Choice():
            return {"enum": list(kind.values)}
        case YesNo():
            return {"enum": ["yes", "no", "true", "false", True, False]}
        case Name():
            return {"type": "string", "pattern": f"^{NAME}$"}
        case Names() | Choices() | Columns():
            return _one_or_list(_listed(kind), empty=not isinstance(kind, Choices) and _may_be_empty(kind))
        case PeriodText():
            bound = [f"{kind.bound} 5 years after invoice"] if kind.bound else []
            return {"type": "string", "minLength": 1, "examples": [*_PERIODS[: 1 if bound else 3], *bound]}
        case DurationText():
            return {"type": "string", "minLength": 1, "examples": ["30 days", "6 months"]}
        case ListOf():
            return _one_or_list(_kind(kind.kind, defs), empty=True)
        case Either():
            return {"anyOf": [_kind(kind.scalar, defs), _kind(kind.other, defs)]}
        case MapOf():
            names = {"enum": list(kind.among)} if kind.among else {"pattern": f"^({kind.key})$"}
            return {
                "type": "object",
                "propertyNames": names,
                "additionalProperties": _kind(kind.kind, defs),
            }


def _words(words: Words) -> Schema:
    if words is URL:
        pattern = r"\$\{[A-Z][A-Z0-9_]*\}|^sqlite[a-z+]*:"
        return {"type": "string", "pattern": pattern, "examples": [words.such_as]}
    if not words.pattern:
        return {"$ref": "#/$defs/text"}
    return {**_TEXT, "pattern": f"^({words.pattern})$", "examples": [words.such_as]}


def _listed(kind: Names | Choices | Columns) -> Schema:
    match kind:
        case Choices():
            return {"enum": list(kind.values)}
        case Names():
            name = PROMISE_NAME if kind.of == "promises" else NAME
            return {"type": "string", "pattern": f"^{name}$"}
    return {"$ref": "#/$defs/text"}


def _may_be_empty(kind: Names | Columns) -> bool:
    return not isinstance(kind, Names) or kind.may_be_empty


def _one_or_list(one: Schema, *, empty: bool) -> Schema:
    several: Schema = {"type": "array", "items": one, "uniqueItems": True}
    if not empty:
        several["minItems"] = 1
    return {"anyOf": [one, several]}
