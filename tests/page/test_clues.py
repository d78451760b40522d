from __future__ import annotations

from datetime import date

import pytest

from dateline.foundation.days import day, month
from dateline.reading.page.dates import address_date, stamp, written_dates
from dateline.reading.page.lines import Line, line_clues
from dateline.reading.page.markup import tokens
from dateline.reading.page.metadata import metadata

D = day(date(2007, 2, 27))


@pytest.mark.parametrize(
    "line",
    [
        "27 February 2007",
        "Feb. 27, 2007",
        "February 27th, 2007",
        "Tuesday, 27 Feb 2007",
        "2007-02-27",
        "2007/2/27",
        "02/27/2007",
        "27.02.2007",
        "27/2/2007",
    ],
)
def test_written_dates(line: str) -> None:
    (found,) = written_dates(line)
    assert found.says == D
    assert found.span.of(line) == line


@pytest.mark.parametrize(("order", "expected"), [(True, date(2007, 4, 3)), (False, date(2007, 3, 4)), (None, None)])
def test_order_of_day_and_month(order: bool | None, expected: date | None) -> None:
    (found,) = written_dates("3/4/2007", day_first=order)
    assert found.says == (day(expected) if expected else None)


def test_no_year_no_day() -> None:
    assert [w.says for w in written_dates("Feb. 26")] == [None]
    assert not list(written_dates("31/31/2007 x")) or next(iter(written_dates("31/31/2007"))).says is None


@pytest.mark.parametrize(
    ("value", "instant"),
    [
        ("2007-02-27T00:00:00+03:00", "2007-02-27T00:00:00+03:00"),
        ("2007-02-27T10:00:00.000Z", "2007-02-27T10:00:00Z"),
        ("2007-02-27T10:00:00+0300", "2007-02-27T10:00:00+03:00"),
        ("2007-02-27 10:00:00 UTC", "2007-02-27T10:00:00Z"),
        ("Tue, 27 Feb 2007 10:00:00 GMT", "2007-02-27T10:00:00Z"),
        ("2007-02-27T10:00:00", None),
        ("2007-02-27", None),
        ("20070227", None),
        ("February 27, 2007", None),
    ],
)
def test_machine_dates(value: str, instant: str | None) -> None:
    found = stamp(value)
    assert found is not None
    assert (found.says.start, found.instant) == (date(2007, 2, 27), instant)


@pytest.mark.parametrize("value", ["", "x", "2016", "1970-01-01T00:00:00Z", "0001-01-01T00:00:00", "12345678901234567890"])
def test_no_machine_date(value: str) -> None:
    assert stamp(value) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/2007/02/27/talks", D),
        ("https://example.org/news/2007/feb/27/talks", D),
        ("https://example.org/talks-20070227.html", D),
        ("https://example.org/2007/02/talks", month(2007, 2)),
        ("https://example.org/story/1234567890/", None),
        ("https://example.org/?d=2007/02/27", None),
    ],
)
def test_addresses(url: str, expected: object) -> None:
    found = address_date(url)
    assert (found[1] if found else None) == expected


def test_lines() -> None:
    lines = [
        Line(". Last Updated: 11/23/2014", "beside", 1),
        Line("Jan. 26, 2021", "beside", 1),
        Line("Jan. 27, 2021", "away", 40),
        Line("3 years ago", "beside", 1),
        Line("No date", "beside", 1),
    ]
    found = sorted(line_clues(lines, day_first=None), key=lambda c: c.text == "3 years ago")
    assert [(c.text, c.why.partition(":")[0], str(c.says)) for c in found] == [
        ("Last Updated: 11/23/2014", "modified", "2014-11-23"),
        ("Jan. 26, 2021", "published", "2021-01-26"),
        ("Jan. 27, 2021", "seen", "2021-01-27"),
        ("3 years ago", "seen", "None"),
    ]


def test_broken_json_ld_still_tells_its_dates() -> None:
    page = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "A "quoted" day", "datePublished": "2007-02-27T10:00:00Z",}</script>'  # noqa: E501
    assert metadata(tokens(page)).nodes[0]["datePublished"] == "2007-02-27T10:00:00Z"


def test_json_ld_of_other_things_is_not_the_reports() -> None:
    page = """<meta property="og:title" content="River tolls agreed today"><script type="application/ld+json">
    [{"@type": "WebSite", "dateCreated": "2019-01-01"},
     {"@type": "Article", "headline": "Ferry sinks", "datePublished": "2018-01-01"},
     {"@type": "NewsArticle", "headline": "River tolls agreed today", "datePublished": "2007-02-27",
      "comment": [{"@type": "Report", "datePublished": "2020-01-01"}]}]</script>"""
    assert [n["datePublished"] for n in metadata(tokens(page)).nodes] == ["2007-02-27"]
