"""The fields of a request or a reply as a table."""

import json
from collections.abc import Mapping
from typing import Any

from service.http.reference.table import table

Schema = Mapping[str, Any]

_NAMES = {"date-time": "time", "date": "day", "binary": "file"}


def fields_of(openapi: Schema, model: str) -> str:
    """The fields of a component; with their defaults where it is sent and something has one."""
    schema = openapi["components"]["schemas"][model]
    return properties(openapi, schema, defaults=model.endswith("In"))


def properties(openapi: Schema, schema: Schema, *, defaults: bool) -> str:
    """The table of an object's properties."""
    required = schema.get("required", ())
    rows = []
    for name, field in schema["properties"].items():
        default = "required" if name in required else shown_default(field)
        rows.append(
            (name, type_of(openapi, field), *([default] if defaults else []), meaning(field))
        )
    head = ("field", "type", *(["default"] if defaults else []), "meaning")
    return table(head, rows)


def shown_default(field: Schema) -> str:
    """What a field is when it is left out."""
    default = field.get("default")
    if default is None:
        return ""
    return "empty" if default == "" else f"`{_json(default)}`"


def type_of(openapi: Schema, field: Schema) -> str:
    """The type of a field in a few words; a component by its name, which the page explains."""
    if "anyOf" in field:
        kinds = [type_of(openapi, one) for one in field["anyOf"]]
        return " or ".join(dict.fromkeys(kinds))
    if "$ref" in field:
        found = resolved(openapi, field)
        return named(field["$ref"]) if "properties" in found else type_of(openapi, found)
    if "enum" in field or "const" in field:
        values = field.get("enum", [field.get("const")])
        return " or ".join(f"`{_json(value)}`" for value in values)
    if field.get("type") == "array":
        return f"list of {type_of(openapi, field['items'])}"
    if field.get("type") == "object":
        more = field.get("additionalProperties")
        return f"{type_of(openapi, more)} by name" if isinstance(more, Mapping) else "object"
    return _NAMES.get(field.get("format", ""), str(field.get("type", "anything")))


def named(reference: str) -> str:
    """A component as the page calls it.

    >>> named("#/components/schemas/ShortAnswerOut")
    'short answer'
    """
    name = reference.rpartition("/")[2]
    name = name.removesuffix("Out") if name.endswith("Out") else name.removesuffix("In")
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()


def resolved(openapi: Schema, schema: Schema) -> Schema:
    """A schema, or the component that it refers to."""
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: Schema = openapi["components"]["schemas"][reference.rpartition("/")[2]]
    return found


def meaning(field: Schema) -> str:
    """What a field says, and within which bounds."""
    bounds = _bounds(field)
    for one in field.get("anyOf", ()):
        bounds = bounds or _bounds(one)
    said = field.get("description", "")
    return "; ".join(part for part in (said, bounds) if part)


def _bounds(field: Schema) -> str:
    if "minimum" in field and "maximum" in field:
        return f"{field['minimum']:,.0f} to {field['maximum']:,.0f}"
    if "maxItems" in field:
        return f"{field['maxItems']:,} at most"
    if "maxLength" in field:
        return f"{field['maxLength']:,} characters at most"
    return ""


def _json(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
