"""Who says what, by words: a learned source, cue and content layer over a parse. Optional: see models/ATTRIBUTION.md.

Paragraphs are read together in windows, so that a quotation finds its speaker in the paragraph before. A window is read
alone, never in a batch, so nothing in a neighbour can change its result.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import as_file, files
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dateline.foundation.parsed import Attribution, Parse
from dateline.reading.parse.attribution_features import Features, blocks_of
from dateline.reading.parse.chain import Chain
from dateline.reading.parse.model import session
from dateline.reading.parse.pieces import Pieces, case_class

TAGS = ("O", "B-SOURCE", "I-SOURCE", "B-CUE", "I-CUE", "B-CONTENT", "I-CONTENT")
WINDOW = 200  # pieces read at once
CONTEXT = 40  # pieces of a longer block that two of its windows share on each side


class Window(NamedTuple):
    """Runs of words read together, a run for each block; of them `first` to `end` are answered here."""

    runs: tuple[tuple[int, int], ...]
    first: int
    end: int


def windows_of(blocks: Sequence[tuple[int, int]], counts: Sequence[int]) -> list[Window]:
    """Blocks packed up to `WINDOW` pieces; a longer block is cut, its windows overlapping. `counts`: pieces of each word."""
    total = [0, *accumulate(counts)]

    def cost(a: int, b: int) -> int:  # a block and the mark after it
        return total[b] - total[a] + 1

    out: list[Window] = []
    packed: list[tuple[int, int]] = []
    for block in blocks:
        if packed and 1 + sum(cost(*b) for b in packed) + cost(*block) > WINDOW:
            out.append(Window(tuple(packed), packed[0][0], packed[-1][1]))
            packed = []
        if 1 + cost(*block) > WINDOW:
            out += _cut(*block, total)
        else:
            packed.append(block)
    if packed:
        out.append(Window(tuple(packed), packed[0][0], packed[-1][1]))
    return out


def _cut(first: int, end: int, total: Sequence[int]) -> Iterable[Window]:
    at, room = first, WINDOW - 2 * CONTEXT - 2
    while at < end:
        until = _reach(at, end, total, room)
        before = next(i for i in range(first, at + 1) if total[at] - total[i] <= CONTEXT)
        yield Window(((before, _reach(until, end, total, CONTEXT)),), at, until)
        at = until


def _reach(start: int, end: int, total: Sequence[int], room: int) -> int:
    """How far words from `start` go within `room` pieces (a word always fits where room is larger than a word)."""
    return next((i for i in range(start, end) if total[i + 1] - total[start] > room), end)


def window_arrays(window: Window, words: Sequence[str], features: NDArray[np.int64], pieces: Pieces) -> dict[str, Any]:
    """ids, case (pieces); features (pieces x features); first, last piece of each word read."""
    ids, case, owner, first, last = [pieces.cls], [0], [-1], [], []
    for begin, end in window.runs:
        for w in range(begin, end):
            found = pieces.of(words[w])
            first.append(len(ids))
            ids += found
            case += [case_class(words[w])] * len(found)
            owner += [w] * len(found)
            last.append(len(ids) - 1)
        ids.append(pieces.sep)
        case.append(0)
        owner.append(-1)
    told = features[owner]
    told[np.array(owner) < 0] = 0
    columns = {"ids": ids, "case": case, "first": first, "last": last}
    return {"features": told} | {name: np.array(column, np.int64) for name, column in columns.items()}


class Tagger:
    """The attribution graph with its labels and the shared table of piece vectors."""

    def __init__(self, folder: Path) -> None:
        self._session = session(folder / "attribution.onnx")
        labels: dict[str, Any] = json.loads((folder / "attribution.json").read_text(encoding="utf-8"))
        self.name: str = labels["name"]
        self._features = Features(labels)
        self._chain = Chain(*(np.array(labels["chain"][k], np.float64) for k in ("step", "start", "end")))
        with np.load(folder / "embeddings.npz") as arrays:
            self._table, self._scale = arrays["table"], arrays["scale"]
        self._pieces = Pieces(folder / "tokenizer.json")

    def read(self, parse: Parse) -> Attribution:
        """Tags and probabilities for every word."""
        scores = self._scores(parse)
        tags, sure = [], []
        for first, end in blocks_of(parse):
            best = self._chain.best(scores[first:end])
            likely = self._chain.marginals(scores[first:end])
            tags += [TAGS[k] for k in best]
            sure += [round(float(p[k]), 3) for p, k in zip(likely, best, strict=True)]
        return Attribution(tag=tuple(tags), sure=tuple(sure), model=self.name)

    def _scores(self, parse: Parse) -> NDArray[np.float64]:
        words = [parse.word(i) for i in range(len(parse))]
        features = self._features.of(parse)
        out = np.zeros((len(words), len(TAGS)))
        for w in windows_of(blocks_of(parse), [len(self._pieces.of(x)) for x in words]):
            arrays = window_arrays(w, words, features, self._pieces)
            ids = arrays.pop("ids")
            arrays["n_pieces"] = np.array(len(ids))
            arrays["vectors"] = self._table[ids].astype(np.float32) * self._scale[ids][:, None]
            found = self._session.run(None, {k: v[None] for k, v in arrays.items()})[0][0]
            skip = w.first - w.runs[0][0]
            out[w.first : w.end] = found[skip : skip + w.end - w.first]
        return out


@cache
def shipped_tagger() -> Tagger | None:
    """The tagger inside the package, loaded once a process; none where its weights were left out."""
    with as_file(files("dateline") / "models") as folder:
        return Tagger(folder) if (folder / "attribution.onnx").exists() else None


def attributed(parse: Parse) -> Attribution | None:
    """The attribution layer of a parse; None where the optional weights are not there."""
    tagger = shipped_tagger()
    return tagger.read(parse) if tagger else None
