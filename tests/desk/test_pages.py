"""The pages without a browser: what they show, that foreign text stays text, and what they say when something is amiss."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from dateline.desk.occasions import month_grid, occasions
from dateline.record import Entry, Query, open_record
from tests.desk.desk_of import TOKEN, asking
from tests.desk.records import EVIL, event, filled, hostile
from tests.made import SENTENCES, made, renamed

PAGES = ("/", "/reports", "/actors", "/calendar", "/calendar/2031-03", "/search", "/follow", "/keys")
HTML = {"accept": "text/html"}
NOW = datetime(2031, 3, 10, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with asking(filled(tmp_path_factory.mktemp("desk") / "desk.db")) as client:
        client.headers["accept"] = "text/html"
        yield client


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    path = tmp_path_factory.mktemp("desk") / "empty.db"
    open_record(path).close()
    with asking(path) as client:
        client.headers["accept"] = "text/html"
        yield client


class Tags(HTMLParser):
    """What a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.words += " " * (tag in ("td", "dt", "dd", "p", "li", "nav"))

    def handle_data(self, data: str) -> None:
        self.words += data


def words(text: str) -> str:
    return " ".join(Tags(text).words.split())


def addresses(path: Path) -> list[str]:
    """Every page there is for what a record has."""
    with open_record(path, readonly=True) as record:
        rows = {f"/row/{quote(e.id, safe='')}" for e in record.latest(Query(limit=99, retracted=True))}
        actors = [f"/actor/{quote(a.id, safe='')}" for a in record.known_actors()]
        reports = [f"/report/{quote(r.id, safe='')}" for r in record.recent_reports()]
    return [*PAGES, *sorted(rows), *actors, *reports, "/report/r:ferry?versions=1,2", "/report/r:ferry?version=1", "/?kind=tie"]


def test_every_page_is_there_with_one_heading_a_title_and_no_script_of_its_own(desk: TestClient) -> None:
    path = desk.app.hub._settings.path if hasattr(desk.app.hub, "_settings") else None  # type: ignore[union-attr,attr-defined]
    assert path
    for address in addresses(path):
        answer = desk.get(address)
        assert answer.status_code == 200, address
        tags = Tags(answer.text).tags
        assert sum(tag == "h1" for tag, _ in tags) == 1, address
        assert not [a for _, attributes in tags for a in attributes if a.startswith("on") or a == "style"], address
        assert all(attributes.get("src", "").startswith("/static/") for tag, attributes in tags if tag == "script"), address
        assert {tag for tag, _ in tags}.isdisjoint({"img", "iframe", "object", "style", "b>"}), address
        assert not [a for _, a in tags if (a.get("href") or "").startswith("javascript:")], address


def test_foreign_text_is_text(desk: TestClient) -> None:
    page = desk.get(f"/report/{quote(hostile().report.id, safe='')}").text
    assert EVIL in Tags(page).words
    assert "\u202e" not in page
    assert '<span class="box">U+202E</span>' in page


def skeleton(title: str) -> list[tuple[str, tuple[str, ...]]]:
    """The tags and attributes of the pages of a report whose title, source and actor are called so; boxes left out."""
    report = event(1)
    head = msgspec.structs.replace(report.report, title=title, source=title)
    named = msgspec.structs.replace(report.actors[0], name=title)
    found: list[tuple[str, tuple[str, ...]]] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.db"
        with open_record(path) as record:
            record.put(msgspec.structs.replace(report, report=head, actors=(named, *report.actors[1:])))
        with asking(path) as desk:
            for address in ("/", "/report/r:1?row=e:1", "/row/e:1", "/actors", "/reports", "/search?text=time"):
                tags = Tags(desk.get(address, headers=HTML).text).tags
                found += [(tag, tuple(sorted(given))) for tag, given in tags if given.get("class") != "box"]
    return found


@settings(max_examples=20, deadline=None)
@given(words=st.text(st.sampled_from("<>\"'&`={}%#/\n\u202e\u2067\u200bab;:()!-"), max_size=60))
def test_whatever_a_report_says_its_pages_have_no_tags_but_ours(words: str) -> None:
    assert skeleton("x" + words) == skeleton("x")


def test_no_unseen_character_reaches_a_page(desk: TestClient) -> None:
    for address in ("/", "/actors", "/reports", "/search?text=nobody", "/calendar/2031-03"):
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b-\u200f]", Tags(desk.get(address).text).words), address


def test_latest_shows_the_newest_first_and_pages_on(tmp_path: Path) -> None:
    path = tmp_path / "many.db"
    with open_record(path) as record:
        for n in range(120):
            record.put(event(n))
    seen: list[int] = []
    with asking(path) as desk:
        address = "/"
        while address:
            page = desk.get(address, headers=HTML).text
            seen += [int(n) for n in re.findall(r'data-sequence="(\d+)"', page)]
            found = re.search(r'id="earlier" href="([^"]+)"', page)
            address = found.group(1).replace("&amp;", "&") if found else ""
    assert len(seen) == 120
    assert seen == sorted(seen, reverse=True)


def test_a_filter_shows_only_what_fits_and_says_so(desk: TestClient) -> None:
    page = desk.get("/?status=planned&kind=event").text
    told = words(page)
    assert "Ada Lindqvist will agree on Fri 7 Mar 2031, by their own account" in told
    assert "met harbour unions" not in told
    assert 'href="/?kind=event"' in page
    assert 'href="/latest.csv?status=planned&amp;kind=event"' in page


def test_a_filter_that_nothing_fits_says_what_its_removal_would_give(desk: TestClient) -> None:
    told = words(desk.get("/?status=cancelled&type=CONSULT").text)
    assert "No rows match." in told
    assert re.search(r"Status: Cancelled [1-9]\d* rows? without it", told)


def test_retracted_rows_stay_struck_with_the_reason(desk: TestClient) -> None:
    page = desk.get("/?kind=position").text
    assert 'class="row gone"' in page
    assert "version 2 of the report no longer says it" in words(page)


def test_a_report_shows_its_text_once_with_its_rows_numbered(desk: TestClient) -> None:
    page = desk.get("/report/r:copy").text
    assert words(page).count(SENTENCES[0]) == 1
    assert '<span class="ev ac" data-rows="e:met"' in page
    numbers = [int(n) for n in re.findall(r'<span class="n">(\d+)</span>', page)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_panel_says_why(desk: TestClient) -> None:
    told = words(desk.get("/report/r:copy?row=e:sign").text)
    for part in (
        "Ada Lindqvist will agree on Fri 7 Mar 2031",
        "“she” (pronoun: nearest person before it) ← “Ada Lindqvist” (name: full name)",
        "“Friday” → Fri 7 Mar 2031 (rule weekday.future)",
        "counted from the day of publication, Tue 4 Mar 2031",
        "Rule sign",
        "in 2 reports alike",
    ):
        assert part in told


def test_rows_of_the_same_words_are_alike_only_if_they_say_the_same(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    other = renamed(made(), "r:other", "other.html")
    unlike = msgspec.structs.replace(other.events[0], status="negated")
    with open_record(path) as record:
        for report in (made(), renamed(made(), "r:copy", "copy.html")):
            record.put(report)
        record.put(msgspec.structs.replace(other, events=(unlike, *other.events[1:])))
    with asking(path) as desk:
        pages = {address: words(desk.get(address, headers=HTML).text) for address in (
            "/row/e:met", "/row/e:met?report=r:ferry", "/row/e:met?report=r:other", "/report/r:other?row=e:met")}  # fmt: skip
        shared = desk.get("/report/r:ferry", headers=HTML).text
        assert desk.get("/row/e:met?report=r:none", headers=HTML).status_code == 404
        link = re.search(r'href="(/row/e%3Amet[^"]*)"', desk.get("/?report=r:other", headers=HTML).text)
    both = ("Ada Lindqvist met harbour unions on", "Ada Lindqvist did not meet harbour unions on")
    assert {a: tuple(told in page for told in both) for a, page in pages.items()} == dict(
        zip(pages, [(True, True), (True, False), (False, True), (False, True)])
    )
    assert ["in 2 reports alike" in page for page in pages.values()] == [True, True, False, False]
    assert link and link[1] == "/row/e%3Amet?report=r%3Aother"
    assert re.findall(r"(\d+) rows shared", words(shared)) == ["5", "4"]


def test_how_it_was_dated_is_a_table_of_clues(desk: TestClient) -> None:
    told = words(desk.get("/report/r:copy").text)
    assert "Tue 4 Mar 2031, found by page+text, sure to 0.93." in told
    assert "weekday “Monday” Mon 3 Mar 2031 agrees the day before" in told


def test_versions_stand_side_by_side_with_what_they_did_to_the_rows(desk: TestClient) -> None:
    page = desk.get("/report/r:ferry?versions=1,2").text
    assert "<ins>" in page
    assert "Retracted holds Norland refuses harbour unions" in words(page)
    assert desk.get("/report/r:ferry?versions=2,1").status_code == 422
    assert desk.get("/report/r:ferry?versions=1,9").status_code == 422


def test_a_huge_report_is_shown_in_parts(tmp_path: Path) -> None:
    path = tmp_path / "huge.db"
    with open_record(path) as record:
        record.put(hostile(2_000_000))
    with asking(path) as desk:
        address = f"/report/{quote(hostile().report.id, safe='')}"
        page = desk.get(address, headers=HTML)
        last = re.search(r"Part 1 of (\d+)", words(page.text))
        assert last and int(last.group(1)) > 50
        assert len(page.text) < 250_000
        assert desk.get(f"{address}?part={last.group(1)}", headers=HTML).status_code == 200


def test_an_actor_has_offices_ties_words_and_meetings(desk: TestClient) -> None:
    told = words(desk.get("/actor/x:ada-lindqvist").text)
    for part in (
        "transport minister of Norland",
        "Ada Lindqvist is a minister of Norland",
        "We will sign on Friday",
        "1 to come",
    ):
        assert part in told


def test_search_marks_the_words_and_counts_its_tabs(desk: TestClient) -> None:
    page = desk.get("/search?text=tolls").text
    assert "<mark><bdi>tolls</bdi></mark>" in page
    assert re.search(r"Quotes 2 ?Rows \d+ ?Actors 0 ?Reports 2", words(page))
    assert "Did you mean ada lindqvist?" in words(desk.get("/search?text=ada%20lindkvist").text)


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/nowhere", 404, "There is nothing at this address."),
        ("/report/r:none", 404, "The record has no report 'r:none'."),
        ("/report/r:copy?row=e:none", 404, "The report has no row 'e:none'."),
        ("/row/e:none", 404, "The record has no row 'e:none'."),
        ("/actor/x:none", 404, "The record has no actor 'x:none'."),
        ("/calendar/2031-13", 404, "A month is written as 2007-03."),
        ("/calendar/0001-01", 404, "A month is written as 2007-03."),
        ("/?since=yesterday", 422, "since"),
        ("/?before=x", 422, "before is a whole number from 1"),
        ("/search?tab=all", 422, "tab is one of"),
    ],
)
def test_what_is_amiss_is_said_on_a_page(desk: TestClient, address: str, status: int, told: str) -> None:
    answer = desk.get(address)
    assert answer.status_code == status
    assert told in words(answer.text)


def test_an_empty_record_says_what_to_do(empty: TestClient) -> None:
    for address in ("/", "/actors", "/reports"):
        assert "dateline read page.html" in words(empty.get(address).text)
    assert "No meetings in March 2031." in words(empty.get("/calendar/2031-03").text)
    assert "Nothing in quotes has “word”." in words(empty.get("/search?text=word").text)


def test_without_its_token_the_desk_shows_the_sign_in_page(tmp_path: Path) -> None:
    with asking(filled(tmp_path / "desk.db"), token=TOKEN) as desk:
        answer = desk.get("/", headers=HTML)
        assert 'name="token"' in answer.text
        assert "Ada" not in answer.text


# ---- the calendar


def entries(desk: TestClient) -> list[Entry]:
    with open_record(desk.app.hub._settings.path, readonly=True) as record:  # type: ignore[union-attr,attr-defined]
        return record.by_day(Query(kinds=("calendar",), limit=99))


def test_a_plan_is_overdue_only_after_its_last_day(desk: TestClient) -> None:
    for today, status in ((date(2031, 3, 7), "planned"), (date(2031, 3, 8), "overdue")):
        told = {o.entry.id: o for o in occasions(entries(desk), today)}
        assert told["c:sign"].status == status
        assert told["c:sign"].reports == 2


def test_a_plan_that_was_held_is_no_plan_any_more(desk: TestClient) -> None:
    plan = next(e for e in entries(desk) if e.id == "c:sign")
    held = msgspec.structs.replace(
        plan, id="c:held", status="held", first_day="2031-03-08", last_day="2031-03-08", report="r:later"
    )
    (occasion,) = occasions([plan, held], date(2031, 4, 1))
    assert (occasion.status, occasion.entry.id, occasion.plan and occasion.plan.id) == ("held", "c:held", "c:sign")
    other = msgspec.structs.replace(held, parties=(), first_day="2031-03-20", last_day="2031-03-20")
    assert [o.status for o in occasions([plan, other], date(2031, 4, 1))] == ["overdue", "held"]


def test_the_month_has_each_occasion_on_its_day(desk: TestClient) -> None:
    grid = month_grid(2031, 3, occasions(entries(desk), NOW.date()), NOW.date())
    on = {c.day.isoformat(): [o.entry.id for o in c.occasions] for week in grid for c in week if c.occasions}
    assert on == {"2031-03-07": ["c:sign"], "2031-03-12": ["c:evil"]}
    assert [c.day.day for week in grid for c in week if c.today] == [10]


def test_today_is_the_servers_clock(tmp_path: Path) -> None:
    with asking(filled(tmp_path / "desk.db")) as desk:
        desk.app._rest.state.clock = lambda: NOW  # type: ignore[union-attr,attr-defined]
        told = words(desk.get("/calendar", headers=HTML).text)
    assert "March 2031" in told
    assert "10 today" in told
    assert "due Fri 7 Mar 2031, nothing seen since" in told
