"""The OpenAPI 3.1 document, made from the table of endpoints."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dateline import __version__
from dateline.desk.api import ENDPOINTS, Endpoint
from dateline.desk.problems import Problem

_REFUSALS = {
    401: "Reading asks for the token",
    403: "The desk is not called by this host name",
    404: "There is nothing of this name",
    405: "The desk only answers: GET, HEAD, OPTIONS",
    422: "A parameter is unknown, or its value none that it can have",
    503: "The record can't be read at the moment",
}


@cache
def document() -> dict[str, Any]:
    """The document as JSON values."""
    types = [t for e in ENDPOINTS for t in (e.question, e.answer)]
    _, components = msgspec.json.schema_components([*types, Problem], ref_template="#/components/schemas/{name}")
    questions = {e.question.__name__ for e in ENDPOINTS}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Dateline", "version": __version__, "description": "What news reports say, as a record."},
        "paths": {e.path: {"get": _operation(e, components)} for e in ENDPOINTS},
        "components": {
            "schemas": {name: schema for name, schema in components.items() if name not in questions},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"token": []}],
    }


def _operation(endpoint: Endpoint, components: dict[str, Any]) -> dict[str, Any]:
    schema = components[endpoint.question.__name__]
    return {
        "operationId": endpoint.run.__name__,
        "summary": endpoint.summary,
        "parameters": [_parameter(endpoint, n, p, n in schema.get("required", ())) for n, p in schema["properties"].items()],
        "responses": {
            "200": {"description": "The answer", **_content("application/json", endpoint.answer.__name__)},
            "304": {"description": "Nothing has changed since the ETag that was sent"},
            **{
                str(status): {"description": why, **_content("application/problem+json", "Problem")}
                for status, why in _REFUSALS.items()
            },
        },
    }


def _content(media_type: str, name: str) -> dict[str, Any]:
    return {"content": {media_type: {"schema": {"$ref": f"#/components/schemas/{name}"}}}}


def _parameter(endpoint: Endpoint, name: str, schema: dict[str, Any], required: bool) -> dict[str, Any]:
    """One parameter; that it may be left out is said by `required`, not by null."""
    given = dict(schema)
    kinds = [kind for kind in given.pop("anyOf", ()) if kind != {"type": "null"}]
    if given.get("default", 0) in (None, []):
        del given["default"]
    where = "path" if f"{{{name}}}" in endpoint.path else "query"
    return {"name": name, "in": where, "required": required, "schema": {**given, **(kinds[0] if kinds else {})}}


def serve_document(_: Request) -> Response:
    """`/openapi.json`"""
    return Response(msgspec.json.encode(document()), media_type="application/json", headers={"cache-control": "no-cache"})


ROUTES = [Route("/openapi.json", serve_document), *(Route(e.path, e.__call__, name=e.path) for e in ENDPOINTS)]
