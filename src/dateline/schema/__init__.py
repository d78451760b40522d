"""The contract as JSON Schema (draft 2020-12): generated from the rows, shipped beside this file."""

from __future__ import annotations

import json
from importlib.resources import files
from inspect import cleandoc
from typing import Any

import msgspec

from dateline.foundation.rows import SCHEMA, Report

NAME = "report-1.json"


def generate() -> str:
    """The schema of one report, as it follows from the structs."""
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        **_dedented(msgspec.json.schema(Report)),
    }
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def _dedented(schema: Any) -> Any:
    """With descriptions as they read, whatever of a docstring's indentation msgspec leaves in them."""
    if isinstance(schema, dict):
        return {name: cleandoc(v) if name == "description" and isinstance(v, str) else _dedented(v) for name, v in schema.items()}
    return [_dedented(value) for value in schema] if isinstance(schema, list) else schema


def shipped() -> str:
    """The schema as it lies in the package."""
    return files(__name__).joinpath(NAME).read_text(encoding="utf-8")
