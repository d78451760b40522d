"""PolNeAR's training and development parts as windows of tagged words. The texts are parsed by the shipped reader once."""

from __future__ import annotations

import csv
import dataclasses
import json
import lzma
import pathlib
import pickle
import random
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.foundation.article import Article
from dateline.foundation.parsed import Parse
from dateline.foundation.rows import Block
from dateline.foundation.spans import Span
from dateline.reading.parse import parse_all
from dateline.reading.parse.attribution import TAGS, Window, window_arrays, windows_of
from dateline.reading.parse.attribution_features import Features, blocks_of
from dateline.reading.parse.pieces import Pieces, case_class
from training.data import UPOS

SHARES = (0.1, 0.25, 0.45, 0.65, 0.85, 1.01)  # borders of the cue classes: share of a lemma's uses that are cues
FEWEST = 3


@dataclasses.dataclass
class Document:
    """One article: what the corpus says of it, its parse, and one tag index a word."""

    row: dict[str, Any]
    parse: Parse
    tags: list[int]
    features: NDArray[np.int64]
    windows: list[Window]


def read_rows(folder: pathlib.Path, part: str) -> list[dict[str, Any]]:
    with lzma.open(folder / f"polnear-{part}.jsonl.xz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def article_of(text: str) -> Article:
    """Every line a block; the first is the headline."""
    spans = [Span(*m.span()) for m in re.finditer(r"[^\n]*\S[^\n]*", text)]
    return Article(text=text, blocks=tuple(Block(kind="paragraph" if k else "headline", span=s) for k, s in enumerate(spans)))


def parses(rows: list[dict[str, Any]], kept: pathlib.Path) -> list[Parse]:
    """The rows' parses, kept in a file from run to run; delete it when the reader changes."""
    if not kept.exists():
        found = [p for i in range(0, len(rows), 40) for p in parse_all(article_of(r["text"]) for r in rows[i : i + 40])]
        kept.write_bytes(pickle.dumps(found))
    return list(pickle.loads(kept.read_bytes()))


def cue_lists(folder: pathlib.Path) -> list[list[str]]:
    """Lemmas by how often they introduce what somebody says, rare ones and marks left out."""
    out: list[list[str]] = [[] for _ in SHARES]
    with (folder / "cues.tsv").open(encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f, delimiter="\t"):
            lemma = row["lemma"].removesuffix(" to") if row["pos"] == "P" else row["lemma"]
            if lemma.isalpha() and row["share_outside"] and int(row["as_cue"]) >= FEWEST:
                out[next(k for k, top in enumerate(SHARES) if float(row["share_outside"]) < top)].append(lemma)
    return out


def labels(folder: pathlib.Path, train: Iterable[Parse]) -> dict[str, Any]:
    """What the features are made of, as it goes into the shipped file."""
    return {"cues": cue_lists(folder), "upos": UPOS, "rels": sorted({r for p in train for r in p.rel})}


def tags_of(parse: Parse, attributions: list[dict[str, Any]]) -> list[int]:
    """One tag a word, B at each fragment and each block; a word that several roles want goes to cue, source, content."""
    out = [0] * len(parse)
    for role in ("content", "source", "cue"):
        b = TAGS.index("B-" + role.upper())
        for start, end in (span for a in attributions for span in a.get(role, ())):
            for i in range(first := bisect_right(parse.end, start), bisect_left(parse.start, end)):
                out[i] = b + (i > first)
    for first, _ in blocks_of(parse):
        out[first] -= out[first] in (2, 4, 6)
    return out


def documents(rows: list[dict[str, Any]], found: list[Parse], features: Features, pieces: Pieces) -> Iterator[Document]:
    for row, parse in zip(rows, found, strict=True):
        counts = [len(pieces.of(parse.word(i))) for i in range(len(parse))]
        windows = windows_of(blocks_of(parse), counts)
        yield Document(row, parse, tags_of(parse, row["attributions"]), features.of(parse), windows)


class Names:
    """Words of names to exchange, alike in case; every distinct word as likely as any other."""

    def __init__(self, train: Iterable[Parse]) -> None:
        found = {p.word(i) for p in train for i in range(len(p)) if p.upos[i] == "PROPN"}
        self._like: dict[int, list[str]] = defaultdict(list)
        for word in sorted(found):
            self._like[case_class(word)].append(word)

    def swapped(self, parse: Parse, words: list[str], window: Window, rng: random.Random) -> list[str]:
        """The words with the window's names exchanged, the same name for the same name."""
        out, instead = list(words), dict[str, str]()
        for begin, end in window.runs:
            for i in range(begin, end):
                if parse.upos[i] == "PROPN" and self._like[case_class(words[i])]:
                    out[i] = instead.setdefault(words[i], rng.choice(self._like[case_class(words[i])]))
        return out


def arrays(
    d: Document, w: Window, pieces: Pieces, names: Names | None = None, rng: random.Random | None = None
) -> dict[str, Any]:
    """A window's inputs, its tags, and where its runs of words lie."""
    words = [d.parse.word(i) for i in range(len(d.parse))]
    if names and rng:
        words = names.swapped(d.parse, words, w, rng)
    base = w.runs[0][0]
    found = window_arrays(w, words, d.features, pieces)
    tags = np.array(d.tags[base : w.runs[-1][1]])
    return found | {"tags": tags, "runs": [(a - base, b - base) for a, b in w.runs]}
