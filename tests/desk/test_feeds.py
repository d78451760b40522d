"""The other forms of a page: valid, the same rows, harmless whatever the report says."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import feedparser
import icalendar
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from dateline.desk.forms import FORMS, Feed
from dateline.desk.wire import Shown, shown
from dateline.foundation.days import Interval
from dateline.record import Query, open_record
from tests.desk.desk_of import asking, record_at
from tests.made import made


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return record_at(tmp_path_factory.mktemp("feeds"))


@pytest.fixture(scope="module")
def desk(path: Path) -> Iterator[TestClient]:
    with asking(path) as client:
        yield client


@pytest.fixture(scope="module")
def row(path: Path) -> Shown:
    with open_record(path, readonly=True) as record:
        return shown(record.latest(Query(report="r:0", kinds=("calendar",)))[0])


def feed_of(*rows: Shown) -> Feed:
    return Feed(title="Dateline", page="http://desk/", address="http://desk/latest.x", epoch="ab", sequence=9, rows=list(rows))


@pytest.mark.parametrize("page", ["/latest", "/search", "/report/r:1", "/actor/x:ada-lindqvist"])
def test_every_form_has_the_rows_that_the_api_has(desk: TestClient, page: str) -> None:
    of = {"/report/r:1": {"report": "r:1"}, "/actor/x:ada-lindqvist": {"actor": "x:ada-lindqvist"}}.get(page, {})
    wanted = [r["id"] for r in desk.get("/api/rows", params={"kind": "event", "limit": 200, **of}).json()["rows"]]
    assert len(wanted) >= 3
    lines = desk.get(f"{page}.jsonl?kind=event").text.splitlines()
    assert [json.loads(line)["id"] for line in lines] == wanted
    assert [r["id"] for r in csv.DictReader(io.StringIO(desk.get(f"{page}.csv?kind=event").text, newline=""))] == wanted
    assert [i["_dateline"]["id"] for i in desk.get(f"{page}.feed.json?kind=event").json()["items"]] == wanted
    atom = feedparser.parse(desk.get(f"{page}.atom?kind=event").content)
    assert [entry.id.rsplit(":", 1)[1].replace("%3A", ":") for entry in atom.entries] == wanted


def test_atom_is_what_feed_readers_take(desk: TestClient) -> None:
    answer = desk.get("/latest.atom?status=planned")
    atom = feedparser.parse(answer.content)
    assert (atom.bozo, atom.version) == (False, "atom10")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert len({entry.id for entry in atom.entries}) == len(atom.entries) > 0
    assert all(entry.updated_parsed and entry.link.startswith("http://localhost/row/") for entry in atom.entries)
    assert atom.feed.links[0].href == "http://localhost/latest.atom?status=planned"


def test_the_calendar_has_whole_days_and_says_what_is_sure(desk: TestClient) -> None:
    top = icalendar.Calendar.from_ical(desk.get("/calendar/2031-03.ics").content)
    occasions = top.walk("VEVENT")
    assert len(occasions) == 3
    assert len({str(o["uid"]) for o in occasions}) == 3
    for o in occasions:
        assert (o.decoded("dtstart"), o.decoded("dtend")) == (date(2031, 3, 7), date(2031, 3, 8))
        assert o["dtstart"].params["VALUE"] == "DATE"
        assert (str(o["status"]), str(o["summary"])) == ("TENTATIVE", "signing by Ada Lindqvist")
        assert o.decoded("dtstamp").tzinfo is not None
    assert desk.get("/calendar/2031-04.ics").content.count(b"BEGIN:VEVENT") == 0


@pytest.mark.parametrize(
    ("status", "word"),
    [
        ("planned", "TENTATIVE"),
        ("possible", "TENTATIVE"),
        ("held", "CONFIRMED"),
        ("cancelled", "CANCELLED"),
        ("postponed", "CANCELLED"),
    ],
)
def test_a_correction_reaches_subscribers(tmp_path: Path, status: str, word: str) -> None:
    path = record_at(tmp_path, 1)
    with asking(path) as client:
        before = icalendar.Calendar.from_ical(client.get("/calendar.ics").content).walk("VEVENT")[0]
        report = made(f"{made().report.text}\n\nTurn 0.", "r:0", "0.html")
        moved = Interval(date(2031, 3, 30), date(2031, 4, 1))
        entry = msgspec.structs.replace(report.calendar[0], status=status, when=moved)
        with open_record(path) as record:
            record.put(msgspec.structs.replace(report, calendar=(entry,)))
        after = icalendar.Calendar.from_ical(client.get("/calendar.ics").content).walk("VEVENT")[0]
    assert after["uid"] == before["uid"]
    assert (int(before["sequence"]), int(after["sequence"])) == (0, 1)
    assert (after.decoded("dtstart"), after.decoded("dtend")) == (date(2031, 3, 30), date(2031, 4, 2))
    assert str(after["status"]) == word
    assert after.decoded("dtstamp") >= before.decoded("dtstamp")


def test_tables_page_back(desk: TestClient) -> None:
    newest = desk.get("/latest.jsonl").text.splitlines()
    before = json.loads(newest[4])["sequence"]
    assert desk.get(f"/latest.jsonl?before={before}").text.splitlines() == newest[5:]


@given(words=st.text(max_size=60))
def test_whatever_a_report_says_every_form_is_whole(row: Shown, words: str) -> None:
    hostile = msgspec.structs.replace(row, words=words, sentence=words, title=words, source=words, line=words)
    feed = feed_of(hostile, row)
    atom = feedparser.parse(FORMS["atom"].write(feed))
    assert (atom.bozo, len(atom.entries)) == (False, 2)
    table = list(csv.reader(io.StringIO(FORMS["csv"].write(feed).decode(), newline=""), strict=True))
    assert len(table) == 3
    assert all(len(line) == len(table[0]) for line in table)
    assert len(FORMS["jsonl"].write(feed).splitlines()) == 2
    assert len(json.loads(FORMS["feed.json"].write(feed))["items"]) == 2
    occasions = icalendar.Calendar.from_ical(FORMS["ics"].write(feed)).walk("VEVENT")
    assert len(occasions) == 2
    assert all(len(line) <= 75 for line in FORMS["ics"].write(feed).split(b"\r\n"))


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\r=1", '=HYPERLINK("http://x")'])
def test_no_cell_is_a_formula(row: Shown, words: str) -> None:
    table = FORMS["csv"].write(feed_of(msgspec.structs.replace(row, words=words))).decode()
    assert table.endswith("\r\n")
    cells = list(csv.reader(io.StringIO(table, newline="")))
    assert cells[1][cells[0].index("words")].startswith("'")


@pytest.mark.parametrize("words", ["</title><script>alert(1)</script>", "]]>&<!--", "a\x00b\x1b[31mc\u202ed\ufffe"])
def test_markup_stays_text_and_controls_are_seen(row: Shown, words: str) -> None:
    atom = FORMS["atom"].write(feed_of(msgspec.structs.replace(row, sentence=words))).decode()
    assert "<script" not in atom
    assert not set(atom) & set("\x00\x1b\u202e\ufffe")
