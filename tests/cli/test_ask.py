"""`dateline show`, `find`, `why`, `db check`, `schema`: they read the record and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

import dateline
from dateline.foundation.rows import CalendarEntry, Report
from tests.cli.conftest import Run, here
from tests.made import made, span_of

GOLDEN = Path(__file__).parent / "golden"


def test_the_list_of_reports(filled: Run) -> None:
    assert filled("show").out == ("2031-03-04 Ferry Talks Resume (3 event, 1 position, 2 statement) r:ferry\n1 report\n")
    (listed,) = map(json.loads, filled("show", "--json").out.splitlines())
    assert (listed["id"], listed["rows"]["event"]) == ("r:ferry", 3)


@pytest.mark.parametrize("name", ["r:ferry", "r:fer", "ferry.html"])
def test_a_report_is_shown_as_it_was_read(filled: Run, name: str) -> None:
    assert filled("show", name).out == (GOLDEN / "read.txt").read_text(encoding="utf-8")
    assert msgspec.json.decode(filled("show", name, "--json").out, type=Report) == made()


def test_a_row_is_shown_with_its_report(filled: Run) -> None:
    lines = filled("show", "e:met").out.splitlines()
    assert lines[:3] == [
        "  happened     CONSULT    Ada Lindqvist → harbour unions  2031-03-03  e:met",
        "      “met harbour unions in Port Ellis on Monday”",
        "      2031-03-04 Ferry Talks Resume r:ferry",
    ]
    assert json.loads(filled("show", "e:met", "--json").out)["trigger"] == [span_of("met").start, span_of("met").end]


@pytest.mark.parametrize("row", ["e:met", "c:sign", "s:sign", "p:tolls", "f:stop", "r:ferry", "x:ada-lindqvist", "k:12f1526b5c"])
def test_why(filled: Run, row: str) -> None:
    golden = GOLDEN / f"why-{row.replace(':', '-')}.txt"
    assert filled("why", row).out == golden.read_text(encoding="utf-8")


def test_why_a_retracted_row_shows_the_older_text(filled: Run) -> None:
    from dateline.record import open_record

    report = made()
    with open_record("dateline.db") as record:
        record.put(msgspec.structs.replace(report, events=report.events[:2]))
    out = filled("why", "e:refuse").out
    assert "retracted in version 2" in out
    assert "Norland [[refuses to lower the tolls]]." in out


def test_why_a_calendar_entry_without_an_event_shows_its_words(run: Run) -> None:
    from dateline.record import open_record

    report = made()
    words = span_of("lower the tolls")
    entry = CalendarEntry(id="c:tolls", event=None, title="tolls", status="planned", evidence=(words,), rule="occasion")
    with open_record("dateline.db") as record:
        record.put(msgspec.structs.replace(report, calendar=(entry,)))
    assert "Norland refuses to [[lower the tolls]]." in run("why", "c:tolls").out


def test_finding(filled: Run) -> None:
    assert filled("find", "--actor", "brandt").out == (GOLDEN / "find.txt").read_text(encoding="utf-8")
    (found,) = map(json.loads, filled("find", "--type", "CONSULT", "--json").out.splitlines())
    assert (found["report"], found["kind"], found["id"], found["row"]["status"]) == ("r:ferry", "event", "e:met", "happened")


def test_finding_nothing_is_no_fault(filled: Run) -> None:
    ran = filled("find", "--since", "2040-01-01")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_finding_more_than_the_limit_is_told(filled: Run) -> None:
    ran = filled("find", "--limit", "1", "--json")
    assert len(ran.out.splitlines()) == 1
    assert ran.err == "There are more than 1; narrow the question or raise --limit.\n"


def test_a_question_without_words_is_wrong_usage(filled: Run) -> None:
    ran = filled("find", "--text", "?!")
    assert ran.code == 2
    assert "--text: '?!' has no words to look for." in ran.err


@pytest.mark.parametrize("command", [("show", "e:none"), ("why", "e:none")])
def test_a_row_that_is_not_there(filled: Run, command: tuple[str, ...]) -> None:
    ran = filled(*command)
    assert ran.code == 1
    assert ran.err.startswith("NO_SUCH_ROW: dateline.db has no ")


@pytest.mark.parametrize("command", [("show",), ("find",), ("why", "e:met"), ("db", "check")])
def test_asking_where_there_is_no_record(run: Run, command: tuple[str, ...]) -> None:
    ran = run(*command)
    assert ran.code == 1
    assert ran.err == "DB_MISSING: dateline.db: there is no record here yet. Read a report first, or name the record with --db.\n"
    assert list(Path().iterdir()) == []


def test_checking(filled: Run) -> None:
    assert filled("db", "check").out == "dateline.db is sound. Reports: 1, rows: 15, changes: 16.\n"


def test_the_schema_is_printed(run: Run) -> None:
    schema = json.loads(run("schema").out)
    assert schema["title"] == "dateline.report/1"


def test_the_version(run: Run) -> None:
    assert run("--version").out == f"dateline, version {dateline.__version__}\n"


def test_help_is_light() -> None:
    """What `dateline --help` imports: nothing that takes time."""
    program = (
        "import sys\nfrom dateline.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=here())
    heavy = {"rich", "numpy", "onnxruntime", "tokenizers", "lemminflect", "trafilatura", "lxml", "sqlite3", "dateline.reading"}
    assert "Commands:" in done.stdout
    assert heavy & set(done.stderr.split()) == set()


def test_asking_does_not_wake_the_reader(filled: Run) -> None:
    program = (
        "import sys\nfrom dateline.cli import main\n"
        "try: main(['why', 'e:met'])\n"
        "except SystemExit as left: print(left.code, *sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=here())
    code, *modules = done.stderr.split()
    assert code == "0"
    assert {"numpy", "onnxruntime", "tokenizers", "lemminflect", "trafilatura", "lxml", "dateline.reading"} & set(
        modules
    ) == set()
