"""The day of publication, from page and text."""

from __future__ import annotations

from datetime import date

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.foundation.days import Interval, day
from dateline.foundation.rows import Clue
from dateline.reading.dating import date_report
from dateline.reading.dating.days import days_between
from dateline.reading.dating.weigh import date_with_weekday, dateline, of_writing
from dateline.reading.times import find_times
from tests.recorded import article_of, tree_of

WIRE = (
    "LIMA, Oct 9 (Andes Wire) - Miners in the south went on strike on Friday over a new tax.\n\n"
    "The government will meet their leaders on Monday. The tax was passed in 2008."
)
PLAIN = "The ferry sank on Tuesday. Divers will search the wreck on Thursday."


def dated(text: str, *clues: Clue, given_day: date | None = None, time: str | None = None):
    article = msgspec.structs.replace(article_of(text), clues=clues, time=time)
    tree = tree_of(text)
    return date_report(article, tree, find_times(tree), given_day)


def stamp(d: date, kind="json-ld", why="published: a tag of the page") -> Clue:
    return Clue(kind=kind, text=d.isoformat(), says=day(d), why=why)


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("OSLO, 3 March 2021\n\nThe mayor resigned.", "2021-03-03"),
        ("The mayor resigned on 3 March 2021.\n\nHe had been ill.", None),
    ],
)
def test_a_line_at_the_head_that_only_names_a_day_dates_the_report(text, published):
    dating, _ = dated(text)
    assert dating.published == published


def test_dateline_without_year_takes_it_from_weekday_and_background():
    dating, issues = dated(WIRE)
    assert (dating.published, dating.method, issues) == ("2009-10-09", "text", ())
    assert 0.5 < dating.confidence <= 0.99
    assert {c.kind for c in dating.clues} >= {"partial-date", "weekday", "year"}


def test_a_change_that_was_stamped_before_publication_says_nothing():
    before = stamp(date(2012, 5, 2), why="modified: a tag")
    assert dated(PLAIN, stamp(date(2012, 5, 9)), stamp(date(2012, 5, 9), "meta"), before)[0].published == "2012-05-09"


def test_the_day_of_a_later_change_does_not_draw_the_day_of_publication():
    after = stamp(date(2012, 5, 10), why="modified: a tag")
    assert dated(PLAIN, stamp(date(2012, 5, 9)), after)[0].published == "2012-05-09"


def test_a_day_told_in_several_ways_outweighs_one_of_something_else_on_the_page():
    video = [stamp(date(2012, 4, 21), "microdata"), stamp(date(2012, 4, 21), "microdata")]
    report = [stamp(date(2012, 5, 9), kind) for kind in ("meta", "microdata", "visible")]
    assert dated(PLAIN, *video, *report)[0].published == "2012-05-09"


def test_page_is_believed():
    dating, issues = dated(PLAIN, stamp(date(2012, 5, 9)), time="2012-05-09T10:00:00+02:00")
    assert (dating.published, dating.method, issues) == ("2012-05-09", "page+text", ())
    assert dating.time == "2012-05-09T10:00:00+02:00"
    assert dating.clues[0].verdict == "used"


def test_day_of_change_is_only_an_upper_bound():
    dating, _ = dated(WIRE, stamp(date(2016, 7, 27), why="modified: last updated"))
    assert dating.published == "2009-10-09"
    assert [c.verdict for c in dating.clues if c.text == "2016-07-27"] == ["upper-bound"]
    nothing, _ = dated(PLAIN, stamp(date(2016, 7, 27), why="modified: last updated"))
    assert nothing.published is None
    assert nothing.interval is not None
    assert nothing.interval.start is None
    assert nothing.interval.end is not None
    assert nothing.interval.end <= date(2016, 7, 27)


def test_false_stamp_gives_way_and_is_told():
    dating, issues = dated(WIRE, stamp(date(2019, 3, 14), kind="visible"))
    assert dating.published == "2009-10-09"
    assert [i.code for i in issues] == ["DATE_CONFLICT"]
    assert "2019-03-14" in issues[0].message


def test_days_elsewhere_on_the_page_are_left_aside():
    dating, issues = dated(PLAIN, stamp(date(2012, 5, 9)), stamp(date(2016, 1, 1), "visible", "seen: a line in the foot"))
    assert dating.published == "2012-05-09"
    assert issues == ()


def test_no_year_anywhere_is_unknown():
    dating, issues = dated(PLAIN)
    assert (dating.published, dating.interval, dating.method, issues) == (None, None, "unknown", ())


def test_arithmetic_gives_the_year():
    text = "SUVA, May 14 (Reef News) - The port reopened on Tuesday. It has been under repair for six years, since 2007."
    assert dated(text)[0].published in ("2013-05-14", "2013-05-15")


def test_given_day_is_checked_but_kept():
    dating, issues = dated(WIRE, given_day=date(2004, 1, 5))
    assert (dating.published, dating.method, dating.confidence) == ("2004-01-05", "given", 1.0)
    assert issues
    assert {i.code for i in issues} == {"DATE_CONFLICT"}
    assert dated(WIRE, given_day=date(2009, 10, 9))[1] == ()


@given(st.dates(date(1950, 1, 1), date(2050, 1, 1)))
@settings(max_examples=25, deadline=None)
def test_given_day_is_never_moved(d):
    assert dated(WIRE, stamp(date(2012, 5, 9)), given_day=d)[0].interval == Interval(d, d, "day")


@pytest.mark.parametrize(
    ("weigh", "best"),
    [
        (dateline(2, 29), date(2012, 2, 29)),
        (date_with_weekday(7, 2, 29, "past"), date(2004, 3, 1)),
    ],
)
def test_likelihoods_are_highest_where_they_should_be(weigh, best):
    days = days_between(date(2000, 1, 1), date(2015, 12, 31))
    at = days.index(best)
    assert at is not None
    assert weigh(days)[at] == weigh(days).max()


def test_a_dateline_and_its_weekday_are_one_proof():
    days = days_between(date(2009, 10, 1), date(2009, 10, 20))
    weekly = of_writing(lambda d: np.where(d.weekday == 5, 3.0, 0.0), 10, 9)(days)  # 9 October 2009 was a Friday
    assert [weekly[days.index(date(2009, 10, n))] for n in (8, 9, 10, 11, 16)] == [0.0, 3.0, 3.0, 0.0, 3.0]
    dating, _ = dated(WIRE)
    assert dating.interval is not None
    assert date(2009, 10, 10) in dating.interval  # an agency's copy may count as that of the next day


MOVED = (
    "Kenya's trade minister, on a two-day visit to Oman, arrived in Muscat on Monday. He will meet shipowners on Tuesday, and "
    "is to be received by Qatar on May 12.\n\nLast May he came for dates."
)


def test_a_moved_page_whose_dates_all_are_of_the_move_yields_to_the_text():
    moved = date(2018, 11, 21)  # a Wednesday
    both = (stamp(moved), stamp(moved, why="modified: dateModified"), stamp(moved, kind="visible", why="modified: last updated"))
    dating, issues = dated(MOVED, *both)
    assert dating.published is None
    assert [i.code for i in issues] == ["DATE_CONFLICT"]
    assert [c.verdict for c in dating.clues[:3]] == ["contradicted", "upper-bound", "upper-bound"]


def test_a_page_never_changed_since_is_believed():
    first = date(2018, 5, 7)  # a Monday
    dating, issues = dated(MOVED, stamp(first), stamp(first, why="modified: dateModified"))
    assert (dating.published, issues) == ("2018-05-07", ())
