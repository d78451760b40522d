"""The notation: written, read back, compared."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.foundation.days import Interval, day, month, year
from dateline.foundation.notation import (
    BadLine,
    Line,
    LineKind,
    interval_from,
    lines_of,
    read_line,
    read_lines,
    write_line,
)
from tests.made import made

AWKWARD = [
    "",
    " ",
    "-",
    "*",
    "by",
    "if",
    "by X",
    "planned",
    "x > y",
    "a + b",
    'say "no"',
    "@2031",
    "two  spaces",
    "line\nbreak",
    "`",
    "\\",
    "tab\t",
    "\u202e",
    "#",
]
names = st.one_of(st.text(max_size=12), st.sampled_from(AWKWARD), st.lists(st.sampled_from(AWKWARD), max_size=3).map(" ".join))
words = st.one_of(st.text(max_size=20), st.sampled_from(AWKWARD))
groups = st.none() | st.lists(names, max_size=3).map(tuple)
days = st.sampled_from(
    [None, "-", "2031-03-03", "2031-03", "2031", "2031-03-03..", "..2031-03-03", "..", "2031-03-03..2031-04-01"]
)
statuses = st.sampled_from([None, "happened", "planned", "held", "unmade", "reported"])
whats = st.none() | st.from_regex(r"[A-Za-z][A-Za-z-]{0,9}", fullmatch=True)


@st.composite
def lines(draw: st.DrawFn) -> Line:
    kind = draw(st.sampled_from(get_args(LineKind)))
    parties = kind != "time"
    return Line(
        kind=kind,
        what=draw(whats.filter(lambda w: w not in ("if", "by"))) if kind != "forecast" else None,
        value=draw(st.none() | names) if kind == "time" else None,
        source=draw(groups) if parties else None,
        target=draw(groups) if parties else None,
        others=draw(groups) if parties and kind not in ("holds", "tie") else None,
        day=draw(days),
        status=draw(statuses),
        holder=draw(st.none() | names),
        condition=draw(st.none() | words),
        words=draw(st.none() | st.lists(words, min_size=1, max_size=3).map(tuple)),
    )


@given(lines())
def test_what_is_written_is_read_back(line: Line) -> None:
    if line.what is not None and line.what in {"happened", "planned", "held", "unmade", "reported"}:
        return
    written = write_line(line)
    assert "\n" not in written
    assert read_line(written) == line


@given(st.lists(lines(), max_size=3))
def test_a_written_line_shows_nothing_a_terminal_acts_on(found: list[Line]) -> None:
    assert all(write_line(line).isprintable() for line in found)


def test_every_row_of_a_report_has_its_line() -> None:
    assert [str(line) for line in lines_of(made())] == [
        'event  CONSULT  Ada Lindqvist > harbour unions  @2031-03-03  happened  "met harbour unions in Port Ellis on Monday"',
        'event  AGREE  Ada Lindqvist > -  @2031-03-07  planned by Ada Lindqvist  "will sign on Friday"',
        'event  REJECT  Norland > -  @-  ongoing  "refuses to lower the tolls"',
        'said  direct  Ada Lindqvist > -  @-  "We will sign on Friday,"',
        'said  indirect  Tom Brandt > -  @-  "If the tolls stay, the ferries will stop"',
        'holds  Norland  refuses  harbour unions  @-  "lower the tolls"',
        'tie  Ada Lindqvist  minister-of  Norland  @-  "Norland\'s transport minister"',
        'plan  AGREE  Ada Lindqvist  @2031-03-07  planned  "signing by Ada Lindqvist"',
        'forecast  Tom Brandt > Norland  @-  if "If the tolls stay"  "the ferries will stop"',
        'time  DATE  2031-03-03  @2031-03-03  "Monday"',
        'time  DATE  2031-03-07  @2031-03-07  "Friday"',
        'mention  name  Norland  "Norland"',
        'mention  name  Norland  "Norland"',
        'mention  name  Ada Lindqvist  "Ada Lindqvist"',
        'mention  pronoun  Ada Lindqvist  "she"',
        'mention  description  harbour unions  "harbour unions"',
        'mention  name  Tom Brandt  "Tom Brandt"',
    ]


def test_columns_may_be_wide_and_left_out() -> None:
    line = read_line('event   CONSULT    Ada Lindqvist > harbour unions     @2031-03-03 happened by Tom Brandt "met"')
    assert line == Line(
        kind="event", what="CONSULT", source=("Ada Lindqvist",), target=("harbour unions",), day="2031-03-03",
        status="happened", holder="Tom Brandt", words=("met",),
    )  # fmt: skip
    assert read_line("event  *  Norland") == Line(kind="event", source=("Norland",))
    assert read_line("tie  Norland  *  *  by -") == Line(kind="tie", source=("Norland",), holder="-")


def test_comments_and_empty_lines_are_passed_over() -> None:
    assert read_lines('# a comment\n\nmention  name  Norland  "Norland"\n') == (
        Line(kind="mention", what="name", source=("Norland",), words=("Norland",)),
    )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("meeting  A > B", "begins with 'meeting'"),
        ('event  CONSULT  "left open', "left open"),
        ("event  CONSULT  `left open", "left open"),
        ("event  CONSULT  A > B  @2031-13-01", "no day"),
        ("event  CONSULT  A  B", "one column too many"),
        ("   ", "empty line"),
    ],
)
def test_a_bad_line_says_what_is_wrong(text: str, complaint: str) -> None:
    with pytest.raises(BadLine, match=complaint):
        read_line(text)


@pytest.mark.parametrize(
    "interval",
    [day(date(2031, 3, 3)), month(2032, 2), year(2031), Interval(date(2031, 1, 2), None), Interval(None, date(2031, 1, 2)),
     Interval(date(2031, 1, 2), date(2031, 2, 3))],
)  # fmt: skip
def test_intervals_are_read_as_they_are_written(interval: Interval) -> None:
    assert interval_from(str(interval)) == interval
