"""What one desk is told when it starts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The record's file, who may read it, and by which host names the desk may be called.

    `token_digest`: SHA-256 of the token that reading asks for, None where reading is free. `hosts`: names beside
    `localhost` and plain addresses. `readers`, `readers_per_address`: live streams at once.
    """

    path: Path
    token_digest: bytes | None = None
    hosts: frozenset[str] = frozenset()
    readers: int = 5000
    readers_per_address: int = 64


def digest_of(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).digest()
