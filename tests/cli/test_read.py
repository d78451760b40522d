"""`dateline read`."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

import dateline
from dateline.foundation.rows import Report
from dateline.record import RecordError, open_record
from tests.cli.conftest import Run
from tests.made import made

GOLDEN = Path(__file__).parent / "golden"
Asked = list[dict[str, Any]]


@pytest.mark.parametrize(
    ("arguments", "golden"),
    [
        ((), "read.txt"),
        (("--rows",), "rows.txt"),
        (("--json",), "read.json"),
        (("--csv", "events"), "events.csv"),
        (("--csv", "actors"), "actors.csv"),
    ],
)
def test_what_is_printed(run: Run, reader: Asked, arguments: tuple[str, ...], golden: str) -> None:
    ran = run("read", "ferry.html", *arguments)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (GOLDEN / golden).read_text(encoding="utf-8")


def test_json_is_the_contract_line_by_line(run: Run, reader: Asked) -> None:
    lines = run("read", "a", "b", "--json").out.splitlines()
    assert [msgspec.json.decode(line, type=Report).report.source for line in lines] == ["a", "b"]


@pytest.mark.parametrize("table", ["events", "statements", "positions", "ties", "calendar", "actors", "times", "forecasts"])
def test_tables_have_one_header_and_even_rows(run: Run, reader: Asked, table: str) -> None:
    header, *rows = csv.reader(io.StringIO(run("read", "a", "b", "--csv", table).out))
    assert len(rows) == 2 * len(getattr(made(), table))
    assert {len(r) for r in rows} == {len(header)}
    assert [r[0] for r in rows] == sorted(r[0] for r in rows)


def test_tables_show_names_and_ids(run: Run, reader: Asked) -> None:
    first = next(csv.DictReader(io.StringIO(run("read", "a", "--csv", "statements").out)))
    assert first["speaker"] == "Ada Lindqvist"
    assert first["speaker_id"] == "x:ada-lindqvist"
    assert first["content"] == "We will sign on Friday,"
    assert first["made"] == "yes"


def test_options_reach_the_reader(run: Run, reader: Asked) -> None:
    run("read", "a", "b", "--as", "article", "--published", "2031-03-04", "-q")
    run("read", "a", "--allow-local", "-q")
    asked, local = reader
    assert (asked["sources"], asked["as_"], asked["published"]) == (("a", "b"), "article", date(2031, 3, 4))
    assert (asked["allow_local"], local["allow_local"]) == (False, True)


def test_what_cannot_be_read_is_named_and_the_rest_is_read(run: Run, reader: Asked) -> None:
    ran = run("read", "a", "bad\x1b[2J.html", "b", "--json")
    assert ran.code == 1
    assert ran.err == ("NO_ARTICLE: bad\ufffd[2J.html: it has no article.\n")
    assert len(ran.out.splitlines()) == 2
    with open_record("dateline.db") as record:
        assert [r.id for r in record.reports()] == ["r:a", "r:b"]


def test_it_is_kept_where_it_is_told(run: Run, reader: Asked) -> None:
    run("read", "a")
    run("read", "a", "--db", "other.db")
    run("read", "a", "--no-db")
    assert sorted(p.name for p in Path().iterdir()) == ["dateline.db", "other.db"]


def test_nothing_is_kept_with_no_db(run: Run, reader: Asked) -> None:
    assert run("read", "a", "--no-db").code == 0
    assert list(Path().iterdir()) == []


def test_output_goes_to_a_file(run: Run, reader: Asked) -> None:
    ran = run("read", "ferry.html", "--rows", "-o", "rows.txt")
    assert ran.out == ""
    assert Path("rows.txt").read_text(encoding="utf-8") == (GOLDEN / "rows.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("read",), "Missing argument"),
        (("read", "a", "--published", "Monday"), "'Monday' is not a day; write it as 2031-03-04."),
        (("read", "a", "--json", "--csv", "events"), "--json and --csv exclude one another."),
        (("read", "a", "--csv", "nothing"), "'nothing' is not one of"),
        (("read", "a", "--as", "novel"), "'novel' is not one of"),
        (("weave",), "No such command 'weave'"),
    ],
)
def test_wrong_usage(run: Run, reader: Asked, arguments: tuple[str, ...], complaint: str) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert complaint in ran.err
    assert list(Path().iterdir()) == []


def test_a_full_output_is_told(run: Run, reader: Asked) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    ran = run("read", "a", "--json", "-o", "/dev/full")
    assert ran.code == 1
    assert ran.err.startswith("OUTPUT_FAILED: The output could not be written: No space left on device.")
    with open_record("dateline.db") as record:
        assert [r.id for r in record.reports()] == ["r:a"]


@pytest.mark.parametrize("code", ["DB_FULL", "DB_BUSY", "DB_READONLY", "DB_IO"])
def test_a_record_that_fails_ends_the_run(run: Run, reader: Asked, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    from dateline.record import Record

    def put(*_: object) -> None:
        raise RecordError(code, "dateline.db: so it is.")

    monkeypatch.setattr(Record, "put", put)
    ran = run("read", "a", "b", "--json")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"{code}: dateline.db: so it is. ")
    assert len(ran.err.splitlines()) == 1


def test_a_record_that_is_none_is_refused_before_anything_is_read(run: Run, reader: Asked) -> None:
    Path("dateline.db").write_text("my notes\n" * 200)
    ran = run("read", "a")
    assert ran.code == 1
    assert ran.err.startswith("DB_NOT_RECORD: dateline.db: it is not a Dateline record")
    assert reader == []


def test_interrupting_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_many(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(dateline, "read_many", read_many)
    ran = run("read", "a")
    assert ran.code == 130
    assert ran.err.strip() == "Interrupted: what was printed is kept, the rest was not read."
