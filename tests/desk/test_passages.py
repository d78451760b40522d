"""The text in pieces: not a character is lost, and every piece knows the rows that stand on it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dateline.desk.passages import PARAGRAPH, PART, Standing, blocks_of, evidence_of, paragraphs, part_holding, parts_of
from dateline.foundation.rows import Block, Head
from dateline.foundation.spans import Span
from tests.made import TEXT, TITLE, made

SPANS = st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda s: Span(s[0], s[0] + s[1]))


@given(st.text(min_size=60, max_size=120), st.lists(SPANS, max_size=8))
def test_pieces_give_the_text_back_with_exactly_the_rows_over_them(text: str, spans: list[Span]) -> None:
    standing = [Standing(span, f"e:{n}", "row") for n, span in enumerate(spans)]
    (paragraph,) = paragraphs([("paragraph", Span(0, len(text)))], standing, text)
    assert "".join(p.text for p in paragraph.pieces) == text
    at = 0
    for piece in paragraph.pieces:
        over = {f"e:{n}" for n, s in enumerate(spans) if s.start <= at < min(s.end, len(text))}
        assert set(piece.rows) == over
        at += len(piece.text)


def test_overlapping_rows_are_one_piece_with_both() -> None:
    standing = [Standing(Span(0, 6), "e:1", "row"), Standing(Span(4, 9), "t1", "time"), Standing(Span(2, 4), "x:a", "actor")]
    (paragraph,) = paragraphs([("paragraph", Span(0, 10))], standing, "abcdefghij")
    found = [(p.text, p.rows, p.times, p.actors) for p in paragraph.pieces]
    assert found == [
        ("ab", ("e:1",), (), ()),
        ("cd", ("e:1",), (), ("x:a",)),
        ("ef", ("e:1",), ("t1",), ()),
        ("ghi", (), ("t1",), ()),
        ("j", (), (), ()),
    ]
    assert paragraph.rows == ("e:1",)


def test_the_title_is_not_shown_twice() -> None:
    assert TITLE not in [span.of(TEXT) for _, span in blocks_of(made().report)]


def test_a_huge_text_is_cut_into_parts_that_lose_nothing() -> None:
    text = "word " * 400_000
    head = Head(id="r:1", source="a", text=text, blocks=(Block(kind="paragraph", span=Span(0, len(text))),))
    parts = parts_of(head)
    assert "".join(span.of(text) for part in parts for _, span in part) == text
    assert max(sum(s.end - s.start for _, s in part) for part in parts) <= PART + PARAGRAPH
    assert all(1 <= part_holding(parts, at) <= len(parts) for at in range(0, len(text), 99_991))
    _, first = parts[part_holding(parts, 1_000_000) - 1][0]
    assert first.start <= 1_000_000 < first.start + PART + PARAGRAPH


def test_a_text_without_a_space_or_a_block_is_cut_too() -> None:
    head = Head(id="r:1", source="a", text="w" * 50_000)
    assert max(s.end - s.start for _, s in blocks_of(head)) == PARAGRAPH
    assert parts_of(Head(id="r:2", source="b")) == [[]]


def test_the_evidence_of_each_kind() -> None:
    report = made()
    words = [
        [s.of(TEXT) for s in evidence_of(row)]
        for row in (report.events[0], report.statements[0], report.ties[0], report.actors[1])
    ]
    assert words == [
        ["met harbour unions in Port Ellis on Monday"],
        ["We will sign on Friday,"],
        ["Norland's transport minister"],
        ["Ada Lindqvist", "she"],
    ]
