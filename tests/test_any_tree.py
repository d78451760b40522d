"""Whatever tree the parser hands on, right or wrong, the stages come to an end and their spans lie in the text."""

from __future__ import annotations

import random
from collections.abc import Iterator

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.foundation.parsed import Parse
from dateline.foundation.rows import Report
from dateline.foundation.spans import Span
from dateline.reading.walk import walk
from tests.recorded import article_of, parse_of

TEXTS = [
    "The envoy of Chad, Issa Barka, said on Tuesday that Niger had refused to sign the accord it agreed to in March, and "
    "threatened to recall its ambassador. “We will not wait,” he told reporters in Vienna.",
    "Rebels who deny having shelled the port promised the United Nations to let aid in if the army withdrew. Neither side met "
    "the mediator, who was to visit Asmara last week; talks are set for 4 May.",
]


def scrambled(parse: Parse, seed: int) -> Parse:
    """The same words under another tree: heads (always a tree), relations and tags drawn by lot."""
    rng = random.Random(seed)
    heads = list(parse.head)
    for s in parse.sentences:
        order = list(range(s.first, s.end))
        rng.shuffle(order)
        for k, word in enumerate(order):
            heads[word] = rng.choice(order[:k]) if k else -1
    relations, tags = sorted(set(parse.rel)), sorted(set(parse.upos))
    return msgspec.structs.replace(
        parse,
        head=tuple(heads),
        rel=tuple(r if h < 0 else rng.choice(relations) for h, r in zip(heads, parse.rel, strict=True)),
        upos=tuple(u if rng.random() < 0.8 else rng.choice(tags) for u in parse.upos),
    )


def spans(value: object) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from spans(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from spans(item)


def check(report: Report) -> None:
    assert all(0 <= s.start <= s.end <= len(report.report.text) for s in spans(report))
    ids = [r.id for rows in (report.statements, report.events, report.positions) for r in rows]
    assert len(set(ids)) == len(ids)
    known = {a.id for a in report.actors}
    assert all(a in known for e in report.events for a in (*e.source, *e.target, *e.others))


@settings(max_examples=60, deadline=2000)
@given(st.sampled_from(TEXTS), st.integers(0, 10**6))
def test_any_tree(text: str, seed: int) -> None:
    article = article_of(text)
    check(walk(article, parsed=scrambled(parse_of(text), seed)))
