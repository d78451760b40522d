"""Text to parse. Nothing outside this package knows that there is a model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dateline.foundation.article import Article
from dateline.foundation.parsed import Parse, Sentence
from dateline.foundation.spans import Span
from dateline.reading.parse.model import MAX_WORDS, shipped_model
from dateline.reading.parse.tokens import sentences_of, words_of

__all__ = ["parse", "parse_all"]


def parse(article: Article) -> Parse:
    """The parse of one article."""
    return parse_all([article])[0]


def parse_all(articles: Iterable[Article]) -> list[Parse]:
    """Many at once: sentences of like length share a batch, which is faster and changes nothing in the results."""
    drafts = [_draft(a) for a in articles]
    model = shipped_model()
    found = model.analyse([[w.of(text) for w in words] for text, _, sents in drafts for words, _ in sents])
    out, at = [], 0
    for text, blocks, sents in drafts:
        out.append(_assemble(text, blocks, sents, found[at : at + len(sents)], model.name))
        at += len(sents)
    return out


_Drafted = list[tuple[list[Span], int]]


def _draft(article: Article) -> tuple[str, tuple[tuple[object, Span], ...], _Drafted]:
    """The words of each sentence, with the block it stands in."""
    out: _Drafted = []
    for k, block in enumerate(article.blocks):
        words = list(words_of(article.text, block.span))
        for first, end in sentences_of(article.text, words):
            for at in range(first, end, MAX_WORDS):
                out.append((words[at : min(end, at + MAX_WORDS)], k))
    return article.text, tuple((b.kind, b.span) for b in article.blocks), out


def _assemble(text: str, blocks: object, sents: _Drafted, found: Sequence[object], model: str) -> Parse:
    columns: dict[str, list[object]] = {c: [] for c in ("start", "end", "upos", "feats", "lemma", "head", "rel", "entity")}
    sentences = []
    for (words, block), a in zip(sents, found, strict=True):
        base = len(columns["start"])
        sentences.append(Sentence(base, base + len(words), block))
        columns["start"] += [w.start for w in words]
        columns["end"] += [w.end for w in words]
        columns["head"] += [h + base - 1 if h else -1 for h in a.head]
        for name in ("upos", "feats", "lemma", "rel", "entity"):
            columns[name] += getattr(a, name)
    packed = {k: tuple(v) for k, v in columns.items()}
    return Parse(text=text, blocks=blocks, sentences=tuple(sentences), model=model, **packed)
