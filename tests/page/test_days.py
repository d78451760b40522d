"""The day that a page gives itself: invented pages, by the page alone."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.foundation.article import Article
from dateline.reading.dating import date_page
from dateline.reading.page import Unreadable, read_page_dates

TITLE = "Ferries sail again between the islands"
PROSE = "".join(
    f"<p>The {word} ferry left the harbour with three hundred passengers, and the company said that more would follow.</p>"
    for word in ("first", "second", "third", "fourth")
)
ELSEWHERE = "<p>Weather</p><p>Sport</p>" * 8  # blocks between the report and the page's foot


def made(head: str = "", above: str = "", below: str = "", foot: str = "", lang: str = "en") -> str:
    """A page with its report; `above` and `below` stand about the headline, `foot` far below the report."""
    return (
        f'<html lang="{lang}"><head><title>{TITLE}</title>{head}</head><body><main>{above}<h1>{TITLE}</h1>{below}{PROSE}</main>'
        f"{ELSEWHERE}{foot}</body></html>"
    )


def clues(page: str, url: str | None = None, **headers: str) -> Article:
    return read_page_dates(page.encode(), url=url, headers={name.replace("_", "-"): value for name, value in headers.items()})


def day_of(page: str, url: str | None = None, **headers: str) -> str | None:
    return date_page(clues(page, url, **headers))[0].published


def node(kind: str, title: str, on: str, more: str = "") -> str:
    return f'{{"@type": "{kind}", "headline": "{title}", "datePublished": "{on}"{more}}}'


def script(*nodes: str) -> str:
    return f'<script type="application/ld+json">[{", ".join(nodes)}]</script>'


OTHERS = [node("NewsArticle", f"Other news {n}", f"2020-02-{n:02}T10:00:00+01:00") for n in range(1, 9)]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (script(node("NewsArticle", TITLE, "2019-03-05T10:00:00+01:00"), *OTHERS), "2019-03-05"),
        (script(*OTHERS, node("NewsArticle", TITLE, "2019-03-05T10:00:00+01:00")), "2019-03-05"),
        (script(*OTHERS), None),
        (script(node("LiveBlogPosting", TITLE, "2019-03-05", f', "liveBlogUpdate": [{", ".join(OTHERS)}]')), "2019-03-05"),
        (script('{"@type": "Article", "datePublished": ["2019-03-05", "2019-03-05"]}'), "2019-03-05"),
        (script('{"@type": "Article", "datePublished": {"@type": "Date", "@value": "2019-03-05"}}'), "2019-03-05"),
        (script('{"@type": "Article", "datePublished": 1551780000}'), "2019-03-05"),
        (script('{"@type": "Article", /* note */ "datePublished": "2019-03-05T10:00:00Z",}'), "2019-03-05"),
        (script('{"@graph": [{"@type": "WebPage"}, {"@type": "Article", "datePublished": "2019-03-05"}]}'), "2019-03-05"),
        ('<meta property="DC:date.issued" content="2019-03-05">', "2019-03-05"),
        ('<meta name="ex-published-date" content="2019-03-05T09:00:00Z">', "2019-03-05"),
        ('<meta name="created" content="2019-03-04"><meta name="pubdate" content="2019-03-05">', "2019-03-05"),
        ('<meta name="date" content="Tue Mar 05 2019 09:23:33 GMT+0000 (Coordinated Universal Time)">', "2019-03-05"),
        ("<script>window.page = {publishedAt: '2019-03-05T09:00:00Z', id: 7}</script>", "2019-03-05"),
        ("<script>var list = [{'publishedAt': '2019-03-05'}, {'publishedAt': '2019-03-09'}]</script>", None),
        ('<meta name="date" content="0000-00-00"><meta name="pubdate" content="99999-13-45T99:99">', None),
    ],
)  # fmt: skip
def test_in_the_head(head: str, expected: str | None) -> None:
    assert day_of(made(head)) == expected


@pytest.mark.parametrize(
    ("below", "lang"),
    [
        ("<p>Veröffentlicht am 5. März 2019 um 14:03 Uhr</p>", "de"), ("<p>Von Ada Lind / 05.03.2019 / 14:03</p>", "de"),
        ("<p>Dienstag, 5. März 2019, 14:03 Uhr</p>", "de"), ("<p>05.03.19</p>", "de"), ("<p>Datum:</p><p>05.03.2019</p>", "de"),
        ("<p>Dieser Beitrag wurde am 5. März 2019 um 14:03 von Ada geschrieben</p>", "de"),
        ("<p>Publié le 5 mars 2019 à 14h03</p>", "fr"), ("<p>martes 5 de marzo de 2019</p>", "es"),
        ("<p>05/03/2019 - 04:30 - Fonte: Diário Novo</p>", "pt"), ("<p>5 martie 2019 14:03</p>", "ro"),
        ("<p>5.3.2019 klo 12.45</p>", "fi"), ("<p>2019. 03. 05. 21:35</p>", "hu"), ("<p>2019年3月5日</p>", "ja"),
        ("<p>Posted on March 5, 2019 by Ada Lind</p>", "en"), ("<p>Ada Lind · March 5, 2019 · Ferries · 7 comments</p>", "en"),
        ("<p>Ada Lind | 5 Mar 2019 | 2 min read</p>", "en"), ("<p>Published:</p><p>March 5, 2019</p>", "en"),
        ("<aside class='meta-bar'><span>5 March 2019</span></aside>", "en"),
        ("<abbr class='published' title='2019-03-05T17:06:45+0000'>on Tuesday</abbr>", "en"),
        ("<span property='schema:dateCreated' content='2019-03-05T12:45:46+00:00'></span>", "en"),
        ("<time datetime='2019-03-05'>Tuesday</time>", "en"),
        ("<time datetime='2021-07-03T10:18:46Z'>Publié le 5 mars 2019</time>", "fr"),
        ("<p>5 March 2019</p><p>Release date: 9 May 2019</p>", "en"),
        ("<p>5 March 2019</p><p>Joined: 12 June 2009</p>", "en"),
        ("<p>5 March 2019</p><p>© 1 January 2021 Example Post</p>", "en"),
    ],
)  # fmt: skip
def test_beside_the_headline(below: str, lang: str) -> None:
    assert day_of(made(below=below, lang=lang)) == "2019-03-05"


@pytest.mark.parametrize(
    "below",
    [
        "<p>Release date: 5 March 2019</p>", "<p>Book by March 5, 2019</p>", "<p>It is currently Tue Mar 05, 2019 7:53 pm</p>",
        "<p>Last generated on 2019-03-05</p>", "<p>© 2019 Example Post</p>", "<p>Updated 5 March 2019</p>",
    ],
)  # fmt: skip
def test_days_of_something_else(below: str) -> None:
    assert day_of(made(below=below)) is None


def test_the_line_nearest_to_the_headline_is_its_own() -> None:
    teasers = "".join(f"<p>{n} March 2021</p><p>Another report of the {n}th</p>" for n in (7, 8))
    assert day_of(made(above="<p>Friday, 9 April 2021</p>", below="<p>5 March 2019</p>", foot=teasers)) == "2019-03-05"


def test_a_list_of_reports_has_no_day_of_its_own() -> None:
    items = "".join(f"<h2>Report {n} of the week</h2><p>{n} March 2019</p><p>{PROSE[3:99]}.</p>" for n in range(9, 3, -1))
    assert day_of(f"<html><body><h1>All news</h1>{items}</body></html>") is None
    assert day_of(made(foot="".join(f"<p>{n} March 2019</p>" for n in range(4, 9)))) is None
    tags = "".join(f"<li><time class='t' datetime='2019-03-{n:02}'>day {n}</time> Report {n}</li>" for n in range(1, 9))
    assert not [c for c in clues(made(below=f"<ul>{tags}</ul>")).clues if c.kind == "time-tag"]


def test_posts_that_are_quoted_have_their_own_dates() -> None:
    quoted = "<blockquote><p>We sail!</p><time datetime='2018-11-02'>then</time></blockquote>"
    assert day_of(made(below=f"<p>5 March 2019</p>{quoted}")) == "2019-03-05"


@pytest.mark.parametrize(
    ("foot", "expected"),
    [
        ("<p>Erstellt am: 05.03.2019</p>", "2019-03-05"),
        ("<p>Erstellt am: 05.03.2019</p><p>Letzte Änderung: 09.05.2020</p>", "2019-03-05"),
        ("<p>5 March 2019</p>", None),  # far from the report and without a label
    ],
)
def test_the_only_day_that_lines_tell(foot: str, expected: str | None) -> None:
    assert day_of(made(foot=foot)) == expected


def test_an_unlabelled_day_that_echoes_the_last_change_is_the_changes() -> None:
    head = '<meta property="article:modified_time" content="2020-05-09T08:00:00+02:00">'
    page = made(
        script(node("NewsArticle", TITLE, "2019-03-05T10:00:00+01:00")) + head + '<meta name="date" content="2020-05-09">',
        below="<p>9 May 2020</p>",
    )
    article = clues(page)
    assert date_page(article)[0].published == "2019-03-05"
    assert {c.text: c.why.partition(":")[0] for c in article.clues if c.says and c.says.start == date(2020, 5, 9)} == {
        "article:modified_time 2020-05-09T08:00:00+02:00": "modified", "date 2020-05-09": "modified", "9 May 2020": "modified",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("instant", "url", "below", "expected"),
    [
        ("2019-03-06T03:28:35Z", "https://example.org/2019/03/05/ferries", "", "2019-03-05"),  # evening in America
        ("2019-03-04T22:04:00Z", None, "<p>5. März 2019 00:04 Uhr</p>", "2019-03-05"),  # past midnight in Europe
        ("2019-03-05T22:04:00Z", None, "", "2019-03-05"),
    ],
)
def test_days_in_utc(instant: str, url: str | None, below: str, expected: str) -> None:
    assert day_of(made(script(node("NewsArticle", TITLE, instant)), below=below, lang="de"), url) == expected


def test_a_change_in_utc_may_lie_on_the_next_day_at_the_place() -> None:
    head = '<meta property="article:modified_time" content="2019-03-04T17:22:56+00:00">'
    head += '<meta property="article:published_time" content="2019-03-04T23:11:59+00:00">'
    assert day_of(made(head), "https://example.org/2019/03/05/ferries") == "2019-03-05"


MOVED = script(node("NewsArticle", TITLE, "2019-06-17T18:28:00+02:00")) + (
    '<meta property="article:published_time" content="2019-06-17T18:28:00+02:00">'
    '<meta itemprop="datePublished" content="2019-06-17">'
)


@pytest.mark.parametrize("change", ["", '<meta property="article:modified_time" content="2019-06-17T18:28:00+02:00">'])
def test_stamps_of_a_moved_site_give_way_to_the_address(change: str) -> None:
    article = clues(made(MOVED + change), "https://example.org/2007/02/27/ferries")
    dating, doubts = date_page(article)
    assert dating.published == "2007-02-27"
    assert {c.kind for c in dating.clues if c.verdict == "contradicted"} == {"json-ld"}  # its echo in the meta tags is left aside
    assert {d.code for d in doubts} == {"DATE_CONFLICT"}


def test_a_month_in_the_address_leaves_the_day_to_the_lines() -> None:
    page = made(above="<h2>Tuesday, 5 March 2019</h2>")
    assert day_of(page, "https://example.org/2019/03/ferries") == "2019-03-05"


def test_a_copy_in_a_web_archive() -> None:
    url = "https://web.archive.org/web/20160218174457/https://example.org/2010/05/19/ferries"
    article = clues(made(), url)
    assert date_page(article)[0].published == "2010-05-19"
    assert [(c.text, c.why.partition(":")[0]) for c in article.clues if c.kind == "url"] == [
        ("2010/05/19", "published"), ("2016-02-18", "captured"),
    ]  # fmt: skip


def test_what_a_feed_says_of_a_page() -> None:
    told = {"feed_published": "Tue, 05 Mar 2019 01:30:00 +0200", "feed_updated": "2019-03-09T08:00:00Z"}
    article = clues(made(), None, **told)
    assert [(c.kind, c.why.partition(":")[0], str(c.says)) for c in article.clues] == [
        ("feed", "published", "2019-03-05"), ("feed", "modified", "2019-03-09"),
    ]  # fmt: skip
    assert article.time == "2019-03-05T01:30:00+02:00"
    dating, _ = date_page(article)
    assert (dating.published, dating.time) == ("2019-03-05", "2019-03-05T01:30:00+02:00")


def test_a_feed_against_its_page() -> None:
    page = made(script(node("NewsArticle", TITLE, "2019-03-05T10:00:00+01:00")), below="<p>5 March 2019</p>")
    dating, doubts = date_page(clues(page, None, feed_published="2019-04-11"))
    assert dating.published == "2019-03-05"
    assert [d.message for d in doubts] == [
        "The page gives 2019-04-11 (“feed-published 2019-04-11”), but the report does not fit that day; it is dated 2019-03-05."
    ]


def test_no_day_after_the_copy() -> None:
    page = made(script(node("NewsArticle", TITLE, "2021-01-01T00:00:00Z")), below="<p>5 March 2019</p>")
    article = clues(page, None, warc_date="2019-03-07T10:00:00Z")
    assert (date_page(article)[0].published, article.time) == ("2019-03-05", None)


def test_the_moment_of_fetching_is_told_only_where_a_day_lies_after_it() -> None:
    page = made(below="<p>5 March 2019</p>")
    assert [c.kind for c in clues(page, None, date="Fri, 08 Mar 2019 10:00:00 GMT").clues] == ["visible"]
    article = clues(page, None, date="Fri, 01 Mar 2019 10:00:00 GMT")
    assert [(c.kind, c.why.partition(":")[0]) for c in article.clues] == [("visible", "published"), ("header", "captured")]
    assert date_page(article)[0].published is None


MOMENTS = st.datetimes(datetime(1995, 1, 1), datetime(2035, 1, 1)).map(lambda m: m.strftime("%Y-%m-%dT%H:%M:%SZ"))


@settings(deadline=None, max_examples=40)
@given(MOMENTS, st.lists(MOMENTS, max_size=4), MOMENTS, st.sampled_from(["article:published_time", "date", "pubdate"]))
def test_never_a_day_or_an_instant_after_the_copy(copied: str, said: list[str], feed: str, name: str) -> None:
    tags = "".join(f"<time datetime='{moment}'>then</time>" for moment in said)
    head = f'<meta name="{name}" content="{said[0] if said else feed}">'
    article = clues(made(head, below=tags), None, warc_date=copied, feed_published=feed)
    published = date_page(article)[0].published
    last = date.fromisoformat(copied[:10]) + timedelta(days=1)  # the copy's day is told in UTC
    assert published is None or date.fromisoformat(published) <= last
    assert article.time is None or article.time <= copied


ODD = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["0000-00-00", "99999-01-01", "2019-02-30", "-1", "9" * 400, "1e9", "2019-13-45T99:99:99Z", "31/31/3131", "null"]
    ),
)


@settings(deadline=None, max_examples=60)
@given(ODD, ODD, ODD)
def test_nothing_that_a_page_says_of_its_day_ends_the_reader(one: str, two: str, three: str) -> None:
    quoted = [v.replace('"', "&quot;") for v in (one, two, three)]
    head = f'<meta name="pubdate" content="{quoted[0]}">' + script(node("Article", TITLE, one))
    page = made(head, below=f'<time datetime="{quoted[1]}">{quoted[2]}</time><p>{quoted[2]}</p>')
    try:
        read = read_page_dates(page.encode("utf-8", "replace"), headers={"feed-published": two, "warc-date": three})
    except Unreadable:
        return
    date_page(read)


@pytest.mark.parametrize(
    "many",
    [
        "".join(f"<time class='c{n}' datetime='{1800 + n % 250}-01-02'>x</time> " for n in range(4_000)),
        "".join(f"<p>{n % 28 + 1} March {1800 + n % 250}</p>" for n in range(4_000)),
        "".join(f"<blockquote><p>On {n % 28 + 1} May {1990 + n % 30} it rained" for n in range(500)),
        "".join(f"<p>Veröffentlicht am {n % 28 + 1}. Mai {1990 + n % 30} von Ada" for n in range(2_000)),
        "<p>" + "5 March " * 15_000 + "</p>",
        "<p>" + "a/" * 60 + "</p>" * 5_000,
    ],
    ids=["time-tags", "lines", "quotations", "labels", "one-line", "ends"],
)
def test_many_dates_take_no_longer_than_their_page(many: str) -> None:
    started = time.process_time()
    try:
        date_page(clues(made(below=many)))
    except Unreadable as refused:
        assert refused.code == "HOSTILE_PAGE"  # noqa: PT017
    assert time.process_time() - started < 10


@pytest.mark.parametrize(("other", "expected"), [("25/12/2018", "2019-03-05"), ("12/25/2018", "2019-05-03"), ("", None)])
def test_order_of_day_and_month_by_the_pages_other_dates(other: str, expected: str | None) -> None:
    assert day_of(made(below="<p>05/03/2019</p>", foot=f"<p>{other}</p>")) == expected
