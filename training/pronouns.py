"""Trains the ranking of antecedents of `he` and `she` and writes its weights into the package.

    python -m training.pronouns --cache FOLDER [--hidden 16] [--write]

Data: GAP development and validation (Webster et al. 2018, Apache-2.0), the freely usable genres of OntoGUM's training part
(CC BY) and Wikinews (CC BY 2.5), whose pronouns are marked by sex alone (`collect_news`). Prints the F1 of GAP's
development part over all marked names, as `bench/resolve.py` counts it, where every text is read with weights learnt from
the other four fifths; --write then trains on everything. It starts from salience alone, not from the weights it replaces:
by salience the examples outside that part are read, by weights learnt from them all are read again, so that what went
before a pronoun in training is like what goes before it in use. One run gives the file and the figure. NumPy alone; a
fixed seed gives the same weights on the same machine.
"""

from __future__ import annotations

import argparse
import json
import lzma
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.corpora import corpora
from bench.resolve import Parses, actors_at, cast_of, gap_score, joined, rows, top
from dateline.foundation.cast import Cast
from dateline.foundation.parsed import Parse
from dateline.foundation.spans import Span
from dateline.reading.actors import pronouns, ranking
from dateline.reading.actors.phrases import Phrase
from dateline.reading.actors.stage import Stage
from dateline.reading.tree import Tree

WEIGHTS = Path(ranking.__file__).parents[2] / "knowledge/lexicon/antecedents.json"
Array = npt.NDArray[np.float64]
Layers = list[tuple[Array, Array]]
Chooser = Callable[[Tree, int, Sequence[ranking.Candidate]], tuple[int, bool]]
FOLDS, ROUNDS, RATE, DECAY, SEEDS = 5, 200, 0.01, 1e-2, 2
GENRES = ("news", "bio", "interview", "speech", "court")  # texts free to be used by anybody: Wikimedia's and public domain


@dataclass
class Example:
    """The candidates for one pronoun; `named` says which of them each marked name is, `gold` which of the names is meant."""

    rows: Array
    named: list[set[int]]
    gold: tuple[bool, ...]


# ---- examples
@contextmanager
def choosing(chooser: Chooser) -> Iterator[None]:
    """The stage decides by this."""
    kept = pronouns.best
    pronouns.best = chooser  # type: ignore[assignment]
    try:
        yield
    finally:
        pronouns.best = kept


def by_salience(tree: Tree, word: int, candidates: Sequence[ranking.Candidate]) -> tuple[int, bool]:
    """What decides before anything is learnt; never sure."""
    return int(np.argmax([c.score for c in candidates])), False


def watched(parse: Parse, chooser: Chooser) -> tuple[Tree, Cast, dict[int, tuple[Array, list[str]]]]:
    """A reading, and the features of every decision by the pronoun's word, with the candidates' ids."""
    seen: dict[int, tuple[Array, list[str]]] = {}

    def noting(tree: Tree, word: int, candidates: Sequence[ranking.Candidate]) -> tuple[int, bool]:
        seen[word] = ranking.features(tree, word, candidates).astype(float), [c.draft.id for c in candidates]
        return chooser(tree, word, candidates)

    with choosing(noting):
        return (*cast_of(parse), seen)


def collect(parses: Parses, part: str, chooser: Chooser) -> list[Example | None]:
    """An example for each text of a part of GAP; None where the pronoun has no candidate."""
    texts = rows("eval-gap", f"gap-{part}")
    out: list[Example | None] = []
    for row, parse in zip(texts, parses.of(f"gap-{part}", [r["text"] for r in texts]), strict=True):
        tree, cast, seen = watched(parse, chooser)
        word = tree.at(row["pron"][1])
        found = seen.get(word if word is not None else -1)
        spans = [Span(row[k][1], row[k][1] + len(row[k][0])) for k in "AB"]
        ids = [actors_at(tree, cast, s) for s in spans]
        out.append(
            Example(found[0], [{n for n, d in enumerate(found[1]) if d in i} for i in ids], (row["A"][2], row["B"][2]))
            if found
            else None
        )
    return out


def collect_chains(parses: Parses, chooser: Chooser) -> list[Example]:
    """An example for each `he` and `she` of OntoGUM's training part whose chain has a candidate before it."""
    texts = [r for r in rows("eval-ontogum", "ontogum-train") if r["genre"] in GENRES]
    made = [joined([w for s in r["sents"] for w in s]) for r in texts]
    out: list[Example] = []
    for row, (_, spans), parse in zip(texts, made, parses.of("ontogum-train", [t for t, _ in made]), strict=True):
        tree, cast, seen = watched(parse, chooser)
        chain = {top(tree, Span(spans[a].start, spans[b - 1].end)): k for k, c in enumerate(row["clusters"]) for a, b in c}
        meant = {(chain[r.head], a) for r in cast.references if r.head in chain and r.form != "pronoun" for a in r.actors}
        for word, (found, ids) in seen.items():
            good = {n for n, d in enumerate(ids) if (chain.get(word), d) in meant}
            if good and len(ids) > 1:
                out.append(Example(found, [good], (True,)))
    return out


def collect_news(parses: Parses, chooser: Chooser) -> list[Example]:
    """Examples of news without marked pronouns: where the sex of all candidates is known and fits one alone, it is they.

    What tells of sex is hidden from such an example, so that it shows where in a report the one meant was spoken of.
    """
    with lzma.open(corpora() / "nlp/wikinews-raw.jsonl.xz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    out: list[Example] = []
    kept = pronouns.persons

    def persons(stage: Stage, phrase: Phrase) -> list[ranking.Candidate]:
        known = {k: (d.sex, d.sex_sure) for k, d in stage.drafts.items()}
        for d in stage.drafts.values():
            d.sex, d.sex_sure = None, False
        found = list(kept(stage, phrase))
        features = ranking.features(stage.tree, phrase.head, found).astype(float) if len(found) > 1 else None
        for k, d in stage.drafts.items():
            d.sex, d.sex_sure = known[k]
        sexes = [c.draft.sex for c in found]
        meant = "m" if phrase.pronoun == "he" else "f"
        if features is not None and sexes.count(meant) == 1 and None not in sexes:
            features[:, -ranking.BY_SEX :] = 0
            out.append(Example(features, [{sexes.index(meant)}], (True,)))
        return list(kept(stage, phrase))

    pronouns.persons = persons  # type: ignore[assignment]
    try:
        for parse in parses.of("wikinews", texts):
            read_with(chooser, parse)
    finally:
        pronouns.persons = kept
    return out


def others(parses: Parses, chooser: Chooser) -> list[Example]:
    """All examples but those of GAP's development part."""
    validation = [e for e in collect(parses, "validation", chooser) if e is not None]
    return [*validation, *collect_chains(parses, chooser), *collect_news(parses, chooser)]


# ---- the network
def fit(examples: list[Example], hidden: int, seed: int = 1) -> Layers:
    """Weights after full-batch Adam steps with dropout on the hidden layer; loss is the likelihood of what is marked."""
    rng = np.random.default_rng(seed)
    x = np.concatenate([e.rows for e in examples])
    group = np.repeat(np.arange(len(examples)), [len(e.rows) for e in examples])
    right, wrong = _targets(examples)
    size = x.shape[1]
    params = [rng.normal(0, size**-0.5, (size, hidden)), np.zeros(hidden), rng.normal(0, hidden**-0.5, (hidden, 1)), np.zeros(1)]
    first, second = [np.zeros_like(p) for p in params], [np.zeros_like(p) for p in params]
    for step in range(1, ROUNDS + 1):
        keep = (rng.random((1, hidden)) > 0.25) / 0.75
        grads = _gradients(params, x, group, right, wrong, keep)
        for p, g, m, v in zip(params, grads, first, second, strict=True):
            g += DECAY * p
            m += 0.1 * (g - m)
            v += 0.001 * (g * g - v)
            p -= RATE * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return [(params[0], params[1]), (params[2], params[3])]


def _targets(examples: list[Example]) -> tuple[Array, Array]:
    """Per row: whether it is right, whether it is known to be wrong (where nobody marked is meant)."""
    right, wrong = [], []
    for e in examples:
        good = {n for named, g in zip(e.named, e.gold, strict=True) if g for n in named}
        bad = {n for named in e.named for n in named} if not any(e.gold) else set()
        right += [float(n in good) for n in range(len(e.rows))]
        wrong += [float(n in bad) for n in range(len(e.rows))]
    return np.array(right), np.array(wrong)


def _gradients(
    params: list[Array], x: Array, group: npt.NDArray[np.int64], right: Array, wrong: Array, keep: Array
) -> list[Array]:
    w1, b1, w2, b2 = params
    h = np.maximum(x @ w1 + b1, 0) * keep
    p = _softmax((h @ w2 + b2)[:, 0], group)
    good, bad = (np.bincount(group, t * p)[group] for t in (right, wrong))
    # d/ds of -log sum(right p) and of -log(1 - sum(wrong p)); groups with neither give nothing
    slope = np.where(good > 0, p - right * p / np.maximum(good, 1e-9), 0.0)
    slope += np.where(bad > 0, (wrong * p - p * bad) / np.maximum(1 - bad, 0.05), 0.0)
    slope = (slope / (group[-1] + 1))[:, None]
    back = (slope @ w2.T) * keep * (h > 0)
    return [x.T @ back, back.sum(0), h.T @ slope, slope.sum(0)]


def _softmax(s: Array, group: npt.NDArray[np.int64]) -> Array:
    top = np.full(group[-1] + 1, -np.inf)
    np.maximum.at(top, group, s)
    e = np.exp(s - top[group])
    out: Array = e / np.bincount(group, e)[group]
    return out


def ensemble(examples: list[Example], hidden: int) -> Layers:
    """Several networks side by side as one: hidden units joined, outputs averaged, rounded as they are written."""
    made = [fit(examples, hidden, seed) for seed in range(1, SEEDS + 1)]
    layers = [
        (np.concatenate([m[0][0] for m in made], axis=1), np.concatenate([m[0][1] for m in made])),
        (np.concatenate([m[1][0] for m in made]) / SEEDS, sum((m[1][1] for m in made), np.zeros(1)) / SEEDS),
    ]
    return [(np.round(w, 4), np.round(b, 4)) for w, b in layers]


def folds(examples: list[Example | None], hidden: int, extra: list[Example]) -> list[Chooser]:
    """What decides in each fold, learnt from the others."""
    return [
        partial(ranking.best, layers=ensemble([*extra, *(e for n, e in enumerate(examples) if e is not None and n % FOLDS != k)],
        hidden)) for k in range(FOLDS)
    ]  # fmt: skip


def read_with(chooser: Chooser, parse: Parse) -> tuple[Tree, Cast]:
    """The stage's reading where this decides."""
    with choosing(chooser):
        return cast_of(parse)


def written(layers: Layers) -> str:
    about = "training/pronouns.py on GAP development and validation (Apache-2.0), OntoGUM train (CC BY), Wikinews (CC BY 2.5)"
    made: list[dict[str, Any]] = [{"weights": w.tolist(), "bias": b.tolist()} for w, b in layers]
    return json.dumps({"about": about, "layers": made}, separators=(",", ":")) + "\n"


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--cache", type=Path)
    ap.add_argument("--hidden", type=int, default=16)
    ap.add_argument("--write", action="store_true")
    a = ap.parse_args()
    parses = Parses(a.cache)
    first: Chooser = partial(ranking.best, layers=ensemble(others(parses, by_salience), a.hidden))  # type: ignore[arg-type]
    dev, extra = collect(parses, "development", first), others(parses, first)
    print("salience alone:", gap_score(parses, 0, lambda n, parse: read_with(by_salience, parse)))
    made = folds(dev, a.hidden, extra)
    print("five folds:    ", gap_score(parses, 0, lambda n, parse: read_with(made[n % FOLDS], parse)))
    if a.write:
        WEIGHTS.write_text(written(ensemble([*extra, *(e for e in dev if e is not None)], a.hidden)), encoding="utf-8")


if __name__ == "__main__":
    main()
