"""Accuracy of the shipped parse on the development parts: gold words, and raw text with own words and sentences.

    python bench/parse.py [--every 1]

Needs the corpora folder (DATELINE_CORPORA, else ../shared/corpora) with nlp/ud-ewt.tar.xz, ud-gum.tar.xz, ner-open.tar.xz.
UPOS, UAS, LAS: share of words, percent. Subjects and objects: F1 over (word, head) pairs. Names: F1 over exact spans.
Raw text: words are paired by their characters; a word whose borders differ counts as wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.speed import corpora
from dateline.foundation.article import Article
from dateline.foundation.rows import Block
from dateline.foundation.spans import Span
from dateline.reading.parse import parse_all
from dateline.reading.parse.decode import entity_spans
from dateline.reading.parse.model import shipped_model
from training.data import Sentence, load

SUBJECTS, OBJECTS = ("nsubj", "nsubj:pass"), ("obj",)


def gold_words(sentences: list[Sentence]) -> dict[str, float]:
    c: Counter[str] = Counter()
    for s, a in zip(sentences, shipped_model().analyse([s.words for s in sentences]), strict=True):
        if s.heads and s.rels and s.upos:
            for i, head in enumerate(s.heads):
                right = a.head[i] == head
                c.update(n=1, uas=right, las=right and a.rel[i] == s.rels[i], upos=a.upos[i] == s.upos[i])
                for kind, names in (("subj", SUBJECTS), ("obj", OBJECTS)):
                    p, g = a.rel[i] in names, s.rels[i] in names
                    c.update({kind + "+": p and g and right, kind + "n": p + g})
        if s.tags:
            p, g = set(entity_spans(a.entity)), set(entity_spans(s.tags))
            c.update({"names+": len(p & g), "namesn": len(p) + len(g)})
    out = {k: 100 * c[k] / c["n"] for k in ("upos", "uas", "las") if c["n"]}
    return out | {k: 200 * c[k + "+"] / c[k + "n"] for k in ("subj", "obj", "names") if c[k + "n"]}


def raw_text(sentences: list[Sentence]) -> dict[str, float]:
    """LAS F1 over sentences joined four at a time by spaces, with own words and sentences."""
    c: Counter[str] = Counter()
    groups = [[s for s in sentences[k : k + 4] if s.heads] for k in range(0, len(sentences), 4)]
    articles, golds = [], []
    for group in groups:
        text, gold = "", []
        for s in group:
            text += " " if text else ""
            spans = []
            for k, w in enumerate(s.words):
                glue = k and (w[:1] in ".,;:!?)]%'’" or w.lower() == "n't" or s.words[k - 1][-1:] in "([$")
                text += w if not text or text[-1] == " " or glue else " " + w
                spans.append(Span(len(text) - len(w), len(text)))
            heads, rels = s.heads or [], s.rels or []
            gold += [(spans[i], spans[h - 1] if h else None, r) for i, (h, r) in enumerate(zip(heads, rels, strict=True))]
        articles.append(Article(text=text, blocks=(Block(kind="paragraph", span=Span(0, len(text))),)))
        golds.append(set(gold))
    for p, gold in zip(parse_all(articles), golds, strict=True):
        span = [Span(a, b) for a, b in zip(p.start, p.end, strict=True)]
        found = {(span[i], span[h] if h >= 0 else None, p.rel[i]) for i, h in enumerate(p.head)}
        c.update({"+": len(found & gold), "n": len(found) + len(gold)})
        c.update({"w+": len({f[0] for f in found} & {g[0] for g in gold}), "wn": len(found) + len(gold)})
    return {"las raw": 200 * c["+"] / c["n"], "words": 200 * c["w+"] / c["wn"]}


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--every", type=int, default=1, help="score every n-th sentence")
    a = ap.parse_args()
    folder = corpora() / "nlp"
    if not folder.exists():
        sys.exit(f"no corpora at {corpora()}: set DATELINE_CORPORA to the folder that holds nlp/; nothing was measured.")
    _, dev = load(folder)
    dev["gum news"] = [s for s in dev["gum"] if s.source.startswith(("gum/news", "gum/interview", "gum/speech", "gum/bio"))]
    for name, sentences in dev.items():
        some = sentences[:: a.every]
        found = gold_words(some) | (raw_text(some) if some[0].heads else {})
        print(f"{name:9} {len(some):5} sentences ", "  ".join(f"{k} {v:.1f}" for k, v in found.items()))


if __name__ == "__main__":
    main()
