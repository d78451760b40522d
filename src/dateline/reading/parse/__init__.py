"""Text to parse. Nothing outside this package knows that there is a model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dateline.foundation.article import Article
from dateline.foundation.parsed import Parse, Sentence
from dateline.foundation.spans import Span
from dateline.reading.parse.model import MAX_WORDS, Analysis, shipped_model
from dateline.reading.parse.tokens import sentences_of, words_of

__all__ = ["parse", "parse_all"]


def parse(article: Article) -> Parse:
    """The parse of one article."""
    return parse_all([article])[0]


def parse_all(articles: Iterable[Article]) -> list[Parse]:
    """Many at once: sentences of like length share a batch, which is faster and changes nothing in the results."""
    drafts = [(a, _sentences(a)) for a in articles]
    model = shipped_model()
    found = iter(model.analyse([[w.of(a.text) for w in s.words] for a, sentences in drafts for s in sentences]))
    return [_assemble(a, sentences, [next(found) for _ in sentences], model.name) for a, sentences in drafts]


class _Drafted(NamedTuple):
    """The words of one sentence and the block it stands in."""

    words: list[Span]
    block: int


def _sentences(article: Article) -> list[_Drafted]:
    """Sentences longer than the model reads at once are cut into runs."""
    out = []
    for k, block in enumerate(article.blocks):
        words = list(words_of(article.text, block.span))
        for first, end in sentences_of(article.text, words):
            out += [_Drafted(words[at : min(end, at + MAX_WORDS)], k) for at in range(first, end, MAX_WORDS)]
    return out


def _assemble(article: Article, drafted: Sequence[_Drafted], found: Sequence[Analysis], model: str) -> Parse:
    words = [w for d in drafted for w in d.words]
    sentences: list[Sentence] = []
    heads: list[int] = []
    for d, a in zip(drafted, found, strict=True):
        base = len(heads)
        sentences.append(Sentence(base, base + len(d.words), d.block))
        heads += [h + base - 1 if h else -1 for h in a.head]
    return Parse(
        text=article.text,
        blocks=tuple((b.kind, b.span) for b in article.blocks),
        sentences=tuple(sentences),
        start=tuple(w.start for w in words),
        end=tuple(w.end for w in words),
        upos=tuple(x for a in found for x in a.upos),
        feats=tuple(x for a in found for x in a.feats),
        lemma=tuple(x for a in found for x in a.lemma),
        head=tuple(heads),
        rel=tuple(x for a in found for x in a.rel),
        entity=tuple(x for a in found for x in a.entity),
        model=model,
    )
