"""Putting reports: once is as good as twice, a corrected page changes only what its words changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from dateline.record import Record, open_record
from tests.made import TEXT, made, renamed

LONGER = TEXT.replace('\n\n"We', '\n\nRain fell.\n\n"We')


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path / "dateline.db") as opened:
        yield opened


def _changes(record: Record, after: int) -> list[tuple[str, str, str]]:
    return [(c.change, c.kind, c.row) for c in record.journal(after)]


def test_a_report_comes_out_as_it_went_in(record: Record) -> None:
    put = record.put(made())
    assert (put.report, put.version, put.is_new, len(put.changes)) == ("r:ferry", 1, True, 16)
    assert record.report("r:ferry") == made()
    assert record.report("r:other") is None


def test_the_journal_tells_of_every_row_in_order(record: Record) -> None:
    record.put(made())
    entries = record.journal()
    assert [c.sequence for c in entries] == list(range(1, 17))
    assert {c.change for c in entries} == {"added"}
    assert [c.kind for c in entries[:6]] == ["report", "actor", "actor", "actor", "actor", "event"]
    assert entries[5].line.startswith("event  CONSULT  Ada Lindqvist > harbour unions")
    assert msgspec.json.decode(entries[5].json)["id"] == "e:met"
    assert record.journal(after=14, limit=1) == (entries[14:15])


def test_putting_again_changes_nothing(record: Record) -> None:
    first = record.put(made())
    again = record.put(made())
    assert (again.version, again.is_new, again.changes) == (first.version, False, ())
    assert record.last_sequence == 16


def test_the_same_report_under_another_name_is_the_same(record: Record) -> None:
    record.put(made())
    assert not record.put(renamed(made(), "r:ferry", "copy of ferry.html")).is_new


def test_a_new_paragraph_amends_the_report_and_no_row(record: Record) -> None:
    record.put(made())
    put = record.put(made(LONGER))
    assert put.version == 2
    assert [(c.change, c.kind) for c in put.changes] == [("amended", "report")]
    assert record.report("r:ferry") == made(LONGER)


def test_only_changed_rows_are_journalled(record: Record) -> None:
    record.put(made())
    report = made()
    held = msgspec.structs.replace(report.events[1], status="happened")
    record.put(msgspec.structs.replace(report, events=(report.events[0], held)))
    assert _changes(record, 16) == [("amended", "event", "e:sign"), ("retracted", "event", "e:refuse")]
    retracted = record.journal(17)[0]
    assert msgspec.json.decode(retracted.json)["id"] == "e:refuse"
    assert record.problems() == []


def test_a_retracted_row_stays_and_may_come_back(record: Record) -> None:
    record.put(made())
    report = made()
    record.put(msgspec.structs.replace(report, forecasts=()))
    assert [(f.id, f.retracted) for f in record.named("f:stop")] == [("f:stop", 2)]
    record.put(report)
    assert _changes(record, 16) == [("retracted", "forecast", "f:stop"), ("added", "forecast", "f:stop")]
    assert [(f.id, f.retracted) for f in record.named("f:stop")] == [("f:stop", None)]
    assert record.report("r:ferry") == report


def test_older_versions_keep_their_text(record: Record) -> None:
    record.put(made())
    record.put(made(LONGER))
    older = record.report("r:ferry", version=1)
    assert older is not None
    assert older.report.text == TEXT


def test_renumbered_times_are_the_same_times(record: Record) -> None:
    record.put(made())
    report = made()
    times = tuple(msgspec.structs.replace(t, id=f"t{n}") for n, t in enumerate(report.times, 7))
    put = record.put(msgspec.structs.replace(report, times=times))
    assert (put.version, put.changes) == (2, ())


def test_rows_with_the_same_key_in_one_report_are_kept_apart(record: Record) -> None:
    report = made()
    record.put(msgspec.structs.replace(report, ties=report.ties * 2, calendar=report.calendar * 3))
    assert [c.row for c in record.journal() if c.kind == "tie"] == ["k:12f1526b5c", "k:12f1526b5c-2"]
    assert [c.row for c in record.journal() if c.kind == "calendar"] == ["c:sign", "c:sign-2", "c:sign-3"]


def test_reports_are_listed_as_they_came(record: Record) -> None:
    record.put(made())
    record.put(renamed(made(), "r:second", "second.html"))
    listed = record.reports()
    assert [(r.id, r.published, r.version) for r in listed] == [("r:ferry", "2031-03-04", 1), ("r:second", "2031-03-04", 1)]
    assert listed[0].rows == {
        "actor": 4, "calendar": 1, "event": 3, "forecast": 1, "position": 1, "statement": 2, "tie": 1, "time": 2,
    }  # fmt: skip
    assert record.reports_named("second.html") == ["r:second"]
    assert record.reports_named("r:sec") == ["r:second"]
    assert record.reports_named("r:") == []


def test_the_journal_cannot_be_rewritten(record: Record) -> None:
    record.put(made())
    with sqlite3.connect(record.path) as connection:
        for sql in ("DELETE FROM journal", "UPDATE journal SET at = ''"):
            with pytest.raises(sqlite3.IntegrityError, match="never rewritten"):
                connection.execute(sql)


def test_a_put_that_fails_midway_leaves_nothing(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    record.put(made())

    def fails(*_: object) -> None:
        raise RuntimeError("after all rows are written")

    monkeypatch.setattr("dateline.record.store._Filing._retract", fails)
    with pytest.raises(RuntimeError):
        record.put(renamed(made(), "r:broken", "broken.html"))
    assert record.report("r:broken") is None
    assert record.last_sequence == 16
    assert record.problems() == []
