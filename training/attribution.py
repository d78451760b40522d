"""Train the optional attribution layer (source, cue, content) from PolNeAR's training part.

    python -m training.attribution --data CORPORA/attribution --encoder FOLDER --out RUN [--share 1.0]

FOLDER holds model.safetensors and tokenizer.json of all-MiniLM-L6-v2 (Apache-2.0). Three of its layers over the frozen
table of piece vectors, the features of attribution_features added to them, and a linear chain over the tags of a block.
Seeds are pinned; a run that is stopped goes on from its last checkpoint. One CPU core trains it in about an hour.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import random
import time
import tomllib
from collections import Counter
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from dateline.reading.parse.attribution import TAGS, Window
from dateline.reading.parse.attribution_features import Features
from dateline.reading.parse.chain import Chain
from dateline.reading.parse.pieces import Pieces
from training.attribution_data import Document, Names, arrays, documents, labels, parses, read_rows
from training.network import Encoder
from training.runs import Descent

CONFIG = pathlib.Path(__file__).parent / "attribution.toml"
SAVE_EVERY = 200  # steps
NEVER = -1e4
Item = tuple[Document, Window]


class CRF(nn.Module):
    """Linear-chain scores; an I follows only its own role."""

    def __init__(self) -> None:
        super().__init__()
        n = len(TAGS)
        self.step, self.start, self.end = (nn.Parameter(torch.zeros(s)) for s in ((n, n), (n,), (n,)))
        inside = [t[0] == "I" for t in TAGS]
        follows = [[not inside[b] or a[2:] == TAGS[b][2:] for b in range(n)] for a in TAGS]
        self.register_buffer("no_step", torch.tensor(follows).logical_not() * NEVER, persistent=False)
        self.register_buffer("no_start", torch.tensor(inside) * NEVER, persistent=False)

    def chain(self) -> tuple[Tensor, Tensor, Tensor]:
        return self.step + self.no_step, self.start + self.no_start, self.end

    def loss(self, scores: Tensor, tags: Tensor, lengths: Tensor) -> Tensor:
        """Minus the log probability of the tags, summed. scores: runs x words x tags; padding last."""
        step, start, end = self.chain()
        places = torch.arange(tags.shape[1])
        within = (places[None] < lengths[:, None]).float()
        last = tags.gather(1, lengths[:, None] - 1).squeeze(1)
        gold = (scores.gather(2, tags[..., None]).squeeze(2) * within).sum(1) + start[tags[:, 0]] + end[last]
        gold = gold + (step[tags[:, :-1], tags[:, 1:]] * within[:, 1:]).sum(1)
        total = start + scores[:, 0]
        for t in range(1, tags.shape[1]):
            longer = torch.logsumexp(total[:, :, None] + step, 1) + scores[:, t]
            total = torch.where(within[:, t, None] > 0, longer, total)
        return (torch.logsumexp(total + end, 1) - gold).sum()


class Attributor(nn.Module):
    """Encoder, features at its input, one linear layer over a word's first and last piece."""

    def __init__(self, folder: pathlib.Path, layers: int, sizes: tuple[int, ...]) -> None:
        super().__init__()
        self.encoder = Encoder(folder, layers)
        self.told = nn.Embedding(sum(sizes), self.encoder.dim)
        nn.init.zeros_(self.told.weight)
        self.register_buffer("offset", torch.tensor([0, *np.cumsum(sizes)[:-1]]), persistent=False)
        self.mix, self.drop = nn.Parameter(torch.zeros(layers)), nn.Dropout(0.2)
        self.out, self.crf = nn.Linear(2 * self.encoder.dim, len(TAGS)), CRF()

    def forward(self, vectors: Tensor, case: Tensor, features: Tensor, first: Tensor, last: Tensor, n_pieces: Tensor) -> Tensor:
        """Scores of tags: batch x words x tags."""
        states = self.encoder(vectors + self.told(features + self.offset).sum(2), case, n_pieces)
        x = sum(w * h for w, h in zip(self.mix.softmax(0), states, strict=True))
        base = torch.arange(first.shape[0])[:, None] * case.shape[1]
        pick = lambda i: x.index_select(0, (i + base).reshape(-1))
        scores = self.out(self.drop(torch.cat([pick(first), pick(last)], 1)))
        return scores.view(*first.shape, len(TAGS))


def padded(rows: list[Any]) -> Tensor:
    return nn.utils.rnn.pad_sequence([torch.from_numpy(r) for r in rows], batch_first=True)


def scored(model: Attributor, group: list[dict[str, Any]]) -> Tensor:
    a = {k: padded([g[k] for g in group]) for k in ("ids", "case", "features", "first", "last")}
    n_pieces = torch.tensor([len(g["ids"]) for g in group])
    return model(model.encoder.vectors(a["ids"]), a["case"], a["features"], a["first"], a["last"], n_pieces)


def loss_of(model: Attributor, group: list[dict[str, Any]]) -> Tensor:
    """The mean over words, every run a chain of its own."""
    scores = scored(model, group)
    runs = [(i, a, b) for i, g in enumerate(group) for a, b in g["runs"]]
    lengths = torch.tensor([b - a for _, a, b in runs])
    chains = nn.utils.rnn.pad_sequence([scores[i, a:b] for i, a, b in runs], batch_first=True)
    tags = padded([group[i]["tags"][a:b] for i, a, b in runs])
    return model.crf.loss(chains, tags, lengths) / lengths.sum()


def spans(tags: list[int]) -> set[tuple[int, int, int]]:
    """Role, first, past the last; a B opens, an I goes on."""
    out, start = set(), -1
    for i, t in enumerate([*tags, 0]):
        if start >= 0 and (t == 0 or t % 2):
            out.add((tags[start], start, i))
            start = -1
        if t % 2:
            start = i
    return out


@torch.no_grad()
def evaluate(model: Attributor, dev: list[Document], pieces: Pieces) -> dict[str, float]:
    """F1 of exact spans of our own words, first annotator."""
    model.eval()
    chain, c = Chain(*(x.double().numpy() for x in model.crf.chain())), Counter[tuple[int, str]]()
    for d in dev:
        for w in d.windows:
            a = arrays(d, w, pieces)
            scores = scored(model, [a])[0].double().numpy()
            for begin, end in a["runs"]:
                p, g = spans(chain.best(scores[begin:end])), spans(a["tags"][begin:end].tolist())
                for role in (1, 3, 5):
                    c.update({(role, k): sum(s[0] == role for s in x) for k, x in (("+", p & g), ("p", p), ("g", g))})
    names = {1: "source", 3: "cue", 5: "content"}
    return {n: round(200 * c[r, "+"] / max(1, c[r, "p"] + c[r, "g"]), 1) for r, n in names.items()}


class Run:
    """One training run: data, model, optimizer, and where it stands."""

    def __init__(self, a: argparse.Namespace, config: dict[str, Any]) -> None:
        self.config = config
        torch.manual_seed(config["seed"])
        self.pieces = Pieces(a.encoder / "tokenizer.json")
        rows = {part: read_rows(a.data, part) for part in ("train", "dev")}
        found = {part: parses(rows[part], a.out / f"{part}.pickle") for part in rows}
        self.labels = labels(a.data, found["train"])
        features = Features(self.labels)
        train = list(documents(rows["train"], found["train"], features, self.pieces))
        self.dev = list(documents(rows["dev"], found["dev"], features, self.pieces))
        self.train = random.Random(config["seed"]).sample(train, int(a.share * len(train)))
        self.names = Names(found["train"])
        self.model = Attributor(a.encoder, config["layers"], features.sizes)
        self.at = Descent(self.model, config, a.out)
        self.steps = len(self._batches(0)) * config["epochs"]

    def _batches(self, number: int) -> list[list[Item]]:
        """Windows of like length together, about `pieces` pieces at a time, in random order."""
        rng, out = random.Random(self.config["seed"] + number), list[list[Item]]()
        size = lambda x: sum(b - a for a, b in x[1].runs) * (1 + 0.1 * rng.random())
        items, longest = [(size((d, w)), d, w) for d in self.train for w in d.windows], 0.0
        for words, d, w in sorted(items, key=lambda x: x[0]):
            longest = max(longest, words * 1.25)  # pieces a word
            if out and longest * (len(out[-1]) + 1) <= self.config["pieces"]:
                out[-1].append((d, w))
            else:
                out.append([(d, w)])
                longest = words * 1.25
        rng.shuffle(out)
        return out

    def go(self) -> None:
        self.at.resume()
        print(f"{len(self.train)} articles, {sum(len(d.tags) for d in self.train)} words, {self.steps} steps", flush=True)
        while self.at.epoch < self.config["epochs"]:
            self._epoch()
            self.at.end_epoch()
            self._save()
            dev = self.dev if self.at.epoch >= self.config["epochs"] else self.dev[::3]
            result = {"step": self.at.step, "epoch": self.at.epoch, "dev": evaluate(self.model, dev, self.pieces)}
            print(json.dumps(result), flush=True)
            (self.at.out / "result.json").write_text(json.dumps(result | {"config": self.config}))

    def _epoch(self) -> None:
        began, seen = time.process_time(), 0.0
        for group in self._batches(self.at.epoch)[self.at.within :]:
            seen += self._step(group)
            if self.at.step % 50 == 0:
                print(f"{self.at.step}/{self.steps} cpu {time.process_time() - began:.0f}s loss {seen / 50:.4f}", flush=True)
                seen = 0.0
            if self.at.step % SAVE_EVERY == 0:
                self._save()

    def _step(self, group: list[Item]) -> float:
        self.at.to_train(self.steps)
        loss = loss_of(self.model, [self._noisy(*item) for item in group])
        self.at.descend(loss)
        return float(loss.detach())

    def _noisy(self, d: Document, w: Window) -> dict[str, Any]:
        rng = random.Random(f"{self.config['seed']} {self.at.epoch} {d.row['doc']} {w.first}")
        a = arrays(d, w, self.pieces, self.names if rng.random() < self.config["swapped"] else None, rng)
        left_out = [rng.random() < self.config["untold"] for _ in range(a["features"].shape[1])]
        a["features"] = np.where(left_out, 0, a["features"])
        return a

    def _save(self) -> None:
        self.at.save(labels=self.labels, layers=self.config["layers"])


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--data", "--encoder", "--out"):
        ap.add_argument(name, required=True, type=pathlib.Path)
    ap.add_argument("--config", type=pathlib.Path, default=CONFIG)
    ap.add_argument("--share", type=float, default=1.0, help="of the training articles, for a trial")
    a = ap.parse_args()
    torch.set_num_threads(1)
    a.out.mkdir(parents=True, exist_ok=True)
    Run(a, tomllib.loads(a.config.read_text(encoding="utf-8"))).go()


if __name__ == "__main__":
    main()
