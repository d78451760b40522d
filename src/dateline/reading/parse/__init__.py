"""Text to parse. Nothing outside this package knows that there is a model."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dateline.foundation.article import Article
from dateline.foundation.parsed import Parse, Sentence
from dateline.foundation.spans import Span
from dateline.reading.parse.entities import agreed, tags_of
from dateline.reading.parse.model import MAX_WORDS, Analysis, Passage, Speed, shipped_model
from dateline.reading.parse.tokens import dateline_of, sentences_of, words_of

__all__ = ["Speed", "parse", "parse_all"]

PASSAGE_WORDS = 150  # what is read together: a paragraph, or as many of its sentences as fit


def parse(article: Article, speed: Speed = "accurate", threads: int = 1) -> Parse:
    """The parse of one article."""
    return parse_all([article], speed, threads)[0]


def parse_all(articles: Iterable[Article], speed: Speed = "accurate", threads: int = 1) -> list[Parse]:
    """Many at once: passages of like length share a batch, which is faster and changes nothing in the results.

    Neither does the number of `threads`: it is for those who wait for one report.
    """
    drafts = [(a, _passages(a)) for a in articles]
    model = shipped_model(threads)
    asked = [Passage([w.of(a.text) for w in d.words], d.starts) for a, passages in drafts for d in passages]
    found = iter(model.analyse(asked, speed))
    name = model.name if speed == "accurate" else f"{model.name} fast"
    return [_assemble(a, passages, [next(found) for _ in passages], name) for a, passages in drafts]


class _Drafted(NamedTuple):
    """The words of one passage, the block it stands in, and where its sentences start if that is not left to the model."""

    words: list[Span]
    block: int
    starts: tuple[int, ...] | None


def _passages(article: Article) -> list[_Drafted]:
    """Blocks; longer ones are cut between sentences, a sentence without end into runs. A dateline stands alone."""
    out = []
    for k, block in enumerate(article.blocks):
        words = list(words_of(article.text, block.span))
        dateline = dateline_of(article.text, words) if block.kind == "paragraph" else 0
        if dateline:
            out.append(_Drafted(words[:dateline], k, (0,)))
        words = words[dateline:]
        for first, end in _cut(sentences_of(article.text, words)):
            out += [_Drafted(words[at : min(end, at + MAX_WORDS)], k, None) for at in range(first, end, MAX_WORDS)]
    return out


def _cut(sentences: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sentences packed up to `PASSAGE_WORDS` words."""
    out: list[tuple[int, int]] = []
    for first, end in sentences:
        if out and end - out[-1][0] <= PASSAGE_WORDS:
            out[-1] = (out[-1][0], end)
        else:
            out.append((first, end))
    return out


def _assemble(article: Article, drafted: Sequence[_Drafted], found: Sequence[Analysis], model: str) -> Parse:
    words = [w for d in drafted for w in d.words]
    sentences: list[Sentence] = []
    heads: list[int] = []
    names = []
    for d, a in zip(drafted, found, strict=True):
        base = len(heads)
        ends = (*a.starts[1:], len(d.words))
        sentences += [Sentence(base + first, base + end, d.block) for first, end in zip(a.starts, ends, strict=True)]
        names += [(n, base) for n in a.names]
        heads += [h + base - 1 if h else -1 for h in a.head]
    kinds = agreed([(tuple(w.of(article.text) for w in words[n.first + base : n.end + base]), n) for n, base in names])

    def joined(column: str) -> tuple[str, ...]:
        return tuple(itertools.chain.from_iterable(getattr(a, column) for a in found))

    return Parse(
        text=article.text,
        blocks=tuple((b.kind, b.span) for b in article.blocks),
        sentences=tuple(sentences),
        start=tuple(w.start for w in words),
        end=tuple(w.end for w in words),
        upos=joined("upos"),
        feats=joined("feats"),
        lemma=joined("lemma"),
        head=tuple(heads),
        rel=joined("rel"),
        entity=tuple(tags_of(len(words), [(n.first + b, n.end + b, kind) for (n, b), kind in zip(names, kinds, strict=True)])),
        model=model,
    )
