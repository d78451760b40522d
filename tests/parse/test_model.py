"""The shipped model: the same text gives the same parse in any company."""

from __future__ import annotations

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.foundation.article import Article
from dateline.reading.parse import parse, parse_all
from tests.recorded import article_of

TEXTS = [
    "The finance minister resigned on Friday.",
    "Rebels said they would free the hostages if the army left the valley. Nobody believed them.",
    "TALKS FAIL AGAIN",
    "Ana Ruiz, a lawyer, told reporters that prices had doubled since March, and that more strikes were likely.",
    "“We will not sign,” the envoy said.",
]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.permutations(range(len(TEXTS))), st.integers(1, len(TEXTS)))
def test_batch_and_order_change_nothing(order: list[int], n: int) -> None:
    articles = [article_of(TEXTS[k]) for k in order[:n]]
    assert parse_all(articles) == [parse(a) for a in articles]


def test_simple_clause() -> None:
    p = parse(article_of(TEXTS[0]))
    assert [p.word(i) for i in range(len(p))] == ["The", "finance", "minister", "resigned", "on", "Friday", "."]
    assert p.lemma[3] == "resign"
    assert p.upos[3] == "VERB"
    assert p.head[3] == -1
    assert (p.head[2], p.rel[2]) == (3, "nsubj")


def test_every_column_has_a_value_for_every_word() -> None:
    p = parse_all([article_of(t) for t in TEXTS])[1]
    assert {len(c) for c in (p.start, p.end, p.upos, p.feats, p.lemma, p.head, p.rel, p.entity)} == {len(p)}
    assert len(p.sentences) == 2


def test_nothing_to_read() -> None:
    assert len(parse(Article(text="", blocks=()))) == 0


def test_a_sentence_without_end_is_read_in_runs() -> None:
    rng = random.Random(1)
    text = " ".join(rng.choice(["ships", "sail", "north", "and", "south"]) for _ in range(1000))
    p = parse(article_of(text))
    assert len(p) == 1000
    assert max(s.end - s.first for s in p.sentences) == 180
