"""Resolution of values, as a pure function."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.foundation.days import Interval, day, month, week, year
from dateline.foundation.timevalue import (
    Abs,
    Context,
    Dur,
    Every,
    In,
    Like,
    Moment,
    Of,
    Partial,
    Piece,
    Ref,
    Resolved,
    Shift,
    holiday,
    resolve,
)

WEDNESDAY = date(2010, 6, 16)


def on(d: date, direction=None, told=None) -> Context:
    return Context(published=day(d), direction=direction, told=told)


@pytest.mark.parametrize(
    ("value", "direction", "expected"),
    [
        (Partial(weekday=3), None, "2010-06-16"),
        (Partial(weekday=3), "future", "2010-06-16"),
        (Partial(weekday=4), "past", "2010-06-10"),
        (Partial(weekday=4), "future", "2010-06-17"),
        (Partial(weekday=3, turn=-1), "past", "2010-06-09"),
        (Partial(weekday=3, turn=1), "future", "2010-06-23"),
        (Partial(month=2), "past", "2010-02"),
        (Partial(month=6), "past", "2010-06"),
        (Partial(month=6, turn=-1), "past", "2009-06"),
        (Partial(month=3, turn=-1), "past", "2010-03"),
        (Partial(month=9), "future", "2010-09"),
        (Partial(month=7, day=4), None, "2010-07-04"),
        (Partial(month=12, day=30), None, "2009-12-30"),
        (Partial(month=12, day=30), "future", "2010-12-30"),
        (In("week", -1), None, "2010-W23"),
        (In("month", -1), None, "2010-05"),
        (In("year", 1), None, "2011"),
        (In("quarter", -1), None, "2010-Q1"),
        (In("weekend", 0), None, "2010-W24-WE"),
        (In("decade", -1), None, "200"),
        (Shift(2, "day", -1), None, "2010-06-14"),
        (Shift(6, "month", -1), None, "2009-12"),
        (Shift(3, "year", -1), None, "2007"),
        (Shift(None, "year", -1), None, "PAST_REF"),
        (Of(Partial(month=6), In("year", -1)), None, "2009-06"),
        (Of(Partial(weekday=4), In("week", -1)), None, "2010-06-10"),
        (Of(Partial(season="SU"), 1998), None, "1998-SU"),
        (Moment(Partial(weekday=1), "TMO"), "past", "2010-06-14TMO"),
        (Moment(None, "T08:00"), None, "2010-06-16T08:00"),
        (Dur(2.5, "year"), None, "P2Y6M"),
        (Dur(3, "hour"), None, "PT3H"),
        (Dur(None, "day"), None, "PXD"),
        (Every("day"), None, "P1D"),
        (Every(part=Partial(weekday=1)), None, "XXXX-WXX-1"),
        (Ref("PRESENT_REF"), None, "PRESENT_REF"),
        (Abs(1980, grain="decade"), None, "198"),
        (Shift(9000, "year", -1), None, "XXXX"),
    ],
)
def test_values(value, direction, expected):
    assert resolve(value, on(WEDNESDAY, direction)).value == expected


def test_intervals_have_the_grain_of_the_words():
    assert resolve(Abs(2004, 3), Context()).interval == month(2004, 3)
    assert resolve(In("week", -1), on(WEDNESDAY)).interval == week(date(2010, 6, 9))
    assert resolve(Shift(2, "week", -1), on(WEDNESDAY)).interval == week(date(2010, 6, 2))
    assert resolve(Shift(3, "year", -1), on(WEDNESDAY)).interval == year(2007)
    assert resolve(Piece(Partial(month=12), "H1"), on(WEDNESDAY, "future")).interval == Interval(
        date(2010, 12, 1), date(2010, 12, 15), "month"
    )


def test_told_values_go_on_from_the_days_before():
    told = day(date(1999, 4, 30))
    assert resolve(In("day", 1, "told"), on(WEDNESDAY, told=told)) == Resolved("1999-05-01", day(date(1999, 5, 1)))
    assert resolve(Shift(1, "week", 1, "told"), on(WEDNESDAY, told=told)).value == "1999-05-07"
    assert resolve(In("day", 1, "told"), on(WEDNESDAY, told=month(1999, 4))).interval is None
    assert resolve(In("day", 1, "told"), on(WEDNESDAY)).interval is None


def test_unknown_day_of_publication():
    unknown = Context(published=Interval(date(2010, 1, 1), date(2010, 6, 30)))
    assert resolve(Partial(weekday=1), Context()) == Resolved("XXXX-WXX-1")
    assert resolve(In("year", -1), unknown) == Resolved("2009", year(2009))
    found = resolve(Partial(weekday=1), unknown)
    assert found.value == "XXXX-WXX-1"
    assert found.interval == Interval(date(2009, 12, 28), date(2010, 6, 28), "day")
    wide = Context(published=Interval(date(2001, 1, 1), date(2010, 6, 30)))
    assert resolve(Partial(weekday=1), wide).interval is None
    assert resolve(Abs(2004, 3, 1), wide).interval == day(date(2004, 3, 1))


@pytest.mark.parametrize(
    ("rule", "y", "expected"),
    [
        ("easter+0", 2010, "2010-04-04"),
        ("easter-2", 2024, "2024-03-29"),
        ("11-4-4", 2010, "2010-11-25"),
        ("12-25", 1999, "1999-12-25"),
        ("05-L-1", 2024, "2024-05-27"),
        ("11-1-1+1", 2024, "2024-11-05"),
        ("easter+39", 2024, "2024-05-09"),
    ],
)
def test_holidays(rule, y, expected):
    assert holiday(rule, y).isoformat() == expected


days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
directions = st.sampled_from(["past", "future", None])
units = st.sampled_from(["day", "week", "weekend", "month", "quarter", "year", "decade", "century"])
values = st.one_of(
    st.builds(Partial, weekday=st.integers(1, 7), turn=st.sampled_from([None, -1, 0, 1])),
    st.builds(Partial, month=st.integers(1, 12), turn=st.sampled_from([None, -1, 0, 1])),
    st.builds(Partial, month=st.integers(1, 12), day=st.integers(1, 28)),
    st.builds(Partial, season=st.sampled_from(["SP", "SU", "FA", "WI"]), turn=st.sampled_from([None, -1, 1])),
    st.builds(In, units, st.integers(-2, 2)),
    st.builds(Shift, st.integers(1, 50), units, st.sampled_from([-1, 1])),
)
pieces = st.builds(Piece, values, st.sampled_from(["START", "MID", "END", "BEFORE", "AFTER"]))


@given(st.one_of(values, pieces), days, directions)
def test_intervals_run_forward(value, d, direction):
    interval = resolve(value, on(d, direction)).interval
    assert interval is None or (interval.start is not None and interval.end is not None and interval.start <= interval.end)


@given(st.one_of(values, pieces), days, directions)
def test_resolution_is_pure(value, d, direction):
    assert resolve(value, on(d, direction)) == resolve(value, on(d, direction))


@given(st.integers(1, 7), st.sampled_from([None, -1, 0, 1]), days, directions)
def test_weekdays_lie_within_a_week(number, turn, d, direction):
    interval = resolve(Partial(weekday=number, turn=turn), on(d, direction)).interval
    assert interval is not None
    assert interval.is_day
    assert interval.start is not None
    assert interval.start.isoweekday() == number
    assert abs(interval.start - d) <= timedelta(days=7)


@given(values, days, st.integers(0, 300), directions)
def test_an_interval_of_publication_gives_no_less_than_its_ends(value, d, length, direction):
    whole = resolve(value, Context(published=Interval(d, d + timedelta(days=length)), direction=direction)).interval
    first = resolve(value, on(d, direction)).interval
    assert whole is None or first is None or whole.start == first.start


@given(
    st.integers(1, 7),
    st.sampled_from([None, -1, 0, 1]),
    st.sampled_from([None, "past", "future"]),
    st.dates(date(1950, 1, 1), date(2090, 1, 1)),
    st.integers(-60, 60),
)
@settings(deadline=None)
def test_weekdays_move_with_the_publication_by_whole_weeks(weekday, turn, direction, published, weeks):
    here = resolve(Partial(weekday=weekday, turn=turn), on(published, direction)).interval
    there = resolve(Partial(weekday=weekday, turn=turn), on(published + timedelta(weeks=weeks), direction)).interval
    assert here and there and here.start and there.start
    assert there.start - here.start == timedelta(weeks=weeks)


@given(
    st.integers(1, 12),
    st.integers(1, 28),
    st.sampled_from([None, "past", "future"]),
    st.dates(date(1950, 1, 1), date(2090, 1, 1)),
)
@settings(deadline=None)
def test_a_resolved_day_is_what_the_words_say(month_number, day_number, direction, published):
    found = resolve(Partial(month=month_number, day=day_number), on(published, direction)).interval
    assert found and found.is_day and found.start
    assert (found.start.month, found.start.day) == (month_number, day_number)
    assert abs((found.start - published).days) <= 366


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
@settings(deadline=None)
def test_a_full_date_needs_no_anchor_and_is_written_as_it_is_read(d):
    value = Abs(d.year, d.month, d.day)
    assert resolve(value, Context()) == Resolved(d.isoformat(), day(d))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Abs(-491), "BC0491"),
        (Abs(-480, 8), "BC0480-08"),
        (Abs(-440, grain="decade"), "BC044"),
        (Abs(-401, grain="century"), "BC04"),
        (Of(Partial(season="SU"), -480), "BC0480-SU"),
        (Like(1988), "1988"),
    ],
)
def test_years_before_christ_have_a_value_and_no_days(value, expected):
    found = resolve(value, on(WEDNESDAY))
    assert (found.value, found.interval is None) == (expected, expected.startswith("BC"))


def test_weekdays_told_of_before():
    told = day(date(1999, 4, 28))  # a Wednesday
    assert resolve(Of(Partial(weekday=5), In("day", -1, "told")), on(WEDNESDAY, told=told)).value == "1999-04-23"
    assert resolve(Of(Partial(weekday=5), In("day", 1, "told")), on(WEDNESDAY, told=told)).value == "1999-04-30"
    assert resolve(Of(Partial(weekday=5), In("day", 1, "told")), on(WEDNESDAY)).value == "XXXX-WXX-5"
