"""The demo's record: what a newcomer is shown is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from threading import Event

import pytest

from dateline import demo
from dateline.foundation.rows import Report
from dateline.record import Query, Record, open_record

pytestmark = pytest.mark.reads
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Report], Path]:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    return list(demo.post(demo.pages(), path)), path


@pytest.fixture
def record(reports: tuple[list[Report], Path]) -> Iterator[Record]:
    with open_record(reports[1], readonly=True) as opened:
        yield opened


def test_every_page_is_read_and_dated_as_it_says(reports: tuple[list[Report], Path]) -> None:
    assert len(reports[0]) == 16
    for path, report in zip(demo.pages(), reports[0]):
        stated = re.search(r'(?:published_time" content="|datePublished": ")([0-9-]{10})', path.read_text(encoding="utf-8"))
        assert stated is not None
        assert report.dating.published == stated[1], path.name
        assert report.issues == (), path.name
        assert 120 <= len(report.report.text.split()) <= 280, path.name


@pytest.mark.parametrize("path", demo.pages(), ids=lambda p: p.name[:2])
def test_nothing_of_the_page_around_gets_into_the_text(path: Path, reports: tuple[list[Report], Path]) -> None:
    report = reports[0][demo.pages().index(path)]
    page = unescape(path.read_text(encoding="utf-8"))
    for furniture in re.findall(r'<li><a href="[^"]*">([^<]*)</a>', page):
        assert f"\n{furniture}\n" not in report.report.text
    for paragraph in re.findall(r"<p>([^<]*)</p>", page.split("</article>")[0]):
        assert paragraph[-60:] in report.report.text


def test_the_two_weeks(record: Record) -> None:
    days = [date.fromisoformat(r.published or "") for r in record.reports()]
    assert (min(days), max(days)) == (date(2031, 6, 2), date(2031, 6, 15))
    assert [DAYS[d.weekday()] for d in (min(days), max(days))] == ["Monday", "Sunday"]
    assert record.problems() == []


@pytest.mark.parametrize(
    ("actor", "day", "status"),
    [
        ("Corrigan", "2031-06-05", "planned"),  # Oslo
        ("Declan Tierney", "2031-06-06", "planned"),
        ("Gunnar Thorlaksson", "2031-06-07", "held"),
        ("Cathal Devane", "2031-06-13", "planned"),
        ("Orla Breslin", "2031-06-24", "planned"),
        ("Cathal Devane", "2031-07-04", "planned"),
    ],
)
def test_meetings_that_come_out(record: Record, actor: str, day: str, status: str) -> None:
    found = record.find(Query(actor=actor, kinds=("calendar",), status=status))
    assert day in [str(f.row.when) for f in found]  # type: ignore[union-attr]


def test_every_fate_of_a_meeting_is_there(record: Record) -> None:
    assert record.find(Query(kinds=("calendar",), actor="Una Bjarkadottir", status="cancelled"))
    fates = {f.row.status for f in record.find(Query(kinds=("calendar",), limit=500))}  # type: ignore[union-attr]
    assert {"planned", "held", "cancelled", "postponed"} <= fates


def test_one_side_says_so_and_the_other_denies_it(record: Record) -> None:
    rammed = record.find(Query(kinds=("event",), type="ASSAULT", said_by="Declan Tierney"))
    denied = record.find(Query(kinds=("event",), type="REJECT", actor="Icelandic coast guard"))
    assert rammed
    assert {f.report for f in rammed} & {f.report for f in denied}


def test_a_correction_is_a_second_version(record: Record) -> None:
    (corrected,) = [r for r in record.reports() if r.version == 2]
    assert corrected.title == "EU Commissioner to Travel to Bergen on Wednesday"
    retracted = [c.line for c in record.journal() if c.change == "retracted" and c.kind == "calendar"]
    assert any("2031-06-09" in line for line in retracted)


def test_a_copy_is_there_under_another_publisher(record: Record) -> None:
    copies = [r for r in record.reports() if r.title == "Oslo Talks on Seized Trawler End Without Agreement"]
    assert [r.publisher for r in copies] == ["Harbour Wire", "Fjord Herald"]
    rows = [
        {f.line for f in record.find(Query(report=r.id, kinds=("event", "statement", "position", "calendar")))} for r in copies
    ]
    assert rows[0] == rows[1] != set()


def test_the_last_ones_are_posted_at_their_pace(tmp_path: Path) -> None:
    told: list[str] = []
    path = tmp_path / "live.db"
    demo.replay(path, Event(), 0.01, lambda r: told.append(r.report.source))
    assert told == [p.name for p in demo.pages()[-demo.LIVE :]]
    stopped = Event()
    stopped.set()
    demo.replay(tmp_path / "none.db", stopped, 0.01, lambda r: told.append("never"))
    assert "never" not in told
    assert not (tmp_path / "none.db").exists()
