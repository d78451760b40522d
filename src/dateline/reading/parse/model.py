"""The one module that knows the model: words in, columns out, through onnxruntime.

A passage is padded to the next multiple of `STEP` pieces and shares a batch only with passages of that same length, and
activations have fixed ranges: its numbers cannot depend on its neighbours, so the same text gives the same parse in any
batch and order. The lower layers are read once; the fast path asks the early heads above them, the accurate path the
upper layers and the late heads.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from dateline.reading.parse.decode import heads_of
from dateline.reading.parse.entities import Named, spans_of
from dateline.reading.parse.lemma import lemma_of, tense_of
from dateline.reading.parse.pieces import Pieces, case_class
from dateline.reading.parse.repair import Draft, repair

STEP = 8  # passages are padded to a multiple of so many pieces
BATCH_PIECES = 600  # measured: smaller and larger batches are slower on one thread
STARTS = -1.0  # from this score on a word begins a sentence; measured: a missed border costs more than one too many
MAX_WORDS = 180  # longer passages are not read at once: 512 places, and cost grows with the square

Speed = Literal["accurate", "fast"]
Arrays = dict[str, NDArray[Any]]


class Passage(NamedTuple):
    """Words read together. `starts`: the words that begin a sentence, where that is known; else the model finds them."""

    words: list[str]
    starts: tuple[int, ...] | None = None


class Analysis(NamedTuple):
    """One passage: heads count from 1, 0 is the root of a sentence; `starts` are the first words of its sentences."""

    upos: list[str]
    feats: list[str]
    lemma: list[str]
    head: list[int]
    rel: list[str]
    names: list[Named]
    starts: tuple[int, ...]


class Answers(NamedTuple):
    """What the graphs say of one passage: heads, indices of labels, scores of tags, the first words of sentences."""

    tree: list[int]
    rel: NDArray[np.int64]
    upos: NDArray[np.int64]
    feats: NDArray[np.int64]
    scripts: NDArray[np.int64]
    tags: NDArray[np.float32]
    starts: tuple[int, ...]


def session(path: Path, threads: int = 1) -> onnxruntime.InferenceSession:
    """A graph. More threads give the same numbers sooner; a second process gives more of them."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


class Model:
    """The reader's graphs with their labels."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        labels: dict[str, Any] = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
        self.name: str = labels["name"]
        self._labels = labels
        self._features = [[f"{name}={v}" if v else "" for v in options] for name, options in labels["features"].items()]
        self._written: dict[bytes, str] = {}
        self._folder, self._threads = folder, threads
        self._graphs: dict[str, onnxruntime.InferenceSession] = {}
        with np.load(folder / "embeddings.npz") as arrays:
            self._table, self._scale = arrays["table"], arrays["scale"]
        self.pieces = Pieces(folder / "tokenizer.json")

    def analyse(self, passages: Sequence[Passage], speed: Speed = "accurate") -> list[Analysis]:
        """Every passage's analysis, in the order given. A passage holds at least one word and at most `MAX_WORDS`."""
        out: list[Analysis | None] = [None] * len(passages)
        for length, group in self._batches(passages):
            arrays = self._inputs([passages[k].words for k in group], length)
            answers = self._answers([passages[k] for k in group], arrays, "early" if speed == "fast" else "upper")
            for k, a in zip(group, answers, strict=True):
                out[k] = self._read(passages[k], a)
        return [a for a in out if a is not None]

    def _batches(self, passages: Sequence[Passage]) -> list[tuple[int, list[int]]]:
        """Passages of one padded length together, about `BATCH_PIECES` pieces at a time, each batch with its length."""
        out: list[tuple[int, list[int]]] = []
        padded = [-(-self.pieces.count(p.words) // STEP) * STEP for p in passages]
        for k in sorted(range(len(passages)), key=lambda k: (padded[k], k)):
            if out and out[-1][0] == padded[k] and padded[k] * (len(out[-1][1]) + 1) <= BATCH_PIECES:
                out[-1][1].append(k)
            else:
                out.append((padded[k], [k]))
        return out

    def _inputs(self, passages: Sequence[list[str]], length: int) -> Arrays:
        ids, case, first, last = (np.zeros((len(passages), length), np.int64) for _ in range(4))
        n_pieces, n_words = (np.zeros(len(passages), np.int64) for _ in range(2))
        for i, words in enumerate(passages):
            pieces = self.pieces.of_all(words)
            counts = np.fromiter(map(len, pieces), np.int64, len(pieces))
            ends, n = 1 + counts.cumsum(), len(words)
            total = int(ends[-1])
            ids[i, 0], ids[i, total] = self.pieces.cls, self.pieces.sep
            ids[i, 1:total] = [p for of_word in pieces for p in of_word]
            case[i, 1:total] = np.repeat(np.fromiter(map(case_class, words), np.int64, n), counts)
            first[i, :n], last[i, :n] = ends - counts, ends - 1
            n_pieces[i], n_words[i] = total + 1, n
        vectors = self._table[ids].astype(np.float32) * self._scale[ids][..., None]
        return {"vectors": vectors, "case": case, "first": first, "last": last, "n_pieces": n_pieces, "n_words": n_words}

    def _answers(self, passages: Sequence[Passage], arrays: Arrays, graph: str) -> Iterator[Answers]:
        """What the graphs say of each passage of a batch: its trees first, the relations in them after."""
        (states,) = self._ask("lower", {k: arrays[k] for k in ("vectors", "case", "n_pieces")})
        given = {k: arrays[k] for k in ("first", "last", "n_pieces", "n_words")} | {"states": states}
        arc, dep, head, *tagged, starting = self._ask(graph, given)
        starts = [p.starts or _starts(starting[i, : len(p.words)]) for i, p in enumerate(passages)]
        trees = [_tree(arc[i, : len(p.words)], s) for i, (p, s) in enumerate(zip(passages, starts, strict=True))]
        deps = np.concatenate([dep[i, : len(t)] for i, t in enumerate(trees)])
        heads = np.concatenate([head[i, t] for i, t in enumerate(trees)])
        (rel,) = self._ask(f"{graph}-relations", {"dep": deps, "head": heads})
        at = 0
        for i, (t, s) in enumerate(zip(trees, starts, strict=True)):
            upos, feats, scripts, tags = (a[i, : len(t)] for a in tagged)
            yield Answers(t, rel[at : at + len(t)], upos, feats, scripts, tags, s)
            at += len(t)

    def _ask(self, graph: str, given: Arrays) -> list[NDArray[Any]]:
        """A graph is loaded when it is first asked."""
        if graph not in self._graphs:
            self._graphs[graph] = session(self._folder / f"reader-{graph}.onnx", self._threads)
        answers: list[NDArray[Any]] = self._graphs[graph].run(None, given)
        return answers

    def _read(self, passage: Passage, a: Answers) -> Analysis:
        words, labels = passage.words, self._labels
        upos, rel = [labels["upos"][u] for u in a.upos], [labels["rels"][r] for r in a.rel]
        names = spans_of(a.tags, a.starts)
        repair(Draft(words, upos, a.tree, rel, {i for n in names for i in range(n.first, n.end)}))
        lemma = [lemma_of(w, u, labels["scripts"][s]) for w, u, s in zip(words, upos, a.scripts, strict=True)]
        return Analysis(
            upos=upos,
            feats=[_in_tense(w, n, u, self._features_of(f)) for w, n, u, f in zip(words, lemma, upos, a.feats, strict=True)],
            lemma=lemma,
            head=a.tree,
            rel=rel,
            names=names,
            starts=a.starts,
        )

    def _features_of(self, values: NDArray[np.int64]) -> str:
        key = values.tobytes()
        if key not in self._written:
            found = (options[v] for options, v in zip(self._features, values, strict=True))
            self._written[key] = "|".join(f for f in found if f)
        return self._written[key]


def _in_tense(word: str, lemma: str, upos: str, feats: str) -> str:
    """The features, with the tense that the form of a finite verb leaves no doubt about."""
    if upos != "VERB" or "VerbForm=Fin" not in feats or "Tense=" not in feats:
        return feats
    tense = tense_of(word, lemma)
    return re.sub(r"Tense=(?:Past|Pres)\b", f"Tense={tense}", feats) if tense else feats


def _starts(scores: NDArray[np.float32]) -> tuple[int, ...]:
    return (0, *(i for i in np.flatnonzero(scores > STARTS).tolist() if i))


def _tree(arc: NDArray[np.float32], starts: Sequence[int]) -> list[int]:
    """Heads of a passage's words, a tree for each sentence."""
    out: list[int] = []
    for first, end in zip(starts, (*starts[1:], len(arc)), strict=True):
        inner = np.concatenate([arc[first:end, :1], arc[first:end, first + 1 : end + 1]], 1)
        out += [h + first if h else 0 for h in heads_of(inner)]
    return out


@cache
def shipped_model(threads: int = 1) -> Model:
    """The model inside the package, loaded once a process and number of threads."""
    with as_file(files("dateline") / "models") as folder:
        return Model(folder, threads)
