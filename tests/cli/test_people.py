"""What people see: nothing of a report can steer the terminal, and lines are wrapped only there."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from dateline.cli.people import indented, show_report
from dateline.foundation.rows import Head, Report
from tests.cli.conftest import Run, here
from tests.made import made

ROOT = Path(__file__).parents[2]


@given(st.text())
def test_no_text_steers_the_terminal(text: str) -> None:
    report = made()
    head = Head(id="r:x", source=text, title=text, publisher="[red]\x1b]0;gone\x07", text=report.report.text)
    actors = tuple(msgspec.structs.replace(a, name=text + "\x1b[2J") for a in report.actors)
    out = io.StringIO()
    show_report(msgspec.structs.replace(report, report=head, actors=actors), out)
    assert all(c.isprintable() or c.isspace() for c in out.getvalue())
    assert not {"\x1b", "\x07", "\x9b", "\u202e", "\r"} & set(out.getvalue())


def test_markup_is_shown_as_it_is() -> None:
    out = io.StringIO()
    show_report(Report(report=Head(id="r:x", source="x", title="[bold]Not[/] :smile:")), out)
    assert out.getvalue().splitlines()[0] == "[bold]Not[/] :smile:"


@pytest.mark.parametrize(("terminal", "lines"), [(True, ["    one two", "    three"]), (False, ["    one two three"])])
def test_lines_are_wrapped_with_their_indent_in_a_terminal_only(terminal: bool, lines: list[str]) -> None:
    out = io.StringIO()
    console = Console(file=out, force_terminal=terminal, width=24, color_system=None)
    indented(Text("one two three" if not terminal else "one two           three"), 4, console)
    assert [" ".join(line.split()) for line in out.getvalue().splitlines()] == [" ".join(line.split()) for line in lines]
    assert all(line.startswith("    ") for line in out.getvalue().splitlines())


def _in_terminal(*arguments: str) -> tuple[bytes, bytes]:
    """What a command writes to standard output, and to a terminal on standard error."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "tests.record.few", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, env={**here(), "TERM": "xterm"}, stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    assert process.stdout is not None
    out = process.stdout.read()
    assert process.wait() == 0
    return out, shown


def test_progress_is_shown_in_a_terminal_and_not_in_the_output() -> None:
    out, shown = _in_terminal("read", "any", "--no-db", "--rows")
    assert b"read" in shown
    assert b"\x1b" not in out
    assert out.count(b"# 'Ferry Talks Resume'") == 3


def test_quiet_means_quiet() -> None:
    _, shown = _in_terminal("read", "any", "--no-db", "--rows", "-q")
    assert shown == b""


def test_a_reader_that_goes_away_is_no_fault(run: Run) -> None:
    command = [sys.executable, "-m", "tests.record.endless", "0", "read", "any", "--json", "--no-db"]
    process = subprocess.Popen(command, cwd=ROOT, env=here(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=20) == 141
