"""The one module that knows the model: words in, columns out, through onnxruntime.

Integer weights with fixed activation ranges: a sentence's numbers cannot depend on its neighbours in a batch,
so the same text gives the same parse in any batch and order.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from dateline.reading.parse.decode import heads_of
from dateline.reading.parse.lemma import lemma_of
from dateline.reading.parse.pieces import Pieces, case_class

BATCH_PIECES = 600  # measured: smaller and larger batches are slower on one thread
MAX_WORDS = 180  # longer sentences are parsed in runs of this length: 512 places, and cost grows with the square


class Analysis(NamedTuple):
    """One sentence: heads count from 1, 0 is the root."""

    upos: list[str]
    feats: list[str]
    lemma: list[str]
    head: list[int]
    rel: list[str]
    entity: list[str]


class Model:
    """An ONNX graph with its labels."""

    def __init__(self, folder: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(str(folder / "reader.onnx"), options, providers=["CPUExecutionProvider"])
        labels: dict[str, Any] = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
        self.name: str = labels["name"]
        self._labels = labels
        self._features = list(labels["features"].items())
        with np.load(folder / "reader-relations.npz") as arrays:
            self._weight, self._bias = arrays["weight"], arrays["bias"]
        self._pieces = Pieces(folder / "tokenizer.json")

    def analyse(self, sentences: Sequence[list[str]]) -> list[Analysis]:
        """Every sentence's analysis, in the order given."""
        out: list[Analysis | None] = [None] * len(sentences)
        for group in self._batches(sentences):
            chunk = [sentences[k] for k in group]
            arrays = self._session.run(None, self._inputs(chunk))
            for row, k in enumerate(group):
                out[k] = self._read(sentences[k], [a[row] for a in arrays])
        return [a for a in out if a is not None]

    def _batches(self, sentences: Sequence[list[str]]) -> list[list[int]]:
        """Sentences of like length together, about `BATCH_PIECES` pieces at a time."""
        length = [self._pieces.count(s) for s in sentences]
        out: list[list[int]] = []
        for k in sorted((k for k in range(len(sentences)) if sentences[k]), key=lambda k: (length[k], k)):
            if out and length[k] * (len(out[-1]) + 1) <= BATCH_PIECES:
                out[-1].append(k)
            else:
                out.append([k])
        return out

    def _inputs(self, sentences: Sequence[list[str]]) -> dict[str, NDArray[np.int64]]:
        rows = [[self._pieces.of(w) for w in s] for s in sentences]
        lengths = [2 + sum(map(len, r)) for r in rows]
        n, words = len(rows), max(len(r) for r in rows)
        ids, case = (np.zeros((n, max(lengths)), np.int64) for _ in range(2))
        first, last = (np.zeros((n, words), np.int64) for _ in range(2))
        for i, (sentence, row) in enumerate(zip(sentences, rows, strict=True)):
            at = 1
            ids[i, 0] = self._pieces.cls
            for j, (word, pieces) in enumerate(zip(sentence, row, strict=True)):
                until = at + len(pieces)
                ids[i, at:until] = pieces
                case[i, at:until] = case_class(word)
                first[i, j], last[i, j] = at, until - 1
                at = until
            ids[i, at] = self._pieces.sep
        counts = np.array([len(r) for r in rows], np.int64)
        return {
            "ids": ids,
            "case": case,
            "first": first,
            "last": last,
            "n_pieces": np.array(lengths, np.int64),
            "n_words": counts,
        }

    def _read(self, words: list[str], arrays: list[Any]) -> Analysis:
        arc, dep, head_vectors, upos, feats, scripts, tags = arrays
        n, labels = len(words), self._labels
        head = heads_of(arc[:n, : n + 1])
        d, h = dep[:n], head_vectors[head]
        rel = (np.concatenate([d * h, d, h], -1) @ self._weight + self._bias).argmax(-1)
        tags_of_words = [labels["upos"][u] for u in upos[:n]]
        lemma = [lemma_of(w, u, labels["scripts"][s]) for w, u, s in zip(words, tags_of_words, scripts[:n], strict=True)]
        return Analysis(
            upos=tags_of_words,
            feats=[self._written(f) for f in feats[:n]],
            lemma=lemma,
            head=head,
            rel=[labels["rels"][r] for r in rel],
            entity=[labels["tags"][t] for t in tags[:n]],
        )

    def _written(self, values: NDArray[np.int64]) -> str:
        pairs = zip(self._features, values, strict=True)
        return "|".join(f"{name}={options[v]}" for (name, options), v in pairs if v)


@cache
def shipped_model() -> Model:
    """The model inside the package, loaded once a process."""
    with as_file(files("dateline") / "models") as folder:
        return Model(folder)
