"""Train the reader from open data.

    python -m training.train --data CORPORA --encoder FOLDER --out RUN [--config training/reader.toml] [--threads 1]

CORPORA holds nlp/ (trees and names) and actors/ (lists of names); FOLDER holds model.safetensors and tokenizer.json of
all-MiniLM-L6-v2 (Apache-2.0). Seeds are pinned; a run that is stopped goes on from its last checkpoint when the same
command is given again. CPU is enough.
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

import torch

from dateline.reading.parse.pieces import Pieces
from training.batches import MAX_PIECES, batches, collate, label_maps
from training.data import FEATURES, Sentence, load
from training.evaluate import evaluate, starts
from training.lists import cities, persons
from training.network import Encoder, Reader, Sizes
from training.passages import epoch, headline_style
from training.runs import Descent

CONFIG = pathlib.Path(__file__).parent / "reader.toml"
SAVE_EVERY = 400  # steps


class Run:
    """One training run: data, model, optimizer, and where it stands."""

    def __init__(self, a: argparse.Namespace, config: dict[str, Any]) -> None:
        self.config = config
        torch.manual_seed(config["seed"])
        mixture = config["mixture"]
        train, self.dev = load(a.data / "nlp", mixture["own"], mixture["politics"])
        train += headline_style(train, random.Random(config["seed"]), mixture["headline"])
        self.pieces = Pieces(a.encoder / "tokenizer.json")
        self.train = [s for s in train if self.pieces.count(s.words) <= MAX_PIECES]
        self.persons, self.cities = persons(a.data / "actors"), cities(a.data / "actors")
        self.maps = label_maps(self.train)
        features = tuple(len(self.maps["features"][f]) for f in FEATURES)
        self.sizes = Sizes(config["layers"], config["early"], len(self.maps["rels"]), features, len(self.maps["scripts"]))
        self.model = Reader(Encoder(a.encoder, config["layers"]), self.sizes)
        self.at = Descent(self.model, config, a.out)
        self.steps = len(self._batches(0)) * config["epochs"]

    def _batches(self, number: int) -> list[list[Sentence]]:
        rng, m = random.Random(self.config["seed"] + number), self.config["mixture"]
        passages = epoch(self.train, rng, m["joined"], m["swapped"], self.persons, self.cities)
        return batches(passages, self.pieces, self.config["pieces"], rng)

    def go(self) -> None:
        self.at.resume()
        words = sum(len(s.words) for s in self.train)
        print(f"{len(self.train)} sentences, {words} words, {self.steps} steps, from {self.at.step}", flush=True)
        while self.at.epoch < self.config["epochs"]:
            self._epoch()
            self.at.end_epoch()
            self._save()
            self._judge()

    def _epoch(self) -> None:
        began, seen = time.process_time(), Counter[str]()
        for group in self._batches(self.at.epoch)[self.at.within :]:
            seen.update({k: float(v.detach()) for k, v in self._step(group).items()})
            if self.at.step % 100 == 0:
                print(f"{self.at.step}/{self.steps} cpu {time.process_time() - began:.0f}s", flush=True)
                print({k: round(v / 100, 3) for k, v in seen.items()}, flush=True)
                seen.clear()
            if self.at.step % SAVE_EVERY == 0:
                self._save()

    def _step(self, group: list[Sentence]) -> dict[str, torch.Tensor]:
        self.at.to_train(self.steps)
        loss, parts = self.model.loss(collate(group, self.maps, self.pieces), self.config["weights"])
        self.at.descend(loss)
        return parts

    def _save(self) -> None:
        self.at.save(maps=self.maps, sizes=self.sizes)

    def _judge(self) -> None:
        every = 1 if self.at.epoch >= self.config["epochs"] else 8
        result: dict[str, Any] = {"step": self.at.step, "epoch": self.at.epoch}
        for at in ("early", "late"):
            result[at] = {k: evaluate(self.model, v[::every], self.maps, self.pieces, at) for k, v in self.dev.items()}
            result[at]["starts"] = {k: starts(self.model, self.dev[k], self.maps, self.pieces, at) for k in ("ewt", "gum")}
        print(json.dumps(result), flush=True)
        (self.at.out / "result.json").write_text(json.dumps(result | {"config": self.config}))


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--data", "--encoder", "--out"):
        ap.add_argument(name, required=True, type=pathlib.Path)
    ap.add_argument("--config", type=pathlib.Path, default=CONFIG)
    ap.add_argument("--threads", type=int, default=1)
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    a.out.mkdir(parents=True, exist_ok=True)
    Run(a, tomllib.loads(a.config.read_text(encoding="utf-8"))).go()


if __name__ == "__main__":
    main()
