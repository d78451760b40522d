"""How a handler gets at the record, the settings and the static files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import cast

from starlette.requests import Request

from dateline.desk.settings import Settings
from dateline.record import Record, open_record

STATIC = Path(str(files("dateline.desk").joinpath("static")))
PATIENCE = 2.0  # seconds that a reader waits for a writer who brings the file up to date


def settings_of(request: Request) -> Settings:
    """What the desk was told when it started."""
    return cast(Settings, request.app.state.settings)


@contextmanager
def record_of(request: Request) -> Iterator[Record]:
    """The record, read only, for this request and thread; everything asked inside is of one moment. Raises RecordError."""
    with open_record(settings_of(request).path, readonly=True, patience=PATIENCE) as record, record.snapshot():
        yield record


@cache
def static_url(name: str) -> str:
    """The address of a file in `static/`, with its fingerprint, so that it may be kept for ever. Raises OSError."""
    return f"/static/{name}?v={fingerprint(name)}"


@cache
def fingerprint(name: str) -> str:
    """Sixteen hexadecimal digits of a static file's SHA-256. Raises OSError."""
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:16]
