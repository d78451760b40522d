"""Train the reader from open data.

    python -m training.train --data CORPORA/nlp --encoder FOLDER --out RUN [--epochs 4] [--layers 6]

FOLDER holds model.safetensors and tokenizer.json of all-MiniLM-L6-v2 (Apache-2.0). Seeds are pinned; a run that
is stopped goes on from its last checkpoint when the same command is given again. CPU is enough.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import random
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch

from dateline.reading.parse.decode import entity_spans, heads_of
from dateline.reading.parse.pieces import Pieces, case_class
from training.data import ENTITY_TAGS, FEATURES, UPOS, Sentence, headline_style, load
from training.network import Encoder, Reader, Sizes

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
        "tags": ENTITY_TAGS,
    }


def inputs(sentences: list[Sentence], pieces: Pieces) -> dict[str, np.ndarray]:
    """The arrays the graph takes, padded to the longest sentence of the batch."""
    rows = [[pieces.of(w) for w in s.words] for s in sentences]
    lengths = [2 + sum(map(len, r)) for r in rows]
    n, words = len(rows), max(len(r) for r in rows)
    b = {k: np.zeros((n, max(lengths)), np.int64) for k in ("ids", "case")}
    b |= {k: np.zeros((n, words), np.int64) for k in ("first", "last")}
    for i, (s, row) in enumerate(zip(sentences, rows, strict=True)):
        at = 1
        b["ids"][i, 0] = pieces.cls
        for j, ids in enumerate(row):
            b["ids"][i, at : at + len(ids)] = ids
            b["case"][i, at : at + len(ids)] = case_class(s.words[j])
            b["first"][i, j], b["last"][i, j] = at, at + len(ids) - 1
            at += len(ids)
        b["ids"][i, at] = pieces.sep
    return b | {"n_pieces": np.array(lengths), "n_words": np.array([len(r) for r in rows])}


def collate(sentences: list[Sentence], maps: dict[str, Any], pieces: Pieces) -> dict[str, torch.Tensor]:
    b = inputs(sentences, pieces)
    shape = b["first"].shape
    gold = {k: np.full(shape, -100, np.int64) for k in ("upos", "head", "rel", "tags", "scripts")}
    gold["feats"] = np.full((*shape, len(FEATURES)), -100, np.int64)
    at = {k: {v: i for i, v in enumerate(maps[k])} for k in ("upos", "rels", "scripts", "tags")}
    values = [{v: i for i, v in enumerate(maps["features"][a])} for a in FEATURES]
    for i, s in enumerate(sentences):
        w = len(s.words)
        if s.heads and s.upos and s.rels and s.feats and s.scripts:
            gold["upos"][i, :w] = [at["upos"][u] for u in s.upos]
            gold["head"][i, :w] = s.heads
            gold["rel"][i, :w] = [at["rels"].get(r, at["rels"].get(r.split(":")[0], 0)) for r in s.rels]
            gold["scripts"][i, :w] = [at["scripts"].get(x, -100) for x in s.scripts]
            gold["feats"][i, :w] = [[v.get(f.get(a, ""), 0) for a, v in zip(FEATURES, values, strict=True)] for f in s.feats]
        if s.tags:
            gold["tags"][i, :w] = [at["tags"][t] for t in s.tags]
    return {k: torch.from_numpy(v) for k, v in (b | gold).items()}


def batches(sentences: list[Sentence], pieces: Pieces, size: int, rng: random.Random | None = None) -> list[list[Sentence]]:
    """Length-bucketed batches of about `size` pieces: almost no padding."""
    length = {id(s): pieces.count(s.words) for s in sentences}
    noisy = (lambda s: length[id(s)] * (1 + 0.15 * rng.random())) if rng else (lambda s: length[id(s)])
    out: list[list[Sentence]] = []
    current: list[Sentence] = []
    longest = 0
    for s in sorted(sentences, key=noisy):
        longest = max(longest, length[id(s)])
        if current and longest * (len(current) + 1) > size:
            out.append(current)
            current, longest = [], length[id(s)]
        current.append(s)
    out.append(current)
    if rng:
        rng.shuffle(out)
    return out


@torch.no_grad()
def predictions(model: Reader, sentences: list[Sentence], maps: dict[str, Any], pieces: Pieces) -> Iterator[tuple[Any, ...]]:
    model.eval()
    for group in batches(sentences, pieces, 1500):
        b = collate(group, maps, pieces)
        arc, dep, head, upos, _, scripts, tags = model(b["ids"], b["case"], b["first"], b["last"], b["n_pieces"], b["n_words"])
        for i, s in enumerate(group):
            n = len(s.words)
            heads = heads_of(arc[i, :n, : n + 1].numpy())
            rel = model.relations(dep[i, :n], head[i, torch.tensor(heads)]).argmax(-1)
            layers = (("upos", upos), ("scripts", scripts), ("tags", tags))
            best = {name: [maps[name][x] for x in logits[i, :n].argmax(-1)] for name, logits in layers}
            yield s, heads, [maps["rels"][r] for r in rel], best["upos"], best["scripts"], best["tags"]


def evaluate(model: Reader, sentences: list[Sentence], maps: dict[str, Any], pieces: Pieces) -> dict[str, float]:
    """Percentages with gold words: UPOS, UAS, LAS, lemma scripts; F1 of subjects, objects and names."""
    c: Counter[str] = Counter()
    for s, heads, rels, upos, scripts, tags in predictions(model, sentences, maps, pieces):
        if s.heads:
            for i in range(len(s.words)):
                right = heads[i] == s.heads[i]
                c.update(
                    n=1,
                    uas=right,
                    las=right and rels[i] == s.rels[i],
                    upos=upos[i] == s.upos[i],
                    lemma=scripts[i] == s.scripts[i],
                )
                for kind, names in (("subj", ("nsubj", "nsubj:pass")), ("obj", ("obj",))):
                    p, g = rels[i] in names, s.rels[i] in names
                    c.update({kind + "+": p and g and right, kind + "n": p + g})
        if s.tags:
            p, g = set(entity_spans(tags)), set(entity_spans(s.tags))
            c.update({"names+": len(p & g), "namesn": len(p) + len(g)})
    out = {k: round(100 * c[k] / c["n"], 2) for k in ("upos", "uas", "las", "lemma") if c["n"]}
    return out | {k: round(200 * c[k + "+"] / c[k + "n"], 2) for k in ("subj", "obj", "names") if c[k + "n"]}


def parameter_groups(model: Reader, lr: float, head_lr: float, decay: float) -> list[dict[str, Any]]:
    """Layer-wise learning rates: the deeper into the encoder, the smaller."""
    n, out = len(model.encoder.layers), []
    for name, p in model.named_parameters():
        if not name.startswith("encoder.") or name.startswith(("encoder.case", "encoder.mix")):
            rate = head_lr
        elif name.startswith("encoder.layers."):
            rate = lr * decay ** (n - 1 - int(name.split(".")[2]))
        else:
            rate = lr * decay**n
        out.append({"params": [p], "lr": rate, "base": rate, "weight_decay": 0.0 if p.ndim < 2 else 0.01})
    return out


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--data", "--encoder", "--out"):
        ap.add_argument(name, required=True, type=pathlib.Path)
    ap.add_argument("--epochs", type=float, default=4)
    ap.add_argument("--layers", type=int, default=6)
    ap.add_argument("--seed", type=int, default=7)
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--pieces", type=int, default=900, help="word pieces in a batch")
    a = ap.parse_args()
    torch.manual_seed(a.seed)
    torch.set_num_threads(a.threads)
    train, dev = load(a.data)
    train += headline_style(train, random.Random(a.seed), 0.1)
    pieces = Pieces(a.encoder / "tokenizer.json")
    train = [s for s in train if pieces.count(s.words) <= MAX_PIECES]
    maps = label_maps(train)
    features = tuple(len(maps["features"][f]) for f in FEATURES)
    sizes = Sizes(a.layers, len(maps["rels"]), features, len(maps["scripts"]))
    model = Reader(Encoder(a.encoder, a.layers), sizes)
    optimizer = torch.optim.AdamW(parameter_groups(model, 4e-4, 2e-3, 0.85), betas=(0.9, 0.98))
    a.out.mkdir(parents=True, exist_ok=True)
    saved = a.out / "checkpoint.pt"
    step, epoch = 0, 0
    if saved.exists():
        state = torch.load(saved, weights_only=False)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        step, epoch = state["step"], state["epoch"]
    steps = int(len(batches(train, pieces, a.pieces, random.Random(0))) * a.epochs)
    print(
        f"{len(train)} sentences, {sum(len(s.words) for s in train)} words, {steps} steps, {len(maps['scripts'])} scripts",
        flush=True,
    )
    began, seen = time.process_time(), Counter[str]()
    while step < steps:
        for group in batches(train, pieces, a.pieces, random.Random(a.seed + epoch)):
            if step >= steps:
                break
            for g in optimizer.param_groups:
                g["lr"] = g["base"] * min(1, step / (0.06 * steps + 1)) * (1 - step / steps)
            model.train()
            loss, parts = model.loss(collate(group, maps, pieces))
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            step += 1
            seen.update({k: float(v.detach()) for k, v in parts.items()})
            if step % 100 == 0:
                print(
                    f"{step}/{steps} cpu {time.process_time() - began:.0f}s",
                    {k: round(v / 100, 3) for k, v in seen.items()},
                    flush=True,
                )
                seen.clear()
        epoch += 1
        torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step, "epoch": epoch}, saved)
        every = 1 if step >= steps else 8
        result = {k: evaluate(model, v[::every], maps, pieces) for k, v in dev.items()}
        print(json.dumps({"step": step, "epoch": epoch, "dev": result}), flush=True)
        (a.out / "result.json").write_text(json.dumps({"dev": result, "epochs": a.epochs, "layers": a.layers, "seed": a.seed}))
        torch.save({"model": model.state_dict(), "maps": maps, "sizes": sizes}, a.out / "model.pt")


if __name__ == "__main__":
    main()
