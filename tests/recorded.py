"""Trees of test sentences: recorded parses beside the tests, so that rules are tested without the model.

`tree_of(text)` looks the text up in `tests/recorded/parses.jsonl`; one that is not recorded yet is parsed by the model.
`python -m tests.recorded` parses everything anew and rewrites the file: after a change of model or tokeniser the
difference of the rows is then seen in the tests' results.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

import msgspec

from dateline.foundation.article import Article
from dateline.foundation.parsed import Parse
from dateline.foundation.rows import Block
from dateline.foundation.spans import Span
from dateline.reading.tree import Tree

STORE = Path(__file__).parent / "recorded" / "parses.jsonl"


def article_of(text: str) -> Article:
    """Paragraphs split at blank lines, all of them readable."""
    found = (m.span() for m in re.finditer(r"\S(?:.|\n(?!\s*\n))*", text))
    blocks = tuple(Block(kind="paragraph", span=Span(a, b)) for a, b in found)
    return Article(text=text, blocks=blocks)


@cache
def _recorded() -> dict[str, bytes]:
    if not STORE.exists():
        return {}
    lines = STORE.read_bytes().splitlines()
    return {key.decode(): value for key, _, value in (line.partition(b"\t") for line in lines)}


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@cache
def parse_of(text: str) -> Parse:
    line = _recorded().get(_key(text))
    if line is not None:
        return msgspec.json.decode(line, type=Parse)
    from dateline.reading.parse import parse

    return parse(article_of(text))


def tree_of(text: str) -> Tree:
    return Tree(parse_of(text))
