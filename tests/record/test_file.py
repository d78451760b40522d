"""The record's file: what is refused, what waits, what is told when the disk or another program is in the way."""

from __future__ import annotations

import multiprocessing
import multiprocessing.queues
import os
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from dateline.record import RecordError, open_record, store
from dateline.record.migrate import APPLICATION, STEPS, prepare, schema, statements
from tests.made import made, renamed


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "dateline.db"


def _code(error: pytest.ExceptionInfo[RecordError]) -> str:
    return error.value.code


def test_a_record_is_made_when_absent(path: Path) -> None:
    with open_record(path) as record:
        assert record.reports() == []
        assert record.problems() == []
        assert len(record.epoch) == 16
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(STEPS) + 1,)
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_acknowledged_is_durable(path: Path) -> None:
    with open_record(path) as record:
        assert record._connection.execute("PRAGMA synchronous").fetchone() == (2,)


def test_two_records_have_two_epochs(tmp_path: Path) -> None:
    with open_record(tmp_path / "a.db") as a, open_record(tmp_path / "b.db") as b:
        assert a.epoch != b.epoch


def test_only_to_be_read_is_not_made(path: Path) -> None:
    with pytest.raises(RecordError, match="no record here") as error:
        open_record(path, readonly=True)
    assert _code(error) == "DB_MISSING"
    assert not path.exists()


def test_a_record_that_goes_while_it_is_opened_is_not_made_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = store._readable

    def moved_away(*how: Any) -> sqlite3.Connection:
        path.unlink(missing_ok=True)
        return opened(*how)

    open_record(path).close()
    monkeypatch.setattr(store, "_readable", moved_away)
    with pytest.raises(RecordError) as error:
        open_record(path, readonly=True)
    assert _code(error) == "DB_MISSING"
    assert not path.exists()


@pytest.mark.parametrize("readonly", [False, True])
def test_another_programs_database_is_left_alone(path: Path, readonly: bool) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    before = path.read_bytes()
    with pytest.raises(RecordError, match="another program's database") as error:
        open_record(path, readonly=readonly)
    assert _code(error) == "DB_NOT_RECORD"
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused(path: Path) -> None:
    path.write_text("A report that somebody named so.\n" * 99)
    with pytest.raises(RecordError) as error:
        open_record(path)
    assert _code(error) == "DB_NOT_RECORD"
    assert path.read_text().startswith("A report")


@pytest.mark.parametrize("readonly", [False, True])
def test_a_newer_record_is_refused(path: Path, readonly: bool) -> None:
    open_record(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(RecordError, match=r"form 99; this one knows up to 3") as error:
        open_record(path, readonly=readonly)
    assert _code(error) == "DB_NEWER"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RecordError) as error:
        open_record(tmp_path / "none" / "dateline.db")
    assert _code(error) == "DB_CANNOT_OPEN"


def test_steps_bring_an_older_form_up_to_date(path: Path) -> None:
    with open_record(path) as record:
        record.put(made())
    step = "ALTER TABLE reports ADD COLUMN note TEXT; CREATE INDEX reports_by_note ON reports (note);"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        prepare(connection, path, (*STEPS, step))
        assert connection.execute("PRAGMA user_version").fetchone() == (len(STEPS) + 2,)
        assert connection.execute("SELECT id, note FROM reports").fetchall() == [("r:ferry", None)]


def test_a_step_that_fails_changes_nothing(path: Path) -> None:
    open_record(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        with pytest.raises(sqlite3.OperationalError):
            prepare(connection, path, (*STEPS, "ALTER TABLE reports ADD COLUMN note TEXT; DROP TABLE nothing;"))
        assert connection.execute("PRAGMA user_version").fetchone() == (len(STEPS) + 1,)
        assert "note" not in [row[1] for row in connection.execute("PRAGMA table_info(reports)")]


def test_the_schema_is_strict_throughout() -> None:
    tables = [s for s in statements(schema()) if "CREATE TABLE" in s]
    assert len(tables) == 9
    assert all("STRICT" in s.splitlines()[-1] for s in tables)


def test_a_full_disk_is_told_and_harms_nothing(path: Path) -> None:
    with open_record(path) as record:
        record.put(made())
        pages = record._connection.execute("PRAGMA page_count").fetchone()[0]
        record._connection.execute(f"PRAGMA max_page_count = {pages + 2}")

        def fill() -> None:
            for n in range(50):
                record.put(renamed(made(), f"r:{n}", "x"))

        with pytest.raises(RecordError, match="no room left") as error:
            fill()
        assert _code(error) == "DB_FULL"
        stored = [r.id for r in record.reports()]
        assert all(record.report(i) is not None for i in stored)
        assert record.problems() == []


def test_a_record_that_may_only_be_read(path: Path) -> None:
    with open_record(path) as record:
        record.put(made())
    with open_record(path, readonly=True) as record:
        assert record.report("r:ferry") == made()
        with pytest.raises(RecordError) as error:
            record.put(renamed(made(), "r:more", "more.html"))
    assert _code(error) == "DB_READONLY"


@pytest.fixture
def sealed() -> Iterator[Path]:
    """A record in a folder that nobody may write to."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dateline.db"
        with open_record(path) as record:
            record.put(made())
        path.chmod(0o444)
        Path(folder).chmod(0o555)
        yield path
        Path(folder).chmod(0o755)


def _try_as_nobody(path: Path, told: multiprocessing.queues.Queue[object]) -> None:
    if os.geteuid() == 0:
        os.setuid(65534)  # root may write anywhere
    with open_record(path, readonly=True) as record:
        told.put(len(record.reports()))
    try:
        open_record(path)
    except RecordError as error:
        told.put(error.code)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs Unix users")
def test_a_sealed_folder_is_read_and_not_written(sealed: Path) -> None:
    context = multiprocessing.get_context("fork")
    told: multiprocessing.queues.Queue[object] = context.Queue()
    child = context.Process(target=_try_as_nobody, args=(sealed, told))
    child.start()
    assert [told.get(timeout=20), told.get(timeout=20)] == [1, "DB_READONLY"]
    child.join()


def test_a_second_writer_waits(path: Path) -> None:
    open_record(path).close()
    blocker = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    blocker.execute("BEGIN IMMEDIATE")
    threading.Timer(0.2, lambda: (blocker.execute("COMMIT"), blocker.close())).start()
    with open_record(path) as record:
        assert record.put(made()).version == 1


def test_a_writer_does_not_wait_for_ever(path: Path) -> None:
    open_record(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as blocker:
        blocker.execute("BEGIN IMMEDIATE")
        with open_record(path, patience=0.05) as record, pytest.raises(RecordError) as error:
            record.put(made())
    assert _code(error) == "DB_BUSY"


def test_writers_at_once_lose_nothing(path: Path) -> None:
    def write(name: str) -> None:
        with open_record(path) as record:
            for n in range(10):
                record.put(renamed(made(), f"r:{name}{n}", f"{name}{n}.html"))

    threads = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with open_record(path, readonly=True) as record:
        assert sorted(r.id for r in record.reports()) == sorted(f"r:{name}{n}" for name in "abc" for n in range(10))
        assert record.last_sequence == 30 * 16
        assert record.problems() == []


def test_damage_is_found(path: Path) -> None:
    with open_record(path) as record:
        record.put(made())
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE rows SET version = 9 WHERE id = 'e:met'")
        columns = "change, report, version, kind, row, line, json"
        connection.execute(f"INSERT INTO journal ({columns}) SELECT {columns} FROM journal WHERE row = 'e:sign'")
    with open_record(path, readonly=True) as record:
        assert record.problems() == [
            "1 live rows were not carried into their report's newest version",
            "1 rows are not told of by the journal as they are",
        ]
