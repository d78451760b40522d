"""The shipped model: the same text gives the same parse in any company."""

from __future__ import annotations

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.foundation.article import Article
from dateline.reading.parse import Speed, parse, parse_all
from dateline.reading.parse.model import MAX_WORDS, Passage, shipped_model
from tests.recorded import article_of

TEXTS = [
    "The finance minister resigned on Friday.",
    "Rebels said they would free the hostages if the army left the valley. Nobody believed them.",
    "TALKS FAIL AGAIN",
    "Ana Ruiz, a lawyer, told reporters that prices had doubled since March, and that more strikes were likely.",
    "“We will not sign,” the envoy said.",
]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.permutations(range(len(TEXTS))), st.integers(1, len(TEXTS)), st.sampled_from(["accurate", "fast"]))
def test_batch_and_order_change_nothing(order: list[int], n: int, speed: Speed) -> None:
    articles = [article_of(TEXTS[k]) for k in order[:n]]
    assert parse_all(articles, speed) == [parse(a, speed) for a in articles]


def test_scores_are_the_same_to_the_last_bit_in_any_batch() -> None:
    model, passages = shipped_model(), [Passage(t.split()) for t in TEXTS]
    together = [a for group in ((3, 0, 4), (1, 2)) for a in model.analyse([passages[k] for k in group])]
    alone = [model.analyse([passages[k]])[0] for k in (3, 0, 4, 1, 2)]
    for one, other in zip(together, alone, strict=True):
        assert one._replace(names=[]) == other._replace(names=[])
        assert [n.scores.tobytes() for n in one.names] == [n.scores.tobytes() for n in other.names]


def test_threads_change_nothing() -> None:
    articles = [article_of(t) for t in TEXTS]
    assert parse_all(articles, threads=2) == parse_all(articles)


def test_the_fast_path_says_who_it_is() -> None:
    article = article_of(TEXTS[0])
    assert parse(article, "fast").model == f"{parse(article).model} fast"


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


def test_sentences_are_found_without_full_stops() -> None:
    p = parse(article_of("Talks failed on Monday\nThe envoy left Geneva without a word to reporters. Nobody knows why."))
    assert [p.word(s.first) for s in p.sentences][-1] == "Nobody"


def test_names_have_classes() -> None:
    p = parse(article_of("German Chancellor Karin Vogel flew to Ankara on Monday to meet leaders of the World Bank."))
    told = {p.word(i): p.entity[i] for i in range(len(p))}
    assert (told["German"], told["Karin"], told["Vogel"], told["Ankara"]) == ("B-NORP", "B-PER", "I-PER", "B-GPE")
    assert (told["World"], told["Bank"], told["Monday"]) == ("B-ORG", "I-ORG", "O")


def test_nothing_to_read() -> None:
    assert len(parse(Article(text="", blocks=()))) == 0


def test_a_sentence_without_end_is_read_in_runs() -> None:
    rng = random.Random(1)
    text = " ".join(rng.choice(["ships", "sail", "north", "and", "south"]) for _ in range(1000))
    p = parse(article_of(text))
    assert len(p) == 1000
    assert max(s.end - s.first for s in p.sentences) <= MAX_WORDS


def test_words_of_many_pieces_have_room() -> None:
    """Numbers and codes come apart into many pieces; a passage has places for so many."""
    rng = random.Random(2)
    text = " ".join(f"{rng.random():.15f}" for _ in range(400))
    p = parse(article_of(text))
    assert [p.word(i) for i in range(len(p))] == text.split()
