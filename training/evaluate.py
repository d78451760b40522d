"""How well the network does, with gold words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Literal

import torch

from dateline.reading.parse.decode import entity_spans, heads_of
from dateline.reading.parse.entities import spans_of, tags_of
from dateline.reading.parse.pieces import Pieces
from training.batches import batches, collate
from training.data import Sentence
from training.names import shared
from training.network import Reader
from training.passages import join

Exit = Literal["early", "late"]


@torch.no_grad()
def answers(
    model: Reader, passages: list[Sentence], maps: dict[str, Any], pieces: Pieces, at: Exit
) -> Iterator[tuple[Sentence, list[Any]]]:
    """Every passage with the score arrays of its words."""
    model.eval()
    for group in batches(passages, pieces, 1500):
        b = collate(group, maps, pieces)
        found = model(b)[at == "late"]
        for i, s in enumerate(group):
            yield s, [a[i].numpy() for a in found]


def evaluate(model: Reader, sentences: list[Sentence], maps: dict[str, Any], pieces: Pieces, at: Exit) -> dict[str, float]:
    """Percentages: UPOS, UAS, LAS, lemma scripts; F1 of subjects, objects and names."""
    c: Counter[str] = Counter()
    heads_module = model.late if at == "late" else model.early
    for s, (arc, dep, head, upos, _, scripts, tags, _) in answers(model, sentences, maps, pieces, at):
        n = len(s.words)
        if s.heads and s.upos and s.rels and s.scripts:
            found = heads_of(arc[:n, : n + 1])
            with torch.no_grad():
                scores = heads_module.relations(torch.from_numpy(dep[:n]), torch.from_numpy(head[found]))
            rels = [maps["rels"][r] for r in scores.argmax(-1)]
            for i in range(n):
                right = found[i] == s.heads[i]
                c.update(n=1, uas=right, las=right and rels[i] == s.rels[i])
                c.update(
                    upos=maps["upos"][upos[i].argmax()] == s.upos[i], lemma=maps["scripts"][scripts[i].argmax()] == s.scripts[i]
                )
                for kind, names in (("subj", ("nsubj", "nsubj:pass")), ("obj", ("obj",))):
                    p, g = rels[i] in names, s.rels[i] in names
                    c.update({kind + "+": p and g and right, kind + "n": p + g})
        if s.names:
            p, g = (
                set(entity_spans(shared(tags_of(n, [(x.first, x.end, x.best) for x in spans_of(tags[:n])])))),
                set(entity_spans(s.names)),
            )
            c.update({"names+": len(p & g), "namesn": len(p) + len(g)})
    out = {k: round(100 * c[k] / c["n"], 2) for k in ("upos", "uas", "las", "lemma") if c["n"]}
    return out | {k: round(200 * c[k + "+"] / c[k + "n"], 2) for k in ("subj", "obj", "names") if c[k + "n"]}


def starts(model: Reader, sentences: list[Sentence], maps: dict[str, Any], pieces: Pieces, at: Exit) -> float:
    """F1 of sentence starts inside paragraphs, gold words."""
    c: Counter[str] = Counter()
    paragraphs = [list(g) for _, g in groupby(sentences, key=lambda s: s.paragraph)]
    joined = [join(p) for p in paragraphs if len(p) > 1 and sum(len(s.words) for s in p) <= 150]
    for s, found in answers(model, joined, maps, pieces, at):
        p = found[-1][1 : len(s.words), 0] > 0
        g = [x == 1 for x in (s.starts or [])[1:]]
        c.update({"+": sum(a and b for a, b in zip(p, g, strict=True)), "n": int(p.sum()) + sum(g)})
    return round(200 * c["+"] / max(c["n"], 1), 2)
