"""What the casebook gives is the contract's JSON: it decodes strictly into the rows, and the shipped schema accepts it."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec
import pytest

from bench.casebook import Case
from dateline import schema
from dateline.foundation.rows import Report
from tests.casebook.test_casebook import ALL, reading

SCHEMA: dict[str, Any] = json.loads(schema.shipped())
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,),
    "null": (type(None),),
}  # fmt: skip
KNOWN = {
    "$schema", "$defs", "$ref", "title", "description", "default", "type", "anyOf", "enum", "properties", "required",
    "items", "prefixItems", "minItems", "maxItems", "format",
}  # fmt: skip


def faults(value: Any, asked: dict[str, Any], at: str = "report") -> list[str]:
    """What the schema has against a value: the part of JSON Schema that ours uses, and no more."""
    assert set(asked) <= KNOWN, f"the schema uses what this test does not check: {set(asked) - KNOWN}"
    if "$ref" in asked:
        return faults(value, SCHEMA["$defs"][asked["$ref"].removeprefix("#/$defs/")], at)
    if "anyOf" in asked:
        tried = [faults(value, one, at) for one in asked["anyOf"]]
        return [] if [] in tried else min(tried, key=len)
    if "enum" in asked and value not in asked["enum"]:
        return [f"{at}: {value!r} is none of {asked['enum']}"]
    kind = asked.get("type")
    if kind and (not isinstance(value, TYPES[kind]) or (isinstance(value, bool) and kind != "boolean")):
        return [f"{at}: {value!r} is no {kind}"]
    if asked.get("format") == "date" and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return [f"{at}: {value!r} is no day"]
    return _inside(value, asked, at)


def _inside(value: Any, asked: dict[str, Any], at: str) -> list[str]:
    found: list[str] = []
    if isinstance(value, dict):
        found += [f"{at}: {name} is missing" for name in asked.get("required", ()) if name not in value]
        known = asked.get("properties", {})
        found += [f"{at}: {name} is not in the schema" for name in value if name not in known]
        found += [f for name, inner in value.items() if name in known for f in faults(inner, known[name], f"{at}.{name}")]
    elif isinstance(value, list):
        first = asked.get("prefixItems", [])
        if not asked.get("minItems", 0) <= len(value) <= asked.get("maxItems", len(value)):
            found.append(f"{at}: {len(value)} items")
        each = [*first, *[asked.get("items", {})] * (len(value) - len(first))]
        found += [f for i, (inner, one) in enumerate(zip(value, each, strict=False)) for f in faults(inner, one, f"{at}[{i}]")]
    return found


@pytest.mark.parametrize("case", ALL, ids=lambda c: c.id)
def test_a_case_is_the_contracts_json(case: Case) -> None:
    report = reading(case)
    data = report.to_json()
    assert msgspec.json.decode(data, type=Report, strict=True) == report
    assert faults(json.loads(data), SCHEMA) == []


@pytest.mark.parametrize(
    ("path", "value", "complaint"),
    [
        (("schema",), 1, "is no string"),
        (("report", "text"), None, "is no string"),
        (("dating", "confidence"), "high", "is no number"),
        (("dating", "method"), "guess", "is none of"),
        (("times",), None, "is no array"),
        (("dating", "interval"), {"start": "tomorrow", "end": None}, "is no day"),
        (("report",), {"id": "r:x"}, "source is missing"),
        (("surprise",), 1, "is not in the schema"),
    ],
)
def test_the_schema_refuses(path: tuple[str, ...], value: Any, complaint: str) -> None:
    data = json.loads(reading(ALL[0]).to_json())
    inner = data
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    found = faults(data, SCHEMA)
    assert len(found) == 1
    assert complaint in found[0]
