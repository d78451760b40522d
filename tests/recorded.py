"""Trees of test sentences: recorded parses beside the tests, so that rules are tested without the model.

`tree_of(text)` looks the text up in `tests/recorded/parses.jsonl.xz`; what is not recorded yet the model parses.
`pytest --record` parses everything anew that the tests ask for and rewrites the file: after a change of model or
tokeniser, what changes in the rows is then seen in the tests' results.
"""

from __future__ import annotations

import hashlib
import lzma
import re
from functools import cache
from pathlib import Path

import msgspec

from dateline.foundation.article import Article
from dateline.foundation.parsed import Parse
from dateline.foundation.rows import Block
from dateline.foundation.spans import Span
from dateline.reading.tree import Tree

STORE = Path(__file__).parent / "recorded" / "parses.jsonl.xz"


class Store:
    """Parses by the text and blocks they are of; `asked` holds what was asked for in this run."""

    def __init__(self, anew: bool = False) -> None:
        self.asked: dict[str, Parse] = {}
        self._kept = {} if anew or not STORE.exists() else dict(_lines(lzma.decompress(STORE.read_bytes())))

    def parse(self, article: Article) -> Parse:
        """The recorded parse of an article, else the model's."""
        key = _key(article)
        if key not in self.asked:
            line = self._kept.get(key)
            self.asked[key] = msgspec.json.decode(line, type=Parse) if line else _by_model(article)
        return self.asked[key]

    def write(self) -> None:
        """Keep what was asked for, and nothing else."""
        lines = [key.encode() + b"\t" + msgspec.json.encode(p) for key, p in sorted(self.asked.items())]
        STORE.parent.mkdir(exist_ok=True)
        STORE.write_bytes(lzma.compress(b"\n".join(lines), preset=9))


def _lines(data: bytes) -> list[tuple[str, bytes]]:
    return [(key.decode(), value) for key, _, value in (line.partition(b"\t") for line in data.splitlines())]


def _key(article: Article) -> str:
    blocks = "".join(f"{b.kind}{b.span.start}:{b.span.end}" for b in article.blocks)
    return hashlib.sha256((article.text + blocks).encode()).hexdigest()[:20]


def _by_model(article: Article) -> Parse:
    from dateline.reading.parse import parse

    return parse(article)


@cache
def store() -> Store:
    """The store of this run."""
    return Store()


def article_of(text: str) -> Article:
    """Paragraphs split at blank lines, all of them readable."""
    found = (m.span() for m in re.finditer(r"\S(?:.|\n(?!\s*\n))*", text))
    blocks = tuple(Block(kind="paragraph", span=Span(a, b)) for a, b in found)
    return Article(text=text, blocks=blocks)


def parse_of(text: str) -> Parse:
    """The parse of a text."""
    return store().parse(article_of(text))


def tree_of(text: str) -> Tree:
    """The tree of a text."""
    return Tree(parse_of(text))
