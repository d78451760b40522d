"""Accuracy of the shipped parse on development parts, accurate and fast path, beside spaCy's small English pipeline.

    python bench/parse.py [--every 1] [--no-peer]

Needs the corpora folder (DATELINE_CORPORA) with nlp/ and attribution/.
Gold words: UPOS, UAS, LAS are shares of words in percent; the relations F1 over (word, head) pairs, `V`: the head is a
verb by gold; names F1 over exact spans of PER, ORG, LOC. Raw: the sentences of a paragraph joined as the corpus spaces
them, LAS F1 with own words and sentences, words paired by their characters. PolNeAR: exact spans of the optional
attribution layer, as the published tables count them. The peer follows another scheme of relations, so only its tags,
subjects, objects and names are compared, and its names once more without a leading "the".
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.corpora import corpora, part
from bench.speed import PEERS
from dateline.foundation.article import Article
from dateline.foundation.rows import Block
from dateline.foundation.spans import Span
from dateline.reading.parse import Speed, parse_all
from dateline.reading.parse.decode import entity_spans
from dateline.reading.parse.entities import agreed, tags_of
from dateline.reading.parse.model import Passage, shipped_model
from training.data import Sentence, load
from training.names import shared

NEWS = ("gum/news", "gum/interview", "gum/speech", "gum/bio")
SETS = ("ewt", "gum", "gum news", "politics", "worldwide")
Found = tuple[list[str], list[int], list[str], list[str]]  # tags, heads, relations, BIO names


def relation(s: Sentence, i: int, rels: list[str], heads: list[int]) -> str | None:
    """The kind that a word is counted under, by these relations."""
    assert s.upos
    kind, verb = rels[i].partition(":")[0], heads[i] > 0 and s.upos[heads[i] - 1] == "VERB"
    if s.words[i].lower() in ("not", "n't", "n’t", "never") and kind == "advmod":
        return "negation"
    if rels[i] in ("nsubj:pass", "csubj:pass"):
        return "passive"
    if kind in ("nsubj", "obj", "obl"):
        return f"{kind} V" if verb else None
    return kind if kind in ("ccomp", "xcomp", "conj") else None


def scored(sentences: list[Sentence], found: Iterable[Found]) -> dict[str, float]:
    c: Counter[str] = Counter()
    for s, (upos, heads, rels, names) in zip(sentences, found, strict=True):
        if s.heads and s.rels and s.upos:
            for i, head in enumerate(s.heads):
                right = heads[i] == head
                c.update(n=1, uas=right, las=right and rels[i] == s.rels[i], upos=upos[i] == s.upos[i])
                p, g = relation(s, i, rels, heads), relation(s, i, s.rels, s.heads)
                c.update({f"{p}+": p == g and right, f"{p}n": 1})
                c.update({f"{g}n": 1})
        if s.names:
            p, g = set(entity_spans(names)), set(entity_spans(s.names))
            for kind in ("PER", "ORG", "LOC"):
                c.update({kind + "+": sum(x[2] == kind for x in p & g), kind + "n": sum(x[2] == kind for x in [*p, *g])})
    for x in "+n":
        c["names" + x] = sum(c[k + x] for k in ("PER", "ORG", "LOC"))
    kinds = ("nsubj V", "obj V", "obl V", "negation", "passive", "ccomp", "xcomp", "conj", "names", "PER", "ORG", "LOC")
    out = {k: 100 * c[k] / c["n"] for k in ("upos", "uas", "las") if c["n"]}
    return out | {k: 200 * c[k + "+"] / c[k + "n"] for k in kinds if c[k + "n"]}


def ours(sentences: list[Sentence], speed: Speed) -> Iterator[Found]:
    """What the model says; where the corpus has documents, one name has one class in each, as in a report."""
    found = iter(shipped_model().analyse([Passage(s.words, (0,)) for s in sentences], speed))
    for _, group in groupby(enumerate(sentences), key=lambda x: x[1].paragraph if x[1].source == "worldwide" else x[0]):
        read = [(s.words, next(found)) for _, s in group]
        kinds = iter(agreed([(tuple(words[n.first : n.end]), n) for words, a in read for n in a.names]))
        for _, a in read:
            names = [(n.first, n.end, next(kinds)) for n in a.names]
            yield a.upos, a.head, a.rel, shared(tags_of(len(a.upos), names))


def paragraphs(sentences: list[Sentence]) -> Iterator[tuple[Article, set[tuple[Any, ...]]]]:
    """Texts as the corpus spaces them, each with its gold (word, head, relation)."""
    for _, group in groupby(sentences, key=lambda s: s.paragraph):
        text, gold = "", []
        for s in group:
            spans = []
            for word, space in zip(s.words, s.spaces or [], strict=True):
                spans.append(Span(len(text), len(text) + len(word)))
                text += word + " " * space
            text += "" if text.endswith(" ") else " "
            heads, rels = s.heads or [], s.rels or []
            gold += [(spans[i], spans[h - 1] if h else None, r) for i, (h, r) in enumerate(zip(heads, rels, strict=True))]
        yield Article(text=text, blocks=(Block(kind="paragraph", span=Span(0, len(text))),)), set(gold)


def raw(sentences: list[Sentence], speed: Speed) -> dict[str, float]:
    c: Counter[str] = Counter()
    articles, golds = zip(*paragraphs(sentences), strict=True)
    for p, gold in zip(parse_all(articles, speed), golds, strict=True):
        span = [Span(a, b) for a, b in zip(p.start, p.end, strict=True)]
        found = {(span[i], span[h] if h >= 0 else None, p.rel[i]) for i, h in enumerate(p.head)}
        roots = [{x[0] for x in rows if x[1] is None} for rows in (found, gold)]
        c.update({"+": len(found & gold), "n": len(found) + len(gold)})
        c.update({"w+": len({f[0] for f in found} & {g[0] for g in gold}), "wn": len(found) + len(gold)})
        c.update({"r+": len(roots[0] & roots[1]), "rn": len(roots[0]) + len(roots[1])})
    return {"raw las": 200 * c["+"] / c["n"], "raw words": 200 * c["w+"] / c["wn"], "raw roots": 200 * c["r+"] / c["rn"]}


def spacys(nlp: Any, sentences: list[Sentence], strip: bool) -> Iterator[Found]:
    """The peer on given words; its subjects and objects under UD's names."""
    tokens = importlib.import_module("spacy.tokens")
    kinds = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
    told = {"nsubj": "nsubj", "nsubjpass": "nsubj:pass", "dobj": "obj", "ccomp": "ccomp", "xcomp": "xcomp", "conj": "conj"}
    docs = nlp.pipe(tokens.Doc(nlp.vocab, s.words, sent_starts=[not i for i in range(len(s.words))]) for s in sentences)
    for doc in docs:
        spans = [(e.start + (strip and e[0].lower_ == "the"), e.end, kinds[e.label_]) for e in doc.ents if e.label_ in kinds]
        heads = [0 if t.head is t else t.head.i + 1 for t in doc]
        rels = [told.get(t.dep_, "-") for t in doc]
        yield [t.pos_ for t in doc], heads, rels, tags_of(len(doc), [x for x in spans if x[0] < x[1]])


def polnear() -> dict[str, float]:
    """Exact spans of source, cue and content over all annotation layers, on the corpus's own words."""
    from dateline.reading.parse.attribution import shipped_tagger
    from training.attribution_data import article_of, read_rows

    tagger = shipped_tagger()
    if tagger is None:
        return {}
    c: Counter[str] = Counter()
    rows = read_rows(corpora() / "attribution", "dev")
    for row, parse in zip(rows, parse_all(article_of(r["text"]) for r in rows), strict=True):
        found = tagger.read(parse).tag
        at = [(s, e, t) for s, e, t in zip(parse.start, parse.end, found, strict=True)]
        for layer in (row, *row.get("alt", {}).values()):
            _count(c, row["tok"], layer, at)
    return {k: 200 * c[k + "+"] / max(1, c[k + "n"]) for k in ("source", "cue", "content")}


def _count(c: Counter[str], words: list[list[int]], layer: dict[str, Any], at: list[tuple[int, int, str]]) -> None:
    """Both sides as one letter a corpus word, cut at the corpus's instance borders."""
    tags, k = [], 0
    for start, end in words:
        while k < len(at) and at[k][1] <= start:
            k += 1
        tag = at[k][2] if k < len(at) and at[k][0] < end else "O"
        opens = tag[0] == "B" and at[k][0] >= start
        tags.append("O" if tag == "O" else ("B" if opens else "I") + tag[1:])
    letters = {"S": "source", "U": "cue", "C": "content"}
    gold = ["O" if x == "O" else f"{'B' if x.isupper() else 'I'}-{letters[x.upper()]}" for x in layer["bio"]]
    pred = [t[:2] + t[2:].lower() if t != "O" else t for t in tags]
    for first, end in zip([0, *layer["inst"]], [*layer["inst"], len(gold)], strict=True):
        p, g = set(entity_spans(pred[first:end])), set(entity_spans(gold[first:end]))
        for kind in letters.values():
            c.update({kind + "+": sum(x[2] == kind for x in p & g), kind + "n": sum(x[2] == kind for x in [*p, *g])})


def told(name: str, figures: dict[str, float]) -> None:
    print(f"{name:28} " + "  ".join(f"{k} {v:.1f}" for k, v in figures.items()), flush=True)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--every", type=int, default=1, help="score every n-th sentence")
    ap.add_argument("--no-peer", action="store_true")
    a = ap.parse_args()
    _, dev = load(part("nlp"))
    dev["gum news"] = [s for s in dev["gum"] if s.source.startswith(NEWS)]
    for name in SETS:
        for speed in ("accurate", "fast"):
            some = dev[name][:: a.every]
            found = scored(some, ours(some, speed)) | (raw(dev[name], speed) if some[0].heads else {})
            told(f"{name}, {len(some)} sentences, {speed}", found)
    peer: Callable[[], Any] | None = next((importlib.import_module(n).load for n in PEERS if importlib.util.find_spec(n)), None)
    if peer and not a.no_peer:
        nlp = peer()
        for name in SETS:
            for strip in (False, True):
                some = dev[name][:: a.every]
                told(f"{name}, spaCy small{', no the' if strip else ''}", scored(some, spacys(nlp, some, strip)))
    told("PolNeAR", polnear())


if __name__ == "__main__":
    main()
