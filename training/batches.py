"""Passages as arrays."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import numpy as np
import torch

from dateline.reading.parse.entities import TAGS
from dateline.reading.parse.pieces import Pieces, case_class
from training.data import FEATURES, UPOS, Sentence

MAX_PIECES = 300


def label_maps(train: list[Sentence]) -> dict[str, Any]:
    """Index lists for every layer; item 0 of features means absent, of scripts means 'the word itself'."""
    scripts = Counter(s for x in train for s in x.scripts or [])
    values = {a: sorted({f[a] for s in train for f in s.feats or [] if a in f}) for a in FEATURES}
    return {
        "upos": UPOS,
        "rels": sorted({r for s in train for r in s.rels or []}),
        "features": {a: ["", *v] for a, v in values.items()},
        "scripts": ["0|"] + [s for s, n in scripts.most_common() if n >= 4 and s != "0|"],
        "tags": list(TAGS),
    }


def inputs(passages: list[Sentence], pieces: Pieces) -> dict[str, np.ndarray]:
    """The arrays the network takes, padded to the longest passage of the batch."""
    rows = [[pieces.of(w) for w in s.words] for s in passages]
    lengths = [2 + sum(map(len, r)) for r in rows]
    n, words = len(rows), max(len(r) for r in rows)
    b = {k: np.zeros((n, max(lengths)), np.int64) for k in ("ids", "case")}
    b |= {k: np.zeros((n, words), np.int64) for k in ("first", "last")}
    for i, (s, row) in enumerate(zip(passages, rows, strict=True)):
        at = 1
        b["ids"][i, 0] = pieces.cls
        for j, ids in enumerate(row):
            b["ids"][i, at : at + len(ids)] = ids
            b["case"][i, at : at + len(ids)] = case_class(s.words[j])
            b["first"][i, j], b["last"][i, j] = at, at + len(ids) - 1
            at += len(ids)
        b["ids"][i, at] = pieces.sep
    return b | {"n_pieces": np.array(lengths), "n_words": np.array([len(r) for r in rows])}


def collate(passages: list[Sentence], maps: dict[str, Any], pieces: Pieces) -> dict[str, torch.Tensor]:
    """Inputs and gold; -100 (or no allowed tag, or start -1) where a layer is not annotated."""
    b = inputs(passages, pieces)
    n, words = b["first"].shape
    gold = {k: np.full((n, words), -100, np.int64) for k in ("upos", "head", "rel", "scripts")}
    gold |= {"allowed": np.zeros((n, words), np.int64), "starts": np.full((n, words), -1, np.int64)}
    gold["feats"] = np.full((n, words, len(FEATURES)), -100, np.int64)
    apart = np.zeros((n, words, words + 1), np.float32)
    at = {k: {v: i for i, v in enumerate(maps[k])} for k in ("upos", "rels", "scripts")}
    values = [{v: i for i, v in enumerate(maps["features"][a])} for a in FEATURES]
    for i, s in enumerate(passages):
        w = len(s.words)
        if s.heads and s.upos and s.rels and s.feats and s.scripts:
            gold["upos"][i, :w] = [at["upos"][u] for u in s.upos]
            gold["head"][i, :w] = s.heads
            gold["rel"][i, :w] = [at["rels"].get(r, at["rels"].get(r.split(":")[0], 0)) for r in s.rels]
            gold["scripts"][i, :w] = [at["scripts"].get(x, -100) for x in s.scripts]
            gold["feats"][i, :w] = [[v.get(f.get(a, ""), 0) for a, v in zip(FEATURES, values, strict=True)] for f in s.feats]
        if s.allowed:
            gold["allowed"][i, :w] = s.allowed
        if s.starts:
            gold["starts"][i, :w] = s.starts
            sentence = np.cumsum(s.starts)
            apart[i, :w, 1 : w + 1] = (sentence[:, None] != sentence[None]) * -1e4
    return {k: torch.from_numpy(v) for k, v in (b | gold | {"apart": apart}).items()}


def batches(passages: list[Sentence], pieces: Pieces, size: int, rng: random.Random | None = None) -> list[list[Sentence]]:
    """Length-bucketed batches of about `size` pieces: almost no padding."""
    length = {id(s): pieces.count(s.words) for s in passages}
    noisy = (lambda s: length[id(s)] * (1 + 0.15 * rng.random())) if rng else (lambda s: length[id(s)])
    out: list[list[Sentence]] = []
    current: list[Sentence] = []
    longest = 0
    for s in sorted(passages, key=noisy):
        longest = max(longest, length[id(s)])
        if current and longest * (len(current) + 1) > size:
            out.append(current)
            current, longest = [], length[id(s)]
        current.append(s)
    out.append(current)
    if rng:
        rng.shuffle(out)
    return out
