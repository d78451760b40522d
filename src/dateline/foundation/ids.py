"""Stable names: they depend on the words and the kind, never on where the words stand."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter


def digest(*parts: str) -> str:
    """Ten hex digits of SHA-256 over the parts, white space folded."""
    folded = "\x1f".join(" ".join(p.split()) for p in parts)
    return hashlib.sha256(folded.encode()).hexdigest()[:10]


def slug(name: str) -> str:
    """`Ana Ruiz` to `ana-ruiz`; letters outside ASCII are folded where Unicode decomposes them."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower() or digest(name)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or digest(name)


class Namer:
    """Gives rows their ids: `e:` + digest; the second row with the same words gets `-2`, and so on."""

    def __init__(self, prefix: str) -> None:
        self._prefix, self._seen = prefix, Counter[str]()

    def __call__(self, *parts: str) -> str:
        """The next id for these words."""
        name = f"{self._prefix}:{digest(*parts)}"
        self._seen[name] += 1
        n = self._seen[name]
        return name if n == 1 else f"{name}-{n}"
