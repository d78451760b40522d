"""The command line, run in this process, on reports made by hand."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import dateline
from dateline.cli import main
from dateline.foundation.rows import Report
from tests.made import made, renamed


class Ran(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str


class Refused(Exception):
    """What the reader says of an input that it can't read."""

    code = "NO_ARTICLE"
    message = "it has no article."


def here() -> dict[str, str]:
    """The environment in which a new interpreter finds this package from any folder."""
    return {**os.environ, "PYTHONPATH": str(Path(dateline.__file__).parents[1])}


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs `dateline ARGUMENTS…` in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def ran(*arguments: str) -> Ran:
        with pytest.raises(SystemExit) as left:
            main(arguments)
        return Ran(int(left.value.code or 0), *capfd.readouterr())

    return ran


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """A reader that gives a made report for every source but `bad…`; what it was asked is in the list."""
    asked: list[dict[str, Any]] = []

    def read_many(sources: Iterable[str], **options: Any) -> Iterator[Report]:
        asked.append({"sources": tuple(sources), **options})
        for source in sources:
            if source.startswith("bad"):
                options["unreadable"](source, Refused())
            else:
                report_id = "r:ferry" if source == "ferry.html" else f"r:{source}"
                yield renamed(made(), report_id, source)

    monkeypatch.setattr(dateline, "read_many", read_many)
    return asked


@pytest.fixture
def filled(run: Run, reader: list[dict[str, Any]]) -> Run:
    """`run` where `dateline.db` holds the made report."""
    assert run("read", "ferry.html", "-q").code == 0
    return run
